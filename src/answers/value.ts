import { centsToValue } from '../records/money.js';

/** An amount in cents as a JSON number in the account's currency; what was not given stays null. */
export function valueOrNull(cents: number | null): number | null {
  return cents === null ? null : centsToValue(cents);
}
