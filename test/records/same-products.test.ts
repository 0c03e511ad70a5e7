import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product, ProductsView } from '../../src/records/products.js';
import { sameProducts } from '../../src/records/same-products.js';

const order = (...products: Product[]): ProductsView => ({ products, charges: [], comments: [] });
const polo = (...sizes: [size: string, quantity: number][]): Product => ({
  description: 'Trailhead Polo',
  sku: 'CAS4410',
  colors: [{ color: 'Navy', sizes: sizes.map(([size, quantity]) => ({ size, quantity })) }],
});
const colored = (color: string, size: string, rest: Partial<Product> = {}): Product => ({
  description: 'Trailhead Polo',
  sku: 'CAS4410',
  colors: [{ color, sizes: [{ size, quantity: 4 }] }],
  ...rest,
});

describe('two orders', () => {
  const given = order(polo(['M', 10], ['2XL', 2]));

  it('are for the same products whatever their sizes are called and in which order they stand', () => {
    expect(sameProducts(given, order(polo(['XXL', 2], ['Medium', 10])))).toBe(true);
    expect(sameProducts(given, order(polo(['2X-Large', 2], ['med', 10])))).toBe(true);
  });

  it('are not, where a quantity, a size, a colour or a SKU is another', () => {
    expect(sameProducts(given, order(polo(['M', 10], ['2XL', 3])))).toBe(false);
    expect(sameProducts(given, order(polo(['L', 10], ['2XL', 2])))).toBe(false);
    expect(sameProducts(given, order(polo(['M', 10])))).toBe(false);
    expect(sameProducts(given, order(polo(['M', 10], ['2XL', 2]), { description: 'Pen', quantity: 5 }))).toBe(false);
    expect(sameProducts(given, order({ ...polo(['M', 10], ['2XL', 2]), sku: 'CAS4411' }))).toBe(false);
    expect(sameProducts(order(colored('Navy', 'M')), order(colored('Black', 'M')))).toBe(false);
    expect(sameProducts(order({ description: 'Pen', quantity: 5 }), order({ description: 'Cap', quantity: 5 }))).toBe(
      false,
    );
  });

  it('are compared without letter case and spaces of names', () => {
    expect(sameProducts(order(colored('Navy / White', 'M')), order(colored('NAVY/WHITE', 'm ')))).toBe(true);
    const [a, b] = ['Trailhead Polo', ' trailhead  POLO\u200b'].map((description) =>
      order({ description, quantity: 10 }),
    );
    if (a === undefined || b === undefined) throw new Error('Two orders were meant.');
    expect(sameProducts(a, b)).toBe(true);
    expect(sameProducts(order(colored('Navy', 'M', { sku: 'cas 4410' })), order(colored('Navy', 'M')))).toBe(true);
  });

  it('are compared by SKU where there is one, and by name where one of them has none', () => {
    expect(sameProducts(order(colored('Navy', 'M', { description: 'Mens polo' })), order(colored('Navy', 'M')))).toBe(
      true,
    );
    const { sku: _, ...nameless } = colored('Navy', 'M');
    expect(sameProducts(order(nameless), order(colored('Navy', 'M')))).toBe(true);
    const other = colored('Navy', 'M', { sku: 'X9' });
    expect(sameProducts(order(nameless, nameless), order(colored('Navy', 'M'), other))).toBe(false);
  });

  it('may have a size written into the SKU, on the size or on a product for each size', () => {
    const inSku = order({
      ...polo(),
      colors: [
        {
          color: 'Navy',
          sizes: ['M', '2XL'].map((size) => ({ size, quantity: size === 'M' ? 10 : 2, sku: `CAS4410-${size}` })),
        },
      ],
    });
    expect(sameProducts(given, inSku)).toBe(true);
    const each = (sku: string, quantity: number): Product => ({
      description: 'Trailhead Polo',
      sku,
      colors: [{ color: 'Navy', sizes: [{ size: null, quantity }] }],
    });
    expect(sameProducts(given, order(each('CAS4410-XXL', 2), each('CAS4410-M', 10)))).toBe(true);
    expect(sameProducts(given, order(each('CAS4410-XXL', 2), each('CAS4410-L', 10)))).toBe(false);
  });

  it('may say the colour in the SKU of a colour or a size as well', () => {
    const coded: Product = {
      ...colored('Navy', 'M'),
      colors: [{ color: 'Navy', sku: 'CAS4410-NVY', sizes: [{ size: 'M', quantity: 4, sku: '99-1' }] }],
    };
    expect(sameProducts(order(coded), order(colored('Navy', 'M')))).toBe(true);
  });

  it('keep a SKU whose last letter is none of the sizes', () => {
    const long = { ...polo(['S', 1], ['M', 2]), sku: 'CAS-L' };
    expect(sameProducts(order(long), order({ ...long, sku: 'CAS' }))).toBe(false);
    expect(sameProducts(order(long), order({ ...long, sku: 'cas-l' }))).toBe(true);
  });

  it('may split a product over several lines', () => {
    const [navy, black] = [colored('Navy', 'M'), colored('Black', 'M')];
    const together = { ...navy, colors: [...(black.colors ?? []), ...(navy.colors ?? [])] };
    expect(sameProducts(order(together), order(navy, black))).toBe(true);
    expect(sameProducts(order(polo(['M', 4], ['M', 6])), order(polo(['M', 10])))).toBe(true);
    expect(sameProducts(order(polo(['M', 0.1], ['M', 0.2])), order(polo(['M', 0.3])))).toBe(true);
  });

  it('may have their pieces on the product, on its colour or on a price line', () => {
    const mug = (rest: Partial<Product>): ProductsView => order({ sku: 'MUG1', ...rest });
    const blue = { color: 'Blue', sizes: [] };
    expect(
      sameProducts(mug({ quantity: 72, colors: [blue] }), mug({ colors: [blue], pricing: [{ quantity: 72 }] })),
    ).toBe(true);
    expect(
      sameProducts(
        mug({ quantity: 72, colors: [blue] }),
        mug({ colors: [{ color: 'blue', sizes: [{ size: null, quantity: 72 }] }] }),
      ),
    ).toBe(true);
    expect(sameProducts(mug({ quantity: 72 }), mug({ quantity: 71 }))).toBe(false);
  });

  it('differ in prices, comments, charges, decoration and suppliers and are still the same', () => {
    const dressed: ProductsView = {
      products: [
        {
          ...polo(['M', 10], ['2XL', 2]),
          price_value: 25,
          supplier_id: 301,
          decoration: [{ method: 'Embroidery' }],
          charges: [{ type: 'SetupCharge', quantity: 1, price_value: 65 }],
          comments: ['Rush'],
        },
      ],
      charges: [{ type: 'RunCharge', quantity: 3 }],
      comments: ['Call first'],
    };
    expect(sameProducts(given, dressed)).toBe(true);
  });

  it('are compared both ways alike, in any order of their products', () => {
    const size = fc.record({
      size: fc.constantFrom('M', 'Medium', 'XXL', '2XL', null),
      quantity: fc.integer({ min: 0, max: 3 }),
    });
    const product = fc.record({
      description: fc.constantFrom('Tee', 'Cap'),
      sku: fc.constantFrom('A1', 'A1-M', 'B2'),
      colors: fc.array(
        fc.record({ color: fc.constantFrom('Red', 'red', null), sizes: fc.array(size, { maxLength: 2 }) }),
        { maxLength: 2 },
      ),
    });
    const orders = fc.array(product, { maxLength: 3 });
    fc.assert(
      fc.property(orders, orders, (a, b) => {
        expect(sameProducts(order(...a), order(...b))).toBe(sameProducts(order(...b), order(...a)));
        expect(sameProducts(order(...a), order(...a.toReversed()))).toBe(true);
      }),
    );
  });
});
