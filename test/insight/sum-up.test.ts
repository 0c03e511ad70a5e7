import { describe, expect, it } from 'vitest';
import { statusFilter } from '../../src/answers/status.js';
import { type SumUp, sumUp } from '../../src/answers/sum-up.js';
import { systemClock } from '../../src/clock.js';
import { Failure } from '../../src/failure.js';
import type { InsightCall, View, Want } from '../../src/insight/working-set.js';
import { heldOf, type RawJob, type RawOrder } from '../support/account-data.js';
import { readCsv } from '../support/csv.js';
import { daysAgo } from '../support/days.js';
import { summaryShape } from './summaries.js';

/*
 * What becomes of a view that is not whole: the set itself is played by the test, which says what is known of which
 * days.
 */

const call: InsightCall = {
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  progress: async () => {},
};
const SPAN = { from: daysAgo(29), to: daysAgo(0) };

function order(id: number, date: string, more: Partial<RawOrder> = {}): RawOrder {
  const sums = { sub_total_value: 100, tax_value: 5, total_value: 105 };
  const heading = { number: 1, job_number: 7, invoice_date: null, last_modified_date: `${date} 10:00:00` };
  const client = { id: 1, business_name: 'Acme', name: null };
  const line = { line_id: 1, parent_id: 0, type: 'Size', sku: '', supplier: null };
  const lines = [{ ...line, quantity: 1, price_value: 100, cost_value: 60 }];
  return { id, date, status: 'Open', client, ...sums, ...heading, line_items: lines, ...more };
}

type Known = Partial<Pick<View, 'complete' | 'firstDay' | 'notes'>> & {
  orders?: RawOrder[];
  jobs?: RawJob[];
  asOf?: string;
};

/** A set that knows `now` of the period asked for, and `before` of the one compared to. */
function setOf(now: Known, before: Known | Failure = {}) {
  const asked: Want[] = [];
  return {
    asked,
    async view(want: Want): Promise<View> {
      asked.push(want);
      if (before instanceof Failure && want.from !== SPAN.from) throw before;
      const played = want.from === SPAN.from || before instanceof Failure ? now : before;
      const {
        complete = true,
        firstDay = want.from,
        notes = [],
        orders = [],
        jobs = [],
        asOf = '2026-11-01T00:00:00.000Z',
      } = played;
      const kinds = { jobs: null, purchase_orders: null, contacts: null };
      return {
        held: heldOf({ salesOrders: orders, jobs }),
        asOf: { ...kinds, sales_orders: asOf },
        complete,
        firstDay,
        notes,
      };
    },
    noteWritten: () => {},
    toState: () => {
      throw new Error('not asked for here');
    },
  };
}

type Question = SumUp['question'];

async function answer(set: ReturnType<typeof setOf>, asked: Partial<Question> = {}, more: Partial<SumUp> = {}) {
  const question: Question = {
    record: 'sales_orders',
    groupBy: ['status'],
    dateField: 'date',
    span: SPAN,
    status: undefined,
    client: undefined,
    rep: undefined,
    supplier: undefined,
    ...asked,
  };
  const ask: SumUp = {
    question,
    comparison: undefined,
    words: { client: undefined, rep: undefined, supplier: undefined },
    status: statusFilter(undefined, []),
    top: undefined,
    format: 'json',
    ...more,
  };
  return summaryShape.parse(await sumUp(ask, set, systemClock, call));
}

const comparison = 'previous_period';
const now = { orders: [order(1, daysAgo(3))] };
const before = { orders: [order(2, daysAgo(40)), order(3, daysAgo(41))] };

describe('a summary', () => {
  it('is whole where both periods are, and as old as the older of them', async () => {
    const older = '2026-10-31T00:00:00.000Z';
    const given = await answer(setOf(now, { ...before, asOf: older }), {}, { comparison });
    expect(given).toMatchObject({
      complete: true,
      totals: { count: 1, previous: { count: 2, sub_total_value: 200, gross_profit_value: 80 } },
      as_of: { sales_orders: older },
    });
  });

  it('leaves out days that are not whole, of which a few orders may be held', async () => {
    const orders = [order(1, daysAgo(3)), order(2, daysAgo(20))];
    const part = { orders, complete: false, firstDay: daysAgo(9), notes: ['Whole from then on.'] };
    const given = await answer(setOf(part), { groupBy: ['week'] });
    expect(given.totals).toMatchObject({ count: 1, sub_total_value: 100 });
    expect(given.groups).toHaveLength(1);
    expect((await answer(setOf({ ...part, complete: true, firstDay: SPAN.from }))).totals).toMatchObject({ count: 2 });
  });

  it('is not whole where its period is not, and says why', async () => {
    const given = await answer(setOf({ ...now, complete: false, notes: ['Ask again.'] }));
    expect(given).toMatchObject({
      complete: false,
      totals: { count: 1 },
      notes: expect.arrayContaining(['Ask again.']),
    });
  });

  it('has no previous where not all days compared to are known, and says from when they are', async () => {
    const part = { ...before, complete: false, firstDay: daysAgo(45), notes: ['The reading goes on.'] };
    const given = await answer(setOf(now, part), {}, { comparison });
    expect(given).toMatchObject({
      complete: false,
      totals: { count: 1, previous: null },
      groups: [{ previous: null }],
    });
    expect(given.notes.join(' ')).toContain(daysAgo(45));
  });

  it('has a previous that is in doubt for another reason, with the doubt', async () => {
    const doubtful = { ...before, complete: false, notes: ['It stood so at as_of.'] };
    const given = await answer(setOf(now, doubtful), {}, { comparison });
    expect(given).toMatchObject({ complete: false, totals: { previous: { count: 2 } } });
    expect(given.notes).toContain('It stood so at as_of.');
  });

  it('has no previous where the days compared to could not be read, or not in time, and says why', async () => {
    const refused = new Failure('upstream_error', 'Syncore refused the request.');
    const given = await answer(setOf(now, refused), {}, { comparison });
    expect(given).toMatchObject({
      complete: false,
      totals: { count: 1, previous: null },
      groups: [{ previous: null }],
    });
    expect(given.notes.join(' ')).toContain('could not be read. Syncore refused the request.');
    for (const code of ['unauthorized', 'read_disabled'] as const) {
      const forbidden = new Failure(code, 'No.');
      await expect(answer(setOf(now, forbidden), {}, { comparison })).rejects.toBe(forbidden);
    }
    const late = { complete: false, firstDay: daysAgo(29), notes: ['The reading goes on. Ask again then.'] };
    const cut = await answer(setOf(now, late), {}, { comparison });
    expect(cut).toMatchObject({ complete: false, totals: { previous: null } });
    expect(cut.notes).toContain('The reading goes on. Ask again then.');
  });

  it('says where a month or a week stands against no whole one', async () => {
    const notesOf = async (asked: Partial<Question>, by: 'previous_period' | 'previous_year' = comparison) =>
      (await answer(setOf({ orders: [] }), asked, { comparison: by })).notes.join(' ');
    const [from, to] = ['2026-09-01', '2026-11-25'];
    const months = { groupBy: ['month'] as const };
    expect(await notesOf({ ...months, span: { from, to } })).toContain('previous is 2026-06-07 to 2026-08-31');
    expect(await notesOf({ ...months, span: { from, to: '2026-11-30' } })).not.toContain('Not whole months');
    expect(await notesOf({ groupBy: ['status'], span: { from, to } })).not.toContain('Not whole months');
    const weeks = { groupBy: ['week'] as const };
    const week = { from: '2026-11-09', to: '2026-11-22' };
    expect(await notesOf({ ...weeks, span: week })).not.toContain('no whole week');
    expect(await notesOf({ ...weeks, span: { ...week, to: '2026-11-21' } })).toContain('no whole week');
    expect(await notesOf({ ...weeks, span: week }, 'previous_year')).toContain('no whole week');
  });

  it('by client, the top 20 of any names against another period, stays below 8 KB, with keys that differ', async () => {
    const [french, japanese] = ['Société Générale d’Équipement Été & Fils — Besançon ', '日本語株式会社の長い名前です'];
    const names: [name: (at: number) => string, isTold: RegExp][] = [
      [(at) => `${french.repeat(3)}${at}`, /…[^()]*24$/],
      [(at) => `${japanese.repeat(5)}${at}`, /…[^()]*24$/],
      // They differ in the middle, of which nothing is left.
      [(at) => `${french.repeat(3)}${at} ${french.repeat(3)}`, /…[^()]*$/],
    ];
    for (const [name, isTold] of names) {
      const orders = Array.from({ length: 25 }, (_, at) => ({
        client: { id: at + 1, business_name: name(at), name: null },
        ...{ sub_total_value: 234_567.89 + at, tax_value: 18_765.43, total_value: 253_333.32 },
      }));
      const dated = (day: string, first: number) => orders.map((more, at) => order(first + at, day, more));
      const set = setOf({ orders: dated(daysAgo(3), 1) }, { orders: dated(daysAgo(40), 100) });
      const given = await answer(set, { groupBy: ['client'] }, { comparison, top: 20 });
      expect(Buffer.byteLength(JSON.stringify(given))).toBeLessThan(8_000);
      expect(new Set(given.groups.map(({ key }) => key.client)).size).toBe(20);
      expect(given.groups[0]?.key.client).toMatch(isTold);
    }
  });

  it('by client shows the name as people write it wherever there is room', async () => {
    const client = { id: 1, business_name: 'Acme', name: null };
    const given = await answer(setOf({ orders: [order(1, daysAgo(3), { client })] }), { groupBy: ['client'] });
    expect(given.groups).toMatchObject([{ key: { client: 'acme' }, client_name: 'Acme' }]);
  });

  it('is not whole where an order comes to an amount and has no line, or has no amount', async () => {
    const empty = await answer(setOf({ orders: [order(1, daysAgo(3)), order(2, daysAgo(3), { line_items: [] })] }));
    expect(empty).toMatchObject({ complete: false, totals: { count: 2, cost_value: 60 } });
    expect(empty.notes.join(' ')).toMatch(/Without lines.*1 of 2 orders/);
    const nothing = { line_items: [], sub_total_value: 0, tax_value: 0, total_value: 0 };
    expect(await answer(setOf({ orders: [order(2, daysAgo(3), nothing)] }))).toMatchObject({ complete: true });
    for (const field of ['sub_total_value', 'total_value']) {
      const given = await answer(setOf({ orders: [order(1, daysAgo(3)), order(2, daysAgo(3), { [field]: null })] }));
      expect(given).toMatchObject({ complete: false });
    }
  });

  it('reads no period for a comparison that cannot be made', async () => {
    const old = { from: daysAgo(200), to: daysAgo(180) };
    const far = setOf(now, now);
    expect(await answer(far, { span: old }, { comparison: 'previous_year' })).toMatchObject({
      totals: { previous: null },
    });
    expect(far.asked).toHaveLength(1);
  });

  it('is not whole where names, jobs or lines were not', async () => {
    const client = { ids: new Set([1]), name: 'acme', whole: false };
    expect(await answer(setOf(now), { client })).toMatchObject({ complete: false, totals: { count: 1 } });
    const byRep = await answer(setOf(now), { groupBy: ['rep'] });
    expect(byRep).toMatchObject({ complete: false, groups: [{ key: { rep: null } }] });
    expect(byRep.notes.join(' ')).toMatch(/job.* 1\./);
    const { line_items: _, ...unread } = order(4, daysAgo(2));
    const unlined = await answer(setOf({ orders: [unread, order(1, daysAgo(3))] }));
    expect(unlined).toMatchObject({ complete: false, totals: { count: 2, sub_total_value: 200, cost_value: 60 } });
    expect(unlined.notes.join(' ')).toMatch(/lines.*1 of 2 orders/);
  });

  it('adds up in its spreadsheet wherever that is cut', async () => {
    for (let length = 0; length < 90; length += 5) {
      const orders = Array.from({ length: 900 }, (_, at) =>
        order(at + 1, daysAgo(3), {
          client: { id: at + 1, business_name: `C${at} ${'x'.repeat(length)}`, name: null },
        }),
      );
      const { csv = '', other } = await answer(setOf({ orders }), { groupBy: ['client'] }, { format: 'csv' });
      const [head = [], ...rows] = readCsv(csv);
      expect(csv.length).toBeLessThanOrEqual(60_000);
      const count = (row: string[]) => Number(row[head.indexOf('count')]);
      const groups = rows.filter(([kind]) => kind === 'group');
      expect(groups.length + (other?.groups ?? 0), `${length}`).toBe(900);
      expect(groups.length + (other?.count ?? 0)).toBe(900);
      expect(count(rows.at(-1) ?? [])).toBe(900);
    }
  });

  it('says which amounts are missing, of how many orders', async () => {
    const orders = [order(1, daysAgo(3)), order(2, daysAgo(3), { sub_total_value: null, tax_value: null })];
    const { notes, totals } = await answer(setOf({ orders }));
    expect(totals).toMatchObject({ count: 2, sub_total_value: 100, cost_value: 60, tax_value: 5, total_value: 210 });
    expect(notes.join(' ')).toMatch(/sub_total_value.*1 of 2.*tax_value: 1 of 2/);
  });

  it('refuses a status that no order has, once all is known', async () => {
    const status = statusFilter('Shipped', ['Open', 'Paid']);
    const asked = { status: status.filter };
    await expect(answer(setOf({}), asked, { status })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await answer(setOf({ complete: false }), asked, { status })).toMatchObject({ complete: false });
  });

  it('of a rep means one of the people of its own period, whatever else is held', async () => {
    const job = (id: number, name: string): RawJob => ({
      ...{ id, job_class: 'Program', status: 'WIP', date: daysAgo(5), estimated_delivery_date: null },
      ...{ completed_date: null, client: null, secondary_rep: null, customer_service_rep_name: null },
      primary_rep: { name },
    });
    const known = {
      orders: [
        order(1, daysAgo(3)),
        order(2, daysAgo(200), { job_number: 8 }),
        order(3, daysAgo(200), { job_number: 9 }),
      ],
      jobs: [job(7, 'Kim Lee'), job(8, 'Kim Park'), job(9, 'Uma Quill')],
    };
    const ofRep = (name: string) => answer(setOf(known), { rep: { name, known: false, roles: ['rep'] } });
    expect((await ofRep('kim')).totals).toMatchObject({ count: 1 });
    expect((await ofRep('uma quill')).totals).toMatchObject({ count: 0 });
    await expect(ofRep('uma')).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'rep' }] });
  });

  it('asks for jobs, contacts and lines where they decide, and not else', async () => {
    const kindsFor = async (asked: Partial<Question>) => {
      const set = setOf(now);
      await answer(set, asked);
      return set.asked.map(({ kinds, lines }) => [...kinds, ...(lines ? ['lines'] : [])].join(' '));
    };
    expect(await kindsFor({ groupBy: ['client'] })).toEqual(['sales_orders lines']);
    expect(await kindsFor({ groupBy: ['rep', 'month'] })).toEqual(['sales_orders jobs lines']);
    expect(await kindsFor({ groupBy: ['client_group'] })).toEqual(['sales_orders contacts lines']);
    expect(await kindsFor({ record: 'purchase_orders', groupBy: ['client'] })).toEqual(['purchase_orders jobs']);
    expect(await kindsFor({ record: 'purchase_orders', groupBy: ['sku'] })).toEqual(['purchase_orders lines']);
  });
});
