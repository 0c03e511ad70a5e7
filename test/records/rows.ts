import { readLineItem } from '../../src/records/line-items.js';
import { type ProductsView, toProducts } from '../../src/records/products.js';

/** Lines by indentation level: `[level, type, description, rest]`, as one reads an order. */
export type Row = [level: number, type: string | null, description?: string, rest?: object];

export function lines(...rows: Row[]) {
  const path: number[] = [];
  return rows.map(([level, type, description, rest], index) => {
    path[level] = index + 1;
    const parent_id = level === 0 ? 0 : path[level - 1];
    return readLineItem({ line_id: index + 1, parent_id, type, description, sku: '', product_id: 0, ...rest });
  });
}

export function view(...rows: Row[]): ProductsView {
  return toProducts(lines(...rows));
}

export type Entry = { quantity?: number; price_value?: number; cost_value?: number };

/** Every entry of a view that stands for a line with amounts, a size with the price that it has from its product. */
export function entries(shown: ProductsView): Entry[] {
  return [
    ...shown.charges,
    ...(shown.other ?? []),
    ...shown.products.flatMap(({ colors = [], pricing = [], decoration = [], charges = [], other = [], ...own }) => {
      const { price_value, cost_value } = own;
      const shared: Entry = {
        ...(price_value === undefined ? {} : { price_value }),
        ...(cost_value === undefined ? {} : { cost_value }),
      };
      const sizes = colors.flatMap((color) => color.sizes).map((size): Entry => ({ ...shared, ...size }));
      const self: Entry[] = sizes.length === 0 ? [own] : [];
      return [...self, ...sizes, ...pricing, ...decoration, ...charges, ...other];
    }),
  ];
}

export function sum(list: Entry[], value: (entry: Entry) => number | undefined): bigint {
  return list.reduce((total, entry) => {
    const unit = value(entry);
    if (entry.quantity === undefined || unit === undefined) return total;
    return total + BigInt(Math.round(entry.quantity * 100)) * BigInt(Math.round(unit * 10_000));
  }, 0n);
}
