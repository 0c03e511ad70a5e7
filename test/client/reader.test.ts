import { describe, expect, it, vi } from 'vitest';
import { rateLimited } from '../../src/sandbox/faults.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { idsOf } from './moving-list.js';
import { always, call, everything, failureOf, mondayClock, openAccount, pagesAsked, today } from './open-account.js';

const month = { from: '2026-10-24', to: today };

describe('the 13 months that Syncore keeps', () => {
  it('are checked before asking: a period wholly older is refused, and says from when there is something', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const old = { from: '2024-01-01', to: '2025-10-22' };
    for (const search of [
      () => reader.jobs.search({ date: old }, everything, call()),
      () => reader.salesOrders.search({ date: old }, everything, call()),
      () => reader.salesOrders.search({ invoiceDate: old }, everything, call()),
      () => reader.purchaseOrders.search({ modified: old }, everything, call()),
    ]) {
      const failure = await failureOf(search());
      expect(failure.code).toBe('out_of_window');
      expect(failure.message).toContain('2025-10-23');
    }
    expect(sandbox.requests).toHaveLength(0);
  });

  it('cut a period that is partly older, which is said', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const half = { from: '2025-01-01', to: today };
    for (const found of [
      await reader.jobs.search({ date: half }, everything, call()),
      await reader.salesOrders.search({ date: half }, everything, call()),
      await reader.salesOrders.search({ modified: half }, everything, call()),
      await reader.purchaseOrders.search({ date: half }, everything, call()),
    ]) {
      expect(found.complete).toBe(false);
      expect(found.notes).toEqual([expect.stringContaining('2025-10-23')]);
      expect(found.rows).not.toEqual([]);
    }
    expect(sandbox.requests.every(({ path }) => !path.includes('2025-01-01'))).toBe(true);
  });

  it('begin on the first day that can be had, which is whole', async () => {
    await using opened = await openAccount();
    expect((await opened.reader.jobs.search({ date: always }, everything, call())).complete).toBe(true);
  });
});

describe('a search', () => {
  it('includes its last day to the last second', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const found = await reader.jobs.search({ date: { from: today, to: today } }, everything, call());
    expect(found.rows.length).toBe(sandbox.data.jobs.filter(({ date }) => date.startsWith(today)).length);
    expect(found.rows.length).toBeGreaterThan(0);
  });

  it('asks Syncore for what it can filter, with every name spelled as Syncore does', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const status = { names: ['Open'], not: false };
    await reader.salesOrders.search({ date: month, invoiceDate: month, modified: month, status }, { limit: 1 }, call());
    await reader.purchaseOrders.search({ modified: month, status }, { limit: 1 }, call());
    const [sales, purchases] = sandbox.requests.map(({ path }) => new URL(path, 'http://sandbox.invalid'));
    const to = `${today}T23:59:59`;
    expect(Object.fromEntries(sales?.searchParams ?? [])).toEqual({
      date_from: month.from,
      date_to: to,
      invoice_date_from: month.from,
      invoice_date_to: to,
      last_modified_date_from: month.from,
      last_modified_date_to: to,
      status: 'Open',
      page: '1',
      count: '10',
    });
    expect(purchases?.pathname).toBe('/v2/orders/jobs/purchaseorders');
    expect(purchases?.searchParams.get('last_modified_date_to')).toBe(to);
  });

  it('filters several statuses, and all but one, here', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const all = await reader.jobs.search({ date: always }, everything, call());
    const open = await reader.jobs.search(
      { date: always, status: { names: ['closed'], not: true } },
      everything,
      call(),
    );
    const two = await reader.jobs.search(
      { date: always, status: { names: ['WIP', 'Closed'], not: false } },
      everything,
      call(),
    );
    expect(open.rows).toEqual(all.rows.filter(({ status }) => status !== 'Closed'));
    expect(two.rows).toEqual(all.rows.filter(({ status }) => status === 'WIP' || status === 'Closed'));
    expect(sandbox.requests.every(({ path }) => !path.includes('status'))).toBe(true);
  });

  it('of 20 rows costs two requests', async () => {
    await using opened = await openAccount();
    const found = await opened.reader.jobs.search({ date: always }, { limit: 20 }, call());
    expect(found).toMatchObject({ complete: true, rows: { length: 20 } });
    expect(pagesAsked(opened.sandbox)).toEqual([1, 2]);
  });

  it('with many slots warns of no leak', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    await using opened = await openAccount({
      sandbox: { jobs: 400, latencyMs: 5 },
      env: { SYNCORE_MAX_CONCURRENCY: '32' },
    });
    await opened.reader.jobs.search({ date: always }, everything, call());
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('survives limits on the way, and is whole', async () => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ ...rateLimited(0), match: { nth: 3 } }, { ...rateLimited(), match: { nth: 5 } });
    opened.sandbox.faults.add({ kind: 'reset', match: { nth: 4 } }, { kind: 'truncated', match: { nth: 6 } });
    const found = await opened.reader.jobs.search({ date: always }, everything, call());
    expect(found).toMatchObject({ complete: true, whole: true, notes: [] });
  });

  it('is cancelled upstream when its caller cancels', async () => {
    await using opened = await openAccount({ sandbox: { latencyMs: 20 }, env: { SYNCORE_MAX_CONCURRENCY: '2' } });
    const caller = new AbortController();
    opened.sandbox.faults.onRequest = (n) => {
      if (n === 3) caller.abort(new DOMException('enough', 'AbortError'));
    };
    const work = opened.reader.jobs.search({ date: always }, everything, call(20_000, caller.signal));
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(opened.sandbox.requests.length).toBeLessThanOrEqual(4);
  });

  it('answers in time with what is whole when pages hang', async () => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ kind: 'hang', match: { path: /page=3(&|$)/ }, times: 99 });
    const startedAt = mondayClock.now();
    const found = await opened.reader.jobs.search({ date: always }, everything, call(700));
    expect(mondayClock.now() - startedAt).toBeLessThan(700);
    expect(found).toMatchObject({ complete: false, rows: { length: 20 } });
    expect(found.next?.position).toMatchObject({ page: 3, index: 0 });
  });
});

it('does not say that a name is nobody because the time was up before it came', async () => {
  await using opened = await openAccount();
  opened.sandbox.faults.add({ kind: 'hang', match: { path: /page=3(&|$)/ }, times: 99 });
  const rep = { name: 'nobody on the first pages', known: false, roles: ['rep' as const] };
  const failure = await failureOf(opened.reader.jobs.search({ date: always, rep }, everything, call(600)));
  expect(failure).toMatchObject({ code: 'timeout', retryable: true });
});

describe('in-hand dates that a list leaves out', () => {
  const brief = { kind: 'shape' as const, shape: odd.missing('in_hand_date'), times: Number.POSITIVE_INFINITY };
  const lists = /purchaseorders\?/;

  it('are read order by order, where the answer hangs on them', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const query = { date: month, overdueOn: today };
    const plain = await reader.purchaseOrders.search(query, everything, call());
    expect(plain.rows).not.toEqual([]);
    sandbox.faults.add({ ...brief, match: { path: lists } });
    expect(idsOf(await reader.purchaseOrders.search(query, everything, call()))).toEqual(idsOf(plain));
    const asked = sandbox.requests.length;
    await reader.purchaseOrders.search({ date: month }, everything, call());
    expect(sandbox.requests.slice(asked).every(({ path }) => lists.test(path))).toBe(true);
  });

  it('of an order that is gone by then fail nothing', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const query = { date: month, inHand: { from: '2020-01-01', to: null } };
    const plain = await reader.purchaseOrders.search(query, everything, call());
    sandbox.faults.add({ ...brief, match: { path: lists } });
    sandbox.faults.add({ kind: 'status', status: 404, match: { path: /purchaseorders\/\d+$/ }, times: 1 });
    const found = await reader.purchaseOrders.search(query, everything, call());
    expect(found.rows).toHaveLength(plain.rows.length - 1);
  });

  it('are read for the orders of one job as well, although they do not carry its number', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const order = sandbox.data.purchaseOrders.find(({ in_hand_date }) => in_hand_date !== null);
    const query = { jobId: order?.job_number ?? 0, inHand: { from: '2020-01-01', to: null } };
    sandbox.faults.add({ ...brief, shape: odd.missing('in_hand_date', 'job_number'), match: { path: lists } });
    expect(idsOf(await reader.purchaseOrders.search(query, everything, call()))).toContain(order?.id);
  });

  it('that cannot be read fail the list, rather than thin it out', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    sandbox.faults.add({ ...brief, match: { path: lists } });
    sandbox.faults.add({ kind: 'status', status: 403, match: { path: /purchaseorders\/\d+$/ }, times: 99 });
    const failure = await failureOf(
      reader.purchaseOrders.search({ date: month, overdueOn: today }, everything, call()),
    );
    expect(failure.code).toBe('read_disabled');
  });
});

describe('a client or supplier', () => {
  it('by id is the contact of that id, read by itself', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const id = sandbox.data.contacts[0]?.id ?? 0;
    expect(await reader.client(`#${id}`, call())).toEqual({ ids: new Set([id]), name: null, whole: true });
    expect(sandbox.requests).toHaveLength(1);
    const failure = await failureOf(reader.client('999999', call()));
    expect(failure).toMatchObject({ code: 'invalid_input', fields: [{ field: 'client', candidates: [] }] });
  });

  it('by id fails as the read fails, when it is not for want of a record', async () => {
    await using opened = await openAccount();
    opened.sandbox.switches.read = false;
    expect(await failureOf(opened.reader.client('1', call()))).toMatchObject({ code: 'read_disabled' });
  });

  it('by name is looked up in names that are read once', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const name = sandbox.data.contacts[0]?.business_name ?? '';
    const [first, second] = await Promise.all([reader.client(name, call()), reader.client(name, call())]);
    expect(first).toEqual(second);
    expect(first.whole).toBe(true);
    const pages = Math.ceil(sandbox.data.contacts.length / 10);
    expect(sandbox.requests).toHaveLength(pages);
    await reader.client(name, call());
    expect(sandbox.requests).toHaveLength(pages);
  });

  it('that the kept names do not know is looked up once more before it is refused', async () => {
    let later = 0;
    await using opened = await openAccount({ clock: { ...mondayClock, now: () => mondayClock.now() + later } });
    const { reader, sandbox } = opened;
    await reader.supplier(sandbox.data.suppliers[0]?.name ?? '', call());
    const [pattern] = sandbox.data.suppliers;
    if (pattern === undefined) throw new Error('the sandbox has suppliers');
    sandbox.data.suppliers.push({ ...pattern, id: 4242, name: 'Brand New Mill' });
    later = 2_000;
    expect(await reader.supplier('brand new mill', call())).toMatchObject({ ids: new Set([4242]) });
    const failure = await failureOf(reader.supplier('no such mill', call()));
    expect(failure).toMatchObject({ code: 'invalid_input', fields: [{ field: 'supplier' }] });
  });

  it('whose names could not all be read makes an answer incomplete', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const name = sandbox.data.jobs[0]?.client.business_name ?? '';
    sandbox.faults.add({
      kind: 'shape',
      shape: odd.totalIs(5_000),
      match: { path: /crm\/contacts/ },
      times: Number.POSITIVE_INFINITY,
    });
    const client = await reader.client(name, call());
    expect(client.whole).toBe(false);
    for (const found of [
      await reader.jobs.search({ date: always, client }, everything, call()),
      await reader.salesOrders.search({ date: always, client }, everything, call()),
      await reader.salesOrders.search({ jobId: sandbox.data.jobs[0]?.id ?? 0, client }, everything, call()),
    ]) {
      expect(found.complete).toBe(false);
      expect(found.notes).toEqual([expect.stringMatching(/names.*could not all be read/)]);
    }
  });

  it('group whose names could not all be read makes an answer incomplete, too', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const clientGroup = {
      ...(await reader.clientGroup(sandbox.data.clientGroups[0]?.name ?? '', call())),
      whole: false,
    };
    expect((await reader.contacts.search({ clientGroup }, everything, call())).complete).toBe(false);
  });

  it('filters by what its name means', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const name = sandbox.data.jobs.at(-1)?.client.business_name ?? '';
    const client = await reader.client(name, call());
    const { rows } = await reader.jobs.search({ date: always, client }, everything, call());
    const wanted = sandbox.data.jobs.filter((job) => job.client.business_name === name && job.date >= always.from);
    expect(rows.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    const supplier = await reader.supplier(sandbox.data.suppliers[0]?.name ?? '', call());
    const orders = await reader.purchaseOrders.search({ date: always, supplier }, everything, call());
    expect(new Set(orders.rows.map((order) => order.supplier?.name))).toEqual(
      new Set([sandbox.data.suppliers[0]?.name]),
    );
  });
});

describe('reps on jobs', () => {
  it('are found by a part of the name, which later parts of the answer know in full', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const full = sandbox.data.jobs.find(({ primary_rep }) => primary_rep !== null)?.primary_rep?.name ?? '';
    const rep = { name: full.slice(0, -1), known: false, roles: ['rep' as const] };
    const first = await reader.jobs.search({ date: always, rep }, { limit: 3 }, call());
    expect(first.people).toEqual({ rep: full });
    const known = { name: full, known: true, roles: ['rep' as const] };
    const rest = await reader.jobs.search(
      { date: always, rep: known },
      { limit: 100, from: first.next ?? undefined },
      call(),
    );
    const wanted = sandbox.data.jobs
      .filter(
        ({ primary_rep, secondary_rep, date }) =>
          [primary_rep?.name, secondary_rep?.name].includes(full) && date >= always.from,
      )
      .map(({ id }) => id);
    expect([...idsOf(first), ...idsOf(rest)].sort()).toEqual(wanted.sort());
  });

  it('and CSRs are asked for in their own roles', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const full =
      sandbox.data.jobs.find((job) => job.customer_service_rep_name !== null)?.customer_service_rep_name ?? '';
    const csr = { name: full, known: false, roles: ['csr' as const] };
    const { rows } = await reader.jobs.search({ date: always, csr }, everything, call());
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((job) => job.csr === full)).toBe(true);
    const me = { name: full, known: true, roles: ['rep' as const, 'csr' as const] };
    const mine = await reader.jobs.search({ date: always, rep: me }, everything, call());
    expect(mine.rows.length).toBeGreaterThanOrEqual(rows.length);
  });
});

it('reads contacts, by text, class and group, and one by itself', async () => {
  await using opened = await openAccount();
  const { reader, sandbox } = opened;
  const [known] = sandbox.data.contacts;
  if (known === undefined) throw new Error('the sandbox has contacts');
  expect(await reader.contacts.read(known.id, call())).toMatchObject({
    id: known.id,
    businessName: known.business_name,
  });
  const found = await reader.contacts.search({ text: known.email ?? '' }, everything, call());
  expect(idsOf(found)).toContain(known.id);
  const grouped = sandbox.data.contacts.find(({ client_group }) => client_group !== null);
  for (const name of [String(grouped?.client_group?.id), grouped?.client_group?.name ?? '']) {
    const clientGroup = await reader.clientGroup(name, call());
    const { rows } = await reader.contacts.search({ clientGroup }, everything, call());
    expect(new Set(rows.map((row) => row.clientGroup?.id))).toEqual(new Set([grouped?.client_group?.id]));
  }
  const stores = await reader.contacts.search({ contactClass: 'store' }, everything, call());
  expect(stores.rows.every((row) => row.contactClass === 'store')).toBe(true);
});
