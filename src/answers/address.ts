import type { Address } from '../records/address.js';

/** An address without what is not given; null where there is none at all. */
export function addressAnswer(address: Address | null): Record<string, string> | null {
  if (address === null) return null;
  const named = {
    business_name: address.businessName,
    name: address.name,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    state: address.state,
    zip: address.zip,
    country: address.country,
  };
  const given = Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return given.length === 0 ? null : Object.fromEntries(given);
}
