import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Suspension } from '../../src/mcp/tool.js';
import { spacedTime } from '../../src/sandbox/pacific.js';
import { whatChanged } from '../../src/tools/what-changed.js';
import { openAccount } from '../client/open-account.js';
import { dayOf, daysAgo } from '../support/days.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { ALL_DAYS, ALL_KINDS, MINUTE_MS, settableClock } from './open-set.js';

/** A tool that only reads has no person to ask. */
const NOBODY = {
  caller: { id: 'test', client: null, canAsk: false },
  asking: { answer: undefined, ask: () => Promise.reject(new Error('It asks.')) },
};

describe('what_changed of the built server', () => {
  let desk: Lookup;
  beforeAll(async () => {
    desk = await openLookup({ sandbox: { jobs: 120 }, env: { SYNCORE_REP: 'Nobody Atall' } });
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  it('answers before anything is held with what the filters show, and says what is missing', async () => {
    const since = daysAgo(3);
    const answer = await desk.get('what_changed', { since, limit: 100 });
    expect(answer).toMatchObject({ since: `${since}T00:00:00`, complete: false });
    const wanted = desk.data.salesOrders.filter(({ last_modified_date: at }) => dayOf(at) >= since);
    expect(wanted.length).toBeGreaterThan(0);
    const items = rows(answer.items);
    const sales = items.filter(({ kind }) => kind === 'sales_orders');
    expect(sales.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    for (const { order, id, fields } of sales) {
      const there = wanted.find((other) => other.id === id);
      expect(order).toBe(`${there?.job_number}-${there?.number}`);
      expect(fields).toBeUndefined();
    }
    expect(String(answer.notes)).toContain('sales orders are held yet');
  });

  it('takes a time with a zone, and shows it as US Pacific', async () => {
    const answer = await desk.get('what_changed', { since: `${daysAgo(1)}T20:00:00Z`, kinds: ['contacts'] });
    expect(String(answer.since)).toMatch(new RegExp(`^${daysAgo(1)}T1[23]:00:00$`));
    expect(Object.keys(Object(answer.as_of))).toEqual(['contacts']);
  });

  it('keeps to the client that is asked for', async () => {
    const since = daysAgo(60);
    const all = rows((await desk.get('what_changed', { since, kinds: ['sales_orders'], limit: 100 })).items);
    const client = String(all[0]?.client);
    const answer = await desk.get('what_changed', { since, kinds: ['sales_orders'], client, limit: 100 });
    const ofClient = all.filter((item) => item.client === client);
    expect(ofClient.length).toBeLessThan(all.length);
    expect(rows(answer.items).map(({ id }) => id)).toEqual(ofClient.map(({ id }) => id));
  });

  it('shows the newest first, and how many it leaves out', async () => {
    const answer = await desk.get('what_changed', { since: daysAgo(60), limit: 5 });
    const moments = rows(answer.items).map(({ at }) => String(at));
    expect(moments).toHaveLength(5);
    expect(moments).toEqual([...moments].sort().reverse());
    expect(answer).toMatchObject({ returned: 5 });
    expect(String(answer.notes)).toContain(`${Number(answer.total) - 5} older changes are left out`);
  });

  it.each([
    ['no moment', { since: 'friday' }, 'since'],
    ['a time that lies ahead', { since: daysAgo(-2) }, 'since'],
    ['nothing', {}, 'since'],
    ['a kind that is none', { since: daysAgo(2), kinds: ['quotes'] }, 'kinds[0]'],
    ['a rep that is nobody', { since: daysAgo(20), rep: 'Xyzzy' }, 'rep'],
  ])('refuses %s', async (_, args, field) => {
    // All jobs are held then, so that nobody is a rep who is on none of them.
    await desk.get('needs_attention');
    expect(await desk.refused('what_changed', args)).toMatchObject({ code: 'invalid_input', fields: [{ field }] });
  });

  it('cuts what lies before the 13 months, and finds nothing of me who is on no job', async () => {
    const old = await desk.get('what_changed', { since: '2020-01-01', limit: 1 });
    expect(old).toMatchObject({ complete: false, since: '2020-01-01T00:00:00' });
    expect(String(old.notes)).toContain('previous 13 months');
    expect(await desk.get('what_changed', { since: daysAgo(20), rep: 'me' })).toMatchObject({ items: [], total: 0 });
  });
});

/** An account that is held in a process of its own, a moment that may be set, and the tool. */
async function openHeld(startMs?: number) {
  const clock = settableClock(startMs);
  const opened = await openAccount({ clock, sandbox: { now: clock.now, jobs: 40 } });
  const { account, sandbox } = opened;
  const call = () => ({
    signal: new AbortController().signal,
    deadline: clock.now() + 20_000,
    progress: async () => {},
  });
  const set = await account.workingSet();
  await set.view({ kinds: ALL_KINDS, ...ALL_DAYS }, call());
  return {
    clock,
    data: sandbox.data,
    stamp: () => spacedTime(clock.now()),
    async changed(args: Parameters<typeof whatChanged.run>[0]) {
      const answer = await whatChanged.run(args, { ...call(), ...NOBODY, account, reader: account.reader });
      if (answer instanceof Suspension) throw new Error('It asks.');
      whatChanged.output().parse(answer);
      return answer;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

it('shows fields before and after, short where they are long, and few where there are many', async () => {
  await using held = await openHeld();
  held.clock.jump(2 * MINUTE_MS);
  const order = held.data.salesOrders.at(-1);
  if (order === undefined) throw new Error('No sales order.');
  const before = order.description;
  order.description = 'long '.repeat(100);
  for (const line of order.line_items) line.description = `Another ${line.line_id}`;
  order.last_modified_date = '2026-11-23 10:01:30';
  const answer = await held.changed({ since: '2026-11-23T10:01', kinds: ['sales_orders'] });
  const [item] = rows(answer.items);
  expect(answer).toMatchObject({ complete: true, returned: 1, total: 1 });
  expect(item).toMatchObject({ kind: 'sales_orders', change: 'changed', at: '2026-11-23T10:01:30' });
  expect(item).toMatchObject({ status: order.status, total_value: order.total_value });
  expect(String(item?.title)).toMatch(/^long long .*…$/);
  const fields = rows(item?.fields);
  expect(fields[0]).toMatchObject({ field: 'description', before });
  expect(String(fields[0]?.after).length).toBeLessThanOrEqual(80);
  expect(fields).toHaveLength(12);
  expect(Number(item?.more_fields)).toBe(order.line_items.length + 1 - 12);
});

it('does not say that nothing changed of kinds at which it has not looked since', async () => {
  await using held = await openHeld();
  held.clock.jump(2 * MINUTE_MS);
  const answer = await held.changed({ since: '2026-11-23T10:01' });
  expect(answer).toMatchObject({ items: [], complete: false });
  expect(answer.notes).toContainEqual(expect.stringMatching(/^Not looked at since then yet.*: jobs, contacts /));
  const looked = await held.changed({ since: '2026-11-23T10:01', kinds: ['sales_orders', 'purchase_orders'] });
  expect(looked).toMatchObject({ complete: true, notes: [] });
});

it('says of a purchase order that its lines are not compared, where nothing else differs', async () => {
  await using held = await openHeld();
  held.clock.jump(2 * MINUTE_MS);
  const order = held.data.purchaseOrders.at(-1);
  if (order === undefined) throw new Error('No purchase order.');
  for (const line of order.line_items) line.quantity = 4321;
  order.last_modified_date = held.stamp();
  const answer = await held.changed({ since: '2026-11-23T10:01' });
  const [item] = rows(answer.items);
  expect(item).toMatchObject({ kind: 'purchase_orders', change: 'changed', status: order.status });
  expect(String(item?.title)).toContain(order.supplier.name);
  const job = held.data.jobs.find(({ id }) => id === order.job_number);
  expect(item?.client).toBe(job?.client.business_name);
  expect(item).not.toHaveProperty('fields');
  expect(String(answer.notes)).toContain('Of 1 changed orders the lines and long texts are not compared');
});

it('misses nothing of the hour that comes twice when daylight saving time ends', async () => {
  // 01:46 in the morning, fourteen minutes before the clocks are set back to 01:00.
  await using held = await openHeld(Date.parse('2026-11-01T08:46:00Z'));
  const since = new Date(held.clock.now()).toISOString();
  const order = held.data.salesOrders.at(-1);
  if (order === undefined) throw new Error('No sales order.');
  held.clock.jump(30 * MINUTE_MS);
  Object.assign(order, { description: 'In the second of both hours', last_modified_date: held.stamp() });
  expect(order.last_modified_date).toMatch(/^2026-11-01 01:16:/);
  for (const jump of [1, 60]) {
    held.clock.jump(jump * MINUTE_MS);
    const answer = await held.changed({ since, kinds: ['sales_orders'] });
    expect(answer).toMatchObject({ since: '2026-11-01T01:00:00' });
    expect(rows(answer.items).map(({ id }) => id)).toContain(order.id);
    expect(String(answer.notes)).toContain('That hour comes twice');
  }
});

function rows(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value;
}
