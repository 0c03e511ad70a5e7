import { addDetail, DETAILS, withMethod } from './decoration.js';
import { buildTree, type LineItem, type LineNode } from './line-items.js';
import {
  type Amounts,
  amounts,
  type Charge,
  type Color,
  type Decoration,
  described,
  hasAmounts,
  isMoreThanText,
  kindOf,
  marks,
  type OtherLine,
  otherLine,
  ownAmounts,
  type Pricing,
  type Product,
  type ProductsView,
  plainLine,
  type Size,
} from './product-shape.js';

export type { Charge, Color, Decoration, OtherLine, Pricing, Product, ProductsView, Size } from './product-shape.js';

/** What a product and the order itself can both hold. */
type Shelf = { line: LineItem | null; charges: Charge[]; comments: string[]; other: OtherLine[] };

/** A product while its lines come in. */
type Draft = Shelf & { line: LineItem; colors: Color[]; pricing: Pricing[]; decoration: Decoration[] };

type Order = Shelf & { products: Draft[] };

/** Where a line hangs: the nearest product, colour and decoration above it. */
type Scope = { product: Draft | null; color: Color | null; decoration: Decoration | null };

/**
 * The lines of an order as products, with their colours, sizes, decoration and charges. Never throws, and loses no
 * line: the sum of quantity × price, and of quantity × cost, is that of the lines (a size without a price or cost has
 * its product's). Written without recursion, for a chain of lines may be as deep as an answer is long.
 */
export function toProducts(lines: readonly LineItem[]): ProductsView {
  const order: Order = { line: null, charges: [], comments: [], other: [], products: [] };
  const outside: Scope = { product: null, color: null, decoration: null };
  const waiting = buildTree(lines)
    .toReversed()
    .map((node) => ({ node, scope: outside }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const scope = place(next.node, next.scope, order);
    for (const node of next.node.children.toReversed()) waiting.push({ node, scope });
  }
  const { charges, comments, other } = order;
  const view: ProductsView = { products: order.products.map(toProduct), charges, comments };
  if (other.length > 0) view.other = other;
  return view;
}

/** Puts one line where it belongs, and gives the scope of the lines under it. */
function place(node: LineNode, scope: Scope, order: Order): Scope {
  const { product } = scope;
  const kind = kindOf(node.line);
  if (kind === 'asi' || (kind === 'comment' && product === null && holds(node, 'size', 'color'))) {
    return beginProduct(node.line, order);
  }
  const inner = product === null ? null : placeInProduct(node, kind, product, scope);
  if (inner !== null) return inner;
  placeOnShelf(node.line, kind, product ?? order);
  return scope;
}

/** What has a place in a product only; null where the line has none there. */
function placeInProduct(node: LineNode, kind: string, product: Draft, scope: Scope): Scope | null {
  const { line } = node;
  // A comment that holds colours only is a text above them; one that holds sizes stands where their colour would.
  if (kind === 'color' || (kind === 'comment' && holds(node, 'size'))) return beginColor(line, product, scope);
  if (kind === 'decorationmethod') return beginDecoration(node, product, scope);
  if (kind === 'size') addSize(line, product, scope.color);
  else if (kind === 'pricing') product.pricing.push(plainLine(line, product.line));
  else if (!addToDecoration(kind, line, product, scope.decoration)) return null;
  return scope;
}

function placeOnShelf(line: LineItem, kind: string, shelf: Shelf): void {
  if (kind === 'comment' || kind === 'productcomment') addComment(line, shelf);
  else if (kind === 'setupcharge') shelf.charges.push(charge('SetupCharge', line, shelf));
  else if (kind === 'runcharge') shelf.charges.push(charge('RunCharge', line, shelf));
  // A decoration's details name whoever makes them, be it the product's own supplier.
  else shelf.other.push(otherLine(line, DETAILS.has(kind) ? null : shelf.line));
}

/** Sizes were seen under a comment as well: it then stands where a colour or a product would. */
function holds(node: LineNode, ...kinds: string[]): boolean {
  return node.children.some(({ line }) => kinds.includes(kindOf(line)));
}

function beginProduct(line: LineItem, order: Order): Scope {
  const product: Draft = { line, charges: [], comments: [], other: [], colors: [], pricing: [], decoration: [] };
  order.products.push(product);
  return { product, color: null, decoration: null };
}

function beginColor(line: LineItem, product: Draft, scope: Scope): Scope {
  const name = line.description ?? '';
  const color: Color = {
    ...(kindOf(line) === 'comment' ? { color: null, comment: name } : { color: name }),
    ...marks(line, product.line),
    sizes: hasAmounts(line) ? [{ size: null, ...amounts(line) }] : [],
  };
  product.colors.push(color);
  return { ...scope, color };
}

function addSize(line: LineItem, product: Draft, under: Color | null): void {
  const size: Size = { size: line.description ?? '', ...amounts(line), ...marks(line, product.line) };
  const last = product.colors.at(-1);
  const loose = last?.color === null && last.comment === undefined ? last : undefined;
  const color = under ?? loose;
  if (color === undefined) product.colors.push({ color: null, sizes: [size] });
  else color.sizes.push(size);
}

function beginDecoration(node: LineNode, product: Draft, scope: Scope): Scope {
  const last = product.decoration.at(-1) ?? null;
  const begun = withMethod(node, product.line, last);
  if (begun !== null) product.decoration.push(begun);
  return { ...scope, decoration: begun ?? last };
}

function addToDecoration(kind: string, line: LineItem, product: Draft, under: Decoration | null): boolean {
  const detail = DETAILS.get(kind);
  if (detail === undefined) return false;
  const known = under ?? product.decoration.at(-1);
  if (known !== undefined) return addDetail(known, detail, line);
  const begun: Decoration = {};
  if (!addDetail(begun, detail, line)) return false;
  if (Object.keys(begun).length > 0) product.decoration.push(begun);
  return true;
}

function addComment(line: LineItem, shelf: Shelf): void {
  // A text cannot say that it is hidden from the client, or what it costs.
  if (line.visible === false || isMoreThanText(line)) shelf.other.push(otherLine(line, shelf.line));
  else if (line.description !== null) shelf.comments.push(line.description);
}

function charge(type: Charge['type'], line: LineItem, shelf: Shelf): Charge {
  return { type, ...described(line), ...amounts(line), ...marks(line, shelf.line) };
}

function toProduct(draft: Draft): Product {
  const { line, colors, pricing, decoration, charges, comments, other } = draft;
  const sizes = colors.flatMap((color) => color.sizes);
  const product: Product = {
    ...(kindOf(line) === 'comment' ? { type: 'Comment' } : {}),
    ...described(line),
    ...marks(line, null),
    ...(sizes.length > 0 ? sharedAmounts(sizes) : pricing.length > 0 ? ownAmounts(line) : amounts(line)),
  };
  if (line.fromStock === true) product.from_stock = true;
  const rest = sizes.length > 0 ? unsharedAmounts(line, product) : {};
  if (colors.length > 0) product.colors = colors;
  if (pricing.length > 0) product.pricing = pricing;
  if (decoration.length > 0) product.decoration = decoration;
  if (charges.length > 0) product.charges = charges;
  if (comments.length > 0) product.comments = comments;
  const own = Object.keys(rest).length > 0 ? [{ type: line.type ?? 'Asi', ...rest }] : [];
  const others = [...own, ...other.filter(isDetail), ...other.filter((entry) => !isDetail(entry))];
  if (others.length > 0) product.other = others;
  return product;
}

/** A second location and its like come before the rest, so that they can be written back with their decoration. */
function isDetail({ type = '' }: OtherLine): boolean {
  return DETAILS.has(type.trim().toLowerCase());
}

/** Takes a price, and a cost, that all sizes have in common off them. */
function sharedAmounts(sizes: readonly Size[]): Amounts {
  const shared: Amounts = {};
  for (const field of ['price_value', 'cost_value'] as const) {
    const value = sizes[0]?.[field];
    if (value === undefined || sizes.some((size) => size[field] !== value)) continue;
    shared[field] = value;
    for (const size of sizes) delete size[field];
  }
  return shared;
}

/**
 * What the product's own line says besides: on the product it would be read as the amounts of its sizes. A price
 * that the sizes have too is not said twice, as long as the line has no quantity to multiply it with.
 */
function unsharedAmounts(line: LineItem, shared: Amounts): Amounts {
  const rest = ownAmounts(line);
  if (rest.quantity !== undefined && rest.quantity !== 0) return rest;
  if (rest.price_value === 0 || rest.price_value === shared.price_value) delete rest.price_value;
  if (rest.cost_value === 0 || rest.cost_value === shared.cost_value) delete rest.cost_value;
  delete rest.quantity;
  return rest;
}
