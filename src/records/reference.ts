import { asRecord, id, type Raw, text } from './fields.js';

/** An entry of a list of reference data; what else Syncore gives of it is in `raw`. */
export type ReferenceItem = { id: number | null; name: string | null; raw: Raw };

/** Reads one client group, payment term, product index or supplier. Throws `Unreadable`, naming the field. */
export function readReferenceItem(value: unknown): ReferenceItem {
  const record = asRecord(value);
  return { id: id(record, 'id'), name: text(record, 'name'), raw: record };
}
