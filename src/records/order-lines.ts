import type { FieldProblem } from '../failure.js';
import { LARGEST_AMOUNT } from './fields.js';
import { type Findings, refuse } from './input-checks.js';
import type { NewLine } from './new-line.js';
import type { OrderLinesInput, ProductInput, ShelfInput } from './order-input.js';
import { writeLineItems } from './plain-lines.js';
import { push, type Sheet, writeProduct } from './product-lines.js';
import { readShelf } from './shelf-lines.js';
import { normalSize } from './size-names.js';

export { asLineItems, lineBody, type NewLine, pieces, subTotalCents } from './new-line.js';
export type * from './order-input.js';

/** Each line is a request of its own: more would not be through within the time of a few calls. */
export const MOST_LINES = 200;

/** Fields that a note names; the rest is counted. */
const NAMED = 3;

export type OrderLines = { lines: NewLine[]; problems: FieldProblem[]; notes: string[] };

/**
 * The lines of an order out of products as people think of them: the way back from `toProducts`, which shows the same
 * products of these lines again. Parents come before what hangs under them, product by product, then what stands
 * outside of products, then `line_items` as they are. Types and names of fields have been checked before. Never
 * throws: all that is wrong is in `problems`, and with one of these the lines are not to be sent.
 */
export function toLines(input: OrderLinesInput): OrderLines {
  // Said at once, for what nobody can write need not be looked through.
  if (entriesOf(input) > 2 * MOST_LINES) return { lines: [], problems: [tooMany(input)], notes: [] };
  const findings: Findings = { problems: [], notes: [], derived: [] };
  const sheet: Sheet = { lines: [], findings };
  (input.products ?? []).forEach((product, index) => {
    writeProduct(product, `products[${index}]`, sheet);
  });
  const { charges, comments, other } = readShelf(input, '', findings);
  for (const line of [...charges, ...comments, ...other]) push(sheet, line, null);
  writeLineItems(input.line_items ?? [], sheet);
  checkAmounts(sheet);
  checkSizes(sheet);
  if (sheet.lines.length > MOST_LINES) findings.problems.push(tooMany(input));
  return { lines: sheet.lines, problems: findings.problems, notes: [...derivedNotes(findings), ...findings.notes] };
}

function checkAmounts({ lines, findings }: Sheet): void {
  for (const { quantity, unitPriceE4, unitCostE4, from } of lines) {
    for (const unit of [unitPriceE4, unitCostE4]) {
      if (quantity === null || unit === null || Math.abs(quantity * unit) < LARGEST_AMOUNT * 10_000) continue;
      refuse(findings, from, 'must come to less than 10,000,000,000 by its quantity and its price or cost');
      break;
    }
  }
}

/** The same size twice under one colour is a slip, unless it is another article or comes from somebody else. */
function checkSizes({ lines, findings }: Sheet): void {
  const seen = new Set<string>();
  for (const { type, description, parent, sku, supplier, from } of lines) {
    // Sizes outside of any product, which only a read shows, may be of several.
    if (type !== 'Size' || parent === null) continue;
    const key = JSON.stringify([parent, normalSize(description ?? ''), sku, supplier?.id ?? supplier?.name]);
    const field = from.startsWith('line_items') ? 'description' : 'size';
    if (seen.has(key)) refuse(findings, `${from}.${field}`, 'is there already: give each size of a color once');
    seen.add(key);
  }
}

function tooMany(input: OrderLinesInput): FieldProblem {
  const lists = ['products', 'line_items', 'charges', 'comments', 'other'] as const;
  const field = lists.find((name) => (input[name] ?? []).length > 0) ?? 'products';
  return { field, message: `must come to at most ${MOST_LINES} lines in one write: add the rest in another` };
}

/** How many things were written down; at most two of them make one line, such as a colour and its own quantity. */
function entriesOf({ products = [], line_items = [], ...shelf }: OrderLinesInput): number {
  return products.reduce((sum, product) => sum + entriesOfProduct(product), line_items.length + entriesOfShelf(shelf));
}

function entriesOfProduct({ colors = [], pricing = [], decoration = [], ...shelf }: ProductInput): number {
  const sizes = colors.reduce((sum, color) => sum + (color.sizes?.length ?? 0), 0);
  const shades = decoration.reduce((sum, { colors = [] }) => sum + colors.length, 0);
  return 1 + colors.length + sizes + pricing.length + decoration.length + shades + entriesOfShelf(shelf);
}

function entriesOfShelf({ charges = [], comments = [], other = [] }: ShelfInput): number {
  return charges.length + comments.length + other.length;
}

function derivedNotes({ derived }: Findings): string[] {
  if (derived.length === 0) return [];
  const more = derived.length > NAMED ? ` and ${derived.length - NAMED} more` : '';
  return [`${derived.slice(0, NAMED).join(', ')}${more}: left out, since Syncore works out the total of a line.`];
}
