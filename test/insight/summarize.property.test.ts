import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartyFit } from '../../src/client/queries.js';
import type { Figures } from '../../src/insight/figures.js';
import { GROUP_FIELDS, type GroupField } from '../../src/insight/group-keys.js';
import type { Group } from '../../src/insight/groups.js';
import type { Held } from '../../src/insight/held.js';
import { comparedPeriod } from '../../src/insight/periods.js';
import { type SumQuestion, summarize } from '../../src/insight/summarize.js';
import { addDays, daysBetween } from '../../src/records/dates.js';
import { anyAccount, anyDay, BUSINESSES, heldOf } from '../support/account-data.js';
import { type Expected, expectedSums, type Question } from '../support/expected-sums.js';

const ALL = Number.POSITIVE_INFINITY;
const MONTH_SPANS = [
  { from: '2025-02-01', to: '2025-02-28' },
  { from: '2025-01-01', to: '2025-03-31' },
  { from: '2025-03-01', to: '2025-12-31' },
];

const anySpan = fc.oneof(
  fc.constantFrom(...MONTH_SPANS),
  fc.tuple(anyDay, anyDay).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
  fc.constant({ from: '2024-01-01', to: '2026-12-31' }),
);

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  record: fc.constantFrom('sales_orders', 'sales_orders', 'purchase_orders'),
  groupBy: fc.uniqueArray(fc.constantFrom<GroupField>(...GROUP_FIELDS), { minLength: 1, maxLength: 2 }),
  dateField: fc.constantFrom('date', 'date', 'invoice_date'),
  span: anySpan,
  compareTo: fc.constantFrom(undefined, 'previous_period', 'previous_year'),
  status: fc.constantFrom(undefined, undefined, undefined, 'Open', 'Paid'),
  client: fc.constantFrom(undefined, undefined, undefined, ...Object.keys(BUSINESSES)),
  rep: fc.constantFrom(undefined, undefined, undefined, 'Rae Cole'),
  supplier: fc.constantFrom(undefined, undefined, undefined, 'sanmar', 'cascade'),
});

/** A client as it is meant by its name: with the contacts whose business that is. */
function clientFit(held: Held, name: string): PartyFit {
  const spellings = BUSINESSES[name] ?? [];
  const ids = [...held.contacts.values()].flatMap(({ id, businessName }) =>
    spellings.includes(businessName ?? '') ? [id] : [],
  );
  return { ids: new Set(ids), name, whole: true };
}

function asked(held: Held, question: Question): SumQuestion {
  const { record, groupBy, dateField, span, status, client, rep, supplier } = question;
  return {
    record,
    groupBy: groupBy.map((name) => GROUP_FIELDS.find((field) => field === name) ?? 'client'),
    dateField,
    span,
    status: status === undefined ? undefined : { names: [status], not: false },
    client: client === undefined ? undefined : clientFit(held, client),
    rep: rep === undefined ? undefined : { name: rep, known: true, roles: ['rep'] },
    supplier: supplier === undefined ? undefined : { ids: new Set(), name: supplier, whole: true },
  };
}

function sums(held: Held, question: Question, top = ALL) {
  const { span, compareTo } = question;
  return summarize(held, asked(held, question), top, compareTo && comparedPeriod(span, compareTo));
}

const value = (cents: bigint | null) => (cents === null ? null : Number(cents));

/** What the test worked out, as figures. Tax and total are of whole orders: sums of lines do not have them. */
function figures(expected: Expected, byLines: boolean) {
  return {
    count: expected.count,
    ordersWithoutCost: expected.withoutCost,
    quantityE4: Number(expected.quantity) * 100,
    subTotalCents: value(expected.subTotal),
    ...(byLines ? {} : { taxCents: value(expected.tax), totalCents: value(expected.total) }),
    costCents: value(expected.cost),
    profitCents: value(expected.profit),
    marginPercent: expected.margin,
    firstDay: expected.first,
    lastDay: expected.last,
  };
}

function shown({ missing: _, taxCents, totalCents, ...rest }: Figures, byLines: boolean) {
  return byLines ? rest : { ...rest, taxCents, totalCents };
}

/** What of figures can be added; nothing is nothing, whether it is 0 or not known. */
function added(parts: Figures[]) {
  const sum = (of: (figures: Figures) => number | null) => parts.reduce((all, part) => all + (of(part) ?? 0), 0);
  return {
    quantity: sum(({ quantityE4 }) => quantityE4),
    subTotal: sum(({ subTotalCents }) => subTotalCents),
    tax: sum(({ taxCents }) => taxCents),
    total: sum(({ totalCents }) => totalCents),
    cost: sum(({ costCents }) => costCents),
    missing: sum(({ missing }) => missing.lines),
  };
}

describe('sums', () => {
  it('are those that anybody works out from the records, to the cent', () => {
    fc.assert(
      fc.property(anyAccount, anyQuestion, (account, question) => {
        const held = heldOf(account);
        const summary = sums(held, question);
        const expected = expectedSums(account, question);
        const compared = question.compareTo !== undefined;
        const groups = summary.groups.map(({ key, figures: now, previous }) => [
          JSON.stringify(key.map((part) => part?.id ?? null)),
          { now: shown(now, summary.byLines), before: previous === null ? null : shown(previous, summary.byLines) },
        ]);
        const wanted = [...expected.groups].map(([key, { now, before }]) => [
          key,
          { now: figures(now, summary.byLines), before: compared ? figures(before, summary.byLines) : null },
        ]);
        expect(Object.fromEntries(groups)).toEqual(Object.fromEntries(wanted));
        expect(shown(summary.totals.figures, summary.byLines)).toEqual(figures(expected.totals.now, summary.byLines));
        expect(summary.other).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('are the same over two halves of a period, added up', () => {
    const cut = fc.nat({ max: 1100 });
    fc.assert(
      fc.property(anyAccount, anyQuestion, cut, (account, question, days) => {
        const held = heldOf(account);
        const { from, to } = question.span;
        const middle = addDays(from, days % (daysBetween(from, to) + 1));
        const totals = (span: Question['span']) =>
          sums(held, { ...question, span, compareTo: undefined }).totals.figures;
        const [whole, first, second] = [
          totals({ from, to }),
          totals({ from, to: middle }),
          totals({ from: addDays(middle, 1), to }),
        ];
        expect(added([first, second])).toEqual(added([whole]));
        expect(first.count + second.count).toBe(whole.count);
      }),
      { numRuns: 500 },
    );
  });

  it('of the groups shown and of the others make the totals, whatever is shown', () => {
    fc.assert(
      fc.property(anyAccount, anyQuestion, fc.nat({ max: 6 }), (account, question, top) => {
        const held = heldOf(account);
        const all = sums(held, question);
        const cut = sums(held, question, top);
        expect(cut.totals).toEqual(all.totals);
        expect(cut.groups).toEqual(all.groups.slice(0, top));
        expect(cut.groups.length + (cut.other?.groups ?? 0)).toBe(all.groups.length);
        const parts = [...cut.groups, ...(cut.other === null ? [] : [cut.other])];
        expect(added(parts.map(({ figures }) => figures))).toEqual(added([all.totals.figures]));
        const before = parts.flatMap(({ previous }) => (previous === null ? [] : [previous]));
        expect(added(before)).toEqual(added(all.totals.previous === null ? [] : [all.totals.previous]));
        // One order may have lines in several groups.
        if (all.byLines) return;
        const sum = (of: (figures: Figures) => number) => parts.reduce((all, { figures }) => all + of(figures), 0);
        expect(sum(({ count }) => count)).toBe(all.totals.figures.count);
        expect(sum(({ ordersWithoutCost }) => ordersWithoutCost)).toBe(all.totals.figures.ordersWithoutCost);
      }),
      { numRuns: 500 },
    );
  });

  it('of one supplier are those of its group among all', () => {
    fc.assert(
      fc.property(anyAccount, anyQuestion, (account, question) => {
        const held = heldOf(account);
        const bySupplier = { ...question, groupBy: ['supplier'], supplier: undefined };
        const one = sums(held, { ...bySupplier, supplier: 'sanmar' });
        const all = sums(held, bySupplier);
        const named = (groups: Group[]) => groups.filter(({ key }) => key[0]?.id === 'sanmar');
        expect(one.groups.map(({ key }) => key[0]?.id ?? null)).toEqual(named(all.groups).map(() => 'sanmar'));
        expect(one.groups).toEqual(named(all.groups));
      }),
      { numRuns: 500 },
    );
  });

  it('come largest first, then by key, with what is not known at the end', () => {
    fc.assert(
      fc.property(anyAccount, anyQuestion, (account, question) => {
        const held = heldOf(account);
        const { groups } = sums(held, question);
        for (const [index, group] of groups.slice(1).entries()) {
          const before = groups[index];
          const [left, right] = [before, group].map((at) => at?.figures.subTotalCents ?? Number.NEGATIVE_INFINITY);
          expect(left).toBeGreaterThanOrEqual(right ?? 0);
          const ids = [before, group].map((at) => at?.key.map((part) => part?.id ?? '\uffff').join('\n') ?? '');
          if (left === right) expect([...ids].sort()).toEqual(ids);
        }
      }),
      { numRuns: 500 },
    );
  });
});
