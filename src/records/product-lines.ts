import { fold } from '../nearest.js';
import { type ColorLines, holdsSizes, readColors } from './color-lines.js';
import { placeStrays, readDecorations } from './decoration-lines.js';
import {
  type Findings,
  type LineAmounts,
  NO_AMOUNTS,
  readAmounts,
  readGivenId,
  readMarks,
  readText,
  refuse,
  unlessZero,
} from './input-checks.js';
import { readLineType } from './line-types.js';
import { type Below, type NewLine, newLine, type Said } from './new-line.js';
import type { OtherInput, ProductInput } from './order-input.js';
import { readPlain, readShelf } from './shelf-lines.js';

/** The lines of an order while they are made. */
export type Sheet = { lines: NewLine[]; findings: Findings };

/** Puts a line at the end, and gives its position. */
export function push({ lines }: Sheet, { type, from, said }: Below, parent: number | null): number {
  return lines.push(newLine(type, from, parent, said)) - 1;
}

/**
 * Writes a product with all that is under it, as a person types it: colours with their sizes, price lines,
 * decoration with its details, charges, comments, the rest. `from` is where the caller wrote it.
 */
export function writeProduct(product: ProductInput, from: string, sheet: Sheet): void {
  const { findings } = sheet;
  const { pricing = [] } = product;
  const sized = holdsSizes(product);
  const own = ownEntry(product, sized);
  const amounts = readAmounts(product, from, sized || pricing.length > 0 ? 'heading' : 'refused', findings);
  const colors = readColors(product, amounts, from, findings);
  const prices = pricing.map((entry, index) => readPlain(entry, 'Pricing', `${from}.pricing[${index}]`, findings));
  const decorations = readDecorations(product.decoration, `${from}.decoration`, findings);
  const shelf = readShelf(product, `${from}.`, findings, own);
  const loose = placeStrays(shelf.strays, decorations);
  const head = readHead(product, colors, from, findings);
  const ofHead = sized ? readOwn(product.other?.[own], colors, `${from}.other[${own}]`, findings) : amounts;
  Object.assign(head.said, pricing.length > 0 ? unlessZero(ofHead) : ofHead);
  if (!sized && !amounts.quantity && !prices.some(({ said }) => said.quantity)) {
    findings.notes.push(`${from} has no quantity, so it adds nothing to the order.`);
  }

  const top = push(sheet, head, null);
  const under = (line: Below, parent = top) => push(sheet, { ...line, said: belowHead(line, head.said) }, parent);
  for (const { line, sizes } of colors) {
    const parent = line === null ? top : under(line);
    for (const size of sizes) under(size, parent);
  }
  for (const price of prices) under(price);
  for (const { method, details } of decorations) {
    const parent = method === null ? top : under(method);
    // A detail shows its supplier even where it is the product's.
    for (const detail of details) push(sheet, detail, parent);
  }
  for (const line of [...shelf.charges, ...shelf.comments]) under(line);
  for (const line of loose) push(sheet, line, top);
  for (const line of shelf.other) under(line);
}

/** The product's own line but for its amounts. */
function readHead(product: ProductInput, colors: readonly ColorLines[], from: string, findings: Findings): Below {
  const { kind, type } = readLineType(product.type ?? 'Asi');
  const isProduct = type === 'Asi' || type === 'Comment';
  if (!isProduct || kind !== 'known') {
    const message = 'must be left out, or Comment for sizes under a comment';
    refuse(findings, `${from}.type`, message, isProduct ? type : undefined);
  }
  if (type === 'Comment' && !colors.some(({ line }) => line?.type !== 'Comment')) {
    refuse(findings, `${from}.colors`, 'must hold a color or sizes: a text alone belongs in comments');
  }
  const description = readText(product.description, `${from}.description`, 'text', findings);
  const marks = readMarks(product, from, findings);
  if (description === null && !product.description?.trim() && !product.sku?.trim()) {
    refuse(findings, `${from}.description`, 'is missing, and so is the SKU: one of them has to name the product');
  }
  const productId = readGivenId(product.product_id, `${from}.product_id`, findings);
  const taxability = readText(product.taxability, `${from}.taxability`, 'name', findings);
  return { type, from, said: { description, ...marks, productId, taxability, fromStock: product.from_stock ?? null } };
}

/** The entry of `other` that holds the amounts of the product's own line, where its sizes have theirs; else -1. */
function ownEntry({ type = 'Asi', other = [] }: ProductInput, sized: boolean): number {
  if (!sized) return -1;
  const own = readLineType(type).type;
  return other.findIndex((entry) => {
    const amounts = entry.quantity ?? entry.price_value ?? entry.cost_value;
    const says = entry.description ?? entry.sku ?? entry.supplier ?? entry.supplier_id ?? entry.visible;
    return amounts !== undefined && says === undefined && readLineType(entry.type ?? '').type === own;
  });
}

/** Its amounts; without a quantity, a price that all sizes have is not said twice, as when it is read. */
function readOwn(
  entry: OtherInput | undefined,
  colors: readonly ColorLines[],
  from: string,
  findings: Findings,
): LineAmounts {
  if (entry === undefined) return NO_AMOUNTS;
  if (entry.line_total_value !== undefined) findings.derived.push(`${from}.line_total_value`);
  const amounts = readAmounts(entry, from, 'heading', findings);
  if (amounts.quantity) return amounts;
  const priced = colors.flatMap(({ line, sizes }) => (line?.said.quantity ? [line, ...sizes] : sizes));
  const unless = (field: 'unitPriceE4' | 'unitCostE4') => {
    const unit = amounts[field];
    return unit === 0 || priced.every(({ said }) => said[field] === unit) ? null : unit;
  };
  return { quantity: null, unitPriceE4: unless('unitPriceE4'), unitCostE4: unless('unitCostE4') };
}

/** What a line below the product says: SKU and supplier only where they are not the product's. */
function belowHead({ type, said }: Below, head: Said): Said {
  const isPriced = (said.quantity ?? said.unitPriceE4 ?? said.unitCostE4 ?? null) !== null;
  const isGoods = isPriced && (type === 'Size' || type === 'Color' || type === 'Pricing');
  return {
    ...said,
    sku: said.sku === head.sku ? null : (said.sku ?? null),
    supplier: isSame(said.supplier, head.supplier) ? null : (said.supplier ?? null),
    taxability: isPriced ? (head.taxability ?? null) : null,
    fromStock: isGoods ? (head.fromStock ?? null) : null,
  };
}

function isSame(a: Said['supplier'], b: Said['supplier']): boolean {
  if (!a || !b) return false;
  if (a.id !== null && b.id !== null) return a.id === b.id;
  return a.name !== null && b.name !== null && fold(a.name) === fold(b.name);
}
