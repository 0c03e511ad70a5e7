import { fullName } from '../data/people.js';
import type { Address } from '../data/types.js';
import { countryName } from './countries.js';
import { writtenAs } from './derived.js';
import type { Fields } from './fields.js';

/** The address that a write gives under `field`, as reads will show it; null where it gives none. */
export function readAddress(fields: Fields, field: string): Address | null {
  const inner = fields.inner(field);
  if (inner === null) return null;
  const code = inner.text('country');
  const country = code === null || code === '' ? null : countryName(code);
  if (country === null && code !== null && code !== '') {
    inner.problem('country', `${field}.country must be an ISO 3166-1 alpha-2 code such as US.`);
  }
  const address = {
    business_name: inner.text('business_name'),
    name: fullName(inner.text('first_name'), inner.text('last_name')),
    address1: inner.text('address1'),
    address2: inner.text('address2'),
    city: inner.text('city'),
    state: inner.text('state'),
    zip: inner.text('zip'),
    country,
  };
  inner.refuseOthers({ name: writtenAs('first_name', 'last_name') });
  return address;
}
