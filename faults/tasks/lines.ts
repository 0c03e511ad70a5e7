import type { LineItem } from '../../src/sandbox/data/types.js';
import type { Chance } from '../chance.js';
import type { Part } from '../task.js';

/** Lines as a tool is given them, and the facts that must come to stand, in their order. */
export type Lines = { given: Record<string, unknown>; otherwise: Record<string, unknown>; facts: string[] };

const SIZES = ['S', 'M', 'L', 'XL', '2XL'] as const;
const COLORS = ['Navy', 'Black', 'Red'] as const;

/** A line by what it says and what it hangs under; worked out here without the product's own code. */
const fact = (under: string, type: string, description: string, quantity: number | null, price: number | null) =>
  `${under}/${type} ${description} ${quantity ?? 0} at ${price ?? 0}`;

/** Products with colours and sizes, and comments of which two may be equal. */
export function someLines({ word, int, pick, some, chance }: Chance): Lines {
  const facts: string[] = [];
  const products = Array.from({ length: int(1, 2) }, (_, index) => {
    const description = `Mug ${index} ${word}`;
    const price = pick([2.125, 10, 0.895]);
    const product = fact('', 'Asi', description, null, null);
    facts.push(product);
    const colors = some(COLORS, int(1, 2)).map((color) => {
      const shade = fact(product, 'Color', color, null, null);
      facts.push(shade);
      const sizes = some(SIZES, int(1, 2)).map((size) => ({ size, quantity: int(1, 40) }));
      facts.push(...sizes.map(({ size, quantity }) => fact(shade, 'Size', size, quantity, price)));
      return { color, sizes };
    });
    return { description, price_value: price, colors };
  });
  const comments = chance(0.5) ? [`Rush ${word}`, `Rush ${word}`] : [`Rush ${word}`];
  facts.push(...comments.map((comment) => fact('', 'Comment', comment, null, null)));
  const otherwise = products.map(({ description, price_value, colors }) => ({
    colors: colors.map(({ color, sizes }) => ({ sizes, color: color.toUpperCase() })),
    price_value: String(price_value),
    description: `${description}  `,
  }));
  return { given: { products, comments }, otherwise: { comments, products: otherwise }, facts };
}

/** So many raw lines, three of them alike. */
export function manyLines({ word, int }: Chance, count: number): Lines {
  const items = Array.from({ length: count }, (_, index) => {
    const alike = index % 10 === 9;
    return { type: 'SetupCharge', description: alike ? `Set-up ${word}` : `Charge ${index} ${word}`, alike };
  });
  const quantity = int(1, 9);
  const given = items.map(({ alike: _, ...item }) => ({ ...item, quantity, price_value: 5 }));
  const facts = items.map(({ type, description }) => fact('', type, description, quantity, 5));
  return { given: { line_items: given }, otherwise: { line_items: given }, facts };
}

function factsIn(lines: readonly LineItem[]): string[] {
  const known = new Map<number, string>();
  return lines.map(({ line_id: id, parent_id: parent, type, description, quantity, price_value: price }) => {
    const own = fact(known.get(parent) ?? (parent === 0 ? '' : 'nobody'), type, description, quantity, price);
    known.set(id, own);
    return own;
  });
}

/** Each line that was meant, and each that nobody meant. */
export function lineParts(lines: readonly LineItem[], facts: readonly string[]): Part[] {
  const found = factsIn(lines);
  const times = (list: readonly string[], one: string) => list.filter((other) => other === one).length;
  return [...new Set([...facts, ...found])].map((one) => ({
    what: `line ${one}`,
    meant: times(facts, one),
    stands: times(found, one),
  }));
}

/** What of the lines that stand is out of order. */
export function outOfOrder(lines: readonly LineItem[], facts: readonly string[]): string[] {
  let at = 0;
  for (const found of factsIn(lines)) {
    const next = facts.indexOf(found, at);
    if (next < 0) return [`the line ${found} is out of order`];
    at = next + 1;
  }
  return [];
}
