import type { Decoration, Product } from './catalog.js';
import type { Supplier } from './types.js';

/** What a sales order sells, before it is written out as lines. */
export type Basket = {
  habits: Habits;
  opening: Remark | null;
  products: ProductSpec[];
  lateSizes: LateSizes | null;
  closing: Remark | null;
};

/** How a shop enters its orders: habits differ between people, and every form has been seen. */
export type Habits = { sizeInSku: boolean; visibleAsText: boolean; zerosForEmpty: boolean };

export type Remark = { text: string; hidden: boolean };

/** Sizes that somebody added under a comment instead of under their product. */
export type LateSizes = { text: string; sizes: { size: string; quantity: number }[]; price: number; cost: number };

export type DecorationSpec = {
  method: Decoration;
  decorator: Supplier | null;
  location: string | null;
  size: string | null;
  designName: string | null;
  colors: string;
  stitchCount: string | null;
};

export type ChargeSpec = { description: string; quantity: number; price: number; cost: number };

/** One product of an order; `sizes` holds a single empty size where the product comes in one. */
export type ProductSpec = {
  product: Product;
  maker: Supplier | null;
  price: number;
  colors: { color: string; quantity: number; sizes: { size: string; quantity: number }[] }[];
  decoration: DecorationSpec | null;
  setup: ChargeSpec | null;
  run: ChargeSpec | null;
  comment: string | null;
  /** false where nobody entered the cost. */
  showCost: boolean;
};

export function pieces(colors: ProductSpec['colors']): number {
  return colors.reduce((sum, { quantity }) => sum + quantity, 0);
}
