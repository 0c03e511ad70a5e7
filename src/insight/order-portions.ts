import type { Ref } from '../records/fields.js';
import { grossProfit } from '../records/line-items.js';
import type { Portion } from './figures.js';
import { type HeldOrder, isSale } from './group-keys.js';
import { boughtLines, type CountedLine, soldLines } from './line-amounts.js';

/** What an order brings by one supplier and one SKU of its lines. */
export type LinePortion = { supplier: Ref | null; sku: string | null; portion: Portion };

/*
 * What follows from an order alone is worked out once for as long as the order is held: a question over 10,000 orders
 * must not multiply 200,000 lines each time.
 */
const wholes = new WeakMap<HeldOrder, Portion>();
const divided = new WeakMap<HeldOrder, LinePortion[]>();

/** A whole order as it is summed; a purchase order is itself a cost, and has no profit. */
export function wholePortion(order: HeldOrder): Portion {
  const known = wholes.get(order);
  if (known !== undefined) return known;
  const made = makeWhole(order);
  wholes.set(order, made);
  return made;
}

/**
 * An order by the suppliers and SKUs of its lines: of one supplier alone where `isAsked` tells which. An order of which
 * the lines are not known is one portion without either, and none of that supplier's.
 */
export function linePortions(order: HeldOrder, isAsked?: (supplier: Ref | null) => boolean): LinePortion[] {
  if (order.lineItems === null) {
    return isAsked === undefined ? [undivided({ ...own(order), linesGiven: false })] : [];
  }
  let portions = divided.get(order);
  if (portions === undefined) {
    portions = divide(order, isSale(order) ? soldLines(order.lineItems) : boughtLines(order.lineItems));
    divided.set(order, portions);
  }
  if (isAsked !== undefined) return portions.filter(({ supplier }) => isAsked(supplier));
  // An order in which nothing is sold is still an order.
  return portions.length === 0 ? [undivided(nothing(order))] : portions;
}

function divide(order: HeldOrder, lines: CountedLine[]): LinePortion[] {
  const portions = new Map<string, LinePortion>();
  for (const { supplier, sku, ...line } of lines) {
    const id = JSON.stringify([supplier?.id, supplier?.name, sku]);
    const known = portions.get(id) ?? { supplier, sku, portion: nothing(order) };
    portions.set(id, known);
    const { portion } = known;
    portion.subTotalCents = (portion.subTotalCents ?? 0) + line.amountCents;
    if (line.costCents !== null) portion.costCents = (portion.costCents ?? 0) + line.costCents;
    portion.withoutCost ||= line.withoutCost;
    portion.quantityE4 += line.quantityE4;
  }
  return [...portions.values()];
}

function makeWhole(order: HeldOrder): Portion {
  if (!isSale(order)) return own(order);
  const { costCents, linesWithoutCost, reason } = grossProfit(order.lineItems, order.subTotalCents);
  // What comes to an amount has lines, whatever an empty list says.
  const isEmpty = order.lineItems?.length === 0 && (order.subTotalCents ?? 0) !== 0;
  const linesGiven = reason !== 'lines_not_given' && !isEmpty;
  return { ...own(order), costCents, withoutCost: linesWithoutCost > 0, linesGiven };
}

function undivided(portion: Portion): LinePortion {
  return { supplier: null, sku: null, portion };
}

/** The order by its own amounts. */
function own(order: HeldOrder): Portion {
  const { subTotalCents, taxCents, totalCents } = order;
  return { ...nothing(order), subTotalCents, taxCents, totalCents };
}

function nothing({ id }: HeldOrder): Portion {
  return {
    orderId: id,
    subTotalCents: 0,
    taxCents: null,
    totalCents: null,
    costCents: null,
    withoutCost: false,
    linesGiven: true,
    quantityE4: 0,
  };
}
