/*
 * Money is exact: cents, and ten-thousandths of the currency unit for unit prices, both as safe integers. Floats
 * are read by their shortest decimal text, which is what JSON carried, so that 1.005 is 1.005 and not 1.00499….
 */

/** A decimal number: `units` × 10^-`scale`. */
type Decimal = { units: bigint; scale: number };

// Three digits of exponent cover every double; the bounds keep a hostile text from costing time.
const DECIMAL = /^([+-]?)([0-9]{0,400})(?:\.([0-9]{0,400}))?(?:[eE]([+-]?[0-9]{1,3}))?$/;

/**
 * The amount in cents, rounded half away from zero.
 * Throws RangeError where it is no number or beyond the safe integers.
 */
export function toCents(value: number | string): number {
  return inRange(scaled(value, 2));
}

/** The amount in ten-thousandths of the currency unit; rounds and throws as `toCents`. */
export function toE4(value: number | string): number {
  return inRange(scaled(value, 4));
}

/** `value` × 10^`digits` rounded half away from zero; null where it is no number or beyond the safe integers. */
export function scaled(value: number | string, digits: 0 | 2 | 4): number | null {
  if (typeof value === 'number') {
    const near = Math.round(value * 10 ** digits);
    // Two decimals of up to 15 digits never share a double, so this equality proves that nothing was rounded.
    if (Math.abs(near) < 1e15 && near / 10 ** digits === value) return near + 0;
  }
  const decimal = parseDecimal(value);
  if (decimal === null) return null;
  const { units, scale } = decimal;
  return toSafe(divideRounded(units * power(digits - scale), power(scale - digits)));
}

/** Cents as the JSON number that answers carry: 123450 is 1234.5. */
export function centsToValue(cents: number): number {
  return cents / 100 + 0;
}

/** Ten-thousandths as a JSON number: 8950 is 0.895. */
export function e4ToValue(e4: number): number {
  return e4 / 10_000 + 0;
}

/**
 * Quantity × unit price (or cost) in cents, rounded half away from zero; exact for any quantity, also a fraction.
 * Throws RangeError where the amount is beyond the safe integers.
 */
export function lineAmountCents(quantity: number, unitE4: number): number {
  const product = quantity * unitE4;
  if (Number.isInteger(quantity) && Number.isSafeInteger(product)) {
    const rest = Math.abs(product) % 100;
    const whole = (Math.abs(product) - rest) / 100 + (rest >= 50 ? 1 : 0);
    return product < 0 ? 0 - whole : whole;
  }
  const decimal = parseDecimal(quantity);
  if (decimal === null || !Number.isSafeInteger(unitE4)) throw new RangeError('not an amount');
  const units = decimal.units * BigInt(unitE4) * power(-decimal.scale);
  return inRange(toSafe(divideRounded(units, power(decimal.scale) * 100n)));
}

/** Profit as a percentage of the sub-total, to one decimal, half away from zero; null where the sub-total is 0. */
export function marginPercent(profitCents: number, subTotalCents: number): number | null {
  if (subTotalCents === 0) return null;
  return Number(divideRounded(BigInt(profitCents) * 1000n, BigInt(subTotalCents))) / 10;
}

function parseDecimal(value: number | string): Decimal | null {
  const match = DECIMAL.exec(typeof value === 'number' ? String(value) : value.trim());
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length - Number(exponent) };
}

/** 10^`exponent`, and 1 for a negative one: the two halves of a shift in either direction. */
function power(exponent: number): bigint {
  return exponent > 0 ? 10n ** BigInt(exponent) : 1n;
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const top = dividend < 0n ? -dividend : dividend;
  const bottom = divisor < 0n ? -divisor : divisor;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return dividend < 0n === divisor < 0n ? rounded : -rounded;
}

function toSafe(value: bigint): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

function inRange(value: number | null): number {
  if (value === null) throw new RangeError('not an amount of money that can be counted exactly');
  return value;
}
