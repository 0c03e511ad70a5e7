import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, daysAgo, daysBefore, firstDayOfWindow, today } from '../support/days.js';
import type { Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob, plantPurchaseOrder, plantSalesOrder } from '../support/plants.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
  const days = [0, 89, 90, 91, 100, 189, 190, 191].map(daysAgo);
  for (const date of [...days, firstDayOfWindow(), daysBefore(firstDayOfWindow(), 1)]) {
    plantJob(desk.data, { date });
    plantSalesOrder(desk.data, { date });
    plantPurchaseOrder(desk.data, { date });
  }
  plantJob(desk.data, { date: daysAgo(-3) });
});

afterAll(() => desk[Symbol.asyncDispose]());

const LISTS = ['list_jobs', 'list_sales_orders', 'list_purchase_orders'] as const;

function idsBetween(tool: (typeof LISTS)[number], from: string, to: string): Set<number> {
  const { jobs, salesOrders, purchaseOrders } = desk.data;
  const lists = { list_jobs: jobs, list_sales_orders: salesOrders, list_purchase_orders: purchaseOrders };
  const records: { id: number; date: string }[] = lists[tool];
  return new Set(records.filter(({ date }) => dayOf(date) >= from && dayOf(date) <= to).map(({ id }) => id));
}

/** A job's id is its number; an order has both. */
const idOf = (row: Row) => row.id ?? row.job_id;

async function idsOf(tool: string, args: Row = {}) {
  return new Set((await desk.all(tool, args)).map(idOf));
}

describe.each(LISTS)('a period of %s', (tool) => {
  it('is the last 90 days and today where none is given, with a note that names the first day', async () => {
    expect(await idsOf(tool)).toEqual(idsBetween(tool, daysAgo(90), today()));
    const { notes, complete } = await desk.list(tool, { limit: 1 });
    expect(notes).toEqual([
      expect.stringMatching(`${daysAgo(90)} to ${today()} .*last 90 days`),
      `Older ones, even if still open, are not among these: date_from ${firstDayOfWindow()} gives all.`,
    ]);
    expect(complete).toBe(true);
  });

  it('runs until today where it only begins', async () => {
    expect(await idsOf(tool, { date_from: daysAgo(190) })).toEqual(idsBetween(tool, daysAgo(190), today()));
    const { notes } = await desk.list(tool, { date_from: daysAgo(190), limit: 1 });
    expect(notes).toEqual([expect.stringContaining(`${daysAgo(190)} to ${today()}`)]);
  });

  it('is the 90 days before its end where it only ends', async () => {
    expect(await idsOf(tool, { date_to: daysAgo(100) })).toEqual(idsBetween(tool, daysAgo(190), daysAgo(100)));
    const { notes } = await desk.list(tool, { date_to: daysAgo(100), limit: 1 });
    expect(notes).toEqual([expect.stringContaining(`${daysAgo(190)} to ${daysAgo(100)}`)]);
  });

  it('is refused where it ends before it begins', async () => {
    const refused = await desk.refused(tool, { date_from: daysAgo(3), date_to: daysAgo(4) });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'date_from' }] });
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-1-5',
    '23/11/2026',
    'yesterday',
    '2026-11-23T00:00:00',
    '0000-00-00',
    20261123,
  ])('is refused with %j for a day', async (day) => {
    const refused = await desk.refused(tool, { date_from: day });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'date_from' }] });
  });

  it('that is wholly older than 13 months is out of the window, with the first day to be had, and not asked for', async () => {
    const asked = desk.asked().length;
    const refused = await desk.refused(tool, { date_from: daysAgo(800), date_to: daysBefore(firstDayOfWindow(), 1) });
    expect(refused.code).toBe('out_of_window');
    expect(refused.message).toContain(firstDayOfWindow());
    expect(desk.asked()).toHaveLength(asked);
  });

  it('that is partly older is answered for the part that can be had, and said to be incomplete', async () => {
    const args = { date_from: daysAgo(800), date_to: daysBefore(firstDayOfWindow(), -30) };
    const part = await desk.list(tool, { ...args, limit: 100 });
    const rows = new Set(part.items.map(idOf));
    expect(rows).toEqual(idsBetween(tool, firstDayOfWindow(), args.date_to));
    expect(part.complete).toBe(false);
    expect(part.notes.join(' ')).toContain(firstDayOfWindow());
  });

  it('that ends on the first day of the window is answered for that day', async () => {
    const part = await desk.list(tool, { date_from: daysAgo(800), date_to: firstDayOfWindow(), limit: 100 });
    expect(new Set(part.items.map(idOf))).toEqual(idsBetween(tool, firstDayOfWindow(), firstDayOfWindow()));
    expect(part.complete).toBe(false);
  });

  it('that begins on the first day of the window is whole', async () => {
    const args = { date_from: firstDayOfWindow(), date_to: daysBefore(firstDayOfWindow(), -30) };
    expect(await desk.list(tool, args)).toMatchObject({ complete: true });
  });
});

it('that nobody gave hides nothing in silence: where all is held, the older ones are counted', async () => {
  await using own = await openLookup({ sandbox: { jobs: 120 } });
  const { client } = plantJob(own.data, { date: daysAgo(200), status: 'WIP' });
  plantJob(own.data, { date: daysAgo(201), status: 'WIP' });
  for (const days of [5, 120, 130]) plantPurchaseOrder(own.data, { date: daysAgo(days), status: 'Open' });
  const name = own.data.purchaseOrders.at(-1)?.supplier.name;
  const asked = { supplier: name, status: 'Open' };
  const all = `date_from ${firstDayOfWindow()} gives all`;
  expect((await own.list('list_purchase_orders', asked)).notes.join(' ')).toContain(all);
  await own.get('needs_attention');
  const given = await own.list('list_purchase_orders', { ...asked, limit: 1 });
  const fitting = own.data.purchaseOrders.filter(
    ({ supplier, status, date }) => supplier.name === name && status === 'Open' && dayOf(date) >= firstDayOfWindow(),
  );
  const recent = fitting.filter(({ date }) => dayOf(date) >= daysAgo(90));
  expect(fitting.length - recent.length).toBeGreaterThan(1);
  expect(given.notes).toContain(
    `${fitting.length - recent.length} older ones match too and are not among these: ${all}.`,
  );
  // What is held is added up as a whole, whatever is shown of it.
  const cents = recent.reduce((sum, { total_value: total }) => sum + Math.round(total * 100), 0);
  expect(given).toMatchObject({ returned: 1, total: recent.length, totals: { total_value: cents / 100 } });
  const open = await own.list('list_jobs', { client: client.business_name, status: 'open', limit: 1 });
  const isOlder = ({ date, status, client: of }: (typeof own.data.jobs)[0]) =>
    of.business_name === client.business_name &&
    status !== 'Closed' &&
    date < daysAgo(90) &&
    date >= firstDayOfWindow();
  expect(open.notes.join(' ')).toContain(`${own.data.jobs.filter(isOlder).length} older ones match too`);
  const none = await own.list('list_sales_orders', { customer_order_number: 'nothing of that kind' });
  expect(none.notes).toContain(`Nothing older matches, back to ${firstDayOfWindow()}.`);
  expect(none.notes.join(' ')).toContain('find_records finds a part of it');
  // Named, the period is what was asked for.
  expect((await own.list('list_purchase_orders', { ...asked, date_from: daysAgo(30) })).notes).toHaveLength(1);
});

it('a period that lies ahead is asked for as it is', async () => {
  const part = await desk.list('list_jobs', { date_from: daysAgo(-2) });
  expect(part.items).toEqual([]);
  expect(await idsOf('list_jobs', { date_from: today(), date_to: daysAgo(-5) })).toEqual(
    idsBetween('list_jobs', today(), daysAgo(-5)),
  );
});

it.each([
  ['list_sales_orders', 'invoice_date'],
  ['list_sales_orders', 'modified'],
  ['list_purchase_orders', 'modified'],
])('%s: the period of %s keeps to the same rules', async (tool, name) => {
  const [from, to] = [`${name}_from`, `${name}_to`];
  const lone = await desk.list(tool, { [to]: daysAgo(10), limit: 1 });
  expect(lone.notes).toEqual([expect.stringContaining(`${daysAgo(100)} to ${daysAgo(10)}`)]);
  expect((await desk.refused(tool, { [from]: daysAgo(1), [to]: daysAgo(2) })).fields?.[0]?.field).toBe(from);
  expect((await desk.refused(tool, { [to]: daysAgo(800) })).code).toBe('out_of_window');
  const partly = await desk.list(tool, { [from]: daysAgo(800), [to]: today(), limit: 1 });
  expect(partly.complete).toBe(false);
  expect(partly.notes.join(' ')).toContain(firstDayOfWindow());
});

it.each([
  ['list_jobs', 'delivery'],
  ['list_purchase_orders', 'in_hand'],
])('%s: the days of %s are refused where they end before they begin', async (tool, name) => {
  const refused = await desk.refused(tool, { [`${name}_from`]: daysAgo(1), [`${name}_to`]: daysAgo(2) });
  expect(refused.fields?.[0]?.field).toBe(`${name}_from`);
});
