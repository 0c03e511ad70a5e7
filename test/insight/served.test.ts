import { Client as Client2 } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rateLimited } from '../../src/sandbox/faults.js';
import { dayOf, firstDayOfWindow, today } from '../support/days.js';
import { total } from '../support/exact.js';
import { type Lookup, openLookup } from '../support/lookup.js';

/* What users notice of the working set, through the built server and over real sockets. */

let desk: Lookup;
const days = () => ({ date_from: firstDayOfWindow(), date_to: today() });
const sums = () => ({ record: 'sales_orders', group_by: ['status'], ...days() });

beforeEach(async () => {
  desk = await openLookup({ sandbox: { jobs: 400, latencyMs: 30 }, env: { SYNCORE_CALL_BUDGET_MS: '1600' } });
});
afterEach(() => desk[Symbol.asyncDispose]());

/** Of all orders that searches answer for, worked out from the account. */
const expected = () => {
  const orders = desk.data.salesOrders.filter(({ date }) => dayOf(date) >= firstDayOfWindow());
  return { count: orders.length, sub_total_value: total(orders.map(({ sub_total_value }) => sub_total_value)) };
};

/** Asks until the answer is whole, a few times at most. */
async function untilWhole(args: Record<string, unknown>) {
  const answers = [];
  for (let tried = 0; tried < 10; tried += 1) {
    const answer = await desk.get('summarize_orders', args);
    answers.push(answer);
    if (answer.complete === true) break;
  }
  return answers;
}

it('a question that takes longer than a call is answered in part, and whole when it is asked again', async () => {
  desk.sandbox.faults.add({ kind: 'latency', ms: 90, times: Number.POSITIVE_INFINITY });
  const answers = await untilWhole(sums());
  const [first] = answers;
  expect(first?.complete).toBe(false);
  expect(String(first?.notes)).toMatch(/The reading goes on: [\d,]+ of [\d,]+ records, about \d+ s left/);
  expect(answers.at(-1)).toMatchObject({ complete: true, totals: expected() });
  const pages = desk.sandbox.requests.map(({ path }) => path);
  expect(new Set(pages).size).toBe(pages.length);
});

it('a storm of 429 in the middle delays the answer, and changes no number', async () => {
  desk.sandbox.faults.add({ ...rateLimited(1), skip: 12, times: 4 }, { ...rateLimited(), skip: 30, times: 5 });
  const answers = await untilWhole(sums());
  expect(answers.at(-1)).toMatchObject({ complete: true, totals: expected() });
});

it('who asks is told how far it is', async () => {
  const told: { progress: number; total?: number | undefined; message?: string | undefined }[] = [];
  desk.sandbox.faults.add({ kind: 'latency', ms: 30, times: Number.POSITIVE_INFINITY });
  const { client } = desk.server;
  if (!(client instanceof Client2)) throw new Error('The newer client was expected.');
  await client.callTool(
    { name: 'summarize_orders', arguments: sums() },
    { onprogress: (step) => void told.push(step) },
  );
  expect(told.length).toBeGreaterThan(0);
  for (const { progress, total: all = 0, message } of told) {
    expect(progress).toBeLessThanOrEqual(all);
    expect(message).toMatch(/^Reading sales orders from Syncore: [\d,]+ of [\d,]+ records, about \d+ s left$/);
  }
});

it('calls at the same time share one reading', async () => {
  const both = [desk.get('summarize_orders', sums()), desk.get('summarize_orders', { ...sums(), group_by: ['month'] })];
  await Promise.all(both);
  await untilWhole(sums());
  const pages = desk.sandbox.requests.map(({ path }) => path);
  expect(new Set(pages).size).toBe(pages.length);
});

it('a list that only the server can filter comes from memory then, and is the same', async () => {
  const order = desk.data.salesOrders.findLast(({ customer_order_number: number }) => number?.startsWith('PO-'));
  const args = { ...days(), customer_order_number: order?.customer_order_number, limit: 100 };
  const before = await desk.list('list_sales_orders', args);
  await untilWhole(sums());
  const asked = desk.asked().length;
  const after = await desk.list('list_sales_orders', args);
  expect(desk.asked().length).toBe(asked);
  expect(after).toEqual(before);
  expect(after.items.map(({ id }) => id)).toContain(order?.id);
});
