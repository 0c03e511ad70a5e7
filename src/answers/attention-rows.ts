import * as z from 'zod/v4';
import type { Finding } from '../insight/attention.js';
import type { ClientRef } from '../records/fields.js';
import { brief, listOf } from './list.js';
import { briefClient, party } from './party.js';
import { nameOf } from './sales-order.js';
import { purchaseOrderTitle } from './titles.js';
import { valueOrNull } from './value.js';

/** Fields of a row that hold text from Syncore. */
export const ATTENTION_TEXTS = ['title', 'client.name', 'rep'];

const text = z.string().nullable();

export const attentionSchema = listOf(
  z.object({
    kind: z.string(),
    id: z.int(),
    job_id: z.int().nullable(),
    order: text.optional(),
    title: text,
    rule: z.string(),
    since: z.string(),
    days: z.int(),
    client: party,
    rep: text,
    total_value: z.number().nullable().optional(),
  }),
).extend({ counts: z.record(z.string(), z.int()), as_of: z.record(z.string(), text) });

const WIDTH = 60;

export function attentionRow(finding: Finding): Record<string, unknown> {
  const { kind, record, job, rule, since, days } = finding;
  const shared = { rule, since, days, rep: job?.primaryRep ?? null };
  switch (kind) {
    case 'jobs':
      return { kind, id: record.id, job_id: record.id, ...about(record.description, record.client), ...shared };
    case 'sales_orders': {
      const amount = rule === 'unpaid' ? { total_value: valueOrNull(record.totalCents) } : {};
      return { ...orderOf(kind, record), ...about(record.description, record.client), ...shared, ...amount };
    }
    case 'purchase_orders':
      return { ...orderOf(kind, record), ...about(purchaseOrderTitle(record, job), job?.client ?? null), ...shared };
  }
}

function orderOf(kind: string, record: { id: number; jobNumber: number | null; number: number | null }) {
  return { kind, id: record.id, job_id: record.jobNumber, order: nameOf(record) };
}

function about(title: string | null, client: ClientRef | null) {
  return { title: brief(title, WIDTH), client: briefClient(client, WIDTH) };
}
