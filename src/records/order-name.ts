/** What people call an order: the job's number and the order's number within the job (null: the job alone). */
export type OrderName = { jobNumber: number; number: number | null };

// Word processors and phones make other dashes of the hyphen.
const ORDER_NAME = /^#?\s*([0-9]{1,20})(?:\s*[-\u2010-\u2015\u2212]\s*([0-9]{1,20}))?$/;
const ID = /^#?\s*([0-9]{1,20})$/;

/** Reads `32255-1`, `#32255-1`, ` 32255 - 1 ` or a bare job number; null where it is none of these. */
export function parseOrderName(text: string): OrderName | null {
  const match = ORDER_NAME.exec(text.trim());
  if (match === null) return null;
  const jobNumber = positive(match[1]);
  if (jobNumber === null) return null;
  if (match[2] === undefined) return { jobNumber, number: null };
  const number = positive(match[2]);
  return number === null ? null : { jobNumber, number };
}

/** `32255-1`. */
export function orderName(jobNumber: number, number: number): string {
  return `${jobNumber}-${number}`;
}

/** An id as a person or a model writes it: a positive integer, or its digits, with or without `#`; else null. */
export function parseId(value: unknown): number | null {
  if (typeof value !== 'string') return readId(value);
  return positive(ID.exec(value.trim())?.[1]);
}

/** An id as Syncore sends it: a positive integer, or its digits; else null. */
export function readId(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value : null;
  if (typeof value !== 'string') return null;
  const digits = value.trim();
  return /^[0-9]{1,20}$/.test(digits) ? positive(digits) : null;
}

function positive(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  const value = Number(digits);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
