import { isDeepStrictEqual } from 'node:util';

/** Set by Syncore whenever a record changes. */
const OWN = new Set(['last_modified_date']);

/** The fields of a record that are neither as they were nor as they were to become. */
export function spoiledFields(now: object, before: object, wanted: object): string[] {
  return Object.keys(before).filter((field) => {
    const [value, was, to] = [now, before, wanted].map((record): unknown => Reflect.get(record, field));
    return !OWN.has(field) && !same(value, was) && !same(value, to);
  });
}

/** Blank and nothing are the same to everybody who reads a record. */
function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}

function plain(value: unknown): unknown {
  if (value === '' || value === undefined) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
