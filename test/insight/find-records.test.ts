import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { linesMissing } from '../../src/sandbox/odd-shapes.js';
import { findRecords } from '../../src/tools/find-records.js';
import { ERAS } from '../support/connect.js';
import { dayOf, daysAgo, daysBefore, firstDayOfWindow, today } from '../support/days.js';
import type { Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantContact, plantJob, plantPurchaseOrder, plantSalesOrder } from '../support/plants.js';

const answer = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      id: z.int(),
      order: z.string().nullable().optional(),
      title: z.string().nullable(),
      matched: z.array(z.string()),
      score: z.number(),
    }),
  ),
  returned: z.int(),
  total: z.int(),
  complete: z.boolean(),
  notes: z.array(z.string()),
});

async function find(desk: Pick<Lookup, 'get'>, text: string, args: Row = {}) {
  const given = await desk.get('find_records', { text, ...args });
  findRecords.output().parse(given);
  return answer.parse(given);
}

/** Words that are on no record of the sandbox, so that only what a test plants is found by them. */
function plants({ data }: Lookup) {
  const client = { id: 8_801, business_name: 'Zephyrine Outfitters', name: 'Quentin Abernathy', email: null };
  const job = plantJob(data, { description: 'Zephyr launch kits', client, primary_rep: { name: 'Xavier Quimby' } });
  const order = plantSalesOrder(data, {
    job_number: job.id,
    client,
    description: 'Kits for the zephyr launch',
    customer_order_number: 'ZPO-774471',
  });
  order.line_items = order.line_items.map((line) => ({
    ...line,
    sku: line.type === 'Asi' ? 'QX9000' : line.type === 'Size' ? `QX9000-${line.description}` : line.sku,
    description: line.type === 'Color' ? 'Vermilion' : line.description,
  }));
  const supplier = { ...plantPurchaseOrder(data).supplier, id: 9_701, name: 'Quillfeather Supply' };
  const purchase = plantPurchaseOrder(data, { job_number: job.id, supplier });
  const contact = plantContact(data, {
    id: 8_801,
    business_name: 'Zephyrine Outfitters',
    first_name: 'Quentin',
    last_name: 'Abernathy',
    email: 'quentin@zephyrine.example',
    phone: '503-777-0142',
    client_group: null,
  });
  return { job, order, purchase, contact };
}

let desk: Lookup;
let planted: ReturnType<typeof plants>;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
  planted = plants(desk);
});
afterAll(() => desk[Symbol.asyncDispose]());

const keys = ({ items }: Awaited<ReturnType<typeof find>>) => items.map(({ kind, id }) => `${kind} ${id}`);
const key = {
  job: () => `jobs ${planted.job.id}`,
  order: () => `sales_orders ${planted.order.id}`,
  purchase: () => `purchase_orders ${planted.purchase.id}`,
  contact: () => `contacts ${planted.contact.id}`,
};

describe.each(ERAS)('in %s', (era) => {
  it('a record of each kind is found by its words, with why, and what to open', async () => {
    await using own = await openLookup({ era, sandbox: { jobs: 30 } });
    const { job, order, purchase, contact } = plants(own);
    const found = await find(own, 'zephyr launch');
    expect(found).toMatchObject({ complete: true, returned: found.items.length });
    const [first, second] = found.items;
    expect([first, second].map((item) => item?.kind).sort()).toEqual(['jobs', 'sales_orders']);
    expect(found.items.find(({ kind }) => kind === 'jobs')).toMatchObject({
      id: job.id,
      job_id: job.id,
      title: 'Zephyr launch kits | Zephyrine Outfitters',
      matched: expect.arrayContaining(['description']),
    });
    expect(found.items.find(({ kind }) => kind === 'sales_orders')).toMatchObject({
      id: order.id,
      job_id: job.id,
      order: `${job.id}-${order.number}`,
    });
    const [supplied] = (await find(own, 'quillfeather')).items;
    expect(supplied).toMatchObject({
      kind: 'purchase_orders',
      id: purchase.id,
      order: `${job.id}-${purchase.number}`,
      title: 'Quillfeather Supply | Zephyr launch kits',
      matched: ['supplier'],
    });
    const [person] = (await find(own, 'Abernathy', { kinds: ['contacts'] })).items;
    expect(person).toMatchObject({
      kind: 'contacts',
      id: contact.id,
      title: 'Quentin Abernathy | Zephyrine Outfitters',
      matched: ['name'],
    });
    expect(person?.order).toBeUndefined();
  });
});

describe('what is looked for', () => {
  it.each([
    ['a PO number of the customer', 'ZPO-774471', ['order'], 'customer_order_number'],
    ['its digits', '774471', ['order'], 'customer_order_number'],
    ['a question around it', 'find the vermilion order with PO number 774471', ['order'], 'products'],
    ['a SKU', 'qx9000', ['order'], 'sku'],
    ['a SKU with a size', 'QX9000-2XL', ['order'], 'sku'],
    ['a SKU with a size that nobody ordered', 'QX9000-5XL', ['order'], 'sku'],
    ['a colour', 'Vermilion', ['order'], 'products'],
    ['a rep', 'xavier quimby', ['job'], 'rep'],
    ['a rep with a typo', 'xavier quimbi', ['job'], 'rep'],
    ['an e-mail address', 'quentin@zephyrine.example', ['contact'], 'email'],
    ['a phone number', '(503) 777-0142', ['contact'], 'phone'],
    ['a supplier with a typo', 'quilfeather', ['purchase'], 'supplier'],
  ] as const)('may be %s', async (_, text, wanted, field) => {
    const found = await find(desk, text);
    expect(keys(found).slice(0, wanted.length)).toEqual(wanted.map((name) => key[name]()));
    expect(found.items[0]?.matched).toContain(field);
  });

  it.each(['32255-1', '#32255-1', ' 32255 – 1 '.replaceAll(' ', '')])('may be an order: %s', async (text) => {
    const { items } = await find(desk, text);
    const named = items.slice(0, 2);
    expect(named.map(({ kind }) => kind).sort()).toEqual(['purchase_orders', 'sales_orders']);
    for (const item of named) expect(item).toMatchObject({ order: '32255-1', matched: ['order'] });
    expect(items[2]?.score ?? 0).toBeLessThan(named[1]?.score ?? 0);
  });

  it('may be a job number: the job first, then its orders', async () => {
    const { items } = await find(desk, '32255');
    expect(items[0]).toMatchObject({ kind: 'jobs', id: 32_255, matched: ['job_id'] });
    const orders = [...desk.data.salesOrders, ...desk.data.purchaseOrders].filter(
      ({ job_number }) => job_number === 32_255,
    );
    expect(
      items
        .slice(1, 1 + orders.length)
        .map(({ order }) => order)
        .sort(),
    ).toEqual(orders.map(({ number }) => `32255-${number}`).sort());
  });

  it('may be a business with a typo: all that bear its name', async () => {
    const { items } = await find(desk, 'Zephirine Outfiters', { limit: 100 });
    expect(
      keys(await find(desk, 'Zephirine Outfiters'))
        .slice(0, 3)
        .sort(),
    ).toEqual([key.contact(), key.job(), key.order()].sort());
    const scores = items.map(({ score }) => score);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  });

  it('never is another number', async () => {
    expect((await find(desk, '774472')).items).toEqual([]);
    expect((await find(desk, '77447')).items).toEqual([]);
    const { notes } = await find(desk, 'xyzzyplugh');
    expect(notes.join(' ')).toContain(firstDayOfWindow());
  });
});

describe('lines', () => {
  it('of sales orders are read where lists leave them out, so that a SKU is found', async () => {
    await using own = await openLookup({ sandbox: { jobs: 30 } });
    const { order } = plants(own);
    const lists = { path: '/orders/jobs/salesorders' };
    own.sandbox.faults.add({ kind: 'shape', shape: linesMissing, match: lists, times: Number.POSITIVE_INFINITY });
    const found = await find(own, 'QX9000', { kinds: ['sales_orders'] });
    expect(keys(found)).toEqual([`sales_orders ${order.id}`]);
    expect(found).toMatchObject({ complete: true, notes: [] });
  });

  it('of purchase orders are not looked at, which is said where it may matter', async () => {
    const product = await find(desk, 'QX9000', { kinds: ['purchase_orders'] });
    const count = desk.data.purchaseOrders.filter(({ date }) => dayOf(date) >= firstDayOfWindow()).length;
    expect(product).toMatchObject({ items: [], complete: false });
    expect(product.notes.join(' ')).toContain('not sizes, decorations and instructions): "QX9000"');
    expect(product.notes.join(' ')).toContain(`not looked at on ${count} orders`);
    expect(await find(desk, 'QX9000')).toMatchObject({ total: 1, complete: false });
    expect(await find(desk, 'quillfeather', { kinds: ['purchase_orders'] })).toMatchObject({
      total: 1,
      complete: true,
      notes: [],
    });
  });
});

describe('an answer', () => {
  it('holds the kinds and the days asked for', async () => {
    expect(keys(await find(desk, 'zephyrine', { kinds: ['jobs'] }))).toEqual([key.job()]);
    const old = { date_from: firstDayOfWindow(), date_to: daysAgo(30) };
    expect(keys(await find(desk, 'zephyrine', old))).toEqual([key.contact()]);
    const recent = await find(desk, 'zephyrine', { date_from: daysAgo(6) });
    expect(keys(recent).sort()).toEqual([key.contact(), key.job(), key.order()].sort());
    expect(recent.notes.join(' ')).toContain('Contacts have no date');
    const tooOld = { date_from: daysBefore(firstDayOfWindow(), 90), date_to: daysBefore(firstDayOfWindow(), 5) };
    expect(await desk.refused('find_records', { text: 'x', ...tooOld })).toMatchObject({ code: 'out_of_window' });
    const backwards = { text: 'x', date_from: today(), date_to: daysAgo(2) };
    expect(await desk.refused('find_records', backwards)).toMatchObject({ fields: [{ field: 'date_from' }] });
  });

  it('is cut by limit, and small', async () => {
    const all = await find(desk, 'polo', { limit: 100 });
    const few = await find(desk, 'polo', { limit: 5 });
    expect(few.items).toEqual(all.items.slice(0, 5));
    expect(few).toMatchObject({ returned: 5, total: all.total });
    const twenty = await desk.server.call('find_records', { text: 'polo' });
    expect(answer.parse(twenty.structuredContent).returned).toBe(20);
    expect(twenty.text.length).toBeLessThan(7_000);
    expect((await find(desk, 'polo', { limit: 500 })).notes.join(' ')).toContain('limit was cut to 100');
  });
});
