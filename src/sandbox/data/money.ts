/** Quantities, prices and costs have up to four decimals, so sums are kept in whole parts until they are rounded. */
const UNITS = 10_000;
const CENT = UNITS ** 2 / 100;

/** Quantity × unit value in whole cents, half away from zero: how Syncore totals a line. */
export function lineCents(quantity: number, unitValue: number): number {
  const exact = Math.round(quantity * UNITS) * Math.round(unitValue * UNITS);
  return Math.sign(exact) * Math.floor((Math.abs(exact) + CENT / 2) / CENT) || 0;
}

/** Cents as the number that JSON carries. */
export function dollars(cents: number): number {
  return cents / 100;
}

export function toCents(value: number | null | undefined): number {
  return Math.round((value ?? 0) * 100);
}
