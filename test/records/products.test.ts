import { describe, expect, it } from 'vitest';
import { type Row, view } from './rows.js';

describe('an order read as products', () => {
  it('shows a product with its colours, sizes, decoration, charges and comments', () => {
    const shown = view(
      [0, 'Comment', 'Rush'],
      [0, 'Asi', 'Polo', { sku: 'K500', supplier: { id: 3, name: 'Sanmar' } }],
      [1, 'Color', 'Red'],
      [2, 'Size', 'M', { quantity: 10, price_value: 12.5, cost_value: 6 }],
      [2, 'Size', '2XL', { quantity: 2, price_value: 12.5, cost_value: 7.5 }],
      [1, 'Color', 'Navy'],
      [2, 'Size', 'M', { quantity: 5, price_value: 12.5, cost_value: 6 }],
      [1, 'DecorationMethod', 'Embroidery'],
      [2, 'DecorationLocation', 'Left chest'],
      [2, 'DecorationSize', '3 in'],
      [2, 'DecorationColor', 'PMS 186'],
      [2, 'DecorationColor', 'White'],
      [2, 'StitchCount', '8,000'],
      [2, 'DesignName', 'Logo'],
      [2, 'DecorationVendor', 'Stitch Co', { supplier: { id: 9, name: 'Stitch Co' }, visible: 'false' }],
      [2, 'ColorAtImprint', 'As proof'],
      [2, 'DecorationComment', 'Match last order'],
      [2, 'RunCharge', 'Over 7k', { quantity: 17, price_value: 1, cost_value: 0.5 }],
      [
        1,
        'SetupCharge',
        'Digitizing',
        { quantity: 1, price_value: 45, cost_value: 30, supplier: { id: 9, name: 'Stitch Co' } },
      ],
      [1, 'ProductComment', 'Fold and bag'],
      [0, 'SetupCharge', 'Freight', { quantity: 1, price_value: 20 }],
    );
    expect(shown).toEqual({
      products: [
        {
          description: 'Polo',
          sku: 'K500',
          supplier_id: 3,
          supplier: 'Sanmar',
          price_value: 12.5,
          colors: [
            {
              color: 'Red',
              sizes: [
                { size: 'M', quantity: 10, cost_value: 6 },
                { size: '2XL', quantity: 2, cost_value: 7.5 },
              ],
            },
            { color: 'Navy', sizes: [{ size: 'M', quantity: 5, cost_value: 6 }] },
          ],
          decoration: [
            {
              method: 'Embroidery',
              location: 'Left chest',
              size: '3 in',
              colors: ['PMS 186', 'White'],
              stitch_count: 8000,
              design_name: 'Logo',
              vendor: 'Stitch Co',
              vendor_id: 9,
              color_at_imprint: 'As proof',
              comment: 'Match last order',
              hidden: ['vendor'],
            },
          ],
          charges: [
            { type: 'RunCharge', description: 'Over 7k', quantity: 17, price_value: 1, cost_value: 0.5 },
            {
              type: 'SetupCharge',
              description: 'Digitizing',
              quantity: 1,
              price_value: 45,
              cost_value: 30,
              supplier_id: 9,
              supplier: 'Stitch Co',
            },
          ],
          comments: ['Fold and bag'],
        },
      ],
      charges: [{ type: 'SetupCharge', description: 'Freight', quantity: 1, price_value: 20 }],
      comments: ['Rush'],
    });
  });

  it('shows a product without colours with its own quantity', () => {
    expect(view([0, 'Asi', 'Pen', { sku: 'P1', quantity: 1000, price_value: 0.895, cost_value: 0 }]).products).toEqual([
      { description: 'Pen', sku: 'P1', quantity: 1000, price_value: 0.895, cost_value: 0 },
    ]);
  });

  it('shows price lines of a product as they are', () => {
    const [pen] = view(
      [0, 'Asi', 'Pen', { quantity: 0, price_value: 0, cost_value: 0 }],
      [1, 'Pricing', '500 and more', { quantity: 500, price_value: 0.9 }],
    ).products;
    expect(pen).toEqual({
      description: 'Pen',
      pricing: [{ description: '500 and more', quantity: 500, price_value: 0.9 }],
    });
  });

  it('reads sizes straight under the product, under its comment, and under a comment alone', () => {
    const { products, comments } = view(
      [0, 'Asi', 'Tee'],
      [1, 'Size', 'S', { quantity: 1 }],
      [1, 'Size', 'M', { quantity: 2 }],
      [1, 'Comment', 'Youth'],
      [2, 'Size', 'YS', { quantity: 3 }],
      [1, 'Size', 'L', { quantity: 1 }],
      [0, 'Comment', 'Caps'],
      [1, 'Size', 'One size', { quantity: 4, price_value: 5 }],
    );
    expect(products).toEqual([
      {
        description: 'Tee',
        colors: [
          {
            color: null,
            sizes: [
              { size: 'S', quantity: 1 },
              { size: 'M', quantity: 2 },
            ],
          },
          { color: null, comment: 'Youth', sizes: [{ size: 'YS', quantity: 3 }] },
          { color: null, sizes: [{ size: 'L', quantity: 1 }] },
        ],
      },
      {
        type: 'Comment',
        description: 'Caps',
        price_value: 5,
        colors: [{ color: null, sizes: [{ size: 'One size', quantity: 4 }] }],
      },
    ]);
    expect(comments).toEqual([]);
  });

  it('shows a quantity that stands on the colour', () => {
    const [mug] = view([0, 'Asi', 'Mug'], [1, 'Color', 'Blue', { quantity: 72, price_value: 4 }]).products;
    expect(mug).toEqual({
      description: 'Mug',
      price_value: 4,
      colors: [{ color: 'Blue', sizes: [{ size: null, quantity: 72 }] }],
    });
  });

  it('names SKU and supplier of a size where they are not those of the product, and what is hidden', () => {
    const supplier = { id: 3, name: 'Sanmar' };
    const [tee] = view(
      [0, 'Asi', 'Tee', { sku: 'T1', supplier }],
      [1, 'Size', 'M', { quantity: 1, sku: 'T1', supplier }],
      [1, 'Size', '2XL', { quantity: 1, sku: 'T1-2XL', supplier: { id: 4 }, visible: 'no' }],
    ).products;
    expect(tee?.colors?.[0]?.sizes).toEqual([
      { size: 'M', quantity: 1 },
      { size: '2XL', quantity: 1, sku: 'T1-2XL', supplier_id: 4, visible: false },
    ]);
  });

  it('moves a price up only when every size has it, and 0 is a price', () => {
    const tee = (...prices: (number | null)[]) =>
      view(
        [0, 'Asi', 'Tee'],
        ...prices.map((price_value): Row => [1, 'Size', 'M', { quantity: 1, price_value, cost_value: 2 }]),
      ).products[0];
    expect(tee(5, 5)).toMatchObject({ price_value: 5, cost_value: 2 });
    expect(tee(0, 0)).toMatchObject({ price_value: 0 });
    expect(tee(5, 6)).not.toHaveProperty('price_value');
    expect(tee(5, null)?.colors?.[0]?.sizes).toEqual([
      { size: 'M', quantity: 1, price_value: 5 },
      { size: 'M', quantity: 1 },
    ]);
  });

  it("does not give sizes the price of the product's own line", () => {
    const [tee] = view(
      [0, 'Asi', 'Tee', { price_value: 9, cost_value: 4 }],
      [1, 'Size', 'M', { quantity: 3, cost_value: 4 }],
    ).products;
    expect(tee).toEqual({
      description: 'Tee',
      cost_value: 4,
      colors: [{ color: null, sizes: [{ size: 'M', quantity: 3 }] }],
      other: [{ type: 'Asi', price_value: 9 }],
    });
  });

  it('puts details that stand beside their method with it, before it or after it', () => {
    const decorations = (...rows: Row[]) => view([0, 'Asi', 'Tee'], ...rows).products[0]?.decoration;
    const together = { method: 'Screen print', location: 'Back' };
    expect(decorations([1, 'DecorationMethod', 'Screen print'], [1, 'DecorationLocation', 'Back'])).toEqual([together]);
    expect(decorations([1, 'DecorationLocation', 'Back'], [1, 'DecorationMethod', 'Screen print'])).toEqual([together]);
    expect(
      decorations(
        [1, 'DecorationLocation', 'Back'],
        [1, 'DecorationMethod', 'Embroidery'],
        [2, 'DecorationLocation', 'Sleeve'],
      ),
    ).toEqual([{ location: 'Back' }, { method: 'Embroidery', location: 'Sleeve' }]);
  });

  it('keeps what it has no place for: other types, a second location, money on a comment, hidden comments', () => {
    const { products, other } = view(
      [0, 'Asi', 'Tee'],
      [1, 'DecorationMethod', 'Print'],
      [2, 'DecorationLocation', 'Front'],
      [2, 'DecorationLocation', 'Back'],
      [2, 'StitchCount', 'about 8k'],
      [2, 'StitchCount', '8000', { quantity: 5 }],
      [2, 'DecorationVendor', 'One'],
      [2, 'DecorationVendor', '', { supplier: { name: 'Two' } }],
      [1, 'ProductComment', 'Gift wrap', { quantity: 1, price_value: 3 }],
      [1, 'ProductComment', 'Margin is thin', { visible: false }],
      [1, 'Hologram', 'Sticker', { quantity: 2, price_value: 1.25, line_total_value: 2.5 }],
      [0, 'Size', 'Lost', { quantity: 6, price_value: 2 }],
      [0, 'Comment', 'Deposit', { line_total_value: -50 }],
      [0, null, 'Untyped'],
    );
    expect(products[0]?.other).toEqual([
      { type: 'DecorationLocation', description: 'Back' },
      { type: 'StitchCount', description: 'about 8k' },
      { type: 'StitchCount', description: '8000', quantity: 5 },
      { type: 'DecorationVendor', supplier: 'Two' },
      { type: 'ProductComment', description: 'Gift wrap', quantity: 1, price_value: 3 },
      { type: 'ProductComment', description: 'Margin is thin', visible: false },
      { type: 'Hologram', description: 'Sticker', quantity: 2, price_value: 1.25 },
    ]);
    expect(other).toEqual([
      { type: 'Size', description: 'Lost', quantity: 6, price_value: 2 },
      { type: 'Comment', description: 'Deposit', line_total_value: -50 },
      { description: 'Untyped' },
    ]);
  });

  it('says that a product is from stock where its own line says so, and only there', () => {
    const { products } = view(
      [0, 'Asi', 'Tee', { from_stock: true }],
      [1, 'Size', 'M', { quantity: 1, from_stock: false }],
      [0, 'Asi', 'Cap', { from_stock: false }],
      [1, 'Size', 'OSFA', { quantity: 1, from_stock: true }],
    );
    expect(products.map(({ from_stock }) => from_stock)).toEqual([true, undefined]);
  });

  it('reads a comment above colours as a comment, and one above sizes as their colour', () => {
    const [tee] = view(
      [0, 'Asi', 'Tee'],
      [1, 'Comment', 'In stock until May'],
      [2, 'Color', 'Red', { quantity: 3 }],
      [1, 'Comment', 'Youth'],
      [2, 'Size', 'YS', { quantity: 2 }],
    ).products;
    expect(tee).toMatchObject({
      colors: [
        { color: 'Red', sizes: [{ size: null, quantity: 3 }] },
        { color: null, comment: 'Youth', sizes: [{ size: 'YS', quantity: 2 }] },
      ],
      comments: ['In stock until May'],
    });
  });

  it('gives details to a method that has lines under it, but no details', () => {
    const decorations = (...rows: Row[]) => view([0, 'Asi', 'Tee'], ...rows).products[0]?.decoration;
    const before: Row[] = [
      [1, 'DecorationLocation', 'Back'],
      [1, 'DecorationMethod', 'Screen print'],
    ];
    const together = [{ method: 'Screen print', location: 'Back' }];
    expect(decorations(...before, [2, 'RunCharge', 'Second color', { quantity: 5 }])).toEqual(together);
    expect(decorations(...before, [2, 'DecorationSize', ''])).toEqual(together);
  });

  it('names details that are hidden in one order, and none that is not there', () => {
    const decoration = (...rows: Row[]) => view([0, 'Asi', 'Tee'], [1, 'DecorationMethod', 'Print'], ...rows);
    const shown = decoration(
      [2, 'DecorationVendor', 'Stitch Co', { visible: false }],
      [2, 'DecorationLocation', 'Back', { visible: false }],
      [2, 'DecorationSize', '3 in'],
      [2, 'DecorationSize', '', { visible: false }],
      [2, 'DesignName', '', { visible: false }],
    );
    expect(shown.products[0]?.decoration).toEqual([
      { method: 'Print', vendor: 'Stitch Co', location: 'Back', size: '3 in', hidden: ['location', 'vendor'] },
    ]);
  });

  it('takes for stitches only what can be counted', () => {
    const counted = (...rows: Row[]) =>
      view([0, 'Asi', 'Tee'], [1, 'DecorationMethod', 'Embroidery'], ...rows).products[0];
    expect(counted([2, 'StitchCount', '', { quantity: 8000 }])?.decoration?.[0]?.stitch_count).toBe(8000);
    for (const quantity of [7.5, -8000, 1_000_000_000]) {
      expect(counted([2, 'StitchCount', '', { quantity }])?.other).toEqual([{ type: 'StitchCount', quantity }]);
    }
    expect(counted([2, 'StitchCount', '0'])?.other).toEqual([{ type: 'StitchCount', description: '0' }]);
  });

  it('shows details without a place before other lines without one, with their supplier', () => {
    const supplier = { id: 3, name: 'Sanmar' };
    const [tee] = view(
      [0, 'Asi', 'Tee', { supplier }],
      [1, 'Hologram', 'Sticker', { supplier }],
      [1, 'DecorationMethod', 'Print'],
      [2, 'DecorationVendor', 'One'],
      [2, 'DecorationVendor', 'Two', { supplier }],
    ).products;
    expect(tee?.other).toEqual([
      { type: 'DecorationVendor', description: 'Two', supplier_id: 3, supplier: 'Sanmar' },
      { type: 'Hologram', description: 'Sticker' },
    ]);
  });

  it("shows Syncore's total of a line only where it is not quantity times price, or cost", () => {
    const total = (rest: object) => view([0, 'Asi', 'Tee', rest]).products[0]?.line_total_value;
    expect(total({ quantity: 2, price_value: 5, line_total_value: 10 })).toBeUndefined();
    expect(total({ quantity: 2, cost_value: 5, line_total_value: 10 })).toBeUndefined();
    expect(total({ quantity: 2, price_value: 5, line_total_value: 9 })).toBe(9);
    expect(total({ quantity: 2, price_value: 5, line_total_value: 0 })).toBe(0);
    expect(total({ line_total_value: 0 })).toBeUndefined();
    expect(total({ line_total_value: 7 })).toBe(7);
  });

  it('shows thirty lines in well below 3 KB', () => {
    const colors = ['Red', 'Navy', 'Black', 'White'].flatMap((color): Row[] => [
      [1, 'Color', color],
      ...['S', 'M', 'L', 'XL', '2XL'].map(
        (size, index): Row => [2, 'Size', size, { quantity: 12, price_value: 10 + (index > 3 ? 2 : 0), cost_value: 5 }],
      ),
    ]);
    const shown = view(
      [0, 'Asi', 'Port Authority Silk Touch Polo', { sku: 'K500', supplier: { id: 84_863, name: 'Sanmar' } }],
      ...colors,
      [1, 'DecorationMethod', 'Embroidery'],
      [2, 'DecorationLocation', 'Left chest'],
      [2, 'StitchCount', '8000'],
      [1, 'SetupCharge', 'Digitizing', { quantity: 1, price_value: 45, cost_value: 30 }],
      [1, 'ProductComment', 'Fold and bag each'],
    );
    expect(JSON.stringify(shown).length).toBeLessThan(1500);
  });
});
