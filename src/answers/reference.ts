import * as z from 'zod/v4';
import type { ReferenceItem } from '../records/reference.js';

export const referenceRowSchema = z.looseObject({ id: z.int().nullable(), name: z.string().nullable() });

/** An entry with what else Syncore gives of it, as far as that is plain text, numbers and yes or no. */
export function referenceRow({ id, name, raw }: ReferenceItem) {
  const rest = Object.entries(raw).filter(
    ([key, value]) => key !== 'id' && key !== 'name' && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return { id, name, ...Object.fromEntries(rest) };
}
