import { describe, expect, it } from 'vitest';
import { rateLimited } from '../../src/sandbox/faults.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { failureOf, openAccount, today } from '../client/open-account.js';
import { ALL_DAYS, expectedIds, heldIds, openSet } from './open-set.js';
import { openStill } from './still.js';

const always = Number.POSITIVE_INFINITY;
const sales = { kinds: ['sales_orders'] } as const;
const cents = (values: number[]) => values.reduce((sum, value) => sum + Math.round(value * 100), 0);

describe('a first question', () => {
  it('gets every record of its days, with the lines, and the jobs of its orders', async () => {
    await using opened = await openSet({ sandbox: { jobs: 300 } });
    const { ask, data } = opened;
    const view = await ask();
    expect(view).toMatchObject({ complete: true, notes: [], firstDay: ALL_DAYS.from });
    expect(heldIds(view)).toEqual(expectedIds(data));
    for (const order of view.held.salesOrders.values()) {
      const there = data.salesOrders.find(({ id }) => id === order.id);
      expect(order.lineItems).toHaveLength(there?.line_items.length ?? -1);
      expect(view.held.jobs.has(order.jobNumber ?? 0)).toBe(true);
    }
    const sum = [...view.held.salesOrders.values()].reduce((all, { subTotalCents }) => all + (subTotalCents ?? 0), 0);
    const there = data.salesOrders.filter(({ date }) => date.slice(0, 10) >= ALL_DAYS.from);
    expect(sum).toBe(cents(there.map(({ sub_total_value }) => sub_total_value)));
  });

  it('reads whole months, newest first, and only those of its days', async () => {
    await using opened = await openSet();
    await opened.ask({ ...sales, from: '2026-08-15', to: '2026-10-02' });
    const asked = opened.asked().filter(({ searchParams }) => searchParams.has('date_from'));
    const searches = asked.filter(({ searchParams }) => searchParams.get('page') === '1');
    const months = searches.map(({ searchParams }) => [searchParams.get('date_from'), searchParams.get('date_to')]);
    // The first look tells how long it will be.
    expect(months).toEqual([
      ['2026-08-01', '2026-10-31T23:59:59'],
      ['2026-10-01', '2026-10-31T23:59:59'],
      ['2026-09-01', '2026-09-30T23:59:59'],
      ['2026-08-01', '2026-08-31T23:59:59'],
    ]);
  });

  it('of all days begins with the first that Syncore gives, and ends with none: orders are dated ahead', async () => {
    await using opened = await openSet();
    opened.data.salesOrders.push({
      ...JSON.parse(JSON.stringify(opened.data.salesOrders[0])),
      id: 7,
      date: '2027-02-03',
    });
    const view = await opened.ask({ ...sales, to: '2027-12-31' });
    expect(view).toMatchObject({ complete: true, firstDay: ALL_DAYS.from });
    expect(view.held.salesOrders.get(7)?.date).toBe('2027-02-03');
  });

  it('is told how far it is, and the time that is left', async () => {
    await using opened = await openSet({ sandbox: { jobs: 400, latencyMs: 60 } });
    await opened.ask(sales);
    expect(opened.told.length).toBeGreaterThan(0);
    const total = expectedIds(opened.data).salesOrders.length;
    for (const step of opened.told) {
      expect(step.total).toBe(total);
      expect(step.done).toBeLessThanOrEqual(total);
      expect(step.message).toMatch(/^Reading sales orders from Syncore: \d+ of \d+ records, about \d+ s left$/);
    }
  });

  it('is refused when all of its days are older than Syncore gives, and cut when some are', async () => {
    await using opened = await openSet();
    const failure = await failureOf(opened.ask({ from: '2024-01-01', to: '2025-10-22' }));
    expect(failure.code).toBe('out_of_window');
    expect(opened.asked()).toEqual([]);
    const view = await opened.ask({ ...sales, from: '2025-01-01' });
    expect(view).toMatchObject({ complete: false, firstDay: ALL_DAYS.from });
    expect(view.notes).toEqual([expect.stringContaining('2025-10-23')]);
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });
});

describe('by the date of the invoice', () => {
  it('an order that was dated months before its invoice is there', async () => {
    await using opened = await openSet({ sandbox: { jobs: 300 } });
    const { ask, data } = opened;
    const days = { from: '2026-06-01', to: '2026-06-30' };
    const late = data.salesOrders.find(({ date }) => date.startsWith('2026-01'));
    if (late === undefined) throw new Error('The sandbox has no order of January.');
    late.invoice_date = '2026-06-17T00:00:00';
    const view = await ask({ ...sales, ...days, by: 'invoice_date' });
    const invoiced = data.salesOrders.filter(({ invoice_date }) => invoice_date?.startsWith('2026-06'));
    const held = [...view.held.salesOrders.values()].filter(({ invoiceDate }) => invoiceDate?.startsWith('2026-06'));
    expect(view).toMatchObject({ complete: true, firstDay: days.from });
    expect(held.map(({ id }) => id).sort()).toEqual(invoiced.map(({ id }) => id).sort());
    expect(held.map(({ id }) => id)).toContain(late.id);
    expect(opened.asked().every(({ searchParams }) => !searchParams.has('date_from'))).toBe(true);
  });
});

describe('a second question', () => {
  it('within a minute asks Syncore nothing', async () => {
    await using opened = await openSet();
    await opened.ask();
    opened.asked();
    const view = await opened.ask({ kinds: ['jobs', 'sales_orders'], from: '2026-03-05' });
    expect(opened.asked()).toEqual([]);
    expect(view).toMatchObject({ complete: true, firstDay: '2026-03-05' });
  });

  it('at the same time shares what is read for the first', async () => {
    await using opened = await openSet({ sandbox: { jobs: 200, latencyMs: 5 } });
    const [one, other, part] = await Promise.all([opened.ask(), opened.ask(), opened.ask({ from: '2026-09-10' })]);
    const both = opened.asked().length;
    for (const view of [one, other, part]) expect(view?.complete).toBe(true);
    await using alone = await openSet({ sandbox: { jobs: 200, latencyMs: 5 } });
    await alone.ask();
    expect(both).toBe(alone.asked().length);
  });

  it('reads only the months that are not held yet', async () => {
    await using opened = await openSet();
    await opened.ask({ ...sales, from: '2026-10-01' });
    opened.asked();
    const view = await opened.ask({ ...sales, from: '2026-09-01' });
    expect(view.complete).toBe(true);
    expect(heldIds(view).salesOrders).toEqual(
      expectedIds(opened.data, { ...ALL_DAYS, from: '2026-09-01' }).salesOrders,
    );
    for (const { searchParams } of opened.asked()) expect(searchParams.get('date_to')).toBe('2026-09-30T23:59:59');
  });
});

describe('a call whose time is up', () => {
  it('answers with what is whole and says how far it is; the reading goes on, and reads nothing twice', async () => {
    await using opened = await openSet({ sandbox: { jobs: 500, latencyMs: 40 } });
    const { ask, data } = opened;
    const cut = await ask(sales, { ms: 900 });
    expect(cut.complete).toBe(false);
    expect(cut.notes.join()).toMatch(/The reading goes on: \d+ of \d+ records, about \d+ s left; whole from 20/);
    expect(cut.firstDay > ALL_DAYS.from && cut.firstDay <= today).toBe(true);
    const known = { from: cut.firstDay, to: today };
    expect(heldIds(cut, known).salesOrders).toEqual(expectedIds(data, known).salesOrders);
    expect(cut.asOf.sales_orders).not.toBeNull();

    const whole = await ask(sales);
    expect(whole).toMatchObject({ complete: true, notes: [], firstDay: ALL_DAYS.from });
    expect(heldIds(whole).salesOrders).toEqual(expectedIds(data).salesOrders);
    const pages = opened.asked().map(({ search }) => search);
    expect(new Set(pages).size).toBe(pages.length);
  });

  it('before anything came says that nothing is whole', async () => {
    await using opened = await openSet({ sandbox: { latencyMs: 900 } });
    const cut = await opened.ask(sales, { ms: 600 });
    expect(cut).toMatchObject({ complete: false, firstDay: '2026-11-24' });
    expect(cut.asOf.sales_orders).toBeNull();
    expect(cut.notes.join()).toContain('nothing of it is whole yet');
  });
});

describe('a cancelled call', () => {
  it('stops the reading that nobody else waits for; what was whole is kept', async () => {
    await using opened = await openSet({ sandbox: { jobs: 400, latencyMs: 20 } });
    const stop = new AbortController();
    const work = opened.ask(sales, { signal: stop.signal });
    opened.sandbox.faults.onRequest = (n) => {
      if (n === 30) stop.abort(new DOMException('enough', 'AbortError'));
    };
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const asked = opened.sandbox.requests.length;
    expect(asked).toBeLessThan(40);
    const view = await opened.ask(sales);
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });

  it('does not stop what another waits for', async () => {
    await using opened = await openSet({ sandbox: { jobs: 300, latencyMs: 20 } });
    const stop = new AbortController();
    const work = opened.ask(sales, { signal: stop.signal });
    const other = opened.ask(sales);
    opened.sandbox.faults.onRequest = (n) => {
      if (n === 10) stop.abort(new DOMException('enough', 'AbortError'));
    };
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect((await other).complete).toBe(true);
  });
});

describe('a reading that fails', () => {
  it.each(['unauthorized', 'read_disabled'])('for good is told with its reason: %s', async (code) => {
    await using opened = await openSet();
    const status = code === 'unauthorized' ? 401 : 403;
    opened.sandbox.faults.add({ kind: 'status', status, times: always });
    expect((await failureOf(opened.ask())).code).toBe(code);
    opened.sandbox.faults.clear();
    expect((await opened.ask()).complete).toBe(true);
  });

  it('in the middle is never passed over in silence, and is made up for', async () => {
    await using opened = await openSet({ sandbox: { jobs: 200 } });
    opened.sandbox.faults.add({
      kind: 'body',
      body: '{"salesorders":[{"id":"?"}],"total_results":1}',
      skip: 15,
      times: 1,
    });
    const broken = await opened.ask(sales);
    expect(broken.complete).toBe(false);
    expect(broken.notes.join()).toContain('GET /orders/jobs/salesorders');
    const known = { from: broken.firstDay, to: today };
    expect(heldIds(broken, known).salesOrders).toEqual(expectedIds(opened.data, known).salesOrders);
    const view = await opened.ask(sales);
    expect(view.complete).toBe(true);
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });

  it('by one bad record of a month fails nobody who asks for another', async () => {
    await using opened = await openSet({ sandbox: { jobs: 150, latencyMs: 5 } });
    opened.sandbox.faults.add({
      kind: 'body',
      body: '{"salesorders":[{"id":"?"}],"total_results":1}',
      match: { path: /salesorders\?date_from=2026-10/ },
      times: always,
    });
    const months = ['2026-10', '2026-09', '2026-08', '2026-03'];
    const days = months.map((month) => ({ from: `${month}-01`, to: `${month}-28` }));
    const [bad, ...good] = await Promise.allSettled(days.map((span) => opened.ask({ ...sales, ...span })));
    expect(bad?.status).toBe('rejected');
    for (const [index, view] of good.entries()) {
      const span = days[index + 1];
      if (view.status !== 'fulfilled') throw view.reason;
      expect(view.value.complete).toBe(true);
      expect(heldIds(view.value, span).salesOrders).toEqual(expectedIds(opened.data, span).salesOrders);
    }
  });

  it('by a storm of 429 is waited out', async () => {
    await using opened = await openSet({ sandbox: { jobs: 150 } });
    opened.sandbox.faults.add({ ...rateLimited(0), skip: 10, times: 5 }, { kind: 'reset', skip: 20, times: 2 });
    const view = await opened.ask(sales);
    expect(view).toMatchObject({ complete: true, notes: [] });
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });

  it('by a storm that outlasts the call is cut, and goes on behind it', async () => {
    await using opened = await openSet({ sandbox: { jobs: 150 } });
    opened.sandbox.faults.add({ ...rateLimited(1), skip: 10, times: 3 });
    const cut = await opened.ask(sales, { ms: 800 });
    expect(cut.complete).toBe(false);
    const view = await opened.ask(sales);
    expect(view.complete).toBe(true);
    expect(heldIds(view).salesOrders).toEqual(expectedIds(opened.data).salesOrders);
  });

  it('by a list that never holds still does not count', async () => {
    await using opened = await openSet({ sandbox: { jobs: 100 } });
    let total = 1_000;
    opened.sandbox.faults.add({
      kind: 'shape',
      match: { path: /salesorders\?date_from=2026-05/ },
      times: always,
      shape(json, request, ask) {
        total += 1;
        return odd.totalIs(total)(json, request, ask);
      },
    });
    const view = await opened.ask(sales);
    expect(view).toMatchObject({ complete: false, firstDay: '2026-06-01' });
    expect(view.notes.join()).toContain('changed each time it was read');
  });
});

describe('the bound of memory', () => {
  it('leaves out what is beyond it, and says so; a shorter period is whole', async () => {
    await using opened = await openSet({ sandbox: { jobs: 200 }, most: 1_200 });
    const { ask, data } = opened;
    const view = await ask(sales);
    expect(view.complete).toBe(false);
    expect(view.notes.join()).toContain('more than is held at once (1,200 records and lines)');
    const known = { from: view.firstDay, to: today };
    expect(view.firstDay > ALL_DAYS.from && view.firstDay <= today).toBe(true);
    expect(heldIds(view, known).salesOrders).toEqual(expectedIds(data, known).salesOrders);

    // What no question needs any more makes room.
    const days = { from: '2025-12-01', to: '2025-12-31' };
    const older = await ask({ ...sales, ...days });
    expect(older).toMatchObject({ complete: true, firstDay: days.from });
    expect(heldIds(older, days).salesOrders).toEqual(expectedIds(data, days).salesOrders);
    const weight = [...older.held.salesOrders.values()].reduce(
      (sum, { lineItems }) => sum + 1 + (lineItems?.length ?? 0),
      0,
    );
    expect(weight).toBeLessThan(2_400);
    const again = await ask({ ...sales, from: '2026-11-01' });
    expect(again.complete).toBe(true);
    expect(heldIds(again, { from: '2026-11-01', to: today }).salesOrders).toEqual(
      expectedIds(data, { from: '2026-11-01', to: today }).salesOrders,
    );
  });

  it('is kept by who reads in the background: no window pushes out another, and nothing is read again and again', async () => {
    await using still = await openStill({ jobs: 200 }, { most: 1_200 });
    const since = '2026-11-20T00:00:00';
    for (const ends of ['reading', 'full', 'full']) {
      const before = still.sandbox.requests.length;
      await still.set.changes({ kinds: ['jobs', 'sales_orders'], since }, still.call());
      await still.pass(0);
      const requests = still.sandbox.requests.length - before;
      if (ends === 'reading') expect(requests).toBeGreaterThan(12);
      else expect(requests).toBeLessThanOrEqual(12);
    }
  });
});

describe('a list beside a fill', () => {
  it('is asked before what the fill has still to ask', async () => {
    await using opened = await openAccount({
      sandbox: { jobs: 300, latencyMs: 5 },
      env: { SYNCORE_MAX_CONCURRENCY: '1' },
    });
    const { account, reader, sandbox } = opened;
    const call = { signal: new AbortController().signal, deadline: account.clock.now() + 20_000 };
    const set = await account.workingSet();
    const filled = set.view({ ...sales, ...ALL_DAYS }, { ...call, progress: async () => {} });
    const begun = new Promise<number>((resolve) => {
      sandbox.faults.onRequest = (n) => {
        if (n === 10) resolve(n);
      };
    });
    const at = await begun;
    const list = await reader.jobs.search({ date: ALL_DAYS }, { limit: 10 }, call);
    expect(list.rows).toHaveLength(10);
    const paths = sandbox.requests.map(({ path }) => path);
    const place = paths.findIndex((path) => path.includes('/orders/jobs?'));
    // Behind what was under way, and what took its turn before the list was asked for.
    expect(place + 1 - at).toBeLessThanOrEqual(3);
    expect((await filled).complete).toBe(true);
    expect(sandbox.requests.length).toBeGreaterThan(place + 20);
  });
});
