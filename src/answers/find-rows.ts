import * as z from 'zod/v4';
import type { Held } from '../insight/held.js';
import type { Match } from '../insight/search-index.js';
import { listOf } from './list.js';
import { nameOf } from './sales-order.js';
import { contactTitle, purchaseOrderTitle, titleFor } from './titles.js';

/** Fields of a row that hold text from Syncore. */
export const FIND_TEXTS = ['title', 'status'];

const text = z.string().nullable();

export const findSchema = listOf(
  z.object({
    kind: z.string(),
    id: z.int(),
    job_id: z.int().nullable().optional(),
    order: text.optional(),
    title: text,
    status: text.optional(),
    date: text.optional(),
    matched: z.array(z.string()),
    score: z.number(),
  }),
).extend({ as_of: z.record(z.string(), text) });

/** A record that was found; its job's number leads to the rest of it. */
export function findRow({ findable, matched, score }: Match, held: Held): Record<string, unknown> {
  const { kind, record } = findable;
  const fit = { matched, score };
  if (kind === 'contacts') return { kind, id: record.id, title: contactTitle(record), ...fit };
  const { status, date } = record;
  const shared = { status, date, ...fit };
  if (kind === 'jobs') {
    return { kind, id: record.id, job_id: record.id, title: titleFor(record.description, record.client), ...shared };
  }
  const order = { kind, id: record.id, job_id: record.jobNumber, order: nameOf(record) };
  if (kind === 'sales_orders') return { ...order, title: titleFor(record.description, record.client), ...shared };
  const job = record.jobNumber === null ? undefined : held.jobs.get(record.jobNumber);
  return { ...order, title: purchaseOrderTitle(record, job), ...shared };
}
