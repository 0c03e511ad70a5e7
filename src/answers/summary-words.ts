import { type Comparison, isWholeWeeks, type Span, wholeMonths } from '../insight/periods.js';
import type { Summary, SumQuestion } from '../insight/summarize.js';
import { centsToValue } from '../records/money.js';

/** What was asked, as the caller said it; names are the caller's own words. */
export type AskedSum = {
  question: SumQuestion;
  /** `lacks`: what is missing, in words, where the period compared to is not known whole. */
  comparison: { span: Span; by: Comparison | undefined; lacks: string[] | undefined } | undefined;
  words: { client: string | undefined; rep: string | undefined; supplier: string | undefined };
};

const LONGEST_WORD = 60;

/** What the sums are of and what they mean: our own words, and the caller's. */
export function definition({ question, comparison, words }: AskedSum, byLines: boolean): string {
  const { record, dateField, span, status } = question;
  const ofSales = record === 'sales_orders';
  const date = dateField === 'invoice_date' ? 'invoice date' : 'date';
  const filters = [
    status === undefined ? 'all statuses' : `status ${status.names.join(' or ')}`,
    ...quoted('client', words.client),
    ...quoted('rep', words.rep),
    ...quoted('supplier', words.supplier).map((filter) => (ofSales ? `${filter}: its lines alone` : filter)),
  ];
  const against = comparison === undefined ? '' : `, against ${comparison.span.from} to ${comparison.span.to}`;
  const what = `${ofSales ? 'Sales' : 'Purchase'} orders by ${date}, ${span.from} to ${span.to}${against}`;
  return [`${what} (US Pacific); ${filters.join('; ')}.`, ...meanings(question, byLines)].join(' ');
}

function meanings({ record, groupBy }: SumQuestion, byLines: boolean): string[] {
  const out: string[] = [];
  if (byLines) {
    const price = record === 'sales_orders' ? 'price' : 'cost';
    out.push(`Sums of lines (quantity × ${price}), each for its own or its product's supplier and SKU, without tax.`);
  }
  if (record === 'sales_orders') out.push('Cost: quantity × cost of lines that have one. Profit: sub-total less cost.');
  else out.push('What a purchase order comes to is a cost: it has no profit.');
  if (groupBy.includes('rep')) out.push('The rep is the primary one.');
  return out;
}

/** What a person should know of these sums. */
export function summaryNotes(summary: Summary, { question, comparison }: AskedSum): string[] {
  const { totals, unknown, byLines } = summary;
  const { figures } = totals;
  const { count, missing } = figures;
  const ofSales = question.record === 'sales_orders';
  const of = (orders: number, words: string) => (orders === 0 ? [] : [`${words}: ${orders} of ${count} orders.`]);
  const notes = byLines
    ? of(missing.lines, 'Without lines, so in the group without a key at their own sub-total')
    : [
        ...of(missing.subTotal, 'Without sub_total_value, so neither it nor the cost is counted'),
        ...of(missing.tax, 'Without tax_value'),
        ...of(missing.total, 'Without total_value'),
        ...of(missing.lines, 'Without lines, so their cost is not known and the true profit lower'),
      ];
  if (ofSales && count > 0 && figures.costCents === null) {
    notes.push('No line has a cost, so cost and profit are not known.');
  } else {
    const words = 'With lines that have no cost, which cost leaves out, so the true profit is lower';
    notes.push(...of(figures.ordersWithoutCost, words), ...costlessBefore(totals.previous));
  }
  if (unknown.day > 0) notes.push(`Left out, as they lack the date asked for: ${unknown.day}.`);
  if (unknown.job > 0) notes.push(`Orders whose job, and what hangs on it, is not known: ${unknown.job}.`);
  if (unknown.lines > 0) notes.push(`Left out, as they came without lines: ${unknown.lines}.`);
  const difference = summary.lineDifferenceCents;
  if (difference !== 0) {
    const side = difference > 0 ? 'more' : 'less';
    notes.push(`The lines come to ${centsToValue(Math.abs(difference))} ${side} than the sub-totals of their orders.`);
  }
  return [...notes, ...(comparison?.lacks ?? shiftedNotes(question, comparison))];
}

/** A margin that is compared is overstated on both sides. */
function costlessBefore(previous: Summary['totals']['previous']): string[] {
  if (previous === null || previous === undefined || previous.ordersWithoutCost === 0) return [];
  return [`Likewise in the period compared to: ${previous.ordersWithoutCost} of ${previous.count} orders.`];
}

/** Months and weeks stand against whole ones only where the whole period does. */
function shiftedNotes({ groupBy, span }: SumQuestion, comparison: AskedSum['comparison']): string[] {
  if (comparison === undefined) return [];
  const isPeriod = comparison.by === 'previous_period';
  const notes: string[] = [];
  if (groupBy.includes('month') && isPeriod && wholeMonths(span) === null) {
    const { from, to } = comparison.span;
    notes.push(
      `Not whole months: previous is ${from} to ${to}, in parts as long. Whole months stand against whole ones.`,
    );
  }
  if (groupBy.includes('week') && !(isPeriod && isWholeWeeks(span, comparison.span))) {
    notes.push('previous of a week is of the days that stand against it, which are no whole week.');
  }
  return notes;
}

/** Whether what the records left out makes the sums less than they should be. */
export function lacksRecords({ totals, unknown, byLines }: Summary, { question }: AskedSum): boolean {
  const { missing } = totals.figures;
  const lines = question.record === 'sales_orders' || byLines ? missing.lines : 0;
  const amounts = byLines ? 0 : missing.subTotal + missing.total;
  return lines + amounts + unknown.day + unknown.job + unknown.lines > 0;
}

function quoted(name: string, word: string | undefined): string[] {
  if (word === undefined) return [];
  const line = word.replace(/\s+/g, ' ').trim();
  return [`${name} "${line.length > LONGEST_WORD ? `${line.slice(0, LONGEST_WORD - 1)}…` : line}"`];
}
