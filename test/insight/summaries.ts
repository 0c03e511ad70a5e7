import * as z from 'zod/v4';
import type { SalesOrder } from '../../src/sandbox/data/types.js';
import { createSandbox } from '../../src/sandbox/handler.js';
import { summarizeOrders } from '../../src/tools/summarize-orders.js';
import { daysAgo, today } from '../support/days.js';
import type { Row } from '../support/expected-rows.js';
import type { Lookup } from '../support/lookup.js';

const figures = z.looseObject({ count: z.int(), sub_total_value: z.number().nullable() });
export const summaryShape = z.looseObject({
  groups: z.array(figures.extend({ key: z.record(z.string(), z.string().nullable()) })),
  other: figures.extend({ groups: z.int() }).nullable(),
  totals: figures,
  as_of: z.record(z.string(), z.iso.datetime().nullable()),
  definition: z.string(),
  complete: z.boolean(),
  csv: z.string().optional(),
  notes: z.array(z.string()),
});

/** Four months up to today. */
export const RECENT = { date_from: daysAgo(120), date_to: today() };

/** An answer of summarize_orders, in the shape of interface.md. */
export async function summaryOf(desk: Pick<Lookup, 'get'>, args: Row) {
  const given = await desk.get('summarize_orders', args);
  summarizeOrders.output().parse(given);
  return summaryShape.parse(given);
}

const known = createSandbox({ jobs: 1 }).data.salesOrders.find(({ id }) => id === 915_501);
let lastId = 5_000_000;

/** A copy of the known order, of five days ago, on any job. */
export function orderOf(job_number: number, number: number): SalesOrder {
  if (known === undefined) throw new Error('The sandbox has lost its known order.');
  lastId += 1;
  return { ...structuredClone(known), id: lastId, job_number, number, date: `${daysAgo(5)}T10:00:00` };
}
