import type { Expected, Fields, JsonType } from './expected.js';

/** A field that was not there: in how many of the records (or inner objects) that could have had it. */
export type Missing = { field: string; missing: number; of: number };
export type Added = { field: string; type: string };
export type OtherType = { field: string; expected: string; found: string };
/** How many values a field with known values had, and how many of them were not among those. */
export type Values = { field: string; seen: number; others: number };

/** Names, JSON types and counts: nothing of what the records say. */
export type Comparison = {
  records: number;
  missing: Missing[];
  added: Added[];
  types: OtherType[];
  values: Values[];
  /** How many dates had each form; `other` is none of those known. */
  dates: Record<DateForm, number>;
  /** The fields that dates of an unknown form stood in. */
  otherDates: string[];
};

export type DateForm = 'YYYY-MM-DD' | 'YYYY-MM-DDTHH:MM:SS' | 'YYYY-MM-DD HH:MM:SS' | 'other';

type Json = Record<string, unknown>;
type Seen = { of: number; missing: number };

/** A map of records keyed by what somebody typed must not flood the report. */
const MOST_ADDED = 40;

/** Compares records as they came with the fields that are expected of them. */
export function compare(fields: Fields, records: readonly unknown[]): Comparison {
  const presence = new Map<string, Seen>();
  const added = new Map<string, Set<JsonType>>();
  const types = new Map<string, { expected: string; found: Set<JsonType> }>();
  const values = new Map<string, Values>();
  const dates = { 'YYYY-MM-DD': 0, 'YYYY-MM-DDTHH:MM:SS': 0, 'YYYY-MM-DD HH:MM:SS': 0, other: 0 };
  const otherDates = new Set<string>();

  function record(expected: Fields, value: unknown, at: string): void {
    if (!isObject(value)) {
      otherType(at === '' ? 'the record' : at, ['object'], value);
      return;
    }
    const prefix = at === '' ? '' : `${at}.`;
    for (const [name, field] of Object.entries(expected)) {
      const here = Object.hasOwn(value, name);
      if (!here && field.optional) continue;
      const seen = entry(presence, `${prefix}${name}`, { of: 0, missing: 0 });
      seen.of += 1;
      if (!here) seen.missing += 1;
      else one(field, value[name], `${prefix}${name}`);
    }
    for (const [name, inner] of Object.entries(value)) {
      if (Object.hasOwn(expected, name)) continue;
      const shown = `${prefix}${safeName(name)}`;
      if (added.size < MOST_ADDED || added.has(shown)) entry(added, shown, new Set()).add(jsonType(inner));
    }
  }

  function one(expected: Expected, value: unknown, at: string): void {
    // Any field of any record may be empty, and an empty one tells nothing of its type.
    if (value === null) return;
    if (!expected.types.includes(jsonType(value))) otherType(at, expected.types, value);
    if (expected.fields !== undefined) {
      if (Array.isArray(value)) for (const item of value) record(expected.fields, item, `${at}[]`);
      else if (isObject(value)) record(expected.fields, value, expected.types.includes('array') ? `${at}[]` : at);
    }
    if (typeof value !== 'string' || value.trim() === '') return;
    if (expected.date) {
      const form = dateForm(value);
      dates[form] += 1;
      if (form === 'other') otherDates.add(at);
    }
    if (expected.known !== undefined) {
      const counted = entry(values, at, { field: at, seen: 0, others: 0 });
      counted.seen += 1;
      if (!expected.known.includes(value)) counted.others += 1;
    }
  }

  function otherType(field: string, expected: readonly JsonType[], value: unknown): void {
    entry(types, field, { expected: expected.join(' or '), found: new Set<JsonType>() }).found.add(jsonType(value));
  }

  for (const value of records) record(fields, value, '');
  return {
    records: records.length,
    missing: [...presence].flatMap(([field, seen]) => (seen.missing === 0 ? [] : [{ field, ...seen }])),
    added: [...added].map(([field, found]) => ({ field, type: names(found) })),
    types: [...types].map(([field, { expected, found }]) => ({ field, expected, found: names(found) })),
    values: [...values.values()],
    dates,
    otherDates: [...otherDates],
  };
}

/** A name that is no identifier may be something that a person typed. */
export function safeName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(name) ? name : '(a name that is no identifier)';
}

export function jsonType(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dateForm(value: string): DateForm {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'YYYY-MM-DD';
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(value)) return 'YYYY-MM-DDTHH:MM:SS';
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value)) return 'YYYY-MM-DD HH:MM:SS';
  return 'other';
}

function names(types: ReadonlySet<JsonType>): string {
  return [...types].sort().join(' or ');
}

function entry<K, V>(map: Map<K, V>, key: K, initial: V): V {
  const there = map.get(key);
  if (there !== undefined) return there;
  map.set(key, initial);
  return initial;
}
