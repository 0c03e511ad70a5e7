import { describe, expect, it } from 'vitest';
import { type LineInput, type OrderLinesInput, type ProductInput, toLines } from '../../src/records/order-lines.js';

type Refusal = [what: string, input: OrderLinesInput, field: string, message: RegExp, nearest?: string];

const size = { size: 'M', quantity: 1 };
const colors = [{ color: 'Red', sizes: [size] }];
const tee = (rest: ProductInput): OrderLinesInput => ({ products: [{ description: 'Tee', ...rest }] });
const sized = (...sizes: object[]) =>
  tee({ colors: [{ color: 'Red', sizes: sizes.map((rest) => ({ ...size, ...rest })) }] });
const decorated = (...decoration: NonNullable<ProductInput['decoration']>) => tee({ quantity: 1, decoration });
const asi: LineInput = { type: 'Asi', description: 'Tee', quantity: 1 };
const items = (...line_items: LineInput[]): OrderLinesInput => ({ line_items });

const amounts: Refusal[] = [
  ['a negative quantity', sized({ quantity: -1 }), 'products[0].colors[0].sizes[0].quantity', /^must not be negative/],
  ['a size of which there are none', sized({ quantity: 0 }), 'products[0].colors[0].sizes[0].quantity', /above 0/],
  [
    'a size without a quantity',
    sized({ quantity: undefined }),
    'products[0].colors[0].sizes[0].quantity',
    /is missing/,
  ],
  ['a product of which there are none', tee({ quantity: 0 }), 'products[0].quantity', /above 0/],
  [
    'a charge of which there are none',
    { charges: [{ type: 'RunCharge', quantity: 0 }] },
    'charges[0].quantity',
    /above 0/,
  ],
  ['a fifth decimal of a quantity', tee({ quantity: 1.00005 }), 'products[0].quantity', /at most 4 decimals/],
  [
    'a fifth decimal of a price',
    sized({ price_value: 0.89501 }),
    'products[0].colors[0].sizes[0].price_value',
    /4 decimals/,
  ],
  ['a fifth decimal of a cost', tee({ colors, cost_value: 1e-5 }), 'products[0].cost_value', /4 decimals/],
  ['a quantity beyond all bounds', tee({ quantity: 1e10 }), 'products[0].quantity', /below 10,000,000,000/],
  [
    'a price beyond all bounds',
    tee({ quantity: 1, price_value: -1e10 }),
    'products[0].price_value',
    /below 10,000,000,000/,
  ],
  [
    'a line beyond all bounds',
    sized({ quantity: 1e6, price_value: 1e4 }),
    'products[0].colors[0].sizes[0]',
    /less than 10,000/,
  ],
  ['no number', tee({ quantity: Number.NaN }), 'products[0].quantity', /below/],
  ['an id that is none', tee({ quantity: 1, supplier_id: -3 }), 'products[0].supplier_id', /whole number from 1/],
  ['half an id', tee({ quantity: 1, product_id: 1.5 }), 'products[0].product_id', /whole number from 1/],
  [
    'half a stitch',
    decorated({ method: 'E', stitch_count: 7.5 }),
    'products[0].decoration[0].stitch_count',
    /1 to 999,999,999/,
  ],
  [
    'no stitches',
    decorated({ method: 'E', stitch_count: 0 }),
    'products[0].decoration[0].stitch_count',
    /whole number from 1/,
  ],
];

const texts: Refusal[] = [
  [
    'a long description',
    tee({ quantity: 1, description: 'x'.repeat(4001) }),
    'products[0].description',
    /at most 4000 .* has 4001/,
  ],
  ['a long SKU', tee({ quantity: 1, sku: 'x'.repeat(101) }), 'products[0].sku', /at most 100/],
  [
    'a long SKU and no description',
    { products: [{ quantity: 1, sku: 'x'.repeat(101) }] },
    'products[0].sku',
    /at most 100/,
  ],
  ['a long size', sized({ size: 'x'.repeat(501) }), 'products[0].colors[0].sizes[0].size', /at most 500/],
  [
    'a long color',
    tee({ colors: [{ color: 'x'.repeat(501), sizes: [size] }] }),
    'products[0].colors[0].color',
    /at most 500/,
  ],
  ['a long method', decorated({ method: 'x'.repeat(501) }), 'products[0].decoration[0].method', /at most 500/],
  [
    'a long location',
    decorated({ method: 'E', location: 'x'.repeat(501) }),
    'products[0].decoration[0].location',
    /at most 500/,
  ],
  [
    'a long comment on decoration',
    decorated({ method: 'E', comment: 'x'.repeat(4001) }),
    'products[0].decoration[0].comment',
    /4000/,
  ],
  ['a long comment', { comments: ['x'.repeat(4001)] }, 'comments[0]', /at most 4000/],
  ['a long supplier', tee({ quantity: 1, supplier: 'x'.repeat(501) }), 'products[0].supplier', /at most 500/],
  ['a long type', { other: [{ type: 'x'.repeat(501), quantity: 1 }] }, 'other[0].type', /at most 500/],
  ['a blank comment', tee({ quantity: 1, comments: ['Bag', ' '] }), 'products[0].comments[1]', /is blank/],
  ['a blank shade', decorated({ method: 'E', colors: [''] }), 'products[0].decoration[0].colors[0]', /is blank/],
];

const shapes: Refusal[] = [
  ['a product without a name', { products: [{ quantity: 1, description: ' ' }] }, 'products[0].description', /SKU/],
  ['a quantity beside sizes', tee({ quantity: 5, colors }), 'products[0].quantity', /leave it out/],
  [
    'colors without sizes',
    tee({ colors: [{ color: 'Red', sizes: [] }] }),
    'products[0].colors[0].sizes',
    /must hold sizes/,
  ],
  [
    'one color without sizes',
    tee({ colors: [...colors, { color: 'Blue' }] }),
    'products[0].colors[1].sizes',
    /must hold sizes/,
  ],
  ['an empty color', tee({ quantity: 1, colors: [{ sizes: [] }] }), 'products[0].colors[0].sizes', /must hold sizes/],
  ['a size twice', sized({}, { size: 'Medium' }), 'products[0].colors[0].sizes[1].size', /there already/],
  [
    'a size without any name',
    tee({ colors: [{ sizes: [{ quantity: 1 }] }] }),
    'products[0].colors[0].sizes[0].size',
    /name the size/,
  ],
  [
    'two quantities of a color',
    tee({ colors: [{ color: 'Red', sizes: [{ quantity: 1 }, { quantity: 2 }] }] }),
    'products[0].colors[0].sizes[1].size',
    /one quantity/,
  ],
  [
    'a SKU on a color through its size',
    tee({ colors: [{ color: 'Red', sizes: [{ quantity: 1, sku: 'A' }] }] }),
    'products[0].colors[0].sizes[0].size',
    /stand on the color/,
  ],
  ['a SKU of no color', tee({ colors: [{ sku: 'A', sizes: [size] }] }), 'products[0].colors[0].color', /is missing/],
  [
    'a comment beside a color',
    tee({ colors: [{ color: 'Red', comment: 'x', sizes: [size] }] }),
    'products[0].colors[0].comment',
    /comments of the product/,
  ],
  [
    'a quantity of a comment',
    tee({ colors: [{ comment: 'x', sizes: [{ quantity: 1 }] }] }),
    'products[0].colors[0].sizes',
    /size with a name/,
  ],
  ['a product of another type', tee({ type: 'Size', quantity: 1 }), 'products[0].type', /left out, or Comment/],
  [
    'a misspelt type of product',
    tee({ type: 'Coment', colors: [{ sizes: [size] }] }),
    'products[0].type',
    /Comment/,
    'Comment',
  ],
  [
    'a comment as a product',
    { products: [{ type: 'Comment', description: 'Call', quantity: 1 }] },
    'products[0].colors',
    /belongs in comments/,
  ],
  [
    'another type of charge',
    { charges: [{ type: 'Freight', quantity: 1 }] },
    'charges[0].type',
    /SetupCharge or RunCharge/,
  ],
  [
    'a misspelt type of charge',
    tee({ quantity: 1, charges: [{ type: 'Set-up', quantity: 1 }] }),
    'products[0].charges[0].type',
    /SetupCharge/,
    'SetupCharge',
  ],
  [
    'a known type as a charge',
    { charges: [{ type: 'Size', quantity: 1 }] },
    'charges[0].type',
    /SetupCharge or RunCharge/,
  ],
  ['a product among the rest', { other: [{ type: 'Asi', description: 'Tee' }] }, 'other[0]', /belongs in products/],
  [
    'a charge among the rest',
    tee({ quantity: 1, other: [{ type: 'RunCharge', quantity: 1 }] }),
    'products[0].other[0]',
    /belongs in charges/,
  ],
  [
    'a size among the rest',
    tee({ quantity: 1, other: [{ type: 'Size', quantity: 1 }] }),
    'products[0].other[0]',
    /belongs in colors/,
  ],
  [
    'a method among the rest',
    tee({ quantity: 1, other: [{ type: 'DecorationMethod', description: 'E' }] }),
    'products[0].other[0]',
    /belongs in decoration/,
  ],
  ['a line of no type', { other: [{ description: 'Deposit', quantity: 1 }] }, 'other[0].type', /is missing/],
  ['a line that says nothing', { other: [{ type: 'Comment' }] }, 'other[0]', /says nothing/],
  [
    'a misspelt type of line',
    { other: [{ type: 'Comments', description: 'x' }] },
    'other[0].type',
    /did you mean Comment\?/,
    'Comment',
  ],
];

const decorations: Refusal[] = [
  ['no method', decorated({ method: 'E' }, { location: 'Back' }), 'products[0].decoration[1].method', /is missing/],
  ['nothing at all', decorated({}), 'products[0].decoration[0].method', /is missing/],
  ['a price of no method', decorated({ location: 'Back', quantity: 5 }), 'products[0].decoration[0].method', /amounts/],
  [
    'a hidden one of no method',
    decorated({ location: 'Back', visible: false }),
    'products[0].decoration[0].method',
    /visible/,
  ],
  [
    'details before a method without any',
    decorated({ location: 'Back' }, { method: 'E' }),
    'products[0].decoration[0].method',
    /make one of the two/,
  ],
  [
    'hiding what is not there',
    decorated({ method: 'E', hidden: ['vendor'] }),
    'products[0].decoration[0].hidden[0]',
    /does not have/,
  ],
  [
    'hiding what is misspelt',
    decorated({ method: 'E', location: 'Back', hidden: ['locaton'] }),
    'products[0].decoration[0].hidden[0]',
    /one of location, size/,
    'location',
  ],
];

const lines: Refusal[] = [
  [
    'a misspelt type',
    items({ type: 'Colour', description: 'Red' }),
    'line_items[0].type',
    /did you mean Color\?/,
    'Color',
  ],
  [
    'a product under its name',
    items({ type: 'Product', description: 'Tee' }),
    'line_items[0].type',
    /did you mean Asi\?/,
    'Asi',
  ],
  [
    'a parent that comes later',
    items({ type: 'Comment', description: 'x', parent: 1 }, asi),
    'line_items[0].parent',
    /points forward/,
  ],
  ['a parent that it is itself', items({ ...asi, parent: 0 }), 'line_items[0].parent', /points forward or at itself/],
  ['a parent that is none', items(asi, { ...asi, parent: 7 }), 'line_items[1].parent', /no position/],
  ['half a parent', items(asi, { ...asi, parent: 0.5 }), 'line_items[1].parent', /no position/],
  ['a size at the top', items({ type: 'Size', ...size }), 'line_items[0].parent', /must be a Color, a Comment/],
  [
    'a size beside colors',
    items(asi, { type: 'Color', parent: 0 }, { type: 'Size', ...size, parent: 0 }),
    'line_items[2].parent',
    /a Color of this product/,
  ],
  [
    'a size under a charge',
    items({ type: 'RunCharge' }, { type: 'Size', ...size, parent: 0 }),
    'line_items[1].parent',
    /must be a Color/,
  ],
  ['a color at the top', items({ type: 'Color', description: 'Red' }), 'line_items[0].parent', /must be a product/],
  [
    'a color under a color',
    items(asi, { type: 'Color', parent: 0 }, { type: 'Color', parent: 1 }),
    'line_items[2].parent',
    /must be a product/,
  ],
  [
    'a detail at the top',
    items({ type: 'StitchCount', description: '8,000' }),
    'line_items[0].parent',
    /must be a DecorationMethod/,
  ],
  [
    'a detail under a color',
    items(asi, { type: 'Color', parent: 0 }, { type: 'DesignName', parent: 1 }),
    'line_items[2].parent',
    /DecorationMethod/,
  ],
  [
    'a size without a quantity',
    items(asi, { type: 'Size', description: 'M', parent: 0 }),
    'line_items[1].quantity',
    /is missing/,
  ],
  [
    'a size twice',
    items(
      asi,
      { type: 'Size', description: 'XXL', quantity: 1, parent: 0 },
      { type: 'Size', description: '2XL', quantity: 1, parent: 0 },
    ),
    'line_items[2].description',
    /there already/,
  ],
  ['a product without a name', items({ type: 'Asi', quantity: 1 }), 'line_items[0].description', /SKU/],
  ['a product of which there are none', items({ ...asi, quantity: 0 }), 'line_items[0].quantity', /above 0/],
  ['a type that nobody can tell', items(asi, { quantity: 5, parent: 0 }), 'line_items[1].type', /is missing/],
];

const kinds = { amounts, texts, shapes, decorations, lines };

describe('what cannot be written', () => {
  for (const [kind, refusals] of Object.entries(kinds)) {
    for (const [what, input, field, message, nearest] of refusals) {
      it(`is refused by its field (${kind}): ${what}`, () => {
        const wanted: Record<string, unknown> = { field, message: expect.stringMatching(message) };
        if (nearest !== undefined) wanted.nearest = nearest;
        expect(toLines(input).problems).toEqual([wanted]);
      });
    }
  }

  it('is refused all at once', () => {
    const { problems } = toLines({
      products: [
        {
          quantity: 5,
          price_value: 0.00001,
          colors: [{ color: 'Red', sizes: [{ size: 'M' }, { size: 'M', quantity: -1 }] }],
        },
      ],
      charges: [{ type: 'Fee', quantity: 0 }],
      comments: [''],
      line_items: [{ type: 'Sizes', parent: 3 }],
    });
    expect(problems.map(({ field }) => field).sort()).toEqual([
      'charges[0].quantity',
      'charges[0].type',
      'comments[0]',
      'line_items[0].parent',
      'line_items[0].type',
      'products[0].colors[0].sizes[0].quantity',
      'products[0].colors[0].sizes[1].quantity',
      'products[0].colors[0].sizes[1].size',
      'products[0].description',
      'products[0].price_value',
      'products[0].quantity',
    ]);
  });

  it('is refused for a quantity beside sizes and for a color without any', () => {
    const { problems } = toLines(tee({ quantity: 5, colors: [...colors, { color: 'Blue' }] }));
    expect(problems.map(({ field }) => field)).toEqual(['products[0].quantity', 'products[0].colors[1].sizes']);
  });

  it('is told without a word of the caller in it', () => {
    const { problems, notes } = toLines({
      products: [{ description: 'Tee', sku: 'secret-word'.repeat(50), colors: [{ color: 'secret-word', sizes: [] }] }],
      other: [{ type: 'secret-word', description: 'secret-word', line_total_value: 1 }],
      line_items: [{ description: 'secret-word', parent: 9 }],
    });
    expect(problems.length).toBeGreaterThan(2);
    expect(JSON.stringify([problems, notes])).not.toContain('secret-word');
  });
});
