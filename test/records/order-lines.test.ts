import { describe, expect, it } from 'vitest';
import { type NewLine, type OrderLinesInput, type ProductInput, toLines } from '../../src/records/order-lines.js';

/** The lines as one reads an order: indented, with what each says. */
function drawn(lines: readonly NewLine[]): string[] {
  const depths: number[] = [];
  return lines.map((line) => {
    const depth = line.parent === null ? 0 : (depths[line.parent] ?? 0) + 1;
    depths.push(depth);
    const { type, parent: _, from: __, ...said } = line;
    const told = Object.entries(said).flatMap(([name, value]) =>
      value === null ? [] : [`${name} ${JSON.stringify(value)}`],
    );
    return `${'  '.repeat(depth)}${[type, ...told].join(', ')}`;
  });
}

function linesOf(input: OrderLinesInput): readonly NewLine[] {
  const { lines, problems } = toLines(input);
  expect(problems).toEqual([]);
  return lines;
}

const written = (input: OrderLinesInput) => drawn(linesOf(input));
const product = (input: ProductInput) => written({ products: [input] });

describe('products as lines', () => {
  it('are written as a person types them', () => {
    const order: OrderLinesInput = {
      products: [
        {
          description: 'Polo',
          sku: 'K500',
          supplier_id: 301,
          price_value: 24.5,
          cost_value: 14.2,
          colors: [
            {
              color: 'Navy',
              sizes: [
                { size: 'M', quantity: 10 },
                { size: '2XL', quantity: 2, price_value: 26.5, cost_value: 15.95 },
              ],
            },
            { color: 'Black', sizes: [{ size: 'L', quantity: 5 }] },
          ],
          decoration: [
            {
              method: 'Embroidery',
              comment: 'Match last order',
              location: 'Left chest',
              size: '3 in',
              colors: ['White', 'PMS 186'],
              stitch_count: 8000,
              design_name: 'Logo',
              vendor: 'Stitch Co',
              vendor_id: 311,
              hidden: ['vendor'],
            },
          ],
          charges: [
            {
              type: 'SetupCharge',
              description: 'Digitizing',
              quantity: 1,
              price_value: 65,
              cost_value: 40,
              supplier_id: 311,
            },
          ],
          comments: ['Fold and bag'],
          other: [{ type: 'Hologram', description: 'Sticker' }],
        },
        { description: 'Pen', quantity: 1000, price_value: 0.895, cost_value: 0 },
      ],
      charges: [{ type: 'RunCharge', description: 'Freight', quantity: 1, price_value: 20 }],
      comments: ['Rush'],
      other: [{ type: 'Comment', description: 'Margin is thin', visible: false }],
    };
    expect(written(order)).toEqual([
      'Asi, description "Polo", sku "K500", supplier {"id":301,"name":null}',
      '  Color, description "Navy"',
      '    Size, description "M", quantity 10, unitPriceE4 245000, unitCostE4 142000',
      '    Size, description "2XL", quantity 2, unitPriceE4 265000, unitCostE4 159500',
      '  Color, description "Black"',
      '    Size, description "L", quantity 5, unitPriceE4 245000, unitCostE4 142000',
      '  DecorationMethod, description "Embroidery"',
      '    DecorationLocation, description "Left chest"',
      '    DecorationSize, description "3 in"',
      '    DecorationColor, description "White"',
      '    DecorationColor, description "PMS 186"',
      '    StitchCount, description "8,000"',
      '    DesignName, description "Logo"',
      '    DecorationVendor, description "Stitch Co", supplier {"id":311,"name":null}, visible false',
      '    DecorationComment, description "Match last order"',
      '  SetupCharge, description "Digitizing", quantity 1, unitPriceE4 650000, unitCostE4 400000, supplier {"id":311,"name":null}',
      '  ProductComment, description "Fold and bag"',
      '  Hologram, description "Sticker"',
      'Asi, description "Pen", quantity 1000, unitPriceE4 8950, unitCostE4 0',
      'RunCharge, description "Freight", quantity 1, unitPriceE4 200000',
      'Comment, description "Rush"',
      'Comment, description "Margin is thin", visible false',
    ]);
    expect(linesOf(order).map(({ from }) => from)).toEqual([
      'products[0]',
      'products[0].colors[0]',
      'products[0].colors[0].sizes[0]',
      'products[0].colors[0].sizes[1]',
      'products[0].colors[1]',
      'products[0].colors[1].sizes[0]',
      'products[0].decoration[0]',
      'products[0].decoration[0].location',
      'products[0].decoration[0].size',
      'products[0].decoration[0].colors[0]',
      'products[0].decoration[0].colors[1]',
      'products[0].decoration[0].stitch_count',
      'products[0].decoration[0].design_name',
      'products[0].decoration[0].vendor',
      'products[0].decoration[0].comment',
      'products[0].charges[0]',
      'products[0].comments[0]',
      'products[0].other[0]',
      'products[1]',
      'charges[0]',
      'comments[0]',
      'other[0]',
    ]);
  });

  it('have their price lines after their colours, and keep colours that are names only', () => {
    expect(
      product({
        sku: 'TC-14NW',
        colors: [{ color: 'Natural', sizes: [] }],
        pricing: [
          { quantity: 250, price_value: 5.25, cost_value: 3.15 },
          { description: '500 and more', price_value: 4.9 },
        ],
      }),
    ).toEqual([
      'Asi, sku "TC-14NW"',
      '  Color, description "Natural"',
      '  Pricing, quantity 250, unitPriceE4 52500, unitCostE4 31500',
      '  Pricing, description "500 and more", unitPriceE4 49000',
    ]);
    expect(product({ sku: 'PEN', quantity: 500, price_value: 1, colors: [{ color: 'Blue' }] })).toEqual([
      'Asi, sku "PEN", quantity 500, unitPriceE4 10000',
      '  Color, description "Blue"',
    ]);
  });

  it('hang sizes without a colour under the product, or under a comment', () => {
    const sizes = [{ size: 'S', quantity: 1 }];
    expect(
      product({
        description: 'Tee',
        colors: [
          { color: null, sizes },
          { comment: 'Youth', sizes },
          { color: 'Red', sizes: [{ quantity: 4 }] },
        ],
      }),
    ).toEqual([
      'Asi, description "Tee"',
      '  Size, description "S", quantity 1',
      '  Comment, description "Youth"',
      '    Size, description "S", quantity 1',
      '  Color, description "Red", quantity 4',
    ]);
    expect(product({ type: 'comment', description: 'Added by phone', price_value: 5, colors: [{ sizes }] })).toEqual([
      'Comment, description "Added by phone"',
      '  Size, description "S", quantity 1, unitPriceE4 50000',
    ]);
  });

  it('name SKU and supplier once, and below the product where they are others', () => {
    const colors = [
      {
        color: 'Red',
        sku: 'T1',
        supplier: 'cascade apparel  supply',
        sizes: [
          { size: 'M', quantity: 1, sku: 'T1' },
          { size: '2XL', quantity: 1, sku: 'T1-2XL', supplier_id: 302 },
        ],
      },
    ];
    expect(product({ sku: 'T1', supplier: 'Cascade Apparel Supply', colors })).toEqual([
      'Asi, sku "T1", supplier {"id":null,"name":"Cascade Apparel Supply"}',
      '  Color, description "Red"',
      '    Size, description "M", quantity 1',
      '    Size, description "2XL", sku "T1-2XL", quantity 1, supplier {"id":302,"name":null}',
    ]);
  });

  it('give everything with a price their taxability, and their goods where these come from', () => {
    expect(
      product({
        description: 'Tee',
        product_id: 7,
        taxability: 'Exempt',
        from_stock: true,
        colors: [{ color: 'Red', sizes: [{ size: 'M', quantity: 1 }] }],
        decoration: [{ method: 'Print', location: 'Back' }],
        charges: [{ type: 'SetupCharge', quantity: 1 }],
        comments: ['Gift'],
      }),
    ).toEqual([
      'Asi, description "Tee", productId 7, taxability "Exempt", fromStock true',
      '  Color, description "Red"',
      '    Size, description "M", quantity 1, taxability "Exempt", fromStock true',
      '  DecorationMethod, description "Print"',
      '    DecorationLocation, description "Back"',
      '  SetupCharge, quantity 1, taxability "Exempt"',
      '  ProductComment, description "Gift"',
    ]);
  });

  it('put the amounts of their own line back onto it', () => {
    const colors = [{ color: 'Red', sizes: [{ size: 'M', quantity: 1, price_value: 5 }] }];
    const own = (entry: object) => product({ description: 'Tee', colors, other: [{ type: 'Asi', ...entry }] })[0];
    expect(own({ quantity: 3, price_value: 5 })).toBe('Asi, description "Tee", quantity 3, unitPriceE4 50000');
    expect(own({ price_value: 9, cost_value: 5 })).toBe('Asi, description "Tee", unitPriceE4 90000, unitCostE4 50000');
    expect(own({ quantity: 0, price_value: 5, cost_value: 0 })).toBe('Asi, description "Tee"');
  });

  it('hang a second location under the decoration that has one, so that it stays the second', () => {
    expect(
      product({
        description: 'Tee',
        quantity: 1,
        decoration: [{ method: 'Print', location: 'Front' }, { method: 'Embroidery' }],
        other: [{ type: 'DecorationLocation', description: 'Back' }],
      }),
    ).toEqual([
      'Asi, description "Tee", quantity 1',
      '  DecorationMethod, description "Print"',
      '    DecorationLocation, description "Front"',
      '    DecorationLocation, description "Back"',
      '  DecorationMethod, description "Embroidery"',
    ]);
  });

  it('keep such lines in the order in which they are shown', () => {
    const order: OrderLinesInput = {
      products: [
        {
          description: 'Tee',
          quantity: 1,
          decoration: [
            { method: 'A', location: 'Front' },
            { method: 'B', size: '2 in' },
            { method: 'C', location: 'Back' },
          ],
          other: ['Location', 'Size', 'Location'].map((detail, index) => ({
            type: `Decoration${detail}`,
            description: `${index}`,
          })),
        },
      ],
    };
    expect(written(order).slice(1)).toEqual([
      '  DecorationMethod, description "A"',
      '    DecorationLocation, description "Front"',
      '    DecorationLocation, description "0"',
      '  DecorationMethod, description "B"',
      '    DecorationSize, description "2 in"',
      '    DecorationSize, description "1"',
      '  DecorationMethod, description "C"',
      '    DecorationLocation, description "Back"',
      '    DecorationLocation, description "2"',
    ]);
  });

  it('take details before their first method beside it', () => {
    const decoration = [{ location: 'Back' }, { method: 'Embroidery', location: 'Sleeve' }];
    expect(product({ description: 'Tee', quantity: 1, decoration })).toEqual([
      'Asi, description "Tee", quantity 1',
      '  DecorationLocation, description "Back"',
      '  DecorationMethod, description "Embroidery"',
      '    DecorationLocation, description "Sleeve"',
    ]);
  });

  it('take zeros on headings for nothing, and a price of 0 for a price', () => {
    const zeros = { quantity: 0, price_value: 0, cost_value: 0 };
    expect(
      product({
        description: 'Tote',
        ...zeros,
        pricing: [{ quantity: 5, price_value: 0 }],
        decoration: [{ method: 'Print', ...zeros }],
      }),
    ).toEqual([
      'Asi, description "Tote"',
      '  Pricing, quantity 5, unitPriceE4 0',
      '  DecorationMethod, description "Print"',
    ]);
  });
});

describe('lines as they are', () => {
  it('follow the products, with parents among themselves', () => {
    const { lines, problems, notes } = toLines({
      products: [{ description: 'Pen', quantity: 5 }],
      line_items: [
        { type: 'Asi', description: 'Tee', sku: 'T1', product_id: 7, visible: true, from_stock: false },
        { type: 'color', description: 'Red', parent: 0 },
        {
          type: 'Size',
          description: 'M',
          quantity: 2,
          price_value: 5,
          taxability: 'Exempt',
          supplier_id: 301,
          parent: 1,
        },
        { type: 'DecorationLocation', description: 'Back', parent: 0 },
      ],
    });
    expect([problems, notes]).toEqual([[], []]);
    expect(drawn(lines)).toEqual([
      'Asi, description "Pen", quantity 5',
      'Asi, description "Tee", sku "T1", productId 7, visible true, fromStock false',
      '  Color, description "Red"',
      '    Size, description "M", quantity 2, unitPriceE4 50000, taxability "Exempt", supplier {"id":301,"name":null}',
      '  DecorationLocation, description "Back"',
    ]);
    expect(lines.map(({ from }) => from).slice(1)).toEqual([0, 1, 2, 3].map((index) => `line_items[${index}]`));
  });

  it('get a type where only one fits, and that is said', () => {
    const { lines, problems, notes } = toLines({
      line_items: [
        { description: 'Call before delivery' },
        { description: 'Tee', quantity: 5 },
        { description: 'Bag each', parent: 1 },
        { type: 'Asi', description: 'Polo' },
        { type: 'Color', description: 'Red', parent: 3 },
        { description: 'M', quantity: 5, parent: 4 },
      ],
    });
    expect(problems).toEqual([]);
    expect(lines.map(({ type }) => type)).toEqual(['Comment', 'Asi', 'ProductComment', 'Asi', 'Color', 'Size']);
    expect(notes).toEqual([
      'line_items[0] has no type: it is entered as Comment.',
      'line_items[1] has no type: it is entered as Asi.',
      'line_items[2] has no type: it is entered as ProductComment.',
      'line_items[5] has no type: it is entered as Size.',
    ]);
  });
});

describe('what is said beside the lines', () => {
  it('names totals that are left out, the first of them', () => {
    const total = { quantity: 1, line_total_value: 5 };
    const { notes } = toLines({
      products: [{ description: 'Pen', ...total }],
      line_items: Array(4).fill({ type: 'Hologram', ...total }),
    });
    expect(notes[0]).toBe(
      'products[0].line_total_value, line_items[0].line_total_value, line_items[1].line_total_value and 2 more: ' +
        'left out, since Syncore works out the total of a line.',
    );
  });

  it('names types that are not known, which are sent as they are', () => {
    const { lines, problems, notes } = toLines({ other: [{ type: 'Hologram ', description: 'Sticker' }] });
    expect([lines[0]?.type, problems]).toEqual(['Hologram', []]);
    expect(notes).toEqual(['other[0].type is not one of the types of line that are known here; it is sent as it is.']);
  });

  it('names what adds nothing to the order for want of a quantity', () => {
    const { notes } = toLines({
      products: [
        { description: 'Pen', price_value: 2 },
        { sku: 'MUG', pricing: [{ price_value: 3 }] },
      ],
      charges: [
        { type: 'SetupCharge', price_value: 65 },
        { type: 'SetupCharge', description: 'Waived' },
      ],
    });
    expect(notes).toEqual([
      'products[0] has no quantity, so it adds nothing to the order.',
      'products[1] has no quantity, so it adds nothing to the order.',
      'charges[0] has a price and no quantity, so it adds nothing to the order.',
    ]);
  });

  it('is nothing where nothing was given', () => {
    expect(toLines({})).toEqual({ lines: [], problems: [], notes: [] });
  });
});
