import { describe, expect, it } from 'vitest';
import type { SalesOrder } from '../../src/sandbox/data/types.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { spacedTime } from '../../src/sandbox/pacific.js';
import { today } from '../client/open-account.js';
import { ALL_DAYS, MINUTE_MS } from './open-set.js';
import { openStill } from './still.js';

const always = Number.POSITIVE_INFINITY;
const sales = { kinds: ['sales_orders'] } as const;
const byRep = { kinds: ['sales_orders', 'jobs'] } as const;
const month = (name: string) => ({ from: `${name}-01`, to: `${name}-28` });
/** What a question may cost after a minute in which nothing has changed. */
const LIMIT = 6;

function found<T>(record: T | undefined): T {
  if (record === undefined) throw new Error('There is no such record.');
  return record;
}

describe('when nothing has changed, a question after a minute costs six requests at most', () => {
  it('over an old month that was asked for first, in whatever order lists come', async () => {
    for (const shape of [undefined, odd.reversedRows]) {
      await using still = await openStill();
      if (shape !== undefined) still.sandbox.faults.add({ kind: 'shape', shape, times: always });
      for (const [at, order] of still.data.salesOrders.entries()) {
        // Much has changed since the newest change of that month, and what changed last is not what was dated last.
        if (!order.date.startsWith('2026-02'))
          order.last_modified_date = spacedTime(still.clock.now() - ((at * 7_919) % 100_000) * MINUTE_MS);
      }
      await still.cost({ ...sales, ...month('2026-02') });
      for (let minute = 0; minute < 2; minute += 1) {
        await still.pass(MINUTE_MS + 1_000);
        expect((await still.cost({ ...sales, ...month('2026-02') })).requests).toBeLessThanOrEqual(3);
      }
      // What changes from then on is seen.
      const order = found(still.data.salesOrders.find(({ date }) => date.startsWith('2026-02')));
      Object.assign(order, { status: 'Changed', last_modified_date: spacedTime(still.clock.now()) });
      await still.pass(MINUTE_MS + 1_000);
      const { view } = await still.cost({ ...sales, ...month('2026-02') });
      expect(view.held.salesOrders.get(order.id)?.status).toBe('Changed');
    }
  });

  it('over one of several months that are held apart, or over two of them in turn', async () => {
    await using still = await openStill();
    for (const name of ['2026-11', '2026-09', '2026-07', '2026-05', '2026-03']) {
      await still.cost({ ...byRep, ...month(name) });
    }
    for (const names of [['2026-11'], ['2026-05'], ['2026-11', '2026-03']]) {
      await still.pass(MINUTE_MS + 1_000);
      let requests = 0;
      for (const name of names) requests += (await still.cost({ ...byRep, ...month(name) })).requests;
      expect(requests).toBeLessThanOrEqual(LIMIT);
    }
    // What went from a month that was not asked for since is found when it is.
    const [gone] = still.data.salesOrders.splice(
      still.data.salesOrders.findIndex(({ date }) => date.startsWith('2026-07')),
      1,
    );
    await still.pass(MINUTE_MS + 1_000);
    await still.cost({ ...byRep, ...month('2026-11') });
    const { view } = await still.cost({ ...byRep, ...month('2026-07') });
    expect(view.held.salesOrders.has(found(gone).id)).toBe(false);
  });

  it('over all that may need a person, which is asked in two parts', async () => {
    await using still = await openStill();
    const parts = [
      { kinds: ['sales_orders'], lines: true },
      { kinds: ['jobs', 'sales_orders', 'purchase_orders'], inHandDates: true },
    ] as const;
    for (const part of parts) await still.cost(part);
    await still.pass(MINUTE_MS + 1_000);
    let requests = 0;
    for (const part of parts) requests += (await still.cost(part)).requests;
    expect(requests).toBeLessThanOrEqual(LIMIT);
  });

  it('by rep, when hundreds were changed at one stroke before, and read once more behind it', async () => {
    await using still = await openStill();
    await still.cost(byRep);
    await still.pass(2 * MINUTE_MS);
    for (const order of still.data.salesOrders.slice(-150)) order.last_modified_date = spacedTime(still.clock.now());
    await still.cost(byRep);
    await still.pass(35_000);
    for (let minute = 0; minute < 3; minute += 1) {
      await still.pass(MINUTE_MS);
      expect((await still.cost(byRep)).requests).toBeLessThanOrEqual(LIMIT);
    }
  });

  it('although an order lacks its date of change: that one is read by itself', async () => {
    await using still = await openStill();
    const { data, sandbox } = still;
    const unmarked = found(data.salesOrders.find(({ date }) => date.startsWith('2026-06')));
    sandbox.faults.add({
      kind: 'shape',
      times: always,
      shape: (json) =>
        JSON.parse(JSON.stringify(json), (_, value) =>
          value?.id === unmarked.id ? { ...value, last_modified_date: null } : value,
        ),
    });
    await still.cost(sales);
    await still.pass(MINUTE_MS + 1_000);
    expect((await still.cost(sales)).requests).toBeLessThanOrEqual(3);
    Object.assign(unmarked, { status: 'Changed' });
    await still.pass(MINUTE_MS + 1_000);
    const { view, requests } = await still.cost(sales);
    expect(requests).toBeLessThanOrEqual(3);
    expect(view.held.salesOrders.get(unmarked.id)?.status).toBe('Changed');
    data.salesOrders.splice(data.salesOrders.indexOf(unmarked), 1);
    await still.pass(MINUTE_MS + 1_000);
    expect((await still.cost(sales)).view.held.salesOrders.has(unmarked.id)).toBe(false);
  });
});

describe('what lists leave out is asked for again', () => {
  const orders = { path: /(purchase|sales)orders\?/ };

  it('the in-hand dates and lines of purchase orders that say nothing of their change', async () => {
    await using still = await openStill({ jobs: 40 });
    const { data, sandbox } = still;
    sandbox.faults.add({ kind: 'shape', shape: odd.missing('in_hand_date'), match: orders, times: always });
    sandbox.faults.add({ kind: 'shape', shape: odd.missing('last_modified_date'), times: always });
    const want = { kinds: ['purchase_orders'], ...ALL_DAYS, lines: true, inHandDates: true } as const;
    const open = data.purchaseOrders.filter(({ status, date }) => status === 'Open' && date >= ALL_DAYS.from);
    const [changed] = open;
    for (let minute = 0; minute < 3; minute += 1) {
      const { view } = await still.cost(want);
      for (const { id, in_hand_date, line_items } of open) {
        expect(view.held.purchaseOrders.get(id)?.inHandDate).toBe(in_hand_date);
        expect(view.held.purchaseOrders.get(id)?.lineItems).toHaveLength(line_items.length);
      }
      found(changed).in_hand_date = `2026-12-0${minute + 1}`;
      await still.pass(MINUTE_MS + 1_000);
    }
  });

  it('the lines of sales orders that say nothing of their change', async () => {
    await using still = await openStill({ jobs: 40 });
    const { data, sandbox } = still;
    sandbox.faults.add({ kind: 'shape', shape: odd.linesMissing, match: orders, times: always });
    sandbox.faults.add({ kind: 'shape', shape: odd.missing('last_modified_date'), times: always });
    for (let minute = 0; minute < 3; minute += 1) {
      const { view } = await still.cost({ ...sales, lines: true });
      for (const { id, line_items, date } of data.salesOrders) {
        if (date < ALL_DAYS.from) continue;
        expect(view.held.salesOrders.get(id)?.lineItems).toHaveLength(line_items.length);
      }
      await still.pass(MINUTE_MS + 1_000);
    }
  });

  it('and it is asked for once where Syncore does not give it at all', async () => {
    await using still = await openStill({ jobs: 40 });
    still.sandbox.faults.add({ kind: 'shape', shape: odd.linesMissing, times: always });
    await still.cost({ ...sales, lines: true });
    await still.pass(MINUTE_MS + 1_000);
    expect((await still.cost({ ...sales, lines: true })).requests).toBeLessThanOrEqual(2);
  });
});

describe('dates of change', () => {
  it.each([
    ['days', (moment: string) => moment.slice(0, 10)],
    ['minutes', (moment: string) => `${moment.slice(0, 16)}:00`],
  ])('that are %s only prove nothing: a second change on the same is seen', async (_, at) => {
    await using still = await openStill();
    const { data, clock } = still;
    for (const order of data.salesOrders) order.last_modified_date = at(order.last_modified_date);
    await still.cost(sales);
    await still.pass(2 * MINUTE_MS);
    const stamp = at(spacedTime(clock.now()));
    const orders = data.salesOrders.filter(({ date }) => date >= '2026-09').slice(0, 14);
    for (const order of orders) order.last_modified_date = stamp;
    await still.cost(sales);
    // Read behind the question, when nothing before them can still be to come.
    await still.pass(40_000);
    for (const order of orders) order.total_value = 9_876.5;
    expect(at(spacedTime(clock.now()))).toBe(stamp);
    await still.pass(MINUTE_MS);
    const { view } = await still.cost(sales);
    for (const { id } of orders) expect(view.held.salesOrders.get(id)?.totalCents).toBe(987_650);
  });

  it('that lie ahead by mistake do not hide what is changed until then', async () => {
    await using still = await openStill();
    const { data, clock } = still;
    const [mistaken, order] = data.salesOrders.filter(({ date }) => date >= '2026-10');
    found(mistaken).last_modified_date = spacedTime(clock.now() + 90 * MINUTE_MS);
    await still.cost(sales);
    await still.pass(MINUTE_MS + 1_000);
    await still.cost(sales);
    Object.assign(found(order), { status: 'Seen', last_modified_date: spacedTime(clock.now()) });
    await still.pass(MINUTE_MS + 1_000);
    const { view } = await still.cost(sales);
    expect(view.held.salesOrders.get(found(order).id)?.status).toBe('Seen');
  });
});

describe('the jobs of orders', () => {
  it('are not older than half an hour, though nobody asked for the days that they are of', async () => {
    await using still = await openStill();
    const { data, clock } = still;
    const jobOf = (order: SalesOrder) => data.jobs.find(({ id }) => id === order.job_number);
    const orders = data.salesOrders.filter(({ date }) => date >= '2026-11-01' && date <= today);
    for (const order of orders) found(jobOf(order)).date = '2026-08-15';
    await still.cost({ ...byRep, from: '2026-08-01' });
    // Nobody asks, and nothing is read, for hours.
    await still.pass(120 * MINUTE_MS);
    for (const order of orders) found(jobOf(order)).primary_rep = { name: 'Zed New' };
    await still.pass(120 * MINUTE_MS);
    const { view } = await still.cost({ ...byRep, from: '2026-11-01', to: today });
    for (const order of orders) expect(view.held.jobs.get(order.job_number)?.primaryRep).toBe('Zed New');
    expect(clock.now() - Date.parse(view.asOf.jobs ?? '')).toBeLessThan(MINUTE_MS);
  });

  it('are told as old as the oldest of them is', async () => {
    await using still = await openStill();
    const { data, clock } = still;
    const order = found(data.salesOrders.find(({ date }) => date >= '2026-11-01' && date <= today));
    found(data.jobs.find(({ id }) => id === order.job_number)).date = '2026-08-15';
    const readAt = clock.now();
    await still.cost({ kinds: ['jobs'], ...month('2026-08') });
    await still.pass(MINUTE_MS);
    const { view } = await still.cost({ ...byRep, from: '2026-11-01', to: today });
    expect(Date.parse(view.asOf.jobs ?? '')).toBe(readAt);
  });
});
