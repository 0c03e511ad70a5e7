import { addDays, addMonthsClamped, daysBetween } from '../records/dates.js';

/** Days `YYYY-MM-DD`, both included. */
export type Span = { from: string; to: string };

export const COMPARISONS = ['previous_period', 'previous_year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The period compared to. `forward` moves one of its days to the day of the main period that it stands against. */
export type ComparedPeriod = { span: Span; forward: (day: string) => string };

/**
 * The period that `span` is compared to. The one before whole months is as many whole months, the one before any
 * other days as many days; the year before is the same dates.
 */
export function comparedPeriod(span: Span, comparison: Comparison): ComparedPeriod {
  if (comparison === 'previous_year') {
    return { span: byMonths(span, -12), forward: (day) => addMonthsClamped(day, 12) };
  }
  const months = wholeMonths(span);
  if (months === null) {
    const days = daysBetween(span.from, span.to) + 1;
    return {
      span: { from: addDays(span.from, -days), to: addDays(span.from, -1) },
      forward: (day) => addDays(day, days),
    };
  }
  return {
    span: { from: addMonthsClamped(span.from, -months), to: addDays(span.from, -1) },
    forward: (day) => addMonthsClamped(day, months),
  };
}

/** `2026-11`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The ISO week of a day, `2026-W47`: weeks begin on Monday and belong to the year that has their Thursday. */
export function weekOf(day: string): string {
  const weekday = (((daysBetween(A_MONDAY, day) % 7) + 7) % 7) + 1;
  const thursday = addDays(day, 4 - weekday);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

const A_MONDAY = '2024-01-01';

function byMonths({ from, to }: Span, months: number): Span {
  return { from: addMonthsClamped(from, months), to: addMonthsClamped(to, months) };
}

/** How many whole months a span is; null where it begins or ends within one. */
export function wholeMonths({ from, to }: Span): number | null {
  const afterLast = addDays(to, 1);
  if (!from.endsWith('-01') || !afterLast.endsWith('-01')) return null;
  return (Number(afterLast.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + monthNumber(afterLast) - monthNumber(from);
}

/** Whether each week of a span stands against a whole week of the one before it. */
export function isWholeWeeks(span: Span, before: Span): boolean {
  return daysBetween(before.from, span.from) % 7 === 0 && daysBetween(before.to, span.to) % 7 === 0;
}

function monthNumber(day: string): number {
  return Number(day.slice(5, 7));
}
