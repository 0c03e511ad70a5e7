import { type Basket, type DecorationSpec, type ProductSpec, pieces, type Remark } from './basket.js';
import { upcharges } from './catalog.js';
import { dollars, lineCents } from './money.js';
import type { LineItem, Supplier } from './types.js';

/** What makes a line count in money. A cost that is not shown is still what the supplier is paid. */
type Priced = { quantity: number; price: number; cost: number; showCost: boolean };

/** What few lines have. */
type Extra = { sku?: string; productId?: number; supplier?: Supplier | null; hidden?: boolean };

/**
 * Takes the lines of an order one after the other and gives each one's id. `buyFrom` is who is sent the line on a
 * purchase order. There are two: one adds up, the other builds the records.
 */
type Sink = (
  parentId: number,
  type: string,
  description: string,
  buyFrom: Supplier | null,
  priced: Priced | null,
  extra?: Extra,
) => number;

function writeQuantities(add: Sink, productLine: number, spec: ProductSpec, sizeInSku: boolean): void {
  const { product, maker, price, showCost } = spec;
  const { cost, layout, sku } = product;
  for (const { color, quantity, sizes } of spec.colors) {
    const onColor = layout === 'colors' ? { quantity, price, cost, showCost } : null;
    const colorLine = add(productLine, 'Color', color, maker, onColor);
    if (layout !== 'sizes') continue;
    for (const { size, quantity } of sizes) {
      const priced = { quantity, price, cost, showCost };
      const extra = upcharges[size];
      if (extra !== undefined) {
        priced.price = Math.round((price + extra.price) * 1000) / 1000;
        priced.cost = Math.round((cost + extra.cost) * 10_000) / 10_000;
      }
      if (sizeInSku) add(colorLine, 'Size', size, maker, priced, { sku: `${sku}-${size}` });
      else add(colorLine, 'Size', size, maker, priced);
    }
  }
  if (layout === 'pricing') {
    add(productLine, 'Pricing', '', maker, { quantity: pieces(spec.colors), price, cost, showCost });
  }
}

function writeDecoration(add: Sink, productLine: number, decoration: DecorationSpec): void {
  const { decorator, location, size, stitchCount, designName } = decoration;
  const method = add(productLine, 'DecorationMethod', decoration.method, decorator, null);
  if (location !== null) add(method, 'DecorationLocation', location, decorator, null);
  if (size !== null) add(method, 'DecorationSize', size, decorator, null);
  if (stitchCount !== null) add(method, 'StitchCount', stitchCount, decorator, null);
  if (designName !== null) add(method, 'DesignName', designName, decorator, null);
  add(method, 'DecorationColor', decoration.colors, decorator, null);
}

/** Writes a product with its colours, sizes, decoration and charges, in the order that Syncore shows them. */
function writeProduct(add: Sink, spec: ProductSpec, sizeInSku: boolean): void {
  const { product, maker, decoration, price, showCost } = spec;
  const { sku, productId, name, cost, layout } = product;
  const onProduct = layout === 'plain' ? { quantity: pieces(spec.colors), price, cost, showCost } : null;
  const productLine = add(0, 'Asi', name, maker, onProduct, { sku, productId, supplier: maker });
  writeQuantities(add, productLine, spec, sizeInSku);
  if (decoration !== null) writeDecoration(add, productLine, decoration);
  const by = decoration?.decorator ?? maker;
  // A charge names its supplier only where it is another one than the product's.
  const supplier = by === maker ? null : by;
  for (const [type, charge] of [
    ['SetupCharge', spec.setup],
    ['RunCharge', spec.run],
  ] as const) {
    if (charge === null) continue;
    const { description, quantity, price, cost } = charge;
    add(productLine, type, description, by, { quantity, price, cost, showCost }, { supplier });
  }
  if (spec.comment !== null) add(productLine, 'ProductComment', spec.comment, maker, null, { hidden: true });
}

function writeRemark(add: Sink, remark: Remark | null): void {
  if (remark !== null) add(0, 'Comment', remark.text, null, null, { hidden: remark.hidden });
}

function writeBasket(add: Sink, basket: Basket): void {
  const { habits, lateSizes } = basket;
  writeRemark(add, basket.opening);
  for (const spec of basket.products) writeProduct(add, spec, habits.sizeInSku);
  if (lateSizes !== null) {
    const comment = add(0, 'Comment', lateSizes.text, null, null);
    const { price, cost } = lateSizes;
    for (const { size, quantity } of lateSizes.sizes) {
      add(comment, 'Size', size, null, { quantity, price, cost, showCost: true });
    }
  }
  writeRemark(add, basket.closing);
}

/** What one supplier gets of an order. */
export type Share = { supplier: Supplier; lineCount: number; costCents: number };

export type Sums = { lineCount: number; subTotalCents: number; shares: Share[] };

/** Adds an order up without building its lines: an account has 25,000 of them, and few are ever looked at. */
export function sumBasket(basket: Basket): Sums {
  const sums: Sums = { lineCount: 0, subTotalCents: 0, shares: [] };
  writeBasket((_parent, _type, _description, buyFrom, priced) => {
    sums.lineCount += 1;
    if (priced !== null) sums.subTotalCents += lineCents(priced.quantity, priced.price);
    if (buyFrom !== null) {
      let share = sums.shares.find(({ supplier }) => supplier === buyFrom);
      if (share === undefined) {
        share = { supplier: buyFrom, lineCount: 0, costCents: 0 };
        sums.shares.push(share);
      }
      share.lineCount += 1;
      if (priced !== null) share.costCents += lineCents(priced.quantity, priced.cost);
    }
    return sums.lineCount;
  }, basket);
  return sums;
}

/** Builds the lines of a sales order, numbered from `firstLineId`. */
export function salesLines(basket: Basket, firstLineId: number): LineItem[] {
  const { visibleAsText, zerosForEmpty } = basket.habits;
  const empty = zerosForEmpty ? 0 : null;
  const lines: LineItem[] = [];
  writeBasket((parentId, type, description, _buyFrom, priced, extra = {}) => {
    const { sku = '', productId = 0, supplier = null, hidden = false } = extra;
    const lineId = firstLineId + lines.length;
    const noCost = priced?.showCost === false;
    lines.push({
      line_id: lineId,
      parent_id: parentId,
      type,
      description,
      sku,
      product_id: productId,
      quantity: priced?.quantity ?? empty,
      price_value: priced?.price ?? empty,
      // A cost that nobody entered is null in one shop's records and missing in another's.
      ...(noCost && zerosForEmpty ? {} : { cost_value: noCost ? null : (priced?.cost ?? empty) }),
      line_total_value: priced === null ? empty : dollars(lineCents(priced.quantity, priced.price)),
      taxability: 'Taxable',
      // A copy: records may be changed by a test, the catalogue never.
      supplier: supplier === null ? null : { ...supplier },
      visible: visibleAsText ? String(!hidden) : !hidden,
      from_stock: false,
    });
    return lineId;
  }, basket);
  return lines;
}

/** Builds the lines that one supplier is sent: its part of the same tree, at cost, numbered from `firstLineId`. */
export function purchaseLines(basket: Basket, to: Supplier, firstLineId: number): LineItem[] {
  const lines: LineItem[] = [];
  writeBasket((parentId, type, description, buyFrom, priced, extra = {}) => {
    // 0 stands for the top: a decorator's lines come without the product above them.
    if (buyFrom !== to) return 0;
    const { sku = '', productId = 0, supplier = null } = extra;
    const lineId = firstLineId + lines.length;
    lines.push({
      line_id: lineId,
      parent_id: parentId,
      type,
      description,
      sku,
      product_id: productId,
      quantity: priced?.quantity ?? null,
      price_value: null,
      cost_value: priced?.cost ?? null,
      line_total_value: priced === null ? null : dollars(lineCents(priced.quantity, priced.cost)),
      taxability: 'Exempt',
      supplier: supplier === null ? null : { ...supplier },
      visible: true,
      from_stock: false,
    });
    return lineId;
  }, basket);
  return lines;
}
