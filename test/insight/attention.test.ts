import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTENTION_RULES, type AttentionQuestion, needsAttention, spread } from '../../src/insight/attention.js';
import { heldOf } from '../support/account-data.js';
import { daysBefore } from '../support/days.js';
import {
  ALL,
  accountOf,
  ago,
  found,
  type JobWithOrders,
  line,
  purchase,
  sale,
  sound,
  TODAY,
  unbought,
  withPurchase,
  withSale,
} from './attention-jobs.js';

/** What the rules say of a case: `rule since`, on the record of the kind and place given. */
type Case = { name: string; make: (id: number, days: number) => JobWithOrders; says?: (days: number) => string[] };

/** `days` is from 1 on. */
const CASES: Case[] = [
  { name: 'sound', make: (id) => sound(id) },
  // Lateness.
  {
    name: 'a job past its delivery',
    make: (id, days) => ({ ...sound(id, { estimated_delivery_date: ago(days) }), purchases: [], sales: [] }),
    says: (days) => [`jobs job_late ${ago(days)}`],
  },
  {
    name: 'a job due today',
    make: (id) => ({ ...sound(id, { estimated_delivery_date: TODAY }), purchases: [], sales: [] }),
  },
  {
    name: 'a late job that is completed',
    make: (id, days) => ({
      ...sound(id, { estimated_delivery_date: ago(days), completed_date: ago(0) }),
      purchases: [],
      sales: [],
    }),
  },
  {
    name: 'a late job that is closed',
    make: (id, days) => ({
      ...sound(id, { estimated_delivery_date: ago(days), status: 'closed' }),
      purchases: [],
      sales: [],
    }),
  },
  {
    name: 'a purchase order past its in-hand date',
    make: (id, days) => withPurchase(id, { in_hand_date: ago(days) }),
    says: (days) => [`purchase_orders po_late ${ago(days)}`],
  },
  { name: 'a purchase order in hand today', make: (id) => withPurchase(id, { in_hand_date: TODAY }) },
  {
    name: 'a late purchase order that is approved',
    make: (id, days) => withPurchase(id, { in_hand_date: ago(days), status: 'Approved' }),
  },
  {
    name: 'a purchase order in hand after the job',
    make: (id, days) => withPurchase(id, { in_hand_date: daysBefore(TODAY, -10 - days), date: ago(8) }),
    says: () => [`purchase_orders po_after_job ${ago(8)}`],
  },
  {
    name: 'a purchase order in hand on the day of the job',
    make: (id) => withPurchase(id, { in_hand_date: ago(-10) }),
  },
  {
    name: 'an approved one after the job',
    make: (id, days) => withPurchase(id, { in_hand_date: daysBefore(TODAY, -10 - days), status: 'Approved' }),
  },
  { name: 'a purchase order without an in-hand date', make: (id) => withPurchase(id, { in_hand_date: null }) },
  // Nothing bought.
  {
    name: 'a sales order without a purchase order',
    make: (id, days) => unbought(id, { date: ago(2 + days) }),
    says: (days) => [`sales_orders no_po ${ago(2 + days)}`],
  },
  {
    name: 'a pending one, of which one line is not from stock',
    make: (id, days) =>
      unbought(id, {
        date: ago(2 + days),
        status: 'Pending',
        line_items: [line(1, { from_stock: true }), line(2)],
      }),
    says: (days) => [`sales_orders no_po ${ago(2 + days)}`],
  },
  { name: 'a sales order of two days', make: (id) => unbought(id, { date: ago(2) }) },
  { name: 'one that is paid', make: (id, days) => unbought(id, { date: ago(2 + days), status: 'Paid' }) },
  {
    name: 'one all from stock',
    make: (id, days) => {
      const { from_stock: _, ...below } = line(2, { parent_id: 1 });
      const lines = [line(1, { from_stock: true, quantity: 0, type: 'Asi' }), below, line(3, { from_stock: true })];
      return unbought(id, { date: ago(2 + days), line_items: lines });
    },
  },
  {
    name: 'one with comments alone',
    make: (id, days) =>
      unbought(id, { date: ago(2 + days), line_items: [line(1, { type: 'Comment', quantity: null })] }),
  },
  ...['SetupCharge', 'RunCharge', 'Comment', 'ProductComment'].map(
    (type): Case => ({
      name: `one all from stock, with a ${type} of one`,
      make: (id, days) =>
        unbought(id, {
          date: ago(2 + days),
          line_items: [line(1, { from_stock: true }), line(2, { type, quantity: 1, from_stock: false })],
        }),
    }),
  ),
  {
    name: 'one in which goods come back',
    make: (id, days) =>
      unbought(id, { date: ago(2 + days), line_items: [line(1, { from_stock: true }), line(2, { quantity: -2 })] }),
  },
  {
    name: 'one with goods, a charge and a return',
    make: (id, days) =>
      unbought(id, {
        date: ago(2 + days),
        line_items: [line(1), line(2, { type: 'SetupCharge', quantity: 1 }), line(3, { quantity: -2 })],
      }),
    says: (days) => [`sales_orders no_po ${ago(2 + days)}`],
  },
  {
    name: 'one whose job names a purchase order that is not held',
    make: (id, days) => {
      const { job, ...orders } = unbought(id, { date: ago(2 + days) });
      return { ...orders, job: { ...job, purchase_orders: [{ id: 1, number: 1 }] } };
    },
  },
  {
    name: 'a second order of a job with a purchase order',
    make: (id, days) => ({
      ...sound(id),
      sales: [sale(id), sale(id, { id: id * 10 + 1, number: 2, date: ago(2 + days) })],
    }),
  },
  // Money.
  {
    name: 'an unpaid invoice',
    make: (id, days) => withSale(id, { status: 'Invoiced', invoice_date: ago(29 + days) }),
    says: (days) => [`sales_orders unpaid ${ago(29 + days)}`],
  },
  {
    name: 'an invoice without its date, unchanged for long',
    make: (id, days) => withSale(id, { status: 'Invoiced', last_modified_date: `${ago(29 + days)} 10:00:00` }),
    says: (days) => [`sales_orders unpaid ${ago(29 + days)}`],
  },
  { name: 'an invoice of 29 days', make: (id) => withSale(id, { status: 'Invoiced', invoice_date: ago(29) }) },
  { name: 'a paid invoice', make: (id, days) => withSale(id, { status: 'Paid', invoice_date: ago(29 + days) }) },
  {
    name: 'lines without a cost',
    make: (id, days) =>
      withSale(id, { date: ago(days), status: 'Paid', line_items: [line(1), line(2, { cost_value: null })] }),
    says: (days) => [`sales_orders no_cost ${ago(days)}`],
  },
  { name: 'lines that cost 0', make: (id) => withSale(id, { line_items: [line(1, { cost_value: 0 })] }) },
  {
    name: 'lines without a cost that are not sold, or come back',
    make: (id) =>
      withSale(id, {
        line_items: [
          line(1),
          line(2, { cost_value: null, price_value: 0 }),
          line(3, { cost_value: null, quantity: -3 }),
        ],
      }),
  },
  // Staleness.
  {
    name: 'a job on which nothing changed',
    make: (id, days) => ({
      job: { ...sound(id).job, date: ago(40 + days) },
      sales: [sale(id, { date: ago(35 + days), last_modified_date: `${ago(29 + days)} 23:59:59` })],
      purchases: [purchase(id, { date: ago(33 + days), last_modified_date: `${ago(31 + days)} 10:00:00` })],
    }),
    says: (days) => [`jobs stale ${ago(29 + days)}`],
  },
  {
    name: 'an old job with a change 29 days ago',
    make: (id) => ({
      job: { ...sound(id).job, date: ago(80) },
      sales: [sale(id, { date: ago(70), last_modified_date: `${ago(70)} 10:00:00` })],
      purchases: [purchase(id, { date: ago(70), last_modified_date: `${ago(29)} 00:00:00` })],
    }),
  },
  {
    name: 'a job without orders',
    make: (id, days) => ({ job: { ...sound(id).job, date: ago(29 + days) }, sales: [], purchases: [] }),
    says: (days) => [`jobs stale ${ago(29 + days)}`],
  },
  {
    name: 'an old job that is closed',
    make: (id, days) => ({
      job: { ...sound(id).job, status: 'Closed', date: ago(29 + days) },
      sales: [],
      purchases: [],
    }),
  },
];

/** The record that a case speaks of has the id that its kind gives it. */
const ID_OF: Record<string, (id: number) => number> = {
  jobs: (id) => id,
  sales_orders: (id) => id * 10,
  purchase_orders: (id) => id * 10 + 5,
};

function expected(id: number, { says }: Case, days: number): string[] {
  return (says?.(days) ?? []).map((text) => {
    const [kind = '', rule, since] = text.split(' ');
    return `${kind} ${ID_OF[kind]?.(id)} ${rule} ${since}`;
  });
}

describe('what needs attention', () => {
  it.each(CASES)('$name', (given) => {
    for (const days of [1, 40]) {
      expect(found(accountOf([given.make(7, days)])), `${days} days`).toEqual(expected(7, given, days));
    }
  });

  it('is each case once under its rule, and no sound job, among any others', () => {
    const pick = fc.record({ given: fc.constantFrom(...CASES), days: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(fc.array(pick, { maxLength: 40, size: 'max' }), (picks) => {
        const account = accountOf(picks.map(({ given, days }, index) => given.make(index + 1, days)));
        const wanted = picks.flatMap(({ given, days }, index) => expected(index + 1, given, days));
        const { findings, unknown, unplaced } = needsAttention(heldOf(account), ALL, TODAY);
        const texts = findings.map(({ kind, record, rule, since }) => `${kind} ${record.id} ${rule} ${since}`);
        expect([...texts].sort()).toEqual([...wanted].sort());
        expect(unknown.size).toBe(0);
        expect(unplaced).toBe(0);
        const order = findings.map(({ rule, since }) => `${ATTENTION_RULES.indexOf(rule)} ${since}`);
        expect([...order].sort()).toEqual(order);
        for (const { since, days } of findings) expect(daysBefore(TODAY, days)).toBe(since);
      }),
      { numRuns: 500 },
    );
  });

  it('counts the changes that were noticed on a job, which Syncore does not tell by date', () => {
    const made = { job: { ...sound(1).job, date: ago(80) }, sales: [], purchases: [] };
    const noticed = (moment: string) => found(accountOf([made]), { ...ALL, noticed: new Map([[1, moment]]) });
    expect(found(accountOf([made]))).toEqual([`jobs 1 stale ${ago(80)}`]);
    expect(noticed(`${ago(29)}T00:00:00`)).toEqual([]);
    expect(noticed(`${ago(30)}T23:59:59`)).toEqual([`jobs 1 stale ${ago(30)}`]);
  });

  it('does not call a job stale on which an order does not tell when it was changed', () => {
    const untold = sale(1, { date: ago(70), status: 'Paid', last_modified_date: '' });
    const account = accountOf([{ job: { ...sound(1).job, date: ago(80) }, sales: [untold], purchases: [] }]);
    const { findings, unknown } = needsAttention(heldOf(account), ALL, TODAY);
    expect([findings, [...unknown]]).toEqual([[], [['stale', 1]]]);
  });

  it('says of how many records it is not known whose they are, as their job cannot be read', () => {
    const orphans = fc.record({
      kind: fc.constantFrom('sale', 'purchase', 'both'),
      late: fc.boolean(),
      hasJob: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(orphans, { maxLength: 20 }), (rows) => {
        const made = rows.map(({ kind, late }, index): JobWithOrders => {
          const id = index + 1;
          const days = late ? 40 : -4;
          return {
            ...sound(id),
            sales: kind === 'purchase' ? [] : [sale(id, { status: 'Invoiced', invoice_date: ago(days) })],
            purchases: kind === 'sale' ? [] : [purchase(id, { in_hand_date: ago(days) })],
          };
        });
        const account = accountOf(made);
        const known = { ...account, jobs: account.jobs.filter((_, index) => rows[index]?.hasJob) };
        const rules = ['unpaid', 'po_late'] as const;
        const count = (keep: (row: (typeof rows)[0]) => boolean) =>
          rows.filter((row) => row.late && keep(row)).reduce((sum, { kind }) => sum + (kind === 'both' ? 2 : 1), 0);
        const ask = (more: Partial<AttentionQuestion>) => {
          const { findings, unplaced } = needsAttention(heldOf(known), { ...ALL, rules, ...more }, TODAY);
          return [findings.length, unplaced];
        };
        const rep = { name: 'Rae Cole', known: true, roles: ['rep'] as const };
        expect(ask({})).toEqual([count(() => true), 0]);
        expect(ask({ rep })).toEqual([count(({ hasJob }) => hasJob), count(({ hasJob }) => !hasJob)]);
        // A sales order names its client itself.
        const client = { ids: new Set(rows.map((_, index) => 101 + index)), name: null, whole: true };
        const lost = rows.filter(({ late, hasJob, kind }) => late && !hasJob && kind !== 'sale').length;
        expect(ask({ client })).toEqual([count(() => true) - lost, lost]);
      }),
    );
  });

  it('does not know of an open purchase order without its job whether it comes after it', () => {
    const account = { ...accountOf([sound(1)]), jobs: [] };
    const { findings, unknown } = needsAttention(heldOf(account), { ...ALL, kinds: ['purchase_orders'] }, TODAY);
    expect([findings, [...unknown]]).toEqual([[], [['po_after_job', 1]]]);
  });

  it('judges an order that is older than the days by its invoice alone', () => {
    const old = sale(1, { date: ago(400), status: 'Invoiced', invoice_date: ago(60) });
    const lined = { ...old, line_items: [line(1, { cost_value: null })] };
    const account = { ...accountOf([sound(1)]), salesOrders: [lined] };
    expect(found(account, { ...ALL, kinds: ['sales_orders'] })).toEqual([`sales_orders 10 unpaid ${ago(60)}`]);
  });

  it('is shown by turns where not all of it is, the most pressing of each rule', () => {
    const made = Array.from({ length: 30 }, (_, index) =>
      sound(index + 1, { estimated_delivery_date: ago(30 - index) }),
    );
    const others = [
      { ...sound(40), purchases: [purchase(40, { in_hand_date: ago(1) })] },
      withSale(41, { status: 'Invoiced', invoice_date: ago(50) }),
      withSale(42, { status: 'Invoiced', invoice_date: ago(60) }),
    ];
    const { findings } = needsAttention(heldOf(accountOf([...made, ...others])), ALL, TODAY);
    const rules = (most: number) => spread(findings, most).map(({ rule, since }) => `${rule} ${since}`);
    expect(rules(4)).toEqual([
      `job_late ${ago(30)}`,
      `po_late ${ago(1)}`,
      `po_after_job ${ago(20)}`,
      `unpaid ${ago(60)}`,
    ]);
    expect(rules(6)).toEqual([
      `job_late ${ago(30)}`,
      `job_late ${ago(29)}`,
      `po_late ${ago(1)}`,
      `po_after_job ${ago(20)}`,
      `po_after_job ${ago(20)}`,
      `unpaid ${ago(60)}`,
    ]);
    expect(spread(findings, 1_000)).toEqual(findings);
  });

  it('is asked for by kind, rule, client and rep', () => {
    const late = { estimated_delivery_date: ago(2) };
    const others = sound(2, { ...late, primary_rep: { name: 'Tom Okafor' }, secondary_rep: { name: 'Uma Quill' } });
    const account = accountOf([{ ...sound(1, late), purchases: [purchase(1, { in_hand_date: ago(4) })] }, others]);
    const jobs = [`jobs 1 job_late ${ago(2)}`, `jobs 2 job_late ${ago(2)}`];
    const orders = [`purchase_orders 15 po_late ${ago(4)}`, `purchase_orders 25 po_after_job ${ago(20)}`];
    expect(found(account)).toEqual([...jobs, ...orders]);
    expect(found(account, { ...ALL, kinds: ['jobs'] })).toEqual(jobs);
    expect(found(account, { ...ALL, rules: ['po_late', 'unpaid'] })).toEqual(orders.slice(0, 1));
    const client = { ids: new Set([101]), name: null, whole: true };
    expect(found(account, { ...ALL, client })).toEqual([jobs[0], orders[0]]);
    const rep = { name: 'uma quill', known: true, roles: ['rep'] as const };
    expect(found(account, { ...ALL, rep })).toEqual([jobs[1], orders[1]]);
  });

  it('is not what may only seem so, as long as not all is held', () => {
    const old = {
      ...sound(1, { date: ago(60) }),
      sales: [sale(1, { date: ago(40), last_modified_date: `${ago(40)} 10:00:00` })],
    };
    const account = accountOf([{ ...old, purchases: [] }]);
    expect(found(account)).toEqual([`sales_orders 10 no_po ${ago(40)}`, `jobs 1 stale ${ago(40)}`]);
    const { findings, unknown } = needsAttention(heldOf(account), { ...ALL, wholeFrom: ago(59) }, TODAY);
    expect([findings, [...unknown]]).toEqual([[], [['no_po', 1]]]);
    // The job tells by itself whether there are any.
    const told = { ...account, jobs: account.jobs.map((job) => ({ ...job, purchase_orders: [] })) };
    expect(found(told, { ...ALL, wholeFrom: ago(59) })).toEqual([`sales_orders 10 no_po ${ago(40)}`]);
  });

  it('may be two things at once, and says of orders without lines that nobody can tell', () => {
    const both = {
      ...sound(1, { estimated_delivery_date: ago(9) }),
      purchases: [purchase(1, { in_hand_date: ago(4) })],
    };
    expect(found(accountOf([both]))).toEqual([
      `jobs 1 job_late ${ago(9)}`,
      `purchase_orders 15 po_late ${ago(4)}`,
      `purchase_orders 15 po_after_job ${ago(20)}`,
    ]);
    const { line_items: _, ...unread } = sale(2);
    const account = accountOf([{ ...sound(2), sales: [unread], purchases: [] }]);
    expect(needsAttention(heldOf(account), ALL, TODAY)).toEqual({
      findings: [],
      unknown: new Map([['no_po', 1]]),
      unplaced: 0,
    });
  });
});
