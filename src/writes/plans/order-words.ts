import { lineAmountCents, toE4 } from '../../records/money.js';
import { asLineItems, type NewLine, pieces, subTotalCents } from '../../records/order-lines.js';
import type { Amounts, Color, Decoration, OtherLine, Product, Size } from '../../records/product-shape.js';
import { toProducts } from '../../records/products.js';
import type { AddressInput } from './addresses.js';
import type { OrderInput } from './order-part.js';
import { count, listed, money, quoted, unitPrice } from './texts.js';

/*
 * An order as a person is asked about it: everything that will be entered, in few lines. What is within a product stands
 * under it, set in by two blanks.
 */

/** All details together, in characters: what a form shows and somebody reads. */
const MOST_CHARACTERS = 3_400;
const LONGEST_TEXT = 120;

type Loose<T> = { [Name in keyof T]?: T[Name] | undefined };

type Block = { head: string; inner: string[] };

/** The lines in words: how much in one line, and each product with its colours, sizes, decoration and charges. */
export function linesInWords(lines: readonly NewLine[]): { summary: string; details: string[]; totalCents: number } {
  const totalCents = subTotalCents(lines);
  const { products, charges, comments, other = [] } = toProducts(asLineItems(lines));
  const blocks: Block[] = [
    ...products.map(productBlock),
    ...charges.map((charge) => ({ head: plainWords(charge), inner: [] })),
    ...comments.map((comment) => ({ head: commentWords(comment), inner: [] })),
    ...other.map((line) => ({ head: plainWords(line), inner: [] })),
  ];
  const summary = listed(
    count(products.length, 'product'),
    count(pieces(lines), 'piece'),
    count(lines.length, 'line'),
    `sub-total ${money(totalCents)}`,
  );
  return { summary: lines.length === 0 ? 'without lines' : summary, details: bounded(blocks), totalCents };
}

/** Within the bound: the last products lose what is within them first, and are then counted. Nothing is left out unsaid. */
function bounded(blocks: Block[]): string[] {
  let length = blocks.reduce((sum, { head, inner }) => sum + head.length + inner.join('').length, 0);
  const shown = blocks.map(({ head, inner }) => [head, ...inner]);
  for (let at = shown.length - 1; at >= 0 && length > MOST_CHARACTERS; at -= 1) {
    const [head = '', ...inner] = shown[at] ?? [];
    if (inner.length === 0) continue;
    length -= inner.join('').length;
    shown[at] = [`${head} (${count(inner.length, 'more line')} of it not shown)`];
  }
  let left = 0;
  while (length > MOST_CHARACTERS && shown.length > 1) {
    length -= shown.pop()?.join('').length ?? 0;
    left += 1;
  }
  return [...shown.flat(), ...(left === 0 ? [] : [`and ${left} more not shown; the sub-total counts them`])];
}

function productBlock(product: Product): Block {
  const { description, sku, colors = [], pricing = [], decoration = [], charges = [], comments = [] } = product;
  const sizes = colors.flatMap((color) => color.sizes);
  const all = sizes.length === 0 ? (product.quantity ?? 0) : sum(sizes.map(({ quantity = 0 }) => quantity));
  const name = `${quoted(description ?? sku)}${sku === undefined || description === undefined ? '' : ` (${quoted(sku, 30)})`}`;
  const each = amountWords({ ...product, quantity: undefined });
  const head = listed(
    all === 0 && each === ''
      ? name
      : `${name}: ${[all === 0 ? '' : count(all, 'piece'), each].filter(Boolean).join(' ')}`,
    goodsWords(product, sizes),
    product.supplier_id === undefined ? null : `supplier ${product.supplier_id}`,
    product.from_stock === true ? 'from stock' : null,
    product.visible === false ? 'hidden' : null,
  );
  const inner = [
    ...colors.map(colorWords),
    ...pricing.map((line) => plainWords({ ...line, type: 'price' })),
    ...decoration.map(decorationWords),
    ...charges.map(plainWords),
    ...comments.map(commentWords),
    ...(product.other ?? []).map(plainWords),
  ];
  return { head, inner: inner.map((line) => `  ${line}`) };
}

/** What the pieces of a product come to. */
function goodsWords({ quantity = 0, price_value: shared }: Product, sizes: readonly Size[]): string | null {
  const pieces = sizes.length === 0 ? [{ quantity, price_value: shared }] : sizes;
  const cents = sum(
    pieces.map(({ quantity = 0, price_value: price = shared }) => lineAmountCents(quantity, toE4(price ?? 0))),
  );
  return cents === 0 ? null : `together ${money(cents)}`;
}

function colorWords({ color, comment, sizes, sku }: Color): string {
  const name = color === null ? (comment === undefined ? '' : quoted(comment, 30)) : quoted(color, 30);
  const told = sizesInWords(sizes);
  return listed(`${name}${name !== '' && told !== '' ? ': ' : ''}${told}`, sku === undefined ? null : quoted(sku, 30));
}

/** `S 13, M 24 at 24.50; 2XL 8 at 26.50`: a price is said once for all that have it. */
function sizesInWords(sizes: readonly Size[]): string {
  const groups: { each: string; sizes: string[] }[] = [];
  for (const { size, quantity = 0, ...rest } of sizes) {
    const each = amountWords({ price_value: rest.price_value, cost_value: rest.cost_value });
    const name = `${sizeName(size)}${quantity.toLocaleString('en-US')}`;
    const last = groups.at(-1);
    if (last?.each === each) last.sizes.push(name);
    else groups.push({ each, sizes: [name] });
  }
  return groups.map(({ each, sizes }) => `${sizes.join(', ')}${each === '' ? '' : ` ${each}`}`).join('; ');
}

/** A size that is plainly one stands without quotes. */
function sizeName(size: string | null): string {
  if (size === null) return '';
  return /^[\p{L}\p{N}][\p{L}\p{N} ./-]{0,11}$/u.test(size) ? `${size} ` : `${quoted(size, 30)} `;
}

function decorationWords({
  method,
  location,
  size,
  colors = [],
  stitch_count: stitches,
  design_name,
  ...rest
}: Decoration) {
  const amounts = amountWords(rest);
  return listed(
    `decoration ${quoted(method)}`,
    location === undefined ? null : quoted(location),
    size === undefined ? null : `size ${quoted(size, 30)}`,
    colors.length === 0 ? null : `colours ${quoted(colors.join(', '), LONGEST_TEXT)}`,
    stitches === undefined ? null : count(stitches, 'stitch', 'stitches'),
    design_name === undefined ? null : `design ${quoted(design_name)}`,
    rest.color_at_imprint === undefined ? null : `imprint ${quoted(rest.color_at_imprint)}`,
    rest.vendor === undefined && rest.vendor_id === undefined
      ? null
      : `by ${quoted(rest.vendor ?? String(rest.vendor_id))}`,
    amounts === '' ? null : amounts,
    rest.comment === undefined ? null : quoted(rest.comment, LONGEST_TEXT),
  );
}

/** Types of lines as people say them. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  SetupCharge: 'set-up charge',
  RunCharge: 'run charge',
  Comment: 'comment',
  ProductComment: 'comment',
};

function plainWords({ type = 'line', description, ...amounts }: OtherLine): string {
  const told = amountWords(amounts);
  const cents = lineAmountCents(amounts.quantity ?? 0, toE4(amounts.price_value ?? 0));
  const word = Object.hasOwn(TYPE_WORDS, type) ? TYPE_WORDS[type] : type;
  const named = description === undefined ? word : `${word} ${quoted(description, LONGEST_TEXT)}`;
  return listed(
    told === '' ? named : `${named}: ${told}`,
    (amounts.quantity ?? 0) > 1 && cents !== 0 ? `together ${money(cents)}` : null,
  );
}

function commentWords(comment: string): string {
  return `comment ${quoted(comment, LONGEST_TEXT)}`;
}

/** `8 at 26.50`; the cost where it is given. */
function amountWords({ quantity, price_value: price, cost_value: cost }: Loose<Amounts>): string {
  return [
    quantity === undefined ? null : quantity.toLocaleString('en-US'),
    price === undefined ? null : `at ${unitPrice(price)}`,
    cost === undefined ? null : `(cost ${unitPrice(cost)})`,
  ]
    .filter((part) => part !== null)
    .join(' ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

/** Where an order goes and what stands on it, a line each; `reference` is what this server adds to it. */
export function headInWords({ ship_to, bill_to, sold_to, ...head }: OrderInput, reference: string | null): string[] {
  return [
    ...addressInWords('ships to', ship_to),
    ...addressInWords('billed to', bill_to),
    ...addressInWords('sold to', sold_to),
    ...(head.date === undefined ? [] : [`dated ${head.date}`]),
    ...(head.description === undefined ? [] : [`description ${quoted(head.description, LONGEST_TEXT)}`]),
    ...(head.customer_instructions === undefined ? [] : [`instructions ${quoted(head.customer_instructions, 300)}`]),
    ...(reference === null ? [] : [`${quoted(reference)} is added to the instructions, to find the order by`]),
  ];
}

/** An address in one line, behind what it is for; nothing where none is given. */
export function addressInWords(what: string, address: AddressInput | undefined): string[] {
  if (address === undefined) return [];
  const { business_name, first_name, last_name, name, address1, address2, city, state, zip, country } = address;
  const person = [first_name, last_name].filter(Boolean).join(' ') || name;
  const place = listed(
    business_name,
    person,
    address1,
    address2,
    city,
    [state, zip].filter(Boolean).join(' '),
    country,
  );
  return place === '' ? [] : [`${what} ${quoted(place, 200)}`];
}
