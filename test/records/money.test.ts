import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centsToValue, e4ToValue, lineAmountCents, marginPercent, toCents, toE4 } from '../../src/records/money.js';

/** numerator ÷ denominator, half away from zero, by search from the floor: another way than the source takes. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n) return -nearest(-numerator, denominator);
  const floor = numerator / denominator;
  const rest = numerator - floor * denominator;
  return rest >= denominator - rest ? floor + 1n : floor;
}

/** `units` × 10^-`digits` as it would be typed. */
function typed(units: number, digits: number): string {
  const text = String(Math.abs(units)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  return `${units < 0 ? '-' : ''}${text.slice(0, cut)}${digits === 0 ? '' : `.${text.slice(cut)}`}`;
}

describe('reading amounts', () => {
  it.each([
    [12.5, 1250],
    ['12.50', 1250],
    [1.005, 101],
    [-1.005, -101],
    [1.0049999, 100],
    [0.1 + 0.2, 30],
    [8.5e-3, 1],
    ['1e3', 100_000],
    [' -0.5 ', -50],
    ['.5', 50],
    ['5.', 500],
    ['+7', 700],
    [-0, 0],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('reads %s as %i cents', (value, cents) => {
    expect(toCents(value)).toBe(cents);
  });

  it.each([
    '',
    ' ',
    '.',
    'abc',
    '1,5',
    '0x10',
    '1e',
    '1e9999',
    '--1',
    '$5',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e15,
  ])('refuses %s', (value) => {
    expect(() => toCents(value)).toThrow(RangeError);
  });

  it('reads a unit price of four decimals', () => {
    expect(toE4(0.895)).toBe(8950);
    expect(toE4('0.12345')).toBe(1235);
    expect(e4ToValue(8950)).toBe(0.895);
  });

  it('reads every amount of four decimals as it was typed, as number and as text', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), (units) => {
        const text = typed(units, 4);
        expect(toE4(text)).toBe(units === 0 ? 0 : units);
        expect(toE4(Number(text))).toBe(units === 0 ? 0 : units);
        const cents = Number(nearest(BigInt(units), 100n));
        expect(toCents(text)).toBe(cents);
        expect(toCents(Number(text))).toBe(cents);
      }),
    );
  });

  it('gives back the amount that was read', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), (cents) => {
        expect(toCents(centsToValue(cents))).toBe(cents === 0 ? 0 : cents);
        expect(toE4(e4ToValue(cents))).toBe(cents === 0 ? 0 : cents);
      }),
    );
  });

  it('never shows a negative zero', () => {
    expect(Object.is(centsToValue(-0), 0)).toBe(true);
    expect(Object.is(e4ToValue(-0), 0)).toBe(true);
    expect(Object.is(lineAmountCents(-1, 0), 0)).toBe(true);
    expect(Object.is(lineAmountCents(-0.5, 1), 0)).toBe(true);
    expect(Object.is(marginPercent(-1, 100_000), 0)).toBe(true);
  });
});

describe('the amount of a line', () => {
  it.each([
    [1000, 8950, 89_500],
    [1, 50, 1],
    [-1, 50, -1],
    [3, 49, 1],
    [1, 49, 0],
    [0.5, 100, 1],
    [2.5, -10_050, -251],
    [1.2345, 10_000, 123],
    [10000050.0001, 99_999_999, 10000049900099],
  ])('%d × %d ten-thousandths is %d cents', (quantity, unitE4, cents) => {
    expect(lineAmountCents(quantity, unitE4)).toBe(cents);
  });

  it('is exact for quantities of up to four decimals, far beyond what a double multiplies exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 10), max: 10 ** 10 }),
        fc.constantFrom(0, 1, 2, 3, 4),
        fc.integer({ min: -(10 ** 9), max: 10 ** 9 }),
        (units, digits, unitE4) => {
          const exact = nearest(BigInt(units) * BigInt(unitE4), 100n * 10n ** BigInt(digits));
          const quantity = Number(typed(units, digits));
          if (exact > BigInt(Number.MAX_SAFE_INTEGER) || exact < -BigInt(Number.MAX_SAFE_INTEGER)) {
            expect(() => lineAmountCents(quantity, unitE4)).toThrow(RangeError);
          } else {
            expect(BigInt(lineAmountCents(quantity, unitE4))).toBe(exact);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses what is no amount', () => {
    expect(() => lineAmountCents(Number.NaN, 1)).toThrow(RangeError);
    expect(() => lineAmountCents(1.5, 0.5)).toThrow(RangeError);
  });
});

describe('margin', () => {
  it.each([
    [2500, 10_000, 25],
    [1, 3, 33.3],
    [1, 800, 0.1],
    [5, 10_000, 0.1],
    [-5, 10_000, -0.1],
    [4, 10_000, 0],
    [500, -10_000, -5],
    [-500, -10_000, 5],
    [100, 0, null],
  ])('%d of %d is %s per cent', (profit, subTotal, percent) => {
    expect(marginPercent(profit, subTotal)).toBe(percent);
  });

  it('is the rounded quotient for all amounts', () => {
    const amount = fc.integer({ min: -(10 ** 14), max: 10 ** 14 });
    fc.assert(
      fc.property(amount, amount.filter(Boolean), (profit, subTotal) => {
        const sign = subTotal < 0 ? -1n : 1n;
        const tenths = nearest(BigInt(profit) * 1000n * sign, BigInt(subTotal) * sign);
        expect(marginPercent(profit, subTotal)).toBe(Number(tenths) / 10);
      }),
    );
  });
});
