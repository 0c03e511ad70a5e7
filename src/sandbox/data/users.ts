import { csrs, reps } from './people.js';
import type { User } from './types.js';

/** The distributor whose account this is: an invented one, at a domain that cannot exist. */
const DOMAIN = 'lantern-promo.example';

/** Everybody who works in this account: its reps and its customer service reps. */
export function makeUsers(): User[] {
  return [...reps, ...csrs].map((name) => ({ name, email: `${name.toLowerCase().replace(' ', '.')}@${DOMAIN}` }));
}
