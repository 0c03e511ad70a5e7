import { part, type Raw, text, unlessEmpty } from './fields.js';

/** An address as Syncore shows it; `country` is a display name ("United States"). */
export type Address = {
  businessName: string | null;
  name: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  country: string | null;
};

/** The address under `key`; null where there is none, or nothing in it. */
export function address(record: Raw, key: string): Address | null {
  const read = part(record, key, (inner) => ({
    businessName: text(inner, 'business_name'),
    name: text(inner, 'name'),
    address1: text(inner, 'address1'),
    address2: text(inner, 'address2'),
    city: text(inner, 'city'),
    state: text(inner, 'state'),
    zip: text(inner, 'zip'),
    country: text(inner, 'country'),
  }));
  return unlessEmpty(read);
}
