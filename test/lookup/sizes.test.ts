import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineItem } from '../../src/sandbox/data/types.js';
import { daysAgo } from '../support/days.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantSalesOrder } from '../support/plants.js';

/** What a model is given to read, in characters of text. */
const LIST_OF_20 = 7_000;
const ORDER_OF_30_LINES = 5_000;

const LISTS = ['list_jobs', 'list_sales_orders', 'list_purchase_orders', 'list_contacts'] as const;

async function textOf(desk: Lookup, tool: string, args: Record<string, unknown>): Promise<string> {
  const answer = await desk.server.call(tool, args);
  expect(answer.isError, answer.text).toBe(false);
  return answer.text;
}

describe('with the sandbox as it is', () => {
  let desk: Lookup;

  beforeAll(async () => {
    desk = await openLookup();
  });

  afterAll(() => desk[Symbol.asyncDispose]());

  it.each(LISTS)('20 rows of %s stay small', async (tool) => {
    const text = await textOf(desk, tool, {});
    expect(JSON.parse(text).returned).toBe(20);
    expect(text.length).toBeLessThan(LIST_OF_20);
  });

  it('orders of up to 30 lines stay small', async () => {
    const sizes: { lines: number; characters: number }[] = [];
    for (const order of desk.data.salesOrders.filter(({ line_items }) => line_items.length <= 30).slice(-60)) {
      const text = await textOf(desk, 'get_sales_order', { order: `${order.job_number}-${order.number}` });
      sizes.push({ lines: order.line_items.length, characters: text.length });
    }
    expect(Math.max(...sizes.map(({ lines }) => lines))).toBeGreaterThanOrEqual(25);
    expect(sizes.filter(({ characters }) => characters >= ORDER_OF_30_LINES)).toEqual([]);
  });

  it('an order of 30 lines with every size at a price of its own stays small', async () => {
    const known = desk.data.salesOrders.find(({ id }) => id === 915501)?.line_items ?? [];
    const color = known.find(({ type }) => type === 'Color');
    const size = known.find(({ type }) => type === 'Size');
    if (color === undefined || size === undefined) throw new Error('The sandbox has lost its known order.');
    const more: LineItem[] = [{ ...color, line_id: 900, description: 'True Royal' }];
    for (let n = 1; known.length + more.length < 30; n += 1) {
      more.push({
        ...size,
        line_id: 900 + n,
        parent_id: 900,
        description: `${n}XL`,
        price_value: 20 + n,
        cost_value: 12.125,
      });
    }
    const order = plantSalesOrder(desk.data, { line_items: [...known, ...more] });
    const text = await textOf(desk, 'get_sales_order', { order: `32255-${order.number}` });
    expect(order.line_items).toHaveLength(30);
    expect(text.length).toBeLessThan(ORDER_OF_30_LINES);
  });
});

describe('with long texts in every record', () => {
  let desk: Lookup;

  beforeAll(async () => {
    desk = await openLookup({ sandbox: { jobs: 240 } });
    const { jobs, salesOrders, purchaseOrders, contacts } = desk.data;
    const words = 'Navy and charcoal quarter-zips with a tonal left-chest logo, ';
    const business = 'The Greater Valley Manufacturers and Builders Association';
    for (const [index, record] of [...jobs, ...salesOrders].entries()) {
      record.description = `${index} ${words.repeat(4)}`.slice(0, 200);
      record.client = { ...record.client, business_name: `${business} ${index}` };
    }
    for (const job of jobs) {
      job.primary_rep = { name: 'Christopher Hernandez' };
      job.customer_service_rep_name = 'Anastasia Kowalczyk';
    }
    for (const order of salesOrders) order.customer_order_number = 'PURCHASE-ORDER-2026-11-000123456';
    for (const order of purchaseOrders) order.supplier = { ...order.supplier, name: `${business} ${order.id}` };
    for (const contact of contacts) contact.business_name = `${business} ${contact.id}`;
  });

  afterAll(() => desk[Symbol.asyncDispose]());

  it.each(LISTS)('20 rows of %s stay small', async (tool) => {
    const text = await textOf(desk, tool, {});
    expect(JSON.parse(text).returned).toBe(20);
    expect(text.length).toBeLessThan(LIST_OF_20);
  });

  it('texts and names are shown as far as there is room, with a mark, on one line', async () => {
    for (const job of desk.data.jobs) job.description = `Two\nlines\tand ${job.description}`;
    const { items } = await desk.list('list_jobs');
    for (const { description, client } of items) {
      expect(description).toMatch(/^Two lines and .*…$/);
      expect(client).toEqual({ id: expect.any(Number), name: expect.stringMatching(/^The Greater Valley.*…$/) });
    }
    const few = await desk.list('list_jobs', { limit: 3 });
    for (const { description, client } of few.items) {
      expect(String(description).length).toBeGreaterThan(90);
      expect(client).toEqual({
        id: expect.any(Number),
        name: expect.stringMatching(/^The Greater .* Association \d+$/),
      });
    }
  });

  it('a part of a name that was cut still finds its client, or says which there are', async () => {
    const { items } = await desk.list('list_jobs');
    const given = items.map(({ client }) => String(Object(client).name))[0];
    const refused = await desk.refused('list_jobs', { client: given });
    expect(refused.fields?.[0]?.candidates?.length).toBeGreaterThan(1);
  });

  it('a hundred rows are five times as many characters at most', async () => {
    const text = await textOf(desk, 'list_jobs', { limit: 100, date_from: daysAgo(380) });
    expect(JSON.parse(text).returned).toBe(100);
    expect(text.length).toBeLessThan(LIST_OF_20 * 5);
  });
});
