import { marginPercent } from '../records/money.js';

/** What one order brings to one group: all of it, or its lines of one supplier or SKU. */
export type Portion = {
  orderId: number;
  subTotalCents: number | null;
  taxCents: number | null;
  totalCents: number | null;
  /** null where no line has a cost, or the lines were not given. */
  costCents: number | null;
  /** Whether it has a line that is sold and whose cost is not known. */
  withoutCost: boolean;
  linesGiven: boolean;
  /** In ten-thousandths. */
  quantityE4: number;
};

/** Portions added up. A sum is null where no portion has the amount. */
export type Figures = {
  /** Orders, each once, whatever number of portions it has here. */
  count: number;
  ordersWithoutCost: number;
  quantityE4: number;
  subTotalCents: number | null;
  taxCents: number | null;
  totalCents: number | null;
  costCents: number | null;
  profitCents: number | null;
  marginPercent: number | null;
  firstDay: string | null;
  lastDay: string | null;
  missing: Missing;
};

/** How many portions a sum had to do without, by what they lack. */
export type Missing = { subTotal: number; tax: number; total: number; lines: number };

/** Sums while portions come in. */
export type Tally = Omit<Figures, 'profitCents' | 'marginPercent'> & {
  /** Which orders were counted, where one can come in several portions. */
  seen: { orders: Set<number>; uncosted: Set<number> } | null;
};

/** `divided`: an order can come in several portions, and in several tallies, and still counts once. */
export function emptyTally(divided: boolean): Tally {
  return {
    seen: divided ? { orders: new Set(), uncosted: new Set() } : null,
    count: 0,
    ordersWithoutCost: 0,
    quantityE4: 0,
    subTotalCents: null,
    taxCents: null,
    totalCents: null,
    costCents: null,
    firstDay: null,
    lastDay: null,
    missing: { subTotal: 0, tax: 0, total: 0, lines: 0 },
  };
}

/** Counts a portion on a day, exactly. Undivided, an order comes once. */
export function addPortion(tally: Tally, portion: Portion, day: string): void {
  const { orderId, subTotalCents, taxCents, totalCents, costCents } = portion;
  if (tally.seen === null) {
    tally.count += 1;
    if (portion.withoutCost) tally.ordersWithoutCost += 1;
  } else {
    tally.seen.orders.add(orderId);
    if (portion.withoutCost) tally.seen.uncosted.add(orderId);
  }
  if (subTotalCents === null) tally.missing.subTotal += 1;
  if (taxCents === null) tally.missing.tax += 1;
  if (totalCents === null) tally.missing.total += 1;
  if (!portion.linesGiven) tally.missing.lines += 1;
  tally.subTotalCents = plus(tally.subTotalCents, subTotalCents);
  tally.taxCents = plus(tally.taxCents, taxCents);
  tally.totalCents = plus(tally.totalCents, totalCents);
  // A cost without what it was sold for would make a loss of it.
  if (subTotalCents !== null) tally.costCents = plus(tally.costCents, costCents);
  tally.quantityE4 += portion.quantityE4;
  stretch(tally, day, day);
}

/** Several tallies as one; an order in several of them is still one order. */
export function joined(tallies: readonly Tally[]): Tally {
  const out = emptyTally(tallies.some(({ seen }) => seen !== null));
  for (const tally of tallies) {
    for (const id of tally.seen?.orders ?? []) out.seen?.orders.add(id);
    for (const id of tally.seen?.uncosted ?? []) out.seen?.uncosted.add(id);
    out.count += tally.count;
    out.ordersWithoutCost += tally.ordersWithoutCost;
    out.quantityE4 += tally.quantityE4;
    out.subTotalCents = plus(out.subTotalCents, tally.subTotalCents);
    out.taxCents = plus(out.taxCents, tally.taxCents);
    out.totalCents = plus(out.totalCents, tally.totalCents);
    out.costCents = plus(out.costCents, tally.costCents);
    if (tally.firstDay !== null && tally.lastDay !== null) stretch(out, tally.firstDay, tally.lastDay);
    out.missing.subTotal += tally.missing.subTotal;
    out.missing.tax += tally.missing.tax;
    out.missing.total += tally.missing.total;
    out.missing.lines += tally.missing.lines;
  }
  return out;
}

/** The sums of a tally. Of no orders nothing was sold, which is known; what nothing cost is not. */
export function figuresOf({ seen, ...sums }: Tally): Figures {
  const count = seen?.orders.size ?? sums.count;
  const nothing = count === 0 ? 0 : null;
  const subTotalCents = sums.subTotalCents ?? nothing;
  const { costCents } = sums;
  const profitCents = subTotalCents === null || costCents === null ? null : subTotalCents - costCents;
  return {
    ...sums,
    count,
    ordersWithoutCost: seen?.uncosted.size ?? sums.ordersWithoutCost,
    subTotalCents,
    taxCents: sums.taxCents ?? nothing,
    totalCents: sums.totalCents ?? nothing,
    profitCents,
    marginPercent: profitCents === null || subTotalCents === null ? null : marginPercent(profitCents, subTotalCents),
  };
}

function plus(sum: number | null, cents: number | null): number | null {
  return cents === null ? sum : (sum ?? 0) + cents;
}

function stretch(tally: Tally, first: string, last: string): void {
  if (tally.firstDay === null || first < tally.firstDay) tally.firstDay = first;
  if (tally.lastDay === null || last > tally.lastDay) tally.lastDay = last;
}
