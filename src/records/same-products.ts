import { fold } from '../nearest.js';
import type { Product, ProductsView } from './product-shape.js';
import { normalSize, skuAndSize } from './size-names.js';

/** Pieces of one product in one colour and size; texts are as people compare them. */
type Goods = { sku: string; name: string; color: string; size: string; quantity: number };

/** Characters that nobody sees: they come along when text is pasted. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Whether two orders are for the same products in the same colours, sizes and quantities, as people compare them:
 * letter case and spaces of names do not count, nor do the order and the spelling of sizes, nor whether a size is
 * written into the SKU. Comments, prices, charges, decoration and suppliers are left out of it. A product without a
 * SKU is the one of its name in the other order.
 */
export function sameProducts(a: ProductsView, b: ProductsView): boolean {
  const [left, right] = [goodsOf(a), goodsOf(b)];
  const skus = skusByName([...left, ...right]);
  const [mine, theirs] = [left, right].map((goods) => counted(goods, skus));
  return mine === theirs;
}

function goodsOf({ products }: ProductsView): Goods[] {
  return products.flatMap((product) => {
    const colors = product.colors ?? [];
    const rows = colors.flatMap(({ color, sku, sizes }) => sizes.map((size) => ({ color: color ?? '', sku, ...size })));
    const name = plain(product.description ?? '');
    const own = withoutSize(
      product.sku ?? '',
      rows.map((row) => normalSize(row.size ?? '')),
    );
    if (rows.length === 0) {
      const color = colors.map((entry) => plain(entry.color ?? '')).sort();
      return [{ name, sku: own.sku, size: own.size, color: color.join('/'), quantity: piecesOf(product) }];
    }
    return rows.map((row) => {
      const named = normalSize(row.size ?? '');
      const below = withoutSize(row.sku ?? '', [named]);
      // What the SKU of a colour or a size says more than its product's is the colour and the size.
      const sku = own.sku || below.sku;
      const size = named || below.size || own.size;
      return { name, sku, size, color: plain(row.color), quantity: row.quantity ?? 0 };
    });
  });
}

/** Splits a size off a SKU where it is that of all sizes that have it: the L in `ABC-L` may also mean long. */
function withoutSize(text: string, sizes: readonly string[]): { sku: string; size: string } {
  const { base, size } = skuAndSize(text);
  if (size === null || sizes.some((named) => named !== '' && named !== size)) return { sku: plain(text), size: '' };
  return { sku: plain(base), size };
}

/** The pieces of a product without sizes stand on its own line, or on its price lines. */
function piecesOf({ quantity = 0, pricing = [] }: Product): number {
  return quantity || pricing.reduce((sum, priced) => sum + (priced.quantity ?? 0), 0);
}

/** The SKU of each name that has one; two SKUs of one name say nothing about a third product of that name. */
function skusByName(goods: readonly Goods[]): Map<string, string> {
  const skus = new Map<string, string>();
  for (const { name, sku } of goods) {
    if (name === '' || sku === '') continue;
    const known = skus.get(name);
    skus.set(name, known === undefined || known === sku ? sku : '');
  }
  return skus;
}

/** All goods of an order as one text, each kind once with its quantity. */
function counted(goods: readonly Goods[], skus: ReadonlyMap<string, string>): string {
  const quantities = new Map<string, number>();
  for (const { sku, name, color, size, quantity } of goods) {
    const known = sku || skus.get(name) || '';
    const key = JSON.stringify([known, known === '' ? name : '', color, size]);
    // Ten-thousandths are whole, so that 0.1 and 0.2 are 0.3.
    quantities.set(key, (quantities.get(key) ?? 0) + Math.round(quantity * 10_000));
  }
  return JSON.stringify([...quantities].filter(([, quantity]) => quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function plain(text: string): string {
  return fold(text.normalize('NFKC').replace(UNSEEN, ''));
}
