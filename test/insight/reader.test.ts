import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/client/reader.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { spacedTime } from '../../src/sandbox/pacific.js';
import { monday, type OpenOptions, openAccount, today } from '../client/open-account.js';
import { readerContract } from '../contracts/reader.js';
import { expectedSalesOrders } from '../support/expected-lists.js';
import { ALL_DAYS, ALL_KINDS, MINUTE_MS, type SettableClock, settableClock } from './open-set.js';

const everything: Part = { limit: Number.POSITIVE_INFINITY };
const always = Number.POSITIVE_INFINITY;

/** An account that holds everything, so that its lists are answered from memory. */
async function openHeld({ clock = settableClock(), ...options }: OpenOptions & { clock?: SettableClock } = {}) {
  const opened = await openAccount({ clock, ...options, sandbox: { now: clock.now, jobs: 80, ...options.sandbox } });
  const set = await opened.account.workingSet();
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 20_000 });
  const fill = async () => {
    const quietly = { ...call(), progress: async () => {} };
    await set.view({ kinds: ALL_KINDS, ...ALL_DAYS }, quietly);
    await set.view({ kinds: ['sales_orders'], ...ALL_DAYS, by: 'invoice_date' }, quietly);
  };
  await fill();
  let seen = opened.sandbox.requests.length;
  const asked = () => {
    const fresh = opened.sandbox.requests.slice(seen);
    seen = opened.sandbox.requests.length;
    return fresh.map(({ path }) => path);
  };
  return { ...opened, clock, call, fill, asked };
}

readerContract('that answers from what is held', async (seed) => {
  const { reader, sandbox, fill, ...opened } = await openHeld({ sandbox: { seed } });
  return { reader, data: sandbox.data, close: () => opened[Symbol.asyncDispose]() };
});

readerContract('that answers from what was changed since it was read, and brought up to date', async (seed) => {
  const opened = await openHeld({ sandbox: { seed }, clock: settableClock(monday - 2 * MINUTE_MS) });
  const { reader, sandbox, fill, clock, asked } = opened;
  const { data } = sandbox;
  clock.jump(MINUTE_MS + 1_000);
  const now = spacedTime(clock.now());
  const copyOf = <T>(record: T | undefined): T => JSON.parse(JSON.stringify(record));
  for (const [at, order] of data.salesOrders.entries()) {
    if (at % 5 !== 0) continue;
    Object.assign(order, { status: 'Paid', customer_order_number: `NEW-${at}`, invoice_date: '2026-11-20' });
    order.last_modified_date = now;
    // The rep is on the job, which no filter shows.
    const job = data.jobs.find(({ id }) => id === order.job_number);
    Object.assign(job ?? {}, { primary_rep: copyOf(data.jobs[at % 3]?.primary_rep), description: `Polo ${at}` });
  }
  for (const order of data.purchaseOrders.filter((_, at) => at % 7 === 0)) {
    Object.assign(order, { status: 'Approved', in_hand_date: '2026-11-21', last_modified_date: now });
  }
  data.salesOrders.push({ ...copyOf(data.salesOrders.at(-3)), id: 990_001, number: 8, last_modified_date: now });
  data.purchaseOrders.push({ ...copyOf(data.purchaseOrders.at(-3)), id: 990_002, number: 8, last_modified_date: now });
  data.jobs.push({ ...copyOf(data.jobs.at(-3)), id: 990_003, date: '2026-03-03' });
  // As many as went would cancel out: of contacts the number alone tells.
  for (const id of [990_004, 990_005]) data.contacts.push({ ...copyOf(data.contacts[7]), id, last_name: 'Newcomer' });
  for (const records of [data.salesOrders, data.purchaseOrders, data.contacts]) records.splice(40, 1);
  await fill();
  asked();
  return { reader, data, close: () => opened[Symbol.asyncDispose]() };
});

describe('a list that only we can filter', () => {
  it('asks Syncore nothing while what is held is fresh and whole', async () => {
    await using opened = await openHeld();
    const { reader, sandbox, call, asked } = opened;
    const client = { ids: new Set([4101]), name: null, whole: true };
    const rep = { name: sandbox.data.jobs[0]?.primary_rep?.name ?? '', known: true, roles: ['rep' as const] };
    for (const limit of [2, 100]) {
      await reader.jobs.search({ date: ALL_DAYS, client }, { limit }, call());
      await reader.jobs.search({ date: ALL_DAYS, rep, overdueOn: today }, { limit }, call());
      await reader.salesOrders.search({ date: ALL_DAYS, customerOrderNumber: 'PO-1' }, { limit }, call());
      await reader.salesOrders.search({ invoiceDate: ALL_DAYS, client }, { limit }, call());
      await reader.salesOrders.search({ date: ALL_DAYS, rep }, { limit }, call());
      await reader.purchaseOrders.search({ date: ALL_DAYS, overdueOn: today }, { limit }, call());
      await reader.contacts.search({ text: 'a' }, { limit }, call());
    }
    expect(asked()).toEqual([]);
  });

  it('asks Syncore when what is held is older than a minute, without waiting for anything else', async () => {
    await using opened = await openHeld();
    const { reader, sandbox, call, asked, clock } = opened;
    clock.jump(MINUTE_MS + 1_000);
    sandbox.data.contacts[3] = {
      ...sandbox.data.contacts[3],
      last_name: 'Justnow',
    } as (typeof sandbox.data.contacts)[0];
    const found = await reader.contacts.search({ text: 'justnow' }, everything, call());
    expect(found.rows).toHaveLength(1);
    expect(asked().every((path) => path.includes('/crm/contacts?'))).toBe(true);
  });

  it('asks Syncore for days that are not held, and fills nothing', async () => {
    await using opened = await openAccount({ sandbox: { jobs: 80 } });
    const { account, reader, sandbox } = opened;
    const set = await account.workingSet();
    const call = { signal: new AbortController().signal, deadline: account.clock.now() + 20_000 };
    await set.view({ kinds: ['sales_orders'], from: '2026-10-01', to: today }, { ...call, progress: async () => {} });
    const before = sandbox.requests.length;
    const date = { from: '2026-08-01', to: today };
    const found = await reader.salesOrders.search({ date, customerOrderNumber: 'none' }, everything, call);
    expect(found).toMatchObject({ rows: [], complete: true });
    const paths = sandbox.requests.slice(before).map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.every((path) => path.includes('date_from=2026-08-01'))).toBe(true);
    expect(sandbox.requests.length).toBe(before + paths.length);
  });

  it('asks Syncore for the orders of a rep when their jobs are not held', async () => {
    await using opened = await openAccount({ sandbox: { jobs: 80 } });
    const { account, reader, sandbox } = opened;
    const call = { signal: new AbortController().signal, deadline: account.clock.now() + 20_000 };
    const date = { from: '2026-10-01', to: today };
    const set = await account.workingSet();
    await set.view({ kinds: ['sales_orders'], ...date }, { ...call, progress: async () => {} });
    const before = sandbox.requests.length;
    const name = sandbox.data.jobs.find((job) => job.date > date.from)?.primary_rep?.name ?? '';
    const rep = { name, known: true, roles: ['rep' as const] };
    const found = await reader.salesOrders.search({ date, rep }, everything, call);
    expect(found.rows.map(({ id }) => id)).toEqual(
      expectedSalesOrders(sandbox.data, { date, rep: name }, ALL_DAYS.from),
    );
    expect(sandbox.requests.length).toBeGreaterThan(before);
  });

  it('says of jobs that were read a while ago how old they may be', async () => {
    await using opened = await openHeld();
    const { reader, call, clock, fill, asked } = opened;
    clock.jump(5 * MINUTE_MS);
    await fill();
    asked();
    const found = await reader.jobs.search({ date: ALL_DAYS, text: 'polo' }, everything, call());
    expect(asked()).toEqual([]);
    expect(found.notes).toEqual([expect.stringMatching(/^From memory: these jobs stood so at 2026-11-23T18:00/)]);
  });
});

describe('a list that Syncore filters', () => {
  it('is asked of Syncore, whatever is held: it costs a page, and is of this moment', async () => {
    await using opened = await openHeld();
    const { reader, call, asked } = opened;
    await reader.jobs.search({ date: ALL_DAYS }, { limit: 10 }, call());
    await reader.salesOrders.search({ date: ALL_DAYS, status: { names: ['Open'], not: false } }, { limit: 5 }, call());
    await reader.salesOrders.search({ jobId: 32255 }, { limit: 5 }, call());
    await reader.contacts.search({}, { limit: 5 }, call());
    expect(asked().length).toBeGreaterThanOrEqual(4);
  });
});

describe('a cursor', () => {
  const client = { ids: new Set<number>(), name: null, whole: true };

  it('from memory is understood by who asks Syncore: nothing is missing, and nothing comes twice', async () => {
    await using opened = await openHeld();
    const { reader, sandbox, call, clock, asked } = opened;
    const query = {
      date: ALL_DAYS,
      client: { ...client, ids: new Set(sandbox.data.jobs.slice(0, 40).map((job) => job.client.id)) },
    };
    const whole = await reader.jobs.search(query, everything, call());
    expect(whole.rows.length).toBeGreaterThan(12);
    const first = await reader.jobs.search(query, { limit: 5 }, call());
    expect(asked()).toEqual([]);
    if (first.next === null) throw new Error('There is no second part.');
    clock.jump(2 * MINUTE_MS);
    const second = await reader.jobs.search(query, { limit: 5, from: first.next }, call());
    expect(asked().length).toBeGreaterThan(0);
    if (second.next === null) throw new Error('There is no third part.');
    await opened.fill();
    asked();
    const rest = await reader.jobs.search(query, { limit: 100, from: second.next }, call());
    expect(asked()).toEqual([]);
    expect([...first.rows, ...second.rows, ...rest.rows].map(({ id }) => id)).toEqual(whole.rows.map(({ id }) => id));
    expect([first.complete, second.complete, rest.complete]).toEqual([true, true, true]);
  });

  it('from Syncore is followed there, whatever came to be held since', async () => {
    await using opened = await openAccount({ sandbox: { jobs: 80 } });
    const { account, reader, sandbox } = opened;
    const call = () => ({ signal: new AbortController().signal, deadline: account.clock.now() + 20_000 });
    const query = { date: ALL_DAYS, text: 'a' };
    const first = await reader.jobs.search(query, { limit: 5 }, call());
    if (first.next === null) throw new Error('There is no second part.');
    const set = await account.workingSet();
    await set.view({ kinds: ['jobs'], ...ALL_DAYS }, { ...call(), progress: async () => {} });
    const before = sandbox.requests.length;
    const rest = await reader.jobs.search(query, { limit: 1_000, from: first.next }, call());
    expect(sandbox.requests.length).toBeGreaterThan(before);
    const ids = [...first.rows, ...rest.rows].map(({ id }) => id);
    const whole = await reader.jobs.search(query, everything, call());
    expect(ids.sort()).toEqual(whole.rows.map(({ id }) => id).sort());
  });

  it('behind a row that went goes on where that stood, and says that the list is another', async () => {
    await using opened = await openHeld();
    const { reader, sandbox, call, clock, fill } = opened;
    const query = { date: ALL_DAYS, text: 'a' };
    const whole = await reader.jobs.search(query, everything, call());
    const first = await reader.jobs.search(query, { limit: 5 }, call());
    const last = first.rows.at(-1)?.id;
    sandbox.data.jobs.splice(
      sandbox.data.jobs.findIndex(({ id }) => id === last),
      1,
    );
    clock.jump(MINUTE_MS + 1_000);
    await fill();
    if (first.next === null) throw new Error('There is no second part.');
    const rest = await reader.jobs.search(query, { limit: 1_000, from: first.next }, call());
    expect(rest.complete).toBe(false);
    expect(rest.notes.join()).toContain('changed since the part before');
    expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(whole.rows.map(({ id }) => id));
  });
});

it('a field that no record has is not filtered by from memory: Syncore is asked, and the lack is told', async () => {
  await using opened = await openAccount({ sandbox: { jobs: 80 } });
  const { account, reader, sandbox } = opened;
  sandbox.faults.add({ kind: 'shape', shape: odd.missing('customer_order_number'), times: always });
  const call = () => ({ signal: new AbortController().signal, deadline: account.clock.now() + 20_000 });
  const set = await account.workingSet();
  await set.view({ kinds: ['sales_orders'], ...ALL_DAYS }, { ...call(), progress: async () => {} });
  const work = reader.salesOrders.search({ date: ALL_DAYS, customerOrderNumber: 'PO-1' }, everything, call());
  await expect(work).rejects.toMatchObject({ code: 'upstream_invalid' });
});
