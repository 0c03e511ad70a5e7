import { type NewLine, subTotalCents } from '../../records/order-lines.js';
import { count, money } from './texts.js';

/* What an order lacks: nothing that stops it, but what somebody may have forgotten. */

/** Fields that a note names; the rest is counted. */
const NAMED = 3;

const PRICED_TYPES = new Set(['Asi', 'Size', 'Color', 'Pricing', 'SetupCharge', 'RunCharge']);

export function orderNotes(lines: readonly NewLine[]): string[] {
  if (lines.length === 0) return ['The order has no lines; add_line_items adds them.'];
  return lineNotes(lines);
}

/** Pieces without a price, and prices without a cost. */
export function lineNotes(lines: readonly NewLine[]): string[] {
  const sold = lines.filter(({ quantity, type }) => (quantity ?? 0) > 0 && PRICED_TYPES.has(type));
  // Pieces whose price stands on price lines need none of their own.
  const pricedApart = new Set(sold.filter(({ type }) => type === 'Pricing').map(productOf));
  const unpriced = sold.filter(
    (line) => line.unitPriceE4 === null && (line.type === 'Pricing' || !pricedApart.has(productOf(line))),
  );
  const fields = [...new Set(unpriced.map(productOf))];
  const priced = sold.filter(({ unitPriceE4 }) => (unitPriceE4 ?? 0) > 0);
  const costless = priced.filter(({ unitCostE4 }) => unitCostE4 === null);
  const notes: string[] = [];
  const reduced = lines.filter(({ quantity, unitPriceE4 }) => (quantity ?? 0) > 0 && (unitPriceE4 ?? 0) < 0);
  if (reduced.length > 0) {
    const cents = subTotalCents(reduced);
    notes.push(`${count(reduced.length, 'line')} with a negative price: the order comes to ${money(-cents)} less.`);
  }
  if (fields.length > 0) {
    const more = fields.length > NAMED ? ` and ${fields.length - NAMED} more` : '';
    notes.push(`No price is given for ${fields.slice(0, NAMED).join(', ')}${more}: it adds nothing to the sub-total.`);
  }
  if (costless.length > 0 && costless.length === priced.length) {
    notes.push('No line has a cost, so that the gross profit will not be known.');
  } else if (costless.length > 0) {
    const have = costless.length === 1 ? '1 has' : `${costless.length} have`;
    notes.push(`Of ${priced.length} lines with a price, ${have} no cost.`);
  }
  return notes;
}

/** The field of the product or the charge that a line was written in. */
function productOf({ from }: NewLine): string {
  return from.replace(/\.(?:colors|pricing)\[.*$/, '');
}

/** A refund by another name: nothing that Syncore's API would take back. */
export function belowZeroNotes(name: string, totalCents: number | null, addedCents: number): string[] {
  if (totalCents === null || addedCents >= 0 || totalCents + addedCents >= 0) return [];
  return [`Order ${name} would come to less than nothing (${money(totalCents + addedCents)}, and tax).`];
}

/** What is to be said of an order that lines or payments are added to. */
export function statusNotes(name: string, status: string | null): string[] {
  const word = status?.trim().toLowerCase();
  if (word !== 'paid' && word !== 'invoiced') return [];
  return [
    `Order ${name} is ${word === 'paid' ? 'Paid' : 'Invoiced'} already: what is added now is not on that invoice.`,
  ];
}

/** What is to be said of a job that is closed. */
export function closedNotes(jobId: number, status: string | null): string[] {
  return status?.trim().toLowerCase() === 'closed' ? [`Job ${jobId} is Closed.`] : [];
}
