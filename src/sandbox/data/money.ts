/** Prices and costs have up to four decimals, so sums are kept in whole ten-thousandths until they are rounded. */
const UNITS = 10_000;

/** Quantity × unit value in whole cents, half away from zero: how Syncore totals a line. */
export function lineCents(quantity: number, unitValue: number): number {
  const exact = quantity * Math.round(unitValue * UNITS);
  return Math.sign(exact) * Math.floor((Math.abs(exact) + UNITS / 200) / (UNITS / 100)) || 0;
}

/** Cents as the number that JSON carries. */
export function dollars(cents: number): number {
  return cents / 100;
}

export function toCents(value: number | null | undefined): number {
  return Math.round((value ?? 0) * 100);
}
