/** Money as the tests count it, apart from the code under test: whole numbers of cents, in bigint. */

/** Quantity × unit price or cost in cents, half away from zero. */
export function lineCents(quantity: number, unitValue: number): bigint {
  return rounded(tenThousandths(quantity) * tenThousandths(unitValue), 1_000_000n);
}

/** An amount in cents; amounts carry two decimals. */
export function cents(value: number): bigint {
  return rounded(tenThousandths(value), 100n);
}

/** Cents as the number that JSON carries. */
export function asValue(amount: bigint): number {
  return Number(amount) / 100;
}

/** The sum of amounts as the number that JSON carries. */
export function total(values: readonly number[]): number {
  return asValue(values.reduce((sum, value) => sum + cents(value), 0n));
}

/** `part` of `whole` in percent to one decimal; null where there is no whole. */
export function percent(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number(rounded(part * 1000n, whole)) / 10;
}

/** By the digits as JSON wrote them: no float takes part. */
function tenThousandths(value: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(String(value));
  if (match === null) throw new Error(`${value} has no more than four decimals in none of the sandbox's records.`);
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction.padEnd(4, '0'));
  return sign === '-' ? -units : units;
}

function rounded(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [top, bottom] = [dividend, divisor].map((number) => (number < 0n ? -number : number));
  if (top === undefined || bottom === undefined) throw new Error('Nothing to divide.');
  const half = (top + bottom / 2n) / bottom;
  return negative ? -half : half;
}
