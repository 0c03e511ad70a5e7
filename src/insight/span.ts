import { addDays, addMonthsClamped, daysBetween } from '../records/dates.js';

/** Days from one to another, `YYYY-MM-DD`, both included. */
export type Span = { from: string; to: string };

/** The end of what has none: Syncore's search for jobs wants an end. */
export const OPEN_END = '2099-12-31';

/** The span of a list that knows no dates. */
export const ALL_DAYS: Span = { from: '0001-01-01', to: OPEN_END };

/**
 * The months that hold a span, newest first: whole ones, but that the oldest begins with `oldest`, and that the month of
 * today has no end, since orders are dated ahead.
 */
export function monthsOf({ from, to }: Span, today: string, oldest: string): Span[] {
  const current = firstOfMonth(today);
  const months: Span[] = [];
  let month = to >= current ? current : firstOfMonth(to);
  let end = to >= current ? OPEN_END : lastOfMonth(month);
  for (;;) {
    months.push({ from: later(month, oldest), to: end });
    if (month <= from || month <= oldest) return months;
    end = addDays(month, -1);
    month = addMonthsClamped(month, -1);
  }
}

/** The parts of a span that none of the others covers, newest first. */
export function lacking(wanted: Span, have: readonly Span[]): Span[] {
  let parts = [wanted];
  for (const { from, to } of have) {
    parts = parts.flatMap((part) => {
      if (to < part.from || from > part.to) return [part];
      return [
        ...(to < part.to ? [{ from: addDays(to, 1), to: part.to }] : []),
        ...(from > part.from ? [{ from: part.from, to: addDays(from, -1) }] : []),
      ];
    });
  }
  return parts.sort((a, b) => (a.to < b.to ? 1 : -1));
}

/** The first day from which on a span is covered to its end; the day after it where its end is not. */
export function coveredFrom({ from, to }: Span, have: readonly Span[]): string {
  const [newest] = lacking({ from, to }, have);
  return newest === undefined ? from : addDays(newest.to, 1);
}

/** Spans that touch become one, newest first. */
export function joinedSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => (a.to < b.to ? 1 : -1))) {
    const last = joined.at(-1);
    if (last !== undefined && addDays(to, 1) >= last.from) last.from = earlier(from, last.from);
    else joined.push({ from, to });
  }
  return joined;
}

/** The day in the middle of a span. */
export function halfway({ from, to }: Span): string {
  return addDays(from, daysBetween(from, to) >> 1);
}

export function isWithin(day: string | null, { from, to }: Span): boolean {
  return day !== null && day >= from && day <= to;
}

export function overlaps(a: Span, b: Span): boolean {
  return a.from <= b.to && b.from <= a.to;
}

export function later(a: string, b: string): string {
  return a > b ? a : b;
}

export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

function lastOfMonth(day: string): string {
  return addDays(addMonthsClamped(firstOfMonth(day), 1), -1);
}
