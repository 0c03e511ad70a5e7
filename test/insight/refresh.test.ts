import { beforeEach, describe, expect, it } from 'vitest';
import type { Job, PurchaseOrder, SalesOrder } from '../../src/sandbox/data/types.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { failureOf, today } from '../client/open-account.js';
import { ALL_DAYS, expectedIds, heldIds, MINUTE_MS, type OpenedSet, openSet } from './open-set.js';

const always = Number.POSITIVE_INFINITY;
const sales = { kinds: ['sales_orders'] } as const;

/** One of the records, by its place: the older, the smaller. */
function pick<T>(records: readonly T[], part: number): T {
  const record = records[Math.floor(records.length * part)];
  if (record === undefined) throw new Error('There is no such record.');
  return record;
}

const copyOf = <T>(record: T): T => JSON.parse(JSON.stringify(record));

describe('a question more than a minute later', () => {
  let opened: OpenedSet;
  beforeEach(async () => {
    opened = await openSet({ sandbox: { jobs: 200 } });
    await opened.ask();
    opened.asked();
    return () => opened[Symbol.asyncDispose]();
  });

  /** What is asked a little more than a minute later. */
  async function later(want: Parameters<OpenedSet['ask']>[0] = {}) {
    opened.clock.jump(MINUTE_MS + 1_000);
    const view = await opened.ask(want);
    return { view, asked: opened.asked() };
  }

  it('asks six times when nothing has changed, from two minutes before the newest change on', async () => {
    const { data } = opened;
    const { view, asked } = await later();
    expect(view).toMatchObject({ complete: true, notes: [] });
    expect(asked.length).toBeLessThanOrEqual(6);
    for (const orders of [data.salesOrders, data.purchaseOrders]) {
      const newest =
        orders
          .map(({ last_modified_date }) => last_modified_date)
          .sort()
          .at(-1) ?? '';
      const twoMinutes = new Date(Date.parse(`${newest.replace(' ', 'T')}Z`) - 120_000).toISOString().slice(0, 19);
      expect(asked.map(({ searchParams }) => searchParams.get('last_modified_date_from'))).toContain(twoMinutes);
    }
    const counts = asked.filter(({ searchParams }) => searchParams.get('count') === '1');
    expect(counts.map(({ pathname }) => pathname).sort()).toEqual([
      '/v2/crm/contacts',
      '/v2/orders/jobs/purchaseorders',
      '/v2/orders/jobs/salesorders',
    ]);
    expect((await later(sales)).asked).toHaveLength(2);
    expect((await later({ kinds: ['sales_orders', 'jobs'] })).asked.length).toBeLessThanOrEqual(6);
    expect((await later({ kinds: ['contacts'] })).asked).toHaveLength(1);
  });

  it('sees orders that were changed, entered and deleted by hand', async () => {
    const { data } = opened;
    const changed = pick(data.salesOrders, 0.5);
    Object.assign(changed, { status: 'Paid', sub_total_value: 12_345.67, last_modified_date: opened.stamp() });
    const bought = pick(data.purchaseOrders, 0.6);
    Object.assign(bought, { status: 'Approved', last_modified_date: opened.stamp() });
    const entered: SalesOrder = {
      ...copyOf(pick(data.salesOrders, 0.9)),
      id: 999_001,
      number: 7,
      last_modified_date: opened.stamp(),
    };
    data.salesOrders.push(entered);
    const [gone] = data.salesOrders.splice(Math.floor(data.salesOrders.length * 0.3), 1);
    const [boughtGone] = data.purchaseOrders.splice(Math.floor(data.purchaseOrders.length * 0.4), 1);
    const { view } = await later();
    expect(view).toMatchObject({ complete: true, notes: [] });
    expect(view.held.salesOrders.get(changed.id)).toMatchObject({ status: 'Paid', subTotalCents: 1_234_567 });
    expect(view.held.purchaseOrders.get(bought.id)?.status).toBe('Approved');
    expect(view.held.salesOrders.has(entered.id)).toBe(true);
    expect(view.held.salesOrders.has(gone?.id ?? 0)).toBe(false);
    expect(view.held.purchaseOrders.has(boughtGone?.id ?? 0)).toBe(false);
    expect(heldIds(view)).toEqual(expectedIds(data));
  });

  it('finds a deleted order by halving, with few requests', async () => {
    const { data } = opened;
    data.salesOrders.splice(Math.floor(data.salesOrders.length * 0.5), 1);
    const { view, asked } = await later(sales);
    expect(view.complete).toBe(true);
    expect(heldIds(view).salesOrders).toEqual(expectedIds(data).salesOrders);
    const pages = expectedIds(data).salesOrders.length / 10;
    expect(asked.length).toBeLessThan(Math.min(pages, 2 + Math.log2(pages) + 6));
  });

  it('finds many that were deleted, at every place', async () => {
    const { data } = opened;
    for (let at = 0; at < data.salesOrders.length; at += 7) data.salesOrders.splice(at, 1);
    const { view } = await later(sales);
    expect(view.complete).toBe(true);
    expect(heldIds(view).salesOrders).toEqual(expectedIds(data).salesOrders);
  });

  it('sees jobs and contacts that were entered or deleted', async () => {
    const { data } = opened;
    const job: Job = { ...copyOf(pick(data.jobs, 0.9)), id: 99_001, date: '2026-03-03' };
    // Of jobs, one that came and one that went within the same days would cancel out until their turn.
    data.jobs.push(job, { ...copyOf(job), id: 99_004, date: '2025-12-09' });
    data.jobs.splice(
      data.jobs.findIndex(({ date }) => date > '2026-06-01'),
      1,
    );
    data.contacts.splice(5, 1);
    data.contacts.push({ ...copyOf(pick(data.contacts, 0.5)), id: 99_002 });
    data.contacts.push({ ...copyOf(pick(data.contacts, 0.5)), id: 99_003 });
    const { view } = await later({ kinds: ['jobs', 'contacts'] });
    expect(view.complete).toBe(true);
    expect(heldIds(view).contacts).toEqual(expectedIds(data).contacts);
    expect(heldIds(view).jobs).toEqual(expectedIds(data).jobs);
  });

  it('sees at once what changed on the newest jobs, and on jobs of changed orders', async () => {
    const { data } = opened;
    const newest = [...data.jobs].sort((a, b) => b.date.localeCompare(a.date) || b.id - a.id).slice(0, 5);
    for (const job of newest) job.description = `Newly described ${job.id}`;
    const order = pick(data.salesOrders, 0.4);
    const job = data.jobs.find(({ id }) => id === order.job_number);
    if (job === undefined) throw new Error('An order without a job.');
    job.primary_rep = { name: 'Somebody Else' };
    order.last_modified_date = opened.stamp();
    order.total_value = 1;
    const { view } = await later({ kinds: ['jobs', 'sales_orders'] });
    expect(view.held.jobs.get(job.id)?.primaryRep).toBe('Somebody Else');
    for (const { id } of newest) expect(view.held.jobs.get(id)?.description).toBe(`Newly described ${id}`);
  });

  it('sees what changed on other jobs within half an hour', async () => {
    const { data } = opened;
    const job = data.jobs.find(({ date }) => date.startsWith('2026-02'));
    if (job === undefined) throw new Error('No job in February.');
    job.status = 'Pending';
    expect((await later({ kinds: ['jobs'] })).view.held.jobs.get(job.id)?.status).toBe('Closed');
    opened.clock.jump(30 * MINUTE_MS);
    const { view } = await later({ kinds: ['jobs'] });
    expect(view.held.jobs.get(job.id)?.status).toBe('Pending');
    expect(view.complete).toBe(true);
  });

  it('that comes with others is refreshed once for all', async () => {
    opened.clock.jump(MINUTE_MS + 1_000);
    await Promise.all([opened.ask(), opened.ask(), opened.ask()]);
    expect(opened.asked().length).toBeLessThanOrEqual(6);
  });

  it('costs by what changed: a page for every ten orders', async () => {
    const { data } = opened;
    for (const changes of [10, 100]) {
      for (const order of data.salesOrders.slice(-changes)) {
        order.last_modified_date = opened.stamp();
        order.total_value += 1;
      }
      const { view, asked } = await later(sales);
      expect(view.complete).toBe(true);
      expect(asked.length).toBeLessThanOrEqual(3 + changes / 10);
    }
  });

  it('that cannot be refreshed is told so, with the time at which all was right', async () => {
    const asOf = (await opened.ask(sales)).asOf.sales_orders;
    opened.sandbox.faults.add({ kind: 'status', status: 500, times: always });
    opened.clock.jump(MINUTE_MS + 1_000);
    const view = await opened.ask(sales, { ms: 1_500 });
    expect(view.complete).toBe(false);
    expect(view.notes.join()).toMatch(/could not be brought up to date|time of this call was up/);
    expect(view.asOf.sales_orders).toBe(asOf);
    opened.sandbox.faults.clear();
  });

  it('by whom Syncore lets read no more is told nothing from memory', async () => {
    opened.sandbox.switches.read = false;
    opened.clock.jump(MINUTE_MS + 1_000);
    expect((await failureOf(opened.ask(sales))).code).toBe('read_disabled');
  });

  it('is in doubt where Syncore gives no totals: nobody can tell what is gone', async () => {
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.totalMissing, times: always });
    const { view } = await later(sales);
    expect(view.complete).toBe(false);
    expect(view.notes.join()).toContain('does not say how many sales orders');
  });
});

describe('purchase orders', () => {
  it('are brief until their lines are needed, and then read by themselves, once', async () => {
    await using opened = await openSet({ sandbox: { jobs: 40 } });
    const want = { kinds: ['purchase_orders'], from: '2026-09-01' } as const;
    const brief = await opened.ask(want);
    expect([...brief.held.purchaseOrders.values()].every(({ lineItems }) => lineItems === null)).toBe(true);
    const whole = await opened.ask({ ...want, lines: true });
    expect(whole.complete).toBe(true);
    const inDays = [...whole.held.purchaseOrders.values()].filter(({ date }) => (date ?? '') >= want.from);
    expect(inDays.length).toBeGreaterThan(5);
    for (const order of inDays) {
      const there = opened.data.purchaseOrders.find(({ id }) => id === order.id);
      expect(order.lineItems).toHaveLength(there?.line_items.length ?? -1);
    }
    opened.asked();
    opened.clock.jump(MINUTE_MS + 1_000);
    await opened.ask({ ...want, lines: true });
    expect(opened.asked().every(({ pathname }) => pathname.endsWith('/purchaseorders'))).toBe(true);
  });

  it('that changed have their lines read again', async () => {
    await using opened = await openSet({ sandbox: { jobs: 40 } });
    const want = { kinds: ['purchase_orders'], from: '2026-09-01', lines: true } as const;
    await opened.ask(want);
    const order = opened.data.purchaseOrders.find(({ date }) => date > '2026-10-01');
    if (order === undefined) throw new Error('No purchase order.');
    order.line_items = [{ ...copyOf(pick(order.line_items, 0)), quantity: 4321 }];
    order.last_modified_date = opened.stamp();
    opened.clock.jump(MINUTE_MS + 1_000);
    const view = await opened.ask(want);
    expect(view.held.purchaseOrders.get(order.id)?.lineItems?.map(({ quantity }) => quantity)).toEqual([4321]);
  });

  it('whose in-hand date a search leaves out are read for it, where they are open', async () => {
    await using opened = await openSet({ sandbox: { jobs: 40 } });
    const lists = { path: /purchaseorders\?/ };
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.missing('in_hand_date'), match: lists, times: always });
    const view = await opened.ask({ kinds: ['purchase_orders'], inHandDates: true });
    const open = opened.data.purchaseOrders.filter(
      ({ status, date }: PurchaseOrder) => status === 'Open' && date >= ALL_DAYS.from,
    );
    expect(open.length).toBeGreaterThan(0);
    for (const { id, in_hand_date } of open) expect(view.held.purchaseOrders.get(id)?.inHandDate).toBe(in_hand_date);
    expect(view.complete).toBe(true);
  });
});

describe('sales orders', () => {
  it('that a list gives without lines are read by themselves when the lines are needed', async () => {
    await using opened = await openSet({ sandbox: { jobs: 30 } });
    const lists = { path: /salesorders\?/ };
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.linesMissing, match: lists, times: always });
    const want = { ...sales, from: '2026-10-01' };
    const brief = await opened.ask(want);
    expect([...brief.held.salesOrders.values()].every(({ lineItems }) => lineItems === null)).toBe(true);
    const whole = await opened.ask({ ...want, lines: true });
    expect(whole.complete).toBe(true);
    for (const { id, lineItems, date } of whole.held.salesOrders.values()) {
      if ((date ?? '') < want.from) continue;
      expect(lineItems).toHaveLength(opened.data.salesOrders.find((order) => order.id === id)?.line_items.length ?? -1);
    }
  });

  it('without a date of change are read again, since no filter finds what changes on them', async () => {
    await using opened = await openSet({ sandbox: { jobs: 30 } });
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.missing('last_modified_date'), times: always });
    await opened.ask(sales);
    const order = opened.data.salesOrders.find(({ date }) => date > '2026-03-01');
    if (order === undefined) throw new Error('No sales order.');
    order.status = 'Paid';
    order.total_value = 4.5;
    opened.clock.jump(MINUTE_MS + 1_000);
    const view = await opened.ask(sales);
    expect(view.complete).toBe(true);
    expect(view.held.salesOrders.get(order.id)).toMatchObject({ status: 'Paid', totalCents: 450 });
  });

  it('without a date of their own are in no period, which is said', async () => {
    await using opened = await openSet({ sandbox: { jobs: 30 } });
    const order = opened.data.salesOrders.find(({ date }) => date > '2026-10-01');
    opened.sandbox.faults.add({
      kind: 'shape',
      times: always,
      shape: (json) =>
        JSON.parse(JSON.stringify(json), (_, value) => (value?.id === order?.id ? { ...value, date: null } : value)),
    });
    const view = await opened.ask(sales);
    expect(view.complete).toBe(false);
    expect(view.notes.join()).toContain('1 sales orders came without a date');
    opened.clock.jump(MINUTE_MS + 1_000);
    opened.asked();
    expect((await opened.ask(sales)).complete).toBe(false);
    expect(opened.asked().length).toBeLessThanOrEqual(2);
  });
});

it('an order that goes out of reach as the days pass is let go, and nothing is in doubt', async () => {
  await using opened = await openSet({ sandbox: { jobs: 200 } });
  await opened.ask({ kinds: ['sales_orders', 'jobs', 'purchase_orders'] });
  opened.clock.jump(3 * 24 * 60 * MINUTE_MS);
  const days = { from: '2025-10-26', to: '2026-11-26' };
  const view = await opened.ask({ kinds: ['sales_orders', 'jobs', 'purchase_orders'], ...days });
  expect(view).toMatchObject({ complete: true, firstDay: days.from });
  expect(heldIds(view, days)).toMatchObject({ salesOrders: expectedIds(opened.data, days).salesOrders });
  expect([...view.held.salesOrders.values()].filter(({ date }) => (date ?? '') < days.from)).toEqual([]);
  expect(today < days.to).toBe(true);
});
