import type { LineItem } from './line-items.js';
import { e4ToValue, lineAmountCents } from './money.js';

/** A line as it will be sent; names are those of `LineItem`. */
export type NewLine = {
  type: string;
  description: string | null;
  sku: string | null;
  productId: number | null;
  quantity: number | null;
  /** In ten-thousandths of the currency unit, as the cost. */
  unitPriceE4: number | null;
  unitCostE4: number | null;
  taxability: string | null;
  /** Its id, or a name that whoever sends the line has to look up; with both, the id counts. */
  supplier: { id: number | null; name: string | null } | null;
  visible: boolean | null;
  fromStock: boolean | null;
  /** The position of an earlier line of the same list; null at the top. */
  parent: number | null;
  /** Where the caller wrote it, for refusals: `products[0].colors[1].sizes[0]`. */
  from: string;
};

/** What a line says; the rest of it is null. */
export type Said = Partial<Omit<NewLine, 'type' | 'parent' | 'from'>>;

/** A line before its place in the list is known. */
export type Below = { type: string; from: string; said: Said };

export function newLine(type: string, from: string, parent: number | null, said: Said): NewLine {
  return {
    type,
    description: null,
    sku: null,
    productId: null,
    quantity: null,
    unitPriceE4: null,
    unitCostE4: null,
    taxability: null,
    supplier: null,
    visible: null,
    fromStock: null,
    ...said,
    parent,
    from,
  };
}

/**
 * The body of a line's POST but for its `parent_id`, which the line above it gets when it is sent. Values are in
 * currency units; what is not known is left out, as is a supplier that nobody has looked up yet.
 */
export function lineBody(line: NewLine): Record<string, string | number | boolean> {
  const { unitPriceE4, unitCostE4 } = line;
  const fields = {
    type: line.type,
    description: line.description,
    sku: line.sku,
    product_id: line.productId,
    quantity: line.quantity,
    price_value: unitPriceE4 === null ? null : e4ToValue(unitPriceE4),
    cost_value: unitCostE4 === null ? null : e4ToValue(unitCostE4),
    taxability: line.taxability,
    supplier_id: line.supplier?.id ?? null,
    visible: line.visible,
    from_stock: line.fromStock,
  };
  const body: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== null) body[name] = value;
  return body;
}

/** The lines as they will be read, numbered from 1: what `toProducts` shows of them is what is going to be entered. */
export function asLineItems(lines: readonly NewLine[]): LineItem[] {
  return lines.map(({ parent, from, supplier, ...said }, index) => ({
    ...said,
    lineId: index + 1,
    parentId: parent === null ? 0 : parent + 1,
    supplier: supplier === null ? null : { ...supplier, type: null, class: null, asiId: null },
    lineTotalCents: null,
    raw: {},
  }));
}

/** What the lines sell for: each is rounded half away from zero to the cent, then they are summed. */
export function subTotalCents(lines: readonly NewLine[]): number {
  return lines.reduce((sum, { quantity, unitPriceE4 }) => {
    return quantity === null || unitPriceE4 === null ? sum : sum + lineAmountCents(quantity, unitPriceE4);
  }, 0);
}

/**
 * How many pieces the lines are for: those of the sizes and colours of each product; of a product without any, what
 * its own line says, else its price lines.
 */
export function pieces(lines: readonly NewLine[]): number {
  const tops: number[] = [];
  const counts = new Map<number, { sizes: number; own: number; priced: number }>();
  lines.forEach(({ type, parent, quantity }, index) => {
    const top = type === 'Asi' || parent === null ? index : (tops[parent] ?? index);
    tops.push(top);
    const count = counts.get(top) ?? { sizes: 0, own: 0, priced: 0 };
    counts.set(top, count);
    // Ten-thousandths are whole, so that 0.1 and 0.2 are 0.3.
    const added = Math.round((quantity ?? 0) * 10_000);
    if (type === 'Size' || type === 'Color') count.sizes += added;
    else if (type === 'Asi') count.own += added;
    else if (type === 'Pricing') count.priced += added;
  });
  return [...counts.values()].reduce((sum, { sizes, own, priced }) => sum + (sizes || own || priced), 0) / 10_000;
}
