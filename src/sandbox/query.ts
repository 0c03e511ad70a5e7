import { windowStart } from './pacific.js';

/** A query parameter that is wrong, as an error body names it. */
export type Problem = { field: string; message: string };

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):([0-5]\d):([0-5]\d))?$/;

/** The largest `count` that Syncore takes; its FAQ says so, and that it will rise. */
const MAX_COUNT = 10;

/** What was seen where `count` was left out. Nothing may rely on it. */
const SIZE_WITHOUT_COUNT = 25;

export type Paging = { page: number; size: number };

/** Reads `page` and `count`, and adds what is wrong with them to `problems`. */
export function readPaging(query: URLSearchParams, problems: Problem[]): Paging {
  const page = readInteger(query, 'page', 1);
  const size = readInteger(query, 'count', SIZE_WITHOUT_COUNT);
  if (page === null || page < 1) problems.push({ field: 'page', message: 'page must be an integer of 1 or more.' });
  if (size === null || size < 1 || (query.has('count') && size > MAX_COUNT)) {
    problems.push({ field: 'count', message: `count must be an integer from 1 to ${MAX_COUNT}.` });
  }
  return { page: page ?? 1, size: size ?? 1 };
}

function readInteger(query: URLSearchParams, name: string, missing: number): number | null {
  const text = query.get(name);
  if (text === null) return missing;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** A moment in the sandbox's own form, `YYYY-MM-DDTHH:MM:SS`, and its day. */
export type Moment = { text: string; day: string };

/** A stretch of time; null is open. */
export type Range = { from: Moment | null; to: Moment | null; toIsExclusive: boolean };

/** Whether a text is a day that exists, with or without a time after a `T`. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return day.toISOString().slice(0, 10) === text.slice(0, 10);
}

/**
 * Reads `<name>_from` and `<name>_to`. A date without a time means its midnight, at both ends: a day named so as
 * `_to` is not in the answer, which is why clients send its `T23:59:59`.
 */
export function readRange(query: URLSearchParams, name: string, problems: Problem[]): Range {
  const [from, to] = ['from', 'to'].map((end) => {
    const field = `${name}_${end}`;
    const text = query.get(field);
    if (text === null || isDate(text)) return text;
    problems.push({ field, message: `${field} must be YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS.` });
    return null;
  });
  return {
    from: from == null ? null : momentOf(from),
    to: to == null ? null : momentOf(to),
    toIsExclusive: to?.length === 10,
  };
}

function momentOf(date: string): Moment {
  return { text: comparable(date), day: date.slice(0, 10) };
}

/** Any of the three forms of a date as one that compares as text. */
export function comparable(date: string): string {
  if (date.length === 10) return `${date}T00:00:00`;
  return date[10] === ' ' ? `${date.slice(0, 10)}T${date.slice(11)}` : date;
}

/**
 * Whether a record's date passes a filter. Nothing before the 13-month window passes, without a word of it. A
 * filter that was not given passes everything else, also records that have no such date.
 */
export function passes(date: string | null, { from, to, toIsExclusive }: Range, oldest: Moment): boolean {
  if (from === null && to === null) return true;
  if (date === null) return false;
  if (from !== null && compare(date, from) < 0) return false;
  if (to !== null && compare(date, to) >= (toIsExclusive ? 0 : 1)) return false;
  return compare(date, oldest) >= 0;
}

/** Dates of another day compare as they are, in whichever form: an account has thousands. */
function compare(date: string, { text, day }: Moment): number {
  const value = date.startsWith(day) ? comparable(date) : date;
  if (value === text) return 0;
  return value < text ? -1 : 1;
}

/** The first moment that searches answer for, in the form that `passes` takes. */
export function oldestMoment(epochMs: number): Moment {
  return momentOf(windowStart(epochMs));
}

/** The status filter: the whole value, letter case ignored. An empty filter is none. */
export function hasStatus(status: string, query: URLSearchParams): boolean {
  const wanted = query.get('status') ?? '';
  return wanted === '' || status.toLowerCase() === wanted.toLowerCase();
}

/** Newest first by `dateOf`, and by id where the dates are equal. The given list is left alone. */
export function newestFirst<T extends { id: number }>(records: readonly T[], dateOf: (record: T) => string): T[] {
  const keyed = records.map((record) => ({ record, key: comparable(dateOf(record)) }));
  keyed.sort((a, b) => (a.key === b.key ? b.record.id - a.record.id : a.key < b.key ? 1 : -1));
  return keyed.map(({ record }) => record);
}
