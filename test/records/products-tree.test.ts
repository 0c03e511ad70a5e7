import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLineItem } from '../../src/records/line-items.js';
import { toProducts } from '../../src/records/products.js';
import { entries, sum } from './rows.js';

describe('any tree of lines', () => {
  const types = [
    'Comment',
    'Asi',
    'Pricing',
    'Color',
    'Size',
    'ProductComment',
    'DecorationMethod',
    'SetupCharge',
    'RunCharge',
    'DecorationLocation',
    'DecorationSize',
    'DesignName',
    'StitchCount',
    'DecorationColor',
    'DecorationVendor',
    'ColorAtImprint',
    'DecorationComment',
    'Hologram',
    'asi',
    null,
  ];
  const amount = fc.option(fc.integer({ min: -300, max: 300 }).map((value) => value / 100));
  const id = fc.integer({ min: 0, max: 12 });
  const record = fc.record({
    line_id: id,
    parent_id: id,
    type: fc.constantFrom(...types),
    description: fc.constantFrom(null, 'A', 'B', '8000'),
    quantity: amount,
    price_value: amount,
    cost_value: amount,
    visible: fc.constantFrom(true, false),
    supplier: fc.constantFrom(null, { id: 1, name: 'One' }, { id: 2 }),
  });
  const orders = fc.array(record, { maxLength: 24 });

  it('keeps every amount: price and cost come to the same as those of the lines', () => {
    fc.assert(
      fc.property(orders, (records) => {
        const given = records.map(({ quantity, price_value, cost_value }) => ({
          ...(quantity === null ? {} : { quantity }),
          ...(price_value === null ? {} : { price_value }),
          ...(cost_value === null ? {} : { cost_value }),
        }));
        const shown = entries(toProducts(records.map(readLineItem)));
        expect(sum(shown, (entry) => entry.price_value)).toBe(sum(given, (entry) => entry.price_value));
        expect(sum(shown, (entry) => entry.cost_value)).toBe(sum(given, (entry) => entry.cost_value));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every line that says something, by its text', () => {
    fc.assert(
      fc.property(orders, (records) => {
        const named = records.map((line, index) => ({ ...line, description: `«${index}»` }));
        const shown = JSON.stringify(toProducts(named.map(readLineItem)));
        named.forEach((_, index) => {
          expect(shown.split(`«${index}»`)).toHaveLength(2);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every quantity but 0', () => {
    fc.assert(
      fc.property(orders, (records) => {
        const shown = entries(toProducts(records.map(readLineItem)));
        const kept = (list: { quantity?: number | null }[]) =>
          list.flatMap(({ quantity }) => (quantity ? [quantity] : [])).sort((a, b) => a - b);
        const stitches = toProducts(records.map(readLineItem)).products.flatMap(({ decoration = [] }) =>
          decoration.flatMap(({ stitch_count }) => (stitch_count === undefined ? [] : [{ quantity: stitch_count }])),
        );
        const read = records.filter(({ type, quantity }) => type !== 'StitchCount' || quantity === null);
        for (const quantity of kept(read)) expect(kept([...shown, ...stitches])).toContain(quantity);
        expect(kept([...shown, ...stitches]).length).toBeGreaterThanOrEqual(kept(records).length);
      }),
      { numRuns: 1000 },
    );
  });

  it('stands a chain as deep as an answer can be long', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) =>
      readLineItem({ line_id: index + 1, parent_id: index, type: index === 0 ? 'Asi' : 'Size', quantity: 1 }),
    );
    expect(toProducts(chain).products[0]?.colors?.[0]?.sizes).toHaveLength(49_999);
  });

  it('does not change the lines', () => {
    fc.assert(
      fc.property(orders, (records) => {
        const read = records.map(readLineItem);
        const before = JSON.stringify(read);
        toProducts(read);
        expect(JSON.stringify(read)).toBe(before);
      }),
    );
  });
});
