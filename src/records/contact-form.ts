import type { Raw } from './fields.js';
import { address, idAndName, isNothing, type Turn, type Turned, turned } from './write-form.js';

/** What a write of a contact names otherwise than a read, or must not name [assumed]. */
const TURNS: Readonly<Record<string, Turn>> = {
  id: null,
  created_date: null,
  date_created: null,
  last_modified_date: null,
  client_group: idAndName,
  payment_term: idAndName,
  billing_address: address,
  shipping_address: address,
};

/** A contact as it was read, in the form of a PUT. */
export function contactForm(raw: Raw): Turned {
  const { name, ...rest } = raw;
  // Beside its parts a whole name follows from them: written back, an old one would stand against a new part.
  if (isNothing(name) || (isNothing(raw.first_name) && isNothing(raw.last_name))) return turned(raw, TURNS);
  const parts = turned(rest, TURNS);
  return { ...parts, own: { ...parts.own, name } };
}
