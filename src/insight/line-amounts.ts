import type { Ref } from '../records/fields.js';
import { buildTree } from '../records/line-items.js';
import { lineAmountCents, toE4 } from '../records/money.js';
import type { HeldLine } from './held.js';

/** A line of an order that counts in a sum, with the supplier and the SKU that it counts for. */
export type CountedLine = {
  supplier: Ref | null;
  sku: string | null;
  /** What it sells for; on a purchase order, what is paid. 0 where it has no price. */
  amountCents: number;
  costCents: number | null;
  /** Whether it is sold and its cost is not known. */
  withoutCost: boolean;
  quantityE4: number;
};

/** What the lines above say for those that say nothing of it themselves. */
type Above = { supplier: Ref | null; sku: string | null; inProduct: boolean };

/** Money without pieces: a set-up is not one more shirt. */
const NO_PIECES = /charge$|^decoration|^stitchcount$|^designname$|^coloratimprint$/;

/**
 * The lines of a sales order that have an amount, each once, at its own price and cost. Most lines below a product
 * name neither supplier nor SKU: they count for those of the product.
 */
export function soldLines(lines: readonly HeldLine[]): CountedLine[] {
  return counted(lines, (line, quantity) => {
    const { unitPriceE4, unitCostE4 } = line;
    if (unitPriceE4 === null && unitCostE4 === null) return null;
    return {
      amountCents: unitPriceE4 === null ? 0 : lineAmountCents(quantity, unitPriceE4),
      costCents: unitCostE4 === null ? null : lineAmountCents(quantity, unitCostE4),
      withoutCost: unitCostE4 === null && quantity > 0 && unitPriceE4 !== null && unitPriceE4 > 0,
      hasPieces: unitPriceE4 !== null,
    };
  });
}

/** The same of a purchase order, at what is paid: its lines come with a cost, and were seen without a price. */
export function boughtLines(lines: readonly HeldLine[]): CountedLine[] {
  return counted(lines, ({ unitPriceE4, unitCostE4 }, quantity) => {
    const unitE4 = unitCostE4 ?? unitPriceE4;
    if (unitE4 === null) return null;
    return { amountCents: lineAmountCents(quantity, unitE4), costCents: null, withoutCost: false, hasPieces: true };
  });
}

type Amounts = Pick<CountedLine, 'amountCents' | 'costCents' | 'withoutCost'> & { hasPieces: boolean };

/** Without recursion: a chain of lines may be as deep as an answer is long. */
function counted(
  lines: readonly HeldLine[],
  amounts: (line: HeldLine, quantity: number) => Amounts | null,
): CountedLine[] {
  const out: CountedLine[] = [];
  const top: Above = { supplier: null, sku: null, inProduct: false };
  const waiting = buildTree(lines).map((node) => ({ node, above: top }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, above } = next;
    const { line } = node;
    const kind = line.type?.trim().toLowerCase() ?? '';
    const isCharge = NO_PIECES.test(kind);
    const supplier = line.supplier ?? above.supplier;
    const sku = skuOf(line, above, isCharge);
    const own = line.quantity === null || line.quantity === 0 ? null : amounts(line, line.quantity);
    if (own !== null && line.quantity !== null) {
      const { hasPieces, ...money } = own;
      const quantityE4 = hasPieces && !(isCharge && (above.inProduct || line.sku === null)) ? toE4(line.quantity) : 0;
      out.push({ supplier, sku, ...money, quantityE4 });
    }
    const inProduct = above.inProduct || kind === 'asi';
    for (const child of node.children) waiting.push({ node: child, above: { supplier, sku, inProduct } });
  }
  return out;
}

/**
 * The SKU that a line counts for: its own, else that of the line above. A charge under a product counts for the
 * product; so does a size whose SKU is the product's with the size behind it.
 */
function skuOf({ sku }: HeldLine, above: Above, isCharge: boolean): string | null {
  if (sku === null || above.sku === null) return sku ?? above.sku;
  if (isCharge && above.inProduct) return above.sku;
  return isSizeOf(sku, above.sku) ? above.sku : sku;
}

function isSizeOf(sku: string, product: string): boolean {
  const [whole, base] = [sku.trim().toLowerCase(), product.trim().toLowerCase()];
  return whole.startsWith(base) && /^[-_ /.]/.test(whole.slice(base.length));
}
