import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reversedRows } from '../../src/sandbox/odd-shapes.js';
import { connect } from '../support/connect.js';
import { dayOf, daysAgo, today } from '../support/days.js';
import { total } from '../support/exact.js';
import type { Row } from '../support/expected-rows.js';
import { asking, type Lookup, openLookup } from '../support/lookup.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
});

afterAll(() => desk[Symbol.asyncDispose]());

/** A job's id is its number; an order has both. */
const idOf = (row: Row) => row.id ?? row.job_id ?? row.contact_id;
const period = { date_from: daysAgo(120), date_to: today() };

/** What each list holds in the period, in Syncore's order: newest first. */
const LISTS: readonly [tool: string, args: Row, ids: () => number[]][] = [
  ['list_jobs', period, () => recent(desk.data.jobs)],
  ['list_sales_orders', period, () => recent(desk.data.salesOrders)],
  ['list_purchase_orders', period, () => recent(desk.data.purchaseOrders)],
  ['list_contacts', {}, () => newest(desk.data.contacts.map(({ id, created_date }) => ({ id, date: created_date })))],
];

function recent(records: readonly { id: number; date: string }[]): number[] {
  return newest(records.filter(({ date }) => dayOf(date) >= period.date_from));
}

function newest(records: readonly { id: number; date: string }[]): number[] {
  const when = (date: string) => date.replace(' ', 'T').padEnd(19, 'T00:00:00');
  const order = [...records].sort((a, b) => when(b.date).localeCompare(when(a.date)) || b.id - a.id);
  return order.map(({ id }) => id);
}

describe.each(LISTS)('%s', (tool, args, ids) => {
  it.each([1, 7, 10, 13, 33, 60])('is walked %i rows at a time without loss or repeat, in order', async (limit) => {
    const most = limit === 1 ? 12 : Number.POSITIVE_INFINITY;
    const walked: unknown[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null && walked.length < most) {
      const part = await desk.list(tool, { ...args, limit, ...(cursor === undefined ? {} : { cursor }) });
      expect(part.returned).toBe(part.items.length);
      expect(part.complete).toBe(true);
      expect(part.total).toBe(ids().length);
      if (part.next_cursor !== null) expect(part.items).toHaveLength(limit);
      walked.push(...part.items.map(idOf));
      cursor = part.next_cursor;
    }
    expect(walked).toEqual(limit === 1 ? ids().slice(0, 12) : ids());
  });

  it('gives totals of money only where the answer was read whole', async () => {
    expect(await desk.list(tool, { ...args, limit: 3 })).toMatchObject({ returned: 3, totals: null });
  });

  it('takes a cursor alone, with the filters left out, and with a limit of its own', async () => {
    const first = await desk.list(tool, { ...args, limit: 5 });
    const second = await desk.list(tool, { cursor: first.next_cursor, limit: 3 });
    expect([...first.items, ...second.items].map(idOf)).toEqual(ids().slice(0, 8));
    const third = await desk.list(tool, { cursor: second.next_cursor });
    expect(third.items.map(idOf)).toEqual(ids().slice(8, 28));
  });
});

it('a cursor goes on after a restart of the server', async () => {
  const cursors = new Map<string, string | null>();
  for (const [tool, args] of LISTS) cursors.set(tool, (await desk.list(tool, { ...args, limit: 11 })).next_cursor);
  await using other = await connect({ upstream: desk.url });
  for (const [tool, , ids] of LISTS) {
    const second = await asking(other).list(tool, { cursor: cursors.get(tool), limit: 11 });
    expect(second.items.map(idOf)).toEqual(ids().slice(11, 22));
  }
});

it('a list keeps the order of Syncore, page by page, and is sorted only where it was read whole', async () => {
  const forever = { times: Number.POSITIVE_INFINITY };
  desk.sandbox.faults.add({ kind: 'shape', ...forever, match: { path: '/orders/jobs' }, shape: reversedRows });
  const ids = recent(desk.data.jobs);
  const asSent = [...ids.slice(0, 10).reverse(), ...ids.slice(10, 20).reverse()];
  const first = await desk.list('list_jobs', { ...period, limit: 14 });
  const second = await desk.list('list_jobs', { cursor: first.next_cursor, limit: 6 });
  const whole = await desk.list('list_jobs', { ...period, limit: 100 });
  desk.sandbox.faults.clear();
  expect([...first.items, ...second.items].map(idOf)).toEqual(asSent);
  expect(whole.items.map(idOf)).toEqual(ids);
});

it('a list that is filtered here says no total before it was read whole, and adds up when it was', async () => {
  const jobs = desk.data.jobs.filter(({ date, job_class }) => date >= period.date_from && job_class === 'Program');
  const part = await desk.list('list_jobs', { ...period, class: 'program', limit: 2 });
  expect(part).toMatchObject({ returned: 2, total: null, totals: null, complete: true });
  const whole = await desk.list('list_jobs', { ...period, class: 'program', limit: 100 });
  const values = whole.items.map(({ sales_total_value }) => Number(sales_total_value));
  expect(whole).toMatchObject({ total: jobs.length, next_cursor: null });
  expect(whole.totals).toEqual({ sales_total_value: total(values) });
});

it('a list that is filtered here is walked without loss or repeat', async () => {
  const wanted = desk.data.jobs.filter(({ date, job_class }) => date >= period.date_from && job_class === 'Store');
  const rows = await desk.all('list_jobs', { ...period, class: 'store', limit: 3 });
  expect(rows.map(idOf)).toEqual(newest(wanted));
});

it('a list stays in the page size that its cursor was made with', async () => {
  const first = await desk.list('list_jobs', { ...period, limit: 9 });
  await using other = await connect({ upstream: desk.url, env: { SYNCORE_PAGE_SIZE: '7' } });
  const second = await asking(other).list('list_jobs', { cursor: first.next_cursor, limit: 9 });
  expect(second.items.map(idOf)).toEqual(recent(desk.data.jobs).slice(9, 18));
});

describe('a cursor', () => {
  const given = async () => (await desk.list('list_jobs', { ...period, status: 'open', limit: 2 })).next_cursor ?? '';

  it.each([
    [
      'changed in its middle',
      (cursor: string) => cursor.replace(/.(?=.{30}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    ],
    ['cut short', (cursor: string) => cursor.slice(0, -6)],
    ['lengthened', (cursor: string) => `${cursor}AAAA`],
    ['made up', () => Buffer.from('{"tool":"list_jobs","args":{},"people":{},"total":1}').toString('base64url')],
    ['no base64', () => '§ not a cursor §'],
    ['very long', () => 'A'.repeat(4_001)],
    ['a number', () => 17],
  ])('is refused when %s, before Syncore is asked', async (_, forge) => {
    const cursor = forge(await given());
    const asked = desk.asked().length;
    const refused = await desk.refused('list_jobs', { cursor });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'cursor' }] });
    expect(desk.asked()).toHaveLength(asked);
  });

  it('is refused by another tool', async () => {
    const refused = await desk.refused('list_sales_orders', { cursor: await given() });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'cursor' }] });
    expect(refused.message).toContain('list_jobs');
  });

  it.each([{ status: 'closed' }, { client: 4101 }, { date_from: daysAgo(119) }])(
    'is refused with other filters: %j',
    async (filter) => {
      const refused = await desk.refused('list_jobs', { cursor: await given(), ...filter });
      expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: Object.keys(filter)[0] }] });
    },
  );

  it('is taken with the same filters said again, whatever their form', async () => {
    const cursor = await given();
    const again = await desk.list('list_jobs', { ...period, status: 'open', limit: '2', cursor });
    expect(again.items).toEqual((await desk.list('list_jobs', { cursor, limit: 2 })).items);
  });

  it('is refused by the server of another account', async () => {
    await using other = await connect();
    const refused = await asking(other).refused('list_jobs', { cursor: await given() });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'cursor' }] });
  });
});

describe('a limit', () => {
  it('is 20 where none is given', async () => {
    expect((await desk.list('list_contacts')).returned).toBe(20);
  });

  it('is capped at 100, and that is said', async () => {
    const part = await desk.list('list_contacts', { limit: 101 });
    expect(part.returned).toBe(100);
    expect(part.notes.join(' ')).toMatch(/limit was cut to 100/);
    expect((await desk.list('list_contacts', { limit: 100 })).notes).toEqual([]);
  });

  it('is also taken as text', async () => {
    expect((await desk.list('list_contacts', { limit: '5' })).returned).toBe(5);
  });

  it.each([0, -1, 2.5, '0', 'five', 1e99, true, [5]])('is refused as %j', async (limit) => {
    const refused = await desk.refused('list_contacts', { limit });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'limit' }] });
  });
});
