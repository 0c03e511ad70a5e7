import {
  asRecord,
  cents,
  flag,
  id,
  LARGEST_AMOUNT,
  number,
  part,
  type Raw,
  type Ref,
  text,
  Unreadable,
  unitE4,
  unlessEmpty,
} from './fields.js';
import { lineAmountCents, marginPercent } from './money.js';

/** The supplier of a line, as lines name it. */
export type LineSupplier = Ref & { type: string | null; class: string | null; asiId: string | null };

/** One line of a sales or purchase order. */
export type LineItem = {
  lineId: number | null;
  /** The `lineId` of the line it hangs under; 0 at the top. */
  parentId: number;
  type: string | null;
  description: string | null;
  sku: string | null;
  productId: number | null;
  quantity: number | null;
  /** In ten-thousandths of the currency unit, as the cost. */
  unitPriceE4: number | null;
  unitCostE4: number | null;
  lineTotalCents: number | null;
  taxability: string | null;
  supplier: LineSupplier | null;
  visible: boolean | null;
  fromStock: boolean | null;
  raw: Raw;
};

/** A line with the lines that hang under it, in Syncore's order. */
export type LineNode<L = LineItem> = { line: L; children: LineNode<L>[] };

/** What an order cost and what is left of its sub-total, or why that cannot be said. */
export type GrossProfit = {
  costCents: number | null;
  profitCents: number | null;
  marginPercent: number | null;
  /** Lines with a quantity and a price above zero whose cost is not known; 0 is a cost. */
  linesWithoutCost: number;
  /** What those lines sell for. */
  uncostedCents: number;
  /** Why cost, profit and margin are null; null where they are not. */
  reason: 'lines_not_given' | 'no_costs' | null;
};

/** Reads one line. Throws `Unreadable`, naming the field. */
export function readLineItem(value: unknown): LineItem {
  const record = asRecord(value);
  const quantity = number(record, 'quantity');
  return {
    lineId: id(record, 'line_id'),
    parentId: id(record, 'parent_id') ?? 0,
    type: text(record, 'type'),
    description: text(record, 'description'),
    sku: text(record, 'sku'),
    productId: id(record, 'product_id'),
    quantity,
    unitPriceE4: unitAmount(record, 'price_value', quantity),
    unitCostE4: unitAmount(record, 'cost_value', quantity),
    lineTotalCents: cents(record, 'line_total_value'),
    taxability: text(record, 'taxability'),
    supplier: unlessEmpty(part(record, 'supplier', readSupplier)),
    visible: flag(record, 'visible'),
    fromStock: flag(record, 'from_stock'),
    raw: record,
  };
}

/** Refuses what would multiply to garbage, so that amounts and sums of lines that were read are always exact. */
function unitAmount(record: Raw, key: string, quantity: number | null): number | null {
  const unit = unitE4(record, key);
  if (unit !== null && quantity !== null && Math.abs(unit * quantity) >= LARGEST_AMOUNT * 10_000) {
    throw new Unreadable(key, 'an amount that a line can come to');
  }
  return unit;
}

function readSupplier(record: Raw): LineSupplier {
  return {
    id: id(record, 'id'),
    name: text(record, 'name'),
    type: text(record, 'type'),
    class: text(record, 'class'),
    asiId: text(record, 'asi_id'),
  };
}

/**
 * The lines as a tree. Every line is in it once, in Syncore's order: one whose parent is not there stands at the top,
 * and a ring of parents is opened at its first line. Of several lines with one id, the first is the parent.
 */
export function buildTree<L extends Pick<LineItem, 'lineId' | 'parentId'>>(lines: readonly L[]): LineNode<L>[] {
  const nodes = lines.map((line): LineNode<L> => ({ line, children: [] }));
  const indexOf = new Map<number, number>();
  lines.forEach(({ lineId }, index) => {
    if (lineId !== null && !indexOf.has(lineId)) indexOf.set(lineId, index);
  });
  const parents = lines.map(({ parentId }) => indexOf.get(parentId));
  openRings(parents);
  const top: LineNode<L>[] = [];
  nodes.forEach((node, index) => {
    const parent = parents[index];
    const siblings = parent === undefined ? top : nodes[parent]?.children;
    siblings?.push(node);
  });
  return top;
}

/** Walks up from each line once; a walk that meets itself has found a ring, whose first line then has no parent. */
function openRings(parents: (number | undefined)[]): void {
  const walkOf = new Map<number, number>();
  for (let start = 0; start < parents.length; start += 1) {
    let at: number | undefined = start;
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, start);
      at = parents[at];
    }
    if (at !== undefined && walkOf.get(at) === start) parents[firstOfRing(parents, at)] = undefined;
  }
}

function firstOfRing(parents: readonly (number | undefined)[], member: number): number {
  let first = member;
  for (let at = parents[member]; at !== undefined && at !== member; at = parents[at]) first = Math.min(first, at);
  return first;
}

/**
 * Gross profit of an order: its sub-total less the cost of every line that has a quantity and a cost, each rounded
 * half away from zero to the cent and counted once, whatever its place in the tree. Refunds (negative) count too.
 */
export function grossProfit(
  lines: readonly Pick<LineItem, 'quantity' | 'unitPriceE4' | 'unitCostE4'>[] | null,
  subTotalCents: number | null,
): GrossProfit {
  if (lines === null) return unknownProfit('lines_not_given', 0, 0);
  let costCents = 0;
  let costedLines = 0;
  let linesWithoutCost = 0;
  let uncostedCents = 0;
  for (const { quantity, unitPriceE4, unitCostE4 } of lines) {
    // Headings may say 0 for everything: with no quantity a cost is not the cost of anything.
    if (quantity === null || quantity === 0) continue;
    if (unitCostE4 !== null) {
      costCents += lineAmountCents(quantity, unitCostE4);
      costedLines += 1;
    } else if (quantity > 0 && unitPriceE4 !== null && unitPriceE4 > 0) {
      linesWithoutCost += 1;
      uncostedCents += lineAmountCents(quantity, unitPriceE4);
    }
  }
  if (costedLines === 0) return unknownProfit('no_costs', linesWithoutCost, uncostedCents);
  const profitCents = subTotalCents === null ? null : subTotalCents - costCents;
  return {
    costCents,
    profitCents,
    marginPercent: profitCents === null || subTotalCents === null ? null : marginPercent(profitCents, subTotalCents),
    linesWithoutCost,
    uncostedCents,
    reason: null,
  };
}

function unknownProfit(
  reason: 'lines_not_given' | 'no_costs',
  linesWithoutCost: number,
  uncostedCents: number,
): GrossProfit {
  return { costCents: null, profitCents: null, marginPercent: null, linesWithoutCost, uncostedCents, reason };
}
