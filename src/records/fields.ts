import { readDateTime } from './dates.js';
import { scaled } from './money.js';
import { readId } from './order-name.js';

/*
 * Why small readers and not zod: each field is renamed, forgiven and converted, so that a zod schema is one transform
 * per field and one more per object. For 1000 sales orders of 20 lines it took three to seven times as long (70 to
 * 280 ms, these 20 to 80); these keep the record itself, where a loose object is a copy, and name a bad field's path.
 */

/** A record as Syncore sent it. */
export type Raw = Record<string, unknown>;

/** Something with an id and a name; either may be missing, never both. */
export type Ref = { id: number | null; name: string | null };

/** The client of a job or an order; `name` is the person, `businessName` the company. */
export type ClientRef = { id: number | null; businessName: string | null; name: string | null; email: string | null };

/**
 * An answer that does not fit. `field` is the path within what was read, such as `line_items[3].price_value`, and
 * empty for the whole. The message holds nothing that Syncore sent.
 */
export class Unreadable extends Error {
  readonly field: string;
  readonly expected: string;

  constructor(field: string, expected: string) {
    super(`${field === '' ? 'the record' : field}: expected ${expected}`);
    this.name = 'Unreadable';
    this.field = field;
    this.expected = expected;
  }

  /** The same, seen from outside: `price_value` within `line_items[3]`. */
  within(outer: string): Unreadable {
    if (this.field === '') return new Unreadable(outer, this.expected);
    return new Unreadable(this.field.startsWith('[') ? outer + this.field : `${outer}.${this.field}`, this.expected);
  }
}

/** Amounts and quantities from here on are taken for garbage, so that sums of thousands of them stay exact. */
export const LARGEST_AMOUNT = 10_000_000_000;

export function asRecord(value: unknown): Raw {
  if (isRecord(value)) return value;
  throw new Unreadable('', 'an object');
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record's own id, the one field that must be there. */
export function requiredId(record: Raw, key: string): number {
  const id = readId(record[key]);
  if (id === null) throw new Unreadable(key, 'an id from 1');
  return id;
}

/** The id of something else; 0 is how Syncore says that there is none. */
export function id(record: Raw, key: string): number | null {
  const value = record[key];
  if (isAbsent(value) || value === 0) return null;
  const read = readId(value);
  if (read !== null) return read;
  if (typeof value === 'string' && /^\s*0+\s*$/.test(value)) return null;
  throw new Unreadable(key, 'an id from 1');
}

/** Text as it was typed; blank text is null. A number is taken as its text (a zip sent as a number). */
export function text(record: Raw, key: string): string | null {
  const value = record[key];
  if (typeof value === 'string') return isBlank(value) ? null : value;
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new Unreadable(key, 'text');
}

/** Text in lower case, for values that Syncore spells with a capital and people do not. */
export function lowerText(record: Raw, key: string): string | null {
  return text(record, key)?.trim().toLowerCase() ?? null;
}

export function number(record: Raw, key: string): number | null {
  const value = record[key];
  if (isAbsent(value)) return null;
  if (typeof value === 'number' && Math.abs(value) < LARGEST_AMOUNT) return value;
  if (typeof value === 'string' && scaled(value, 0) !== null && Math.abs(Number(value)) < LARGEST_AMOUNT) {
    return Number(value);
  }
  throw new Unreadable(key, 'a number');
}

/** A number or any text, for a field whose form is not known; anything else as its JSON. */
export function numberOrText(record: Raw, key: string): number | string | null {
  const value = record[key];
  if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) return JSON.stringify(value);
  return typeof value === 'number' ? number(record, key) : text(record, key);
}

/** Money in cents, rounded half away from zero. */
export function cents(record: Raw, key: string): number | null {
  return amount(record[key], key, 2);
}

/** A unit price or cost in ten-thousandths of the currency unit, rounded half away from zero. */
export function unitE4(record: Raw, key: string): number | null {
  return amount(record[key], key, 4);
}

function amount(value: unknown, key: string, digits: 2 | 4): number | null {
  if (isAbsent(value)) return null;
  const read = typeof value === 'number' || typeof value === 'string' ? scaled(value, digits) : null;
  if (read === null || Math.abs(read) >= LARGEST_AMOUNT * 10 ** digits) throw new Unreadable(key, 'an amount of money');
  return read;
}

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['yes', true],
  ['1', true],
  [1, true],
  [false, false],
  ['false', false],
  ['no', false],
  ['0', false],
  [0, false],
]);

/** A boolean in any of the forms that were met: true, "true", "yes", "1", 1 and their opposites. */
export function flag(record: Raw, key: string): boolean | null {
  const value = record[key];
  if (isAbsent(value)) return null;
  const read = FLAGS.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
  if (read === undefined) throw new Unreadable(key, 'true or false');
  return read;
}

/** A day, `YYYY-MM-DD`; a time that comes with it is dropped. */
export function date(record: Raw, key: string): string | null {
  return dateTime(record, key)?.slice(0, 10) ?? null;
}

/** A moment, `YYYY-MM-DDTHH:MM:SS`; a day alone is its midnight. */
export function dateTime(record: Raw, key: string): string | null {
  const value = record[key];
  if (value === undefined || value === null) return null;
  const read = typeof value === 'string' ? readDateTime(value) : undefined;
  if (read === undefined) throw new Unreadable(key, 'a date');
  return read;
}

/** What stands under a key, read by `read`; null where nothing stands there. */
export function part<T>(record: Raw, key: string, read: (value: Raw) => T): T | null {
  const value = record[key];
  if (isAbsent(value)) return null;
  return inside(key, () => read(asRecord(value)));
}

/** A list, read element by element; null where it was not given. A single object was seen in place of a list. */
export function list<T>(record: Raw, key: string, read: (value: unknown) => T): T[] | null {
  const value = record[key];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) {
    if (!isRecord(value)) throw new Unreadable(key, 'a list');
    return [inside(key, () => read(value))];
  }
  const items: readonly unknown[] = value;
  return items.map((item, index) => inside(`${key}[${index}]`, () => read(item)));
}

/** A reference `{ id, name }`, or its name alone. */
export function ref(record: Raw, key: string): Ref | null {
  const value = record[key];
  if (typeof value === 'string') return isBlank(value) ? null : { id: null, name: value };
  return unlessEmpty(part(record, key, (inner) => ({ id: id(inner, 'id'), name: text(inner, 'name') })));
}

export function clientRef(record: Raw, key: string): ClientRef | null {
  const read = part(record, key, (inner) => ({
    id: id(inner, 'id'),
    businessName: text(inner, 'business_name'),
    name: text(inner, 'name'),
    email: text(inner, 'email'),
  }));
  return unlessEmpty(read);
}

/** An object that says nothing (`{ id: 0, name: "" }`) is how some answers spell null. */
export function unlessEmpty<T extends object>(value: T | null): T | null {
  return value === null || Object.values(value).every((inner) => inner === null) ? null : value;
}

function inside<T>(outer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Unreadable ? error.within(outer) : error;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && isBlank(value));
}

function isBlank(value: string): boolean {
  return value === '' || value.trim() === '';
}
