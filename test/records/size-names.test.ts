import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalSize, skuAndSize } from '../../src/records/size-names.js';

describe('the name of a size', () => {
  const spellings: Record<string, string[]> = {
    S: ['S', 's', 'Small', 'SM', 'sml', ' S. ', 'Adult Small'],
    M: ['M', 'Med', 'Medium', 'MD', 'med.'],
    L: ['L', 'Large', 'LG', 'lrg'],
    XL: ['XL', 'X-Large', 'x large', 'Extra Large', '1XL', 'X-L'],
    '2XL': ['2XL', 'XXL', '2X', '2X-Large', 'XX-Large', '2 X Large', 'Extra Extra Large', 'xxl'],
    '3XL': ['3XL', 'XXXL', '3X', '3X-Large'],
    '10XL': ['10XL', '10X'],
    XS: ['XS', 'X-Small', 'Extra Small'],
    '2XS': ['2XS', 'XXS', 'XX-Small'],
    YS: ['YS', 'Youth Small', 'Y-S', 'Youth S', 'Yth Sm'],
    YXL: ['YXL', 'Youth XL', 'Youth X-Large'],
    LT: ['LT', 'Large Tall', 'L-T'],
    '2XLT': ['2XLT', 'XXLT', '2XL Tall'],
    'S/M': ['S/M', 'S-M', 'Small/Medium', 'sm / med'],
    'L/XL': ['L/XL', 'Large/X-Large', 'L-XL'],
    '3XL/4XL': ['3XL/4XL', '3X/4X', 'XXXL-4XL'],
    OSFA: ['OSFA', 'One Size', 'one size fits all', 'OSFM', 'OS'],
    '11OZ': ['11 oz', '11oz', '11OZ'],
    '32X30': ['32x30', '32 X 30'],
    '7-1/2': ['7 1/2', '7-1/2'],
  };
  for (const [normal, all] of Object.entries(spellings)) {
    it(`has one spelling: ${normal}`, () => {
      for (const text of all) expect([text, normalSize(text)]).toEqual([text, normal]);
    });
  }

  it('keeps apart what people keep apart', () => {
    const sizes = [
      'XS',
      'S',
      'M',
      'L',
      'XL',
      '1X',
      '2XL',
      'YM',
      'LT',
      'S/M',
      '2T',
      '5T',
      '10',
      '1',
      'T',
      'Y',
      'X',
      'XM',
      '0XL',
      '',
    ];
    expect(new Set(sizes.map(normalSize)).size).toBe(sizes.length);
  });

  it('is settled once it is in its one spelling, whatever was typed', () => {
    const part = fc.constantFrom('S', 'M', 'XL', '2X', 'Large', 'Youth ', ' ', '-', '/', 'T', '1', 'ß', 'ﬁ', '½');
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (text) => {
        expect(normalSize(normalSize(text))).toBe(normalSize(text));
        expect(normalSize(` ${text.toLowerCase()}`)).toBe(normalSize(text.toLowerCase()));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a size at the end of a SKU', () => {
  it('is split off and spelled as one', () => {
    expect(skuAndSize('ABC123-2XL')).toEqual({ base: 'ABC123', size: '2XL' });
    expect(skuAndSize('ABC123-XXL')).toEqual({ base: 'ABC123', size: '2XL' });
    expect(skuAndSize(' abc123 / m ')).toEqual({ base: 'abc123', size: 'M' });
    expect(skuAndSize('K500_X-Large')).toEqual({ base: 'K500', size: 'XL' });
    expect(skuAndSize('SH112.OSFA')).toEqual({ base: 'SH112', size: 'OSFA' });
    expect(skuAndSize('K500-NVY-YS')).toEqual({ base: 'K500-NVY', size: 'YS' });
  });

  it('is not seen where there is none', () => {
    for (const sku of [
      'CAS4410',
      'RB-20SS',
      'PT-5X8',
      'IL-CLICK',
      'TC-14NW',
      'ABC-',
      '-M',
      'M',
      'K500M',
      'K500-XM',
      '',
    ]) {
      expect(skuAndSize(sku)).toEqual({ base: sku, size: null });
    }
  });

  it('is found in any SKU that ends with one', () => {
    const base = fc.stringMatching(/^[A-Z0-9]{1,8}(-[A-Z0-9]{4,6})?$/);
    fc.assert(
      fc.property(base, fc.constantFrom('S', '2XL', 'xxl', 'Youth XL', 'LT', 'X-Large'), (base, size) => {
        expect(skuAndSize(`${base}-${size}`)).toEqual({ base, size: normalSize(size) });
      }),
    );
  });

  it('costs no time in a long text', () => {
    const long = `${'-a '.repeat(20_000)}${'X'.repeat(20_000)}`;
    expect(skuAndSize(long)).toEqual({ base: long, size: null });
    expect(skuAndSize('a'.repeat(50_000) + '-'.repeat(50_000)).size).toBeNull();
    expect(normalSize('EXTRA'.repeat(10_000))).toHaveLength(50_000);
  });
});
