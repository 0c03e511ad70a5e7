import type { ReferenceKind } from '../../client/actions.js';
import { normalName } from '../../client/names.js';
import { Failure } from '../../failure.js';
import { nearest } from '../../nearest.js';
import { parseId } from '../../records/order-name.js';
import type { PlanContext } from '../plan.js';
import type { Problems } from './problems.js';

/** An entry of reference data as a write names it. */
export type Named = { id: number; name: string | null };

type Reading = Pick<PlanContext, 'reader' | 'call'>;

/** What people call the lists. */
const WORDS: Record<ReferenceKind, string> = {
  client_groups: 'client group',
  payment_terms: 'payment term',
  product_indices: 'product index',
  suppliers: 'supplier',
};

/** The entry of a reference list that an id or a name in full means; null where nothing was asked or it is a problem. */
export async function reference(
  kind: ReferenceKind,
  given: string | undefined,
  field: string,
  problems: Problems,
  { reader, call }: Reading,
): Promise<Named | null> {
  if (given === undefined) return null;
  const { rows, complete } = await reader.reference({ kind }, { limit: Number.POSITIVE_INFINITY }, call);
  const id = parseId(given);
  const wanted = normalName(given);
  const fits = rows.filter((row) => (id === null ? normalName(row.name ?? '') === wanted : row.id === id));
  const [fit] = fits;
  if (fit?.id !== null && fit !== undefined && fits.length === 1) return { id: fit.id, name: fit.name };
  if (!complete) {
    throw new Failure('timeout', `The list of ${WORDS[kind]}s could not be read whole. Call again.`, {
      retryable: true,
    });
  }
  const names = rows.flatMap(({ name }) => (name === null ? [] : [name]));
  const message =
    fits.length > 1
      ? `fits several ${WORDS[kind]}s of one name; give the id`
      : `is no ${WORDS[kind]} of this account; list_reference_data ${kind} shows them`;
  problems.add(field, message, id === null ? nearest(given, names) : undefined);
  return null;
}

/** The supplier that an id or a name means; null where it is a problem. */
export async function supplier(
  given: { id: number | null; name: string | null },
  field: string,
  problems: Problems,
  { reader, call }: Reading,
): Promise<number | null> {
  const query = given.id === null ? given.name : String(given.id);
  if (query === null) return null;
  try {
    const { ids } = await reader.supplier(query, call);
    const [id] = ids;
    if (id !== undefined && ids.size === 1) return id;
    problems.add(field, 'fits several suppliers; give the supplier_id');
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid_input') throw error;
    problems.addFailure(field, error);
  }
  return null;
}
