import { describe, expect, it } from 'vitest';
import { readLineType } from '../../src/records/line-types.js';
import { lineBody, newLine, pieces, type Said, subTotalCents } from '../../src/records/new-line.js';

/** A line by its type, the position of its parent and what it says. */
const line = (type: string, parent: number | null, said: Said = {}) => newLine(type, 'products[0]', parent, said);

describe('the body of a line', () => {
  it("has Syncore's names and values in currency units", () => {
    const whole = line('Size', 3, {
      description: 'M',
      sku: 'K500-M',
      productId: 880_431,
      quantity: 1000,
      unitPriceE4: 8950,
      unitCostE4: 5225,
      taxability: 'Taxable',
      supplier: { id: 305, name: 'Inkline Pens' },
      visible: true,
      fromStock: true,
    });
    expect(lineBody(whole)).toEqual({
      type: 'Size',
      description: 'M',
      sku: 'K500-M',
      product_id: 880_431,
      quantity: 1000,
      price_value: 0.895,
      cost_value: 0.5225,
      taxability: 'Taxable',
      supplier_id: 305,
      visible: true,
      from_stock: true,
    });
  });

  it('holds what is known and nothing else: 0 and false are known, a name is no id', () => {
    const said = { unitCostE4: 0, visible: false, fromStock: false, supplier: { id: null, name: 'Inkline Pens' } };
    expect(lineBody(line('Comment', null, said))).toEqual({
      type: 'Comment',
      cost_value: 0,
      visible: false,
      from_stock: false,
    });
    expect(lineBody(line('Comment', 4))).toEqual({ type: 'Comment' });
  });
});

describe('the sub-total of lines', () => {
  it('rounds each line half away from zero, and then adds up', () => {
    const lines = [
      line('Asi', null, { quantity: 3, unitPriceE4: 11_150 }),
      line('Asi', null, { quantity: 1, unitPriceE4: 8950 }),
      line('Asi', null, { quantity: 1, unitPriceE4: -50 }),
      line('Asi', null, { quantity: 0.1, unitPriceE4: 30_000 }),
    ];
    // 3.345, 0.895, -0.005 and 0.3 are 3.35, 0.90, -0.01 and 0.30.
    expect(subTotalCents(lines)).toBe(335 + 90 - 1 + 30);
  });

  it('leaves out lines without a quantity or a price', () => {
    expect(subTotalCents([line('Asi', null, { quantity: 5 }), line('Comment', null, { unitPriceE4: 90_000 })])).toBe(0);
    expect(subTotalCents([])).toBe(0);
  });
});

describe('the pieces of lines', () => {
  const quantity = (quantity: number) => ({ quantity });

  it('are those of sizes and colours, not of charges or of the heading above them', () => {
    const lines = [
      line('Asi', null, quantity(99)),
      line('Color', 0, quantity(7)),
      line('Size', 1, quantity(10)),
      line('Size', 1, quantity(2)),
      line('SetupCharge', 0, quantity(1)),
      line('DecorationMethod', 0, quantity(19)),
      line('Comment', null),
      line('Size', 6, quantity(3)),
    ];
    expect(pieces(lines)).toBe(22);
  });

  it('are those of a product without sizes, else of its price lines', () => {
    const lines = [
      line('Asi', null, quantity(1000)),
      line('Color', 0),
      line('Pricing', 0, quantity(500)),
      line('Asi', null),
      line('Pricing', 3, quantity(250)),
      line('Pricing', 3, quantity(0.1)),
      line('Pricing', 3, quantity(0.2)),
    ];
    expect(pieces(lines)).toBe(1250.3);
  });
});

describe('the type of a line', () => {
  it('is taken in any letter case', () => {
    expect(readLineType('setupcharge')).toEqual({ kind: 'known', type: 'SetupCharge' });
    expect(readLineType(' ASI ')).toEqual({ kind: 'known', type: 'Asi' });
    expect(readLineType('size')).toEqual({ kind: 'known', type: 'Size' });
  });

  it('is a near miss where a known one was meant', () => {
    const misses = {
      Colour: 'Color',
      colours: 'Color',
      Sizes: 'Size',
      'Setup Charge': 'SetupCharge',
      setup_charge: 'SetupCharge',
      Setup: 'SetupCharge',
      Location: 'DecorationLocation',
      Stitch: 'StitchCount',
      Product: 'Asi',
      item: 'Asi',
    };
    for (const [text, type] of Object.entries(misses)) {
      expect([text, readLineType(text)]).toEqual([text, { kind: 'near', type }]);
    }
  });

  it('may be one that is not known here', () => {
    for (const type of ['Hologram', 'Freight', 'SizeRange', 'CommentInternal', 'constructor', '']) {
      expect(readLineType(type)).toEqual({ kind: 'unknown', type });
    }
  });
});
