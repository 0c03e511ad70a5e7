import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldProblem } from '../../src/failure.js';
import {
  type LineInput,
  MOST_LINES,
  type OrderLinesInput,
  type ProductInput,
  toLines,
} from '../../src/records/order-lines.js';

const size = { size: 'M', quantity: 1 };
const colors = [{ color: 'Red', sizes: [size] }];
const asi: LineInput = { type: 'Asi', description: 'Tee', quantity: 1 };
const tee = (rest: ProductInput): OrderLinesInput => ({ products: [{ description: 'Tee', ...rest }] });
const sized = (...sizes: object[]) =>
  tee({ colors: [{ color: 'Red', sizes: sizes.map((rest) => ({ ...size, ...rest })) }] });
const items = (...line_items: LineInput[]): OrderLinesInput => ({ line_items });

describe('what may be real', () => {
  const accepted = (input: OrderLinesInput) => expect(toLines(input).problems).toEqual([]);

  it('is written: a discount, a rebate, four decimals, a free product, the largest amounts', () => {
    accepted({ other: [{ type: 'Discount', description: 'Loyalty', quantity: 1, price_value: -25, cost_value: -5 }] });
    accepted(tee({ quantity: 0.0001, price_value: 0, cost_value: 0.0001 }));
    accepted(tee({ quantity: 9_999_999_999.9999 }));
    accepted(tee({ quantity: 999_999, price_value: 9999.9999 }));
    accepted(tee({ description: 'x'.repeat(4000), sku: 'x'.repeat(100), quantity: 1 }));
  });

  it('is written: one size twice where it is another article, or comes from somebody else', () => {
    accepted(sized({ sku: 'A' }, { sku: 'B' }, { supplier_id: 301 }, { supplier_id: 302 }, { supplier: 'Cascade' }));
  });

  it('is written: the same size in two colors, and outside of any product', () => {
    accepted(tee({ colors: [...colors, { color: 'Blue', sizes: [size] }] }));
    accepted({ other: [1, 2].map((quantity) => ({ type: 'Size', description: 'M', quantity })) });
  });

  it('is written: sizes under a comment, details beside their method, headings of 0', () => {
    accepted(
      items(
        { type: 'Comment', description: 'Caps' },
        { type: 'Size', ...size, parent: 0 },
        { type: 'Color', parent: 0 },
      ),
    );
    accepted(
      items({ type: 'DecorationMethod', description: 'E' }, { type: 'DecorationLocation', description: 'Back' }),
    );
    accepted(
      items({ ...asi, quantity: 0 }, { type: 'Color', quantity: 0, parent: 0 }, { type: 'Size', ...size, parent: 1 }),
    );
  });
});

describe('one write', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ size: `${index}`, quantity: 1 }));
  const tooMany = (field: string): FieldProblem[] => [{ field, message: expect.stringContaining('at most 200 lines') }];

  it('takes 200 lines, and not one more', () => {
    const order = (sizes: number) => tee({ colors: [{ color: 'Red', sizes: many(sizes) }] });
    expect(toLines(order(198)).lines).toHaveLength(MOST_LINES);
    expect(toLines(order(198)).problems).toEqual([]);
    expect(toLines(order(199)).problems).toEqual(tooMany('products'));
    expect(toLines({ line_items: Array(201).fill(asi) }).problems).toEqual(tooMany('line_items'));
  });

  it('names what there is too much of', () => {
    expect(toLines({ products: [], comments: Array(201).fill('Rush') }).problems).toEqual(tooMany('comments'));
  });

  it('does not look through what nobody can write', () => {
    expect(toLines({ line_items: Array(100_000).fill({ type: 'Sizes', parent: -1 }) })).toEqual({
      lines: [],
      problems: tooMany('line_items'),
      notes: [],
    });
    expect(toLines(tee({ decoration: [{ method: 'E', colors: Array(100_000).fill('') }] })).problems).toEqual(
      tooMany('products'),
    );
  });
});

describe('any input of the right types', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('Size', 'Color', 'Asi', 'Comment', 'M', 'XXL', 'x'.repeat(600)),
  );
  const text = fc.option(word, { nil: undefined });
  const value = fc.option(fc.oneof(fc.double(), fc.integer({ min: -2, max: 12 })), { nil: undefined });
  const plain = {
    ...{ description: text, sku: text, supplier: text, quantity: value, price_value: value, cost_value: value },
    ...{ supplier_id: value, line_total_value: value, visible: fc.option(fc.boolean(), { nil: undefined }) },
  };
  const list = <T>(item: fc.Arbitrary<T>) => fc.option(fc.array(item, { maxLength: 3 }), { nil: undefined });
  const other = list(fc.record({ ...plain, type: text }));
  const size = fc.record({ ...plain, size: fc.option(text) });
  const color = fc.record({ ...plain, color: fc.option(text), comment: text, sizes: list(size) });
  const details = { method: text, location: text, size: text, colors: list(word), stitch_count: value, vendor: text };
  const decoration = fc.record({ ...plain, ...details, vendor_id: value, comment: text, hidden: list(word) });
  const charge = fc.record({ ...plain, type: word });
  const product = fc.record({
    ...{
      ...plain,
      type: text,
      product_id: value,
      taxability: text,
      colors: list(color),
      pricing: list(fc.record(plain)),
    },
    ...{ decoration: list(decoration), charges: list(charge), comments: list(word), other },
  });
  const line = fc.record({ ...plain, type: text, product_id: value, taxability: text, parent: value });
  const order = fc.record({
    products: list(product),
    charges: list(charge),
    comments: list(word),
    other,
    line_items: list(line),
  });

  it('is answered, never thrown at, and every problem names a field that was there to be written', () => {
    fc.assert(
      fc.property(order, (input) => {
        const { lines, problems } = toLines(input);
        for (const { field, message } of problems) {
          expect(field).toMatch(/^(products|charges|comments|other|line_items)\[\d\](\.[a-z_]+(\[\d\])?)*$/);
          expect(message.length).toBeGreaterThan(5);
        }
        for (const [index, { parent }] of lines.entries()) expect(parent ?? -1).toBeLessThan(index);
      }),
      { numRuns: 2000 },
    );
  });
});
