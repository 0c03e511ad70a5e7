import { isDate, type Problem } from '../query.js';

/**
 * The fields of a request body. Every reader gives null for what was left out, null or wrong, and notes what is wrong
 * in the list of problems, so that one answer names them all.
 */
export type Fields = {
  /** Whether the body holds the field, be it null. */
  has(field: string): boolean;
  text(field: string): string | null;
  flag(field: string): boolean | null;
  /** A number with at most `decimals` decimals. */
  number(field: string, decimals: number): number | null;
  /** A number from 0 or 1 up without decimals. */
  id(field: string, least?: 0 | 1): number | null;
  /** Any of the forms in which answers carry dates, as it was sent. */
  date(field: string): string | null;
  /** A value that only some records have a form for. */
  raw(field: string): unknown;
  /** The fields of an object in the body; null where there is none. */
  inner(field: string): Fields | null;
  problem(field: string, message: string): void;
  /** Notes that the field is missing unless something is known to be wrong with it. */
  require(field: string, value: unknown): void;
  /** Refuses every field that no reader has asked for: those in `reasons` with theirs. Called last. */
  refuseOthers(reasons: Readonly<Record<string, string>>): void;
};

type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `body`; `within` stands before the names of an inner object's fields: `ship_to.` */
export function fieldsOf(body: Json, problems: Problem[], within = ''): Fields {
  const asked = new Set<string>();

  /** One reader: `expect` says what the field must be, `read` gives undefined for anything else. */
  function reader<T>(field: string, expect: string, read: (value: unknown) => T | undefined): T | null {
    asked.add(field);
    // Only the body's own: `constructor` is a field of every object.
    const value = Object.hasOwn(body, field) ? (body[field] ?? null) : null;
    if (value === null) return null;
    const found = read(value);
    if (found === undefined) problem(field, `${within}${field} must be ${expect}.`);
    return found ?? null;
  }

  function problem(field: string, message: string): void {
    problems.push({ field: within + field, message });
  }

  return {
    has: (field) => Object.hasOwn(body, field),
    text: (field) => reader(field, 'a text', (value) => (typeof value === 'string' ? value : undefined)),
    flag: (field) => reader(field, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined)),
    number: (field, decimals) =>
      reader(field, `a number with at most ${decimals} decimals`, (value) =>
        typeof value === 'number' && Number(value.toFixed(decimals)) === value ? value : undefined,
      ),
    id: (field, least = 1) =>
      reader(field, `an integer of ${least} or more`, (value) =>
        typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : undefined,
      ),
    date: (field) =>
      reader(field, 'YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS', (value) =>
        typeof value === 'string' && isDate(value.replace(' ', 'T')) ? value : undefined,
      ),
    raw: (field) => reader(field, 'something', (value) => value),
    inner(field) {
      const inner = reader(field, 'an object', (value) => (isJson(value) ? value : undefined));
      return inner === null ? null : fieldsOf(inner, problems, `${within}${field}.`);
    },
    problem,
    require(field, value) {
      const missing = value === null || (typeof value === 'string' && value.trim() === '');
      if (!missing || problems.some((known) => known.field === within + field)) return;
      problem(field, `${within}${field} is required.`);
    },
    refuseOthers(reasons) {
      for (const field of Object.keys(body)) {
        if (asked.has(field)) continue;
        const reason = Object.hasOwn(reasons, field) ? reasons[field] : undefined;
        problem(field, `${within}${field} ${reason ?? 'is not known here'}.`);
      }
    },
  };
}
