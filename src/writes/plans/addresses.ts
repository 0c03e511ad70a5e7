import type { Body } from '../../client/writer.js';
import { countryCode, nearestCountry } from '../../records/countries.js';
import { nameParts } from '../../records/write-form.js';
import type { Problems } from './problems.js';

/** An address as a caller gives it; `name` is one name for first and last, as a read shows it. */
export type AddressInput = {
  business_name?: string | null | undefined;
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
  name?: string | null | undefined;
  address1?: string | null | undefined;
  address2?: string | null | undefined;
  city?: string | null | undefined;
  state?: string | null | undefined;
  zip?: string | null | undefined;
  country?: string | null | undefined;
};

/** The address in the form of a write. Null values stay: in an edit they clear. */
export function addressBody(input: AddressInput, field: string, problems: Problems): Body {
  const { name, country, ...rest } = input;
  const body: Body = {};
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) body[key] = value;
  if (name === null) Object.assign(body, { first_name: null, last_name: null });
  else if (name !== undefined) Object.assign(body, { last_name: null }, nameParts(name.trim()));
  if (name && (input.first_name || input.last_name)) {
    problems.add(`${field}.name`, 'is given together with first_name or last_name; give one or the other');
  }
  if (country === null) body.country = null;
  else if (country !== undefined) {
    const code = countryCode(country);
    if (code === null) {
      const near = nearestCountry(country);
      problems.add(`${field}.country`, 'must be a country code of two letters (ISO 3166-1), such as US', near);
    } else body.country = code;
  }
  return body;
}

/** For a new record: what was not given, or given as null, is left out. */
export function newAddress(input: AddressInput | undefined, field: string, problems: Problems): Body | undefined {
  if (input === undefined) return undefined;
  const entries = Object.entries(addressBody(input, field, problems)).filter(([, value]) => value !== null);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
