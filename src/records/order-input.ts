/*
 * What a caller may write of the lines of an order: all that `ProductsView` can show, and what only a write can say.
 * A name that was left out is undefined here, for hosts send null and "" for it: so `size` and `color` may be missing
 * where a view says null.
 */

export type AmountsInput = {
  quantity?: number | undefined;
  price_value?: number | undefined;
  cost_value?: number | undefined;
};

export type MarksInput = {
  sku?: string | undefined;
  supplier_id?: number | undefined;
  supplier?: string | undefined;
  visible?: boolean | undefined;
  /** Syncore works it out; shown by a read, left out of a write. */
  line_total_value?: number | undefined;
};

/** Without a name: the amounts of the colour's own line. */
export type SizeInput = { size?: string | null | undefined } & AmountsInput & MarksInput;

/** Without a name: sizes straight under the product, or under a comment. */
export type ColorInput = {
  color?: string | null | undefined;
  comment?: string | undefined;
  sizes?: readonly SizeInput[] | undefined;
} & MarksInput;

export type DecorationInput = {
  method?: string | undefined;
  location?: string | undefined;
  size?: string | undefined;
  colors?: readonly string[] | undefined;
  stitch_count?: number | undefined;
  design_name?: string | undefined;
  color_at_imprint?: string | undefined;
  vendor?: string | undefined;
  vendor_id?: number | undefined;
  comment?: string | undefined;
  hidden?: readonly string[] | undefined;
} & AmountsInput &
  MarksInput;

export type PricingInput = { description?: string | undefined } & AmountsInput & MarksInput;

/** `type` is `SetupCharge` or `RunCharge`. */
export type ChargeInput = { type?: string | undefined; description?: string | undefined } & AmountsInput & MarksInput;

export type OtherInput = { type?: string | undefined; description?: string | undefined } & AmountsInput & MarksInput;

/** What a product and the order itself can both hold. */
export type ShelfInput = {
  charges?: readonly ChargeInput[] | undefined;
  comments?: readonly string[] | undefined;
  other?: readonly OtherInput[] | undefined;
};

export type ProductInput = {
  /** `Comment` for sizes under a comment without a product; else it is left out, or `Asi`. */
  type?: string | undefined;
  description?: string | undefined;
  product_id?: number | undefined;
  /** Of the product and of everything with a price under it. */
  taxability?: string | undefined;
  from_stock?: boolean | undefined;
  colors?: readonly ColorInput[] | undefined;
  pricing?: readonly PricingInput[] | undefined;
  decoration?: readonly DecorationInput[] | undefined;
} & ShelfInput &
  AmountsInput &
  MarksInput;

/** A line as it is; `parent` is the position, from 0, of an earlier item of the same list. */
export type LineInput = {
  type?: string | undefined;
  description?: string | undefined;
  product_id?: number | undefined;
  taxability?: string | undefined;
  from_stock?: boolean | undefined;
  parent?: number | undefined;
} & AmountsInput &
  MarksInput;

export type OrderLinesInput = {
  products?: readonly ProductInput[] | undefined;
  line_items?: readonly LineInput[] | undefined;
} & ShelfInput;
