import type { LineItem } from './line-items.js';
import { centsToValue, e4ToValue, lineAmountCents } from './money.js';

/*
 * An order's lines as people think of them. Each entry stands for one line (a text, a colour and a decoration's
 * details too), so that the way back is one line for each; what has no place of its own is in `other`, whole.
 * Names are those of the tools' interface; values are in currency units. What a line does not have is left out.
 */

export type Amounts = { quantity?: number; price_value?: number; cost_value?: number };

export type Marks = {
  /** On anything below a product: only where it is not the product's. The supplier too. */
  sku?: string;
  supplier_id?: number;
  supplier?: string;
  /** Hidden from the client. */
  visible?: false;
  /** Syncore's own total of the line, where quantity × price does not say the same. */
  line_total_value?: number;
};

/** `size` is null for amounts that stand on the colour's own line. */
export type Size = { size: string | null } & Amounts & Marks;

/** `color` is null for sizes without a colour; these may hang under a comment instead. */
export type Color = { color: string | null; comment?: string; sizes: Size[] } & Marks;

export type Decoration = {
  method?: string;
  location?: string;
  size?: string;
  colors?: string[];
  stitch_count?: number;
  design_name?: string;
  color_at_imprint?: string;
  vendor?: string;
  vendor_id?: number;
  comment?: string;
  /** Which of these the client does not see. */
  hidden?: string[];
} & Amounts &
  Marks;

export type Charge = { type: 'SetupCharge' | 'RunCharge'; description?: string } & Amounts & Marks;

export type Pricing = { description?: string } & Amounts & Marks;

export type OtherLine = { type?: string; description?: string } & Amounts & Marks;

/** With sizes, `price_value` and `cost_value` are those of every size that could show its own. */
export type Product = {
  /** Where sizes were found under a comment, without a product. */
  type?: 'Comment';
  description?: string;
  /** Taken out of the distributor's own stock; shown only where it is. */
  from_stock?: true;
} & Amounts &
  Marks & {
    colors?: Color[];
    pricing?: Pricing[];
    decoration?: Decoration[];
    charges?: Charge[];
    comments?: string[];
    other?: OtherLine[];
  };

export type ProductsView = { products: Product[]; charges: Charge[]; comments: string[]; other?: OtherLine[] };

/** The type of a line in lower case; '' where it has none. */
export function kindOf(line: LineItem): string {
  return line.type?.trim().toLowerCase() ?? '';
}

export function amounts(line: LineItem): Amounts {
  const shown: Amounts = {};
  if (line.quantity !== null) shown.quantity = line.quantity;
  if (line.unitPriceE4 !== null) shown.price_value = e4ToValue(line.unitPriceE4);
  if (line.unitCostE4 !== null) shown.cost_value = e4ToValue(line.unitCostE4);
  return shown;
}

/** The amounts of a line that mostly has none: zeros everywhere are how such a line comes. */
export function ownAmounts(line: LineItem): Amounts {
  return hasAmounts(line) ? amounts(line) : {};
}

export function hasAmounts(line: LineItem): boolean {
  return Boolean(line.quantity) || Boolean(line.unitPriceE4) || Boolean(line.unitCostE4);
}

/** What a line says besides text and amounts; `product` is the line of the product that it belongs to. */
export function marks(line: LineItem, product: LineItem | null): Marks {
  const shown: Marks = {};
  if (line.sku !== null && line.sku !== product?.sku) shown.sku = line.sku;
  if (line.supplier !== null && !sameSupplier(line, product)) {
    if (line.supplier.id !== null) shown.supplier_id = line.supplier.id;
    if (line.supplier.name !== null) shown.supplier = line.supplier.name;
  }
  if (line.visible === false) shown.visible = false;
  if (line.lineTotalCents !== null && hasTotalOfItsOwn(line)) {
    shown.line_total_value = centsToValue(line.lineTotalCents);
  }
  return shown;
}

/** Whether Syncore's total of the line says something that its amounts do not. */
export function hasTotalOfItsOwn({ quantity, unitPriceE4, unitCostE4, lineTotalCents }: LineItem): boolean {
  if (lineTotalCents === null) return false;
  const computed = [unitPriceE4, unitCostE4].map((unit) =>
    quantity === null || unit === null ? null : lineAmountCents(quantity, unit),
  );
  // Which of the two a purchase order's line totals is not known.
  if (computed.includes(lineTotalCents)) return false;
  return lineTotalCents !== 0 || (computed[0] ?? 0) !== 0;
}

/** A line whose place takes its text only would lose these. */
export function isMoreThanText(line: LineItem): boolean {
  return hasAmounts(line) || hasTotalOfItsOwn(line);
}

export function otherLine(line: LineItem, product: LineItem | null): OtherLine {
  return { ...(line.type === null ? {} : { type: line.type }), ...plainLine(line, product) };
}

/** Description, amounts and marks: all that most lines have. */
export function plainLine(line: LineItem, product: LineItem | null): Pricing {
  return { ...described(line), ...ownAmounts(line), ...marks(line, product) };
}

export function described(line: LineItem): { description?: string } {
  return line.description === null ? {} : { description: line.description };
}

function sameSupplier(line: LineItem, product: LineItem | null): boolean {
  const [a, b] = [line.supplier, product?.supplier];
  return a !== null && b !== null && b !== undefined && a.id === b.id && a.name === b.name;
}
