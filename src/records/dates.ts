/*
 * Days are text, `YYYY-MM-DD`, so that they compare as text and carry no zone. Years run from 1 to 9999.
 */

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back Syncore's API looks, in calendar months. */
const WINDOW_MONTHS = 13;

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
// A fraction or a zone behind the seconds is let pass and dropped: it is not known what zone Syncore would mean.
const MOMENT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$/i;

/**
 * A date or time in any form that Syncore was seen to send, as `YYYY-MM-DDTHH:MM:SS`. null where it says that there
 * is none (blank, or the year 1, which is an unset date in .NET); undefined where it is no date of the calendar.
 */
export function readDateTime(text: string): string | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const match = MOMENT.exec(trimmed);
  const day = match?.[1];
  if (day === undefined || !isRealDate(day)) return undefined;
  if (day === FIRST_DAY) return null;
  return `${day}T${match?.[2] ?? '00:00:00'}`;
}

/** The day of `readDateTime`: `YYYY-MM-DD`, null or undefined. */
export function readDate(text: string): string | null | undefined {
  return readDateTime(text)?.slice(0, 10);
}

/** Whether it is `YYYY-MM-DD` and a day of the calendar. */
export function isRealDate(text: string): boolean {
  const match = DAY.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The day `days` later (or earlier); stops at the ends of the calendar. */
export function addDays(date: string, days: number): string {
  return fromMs(toMs(date) + days * DAY_MS);
}

/** The same day `months` later (or earlier), or the last of that month where it is shorter. */
export function addMonthsClamped(date: string, months: number): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(month / 12);
  if (year < 1) return FIRST_DAY;
  if (year > 9999) return LAST_DAY;
  const monthOfYear = month - year * 12 + 1;
  const day = Math.min(Number(date.slice(8, 10)), daysInMonth(year, monthOfYear));
  return `${pad(year, 4)}-${pad(monthOfYear, 2)}-${pad(day, 2)}`;
}

/** How many days `to` lies after `from`; negative where it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((toMs(to) - toMs(from)) / DAY_MS);
}

/** Orders days or moments, the older first; none (null) is before all. */
export function compareDates(a: string | null, b: string | null): number {
  const [left, right] = [a ?? '', b ?? ''];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

let pacific: Intl.DateTimeFormat | undefined;
let known = { hour: Number.NaN, day: '' };

/** Today in US Pacific time, the zone in which Syncore reads dates. */
export function todayPacific(nowMs: number): string {
  // Every question asks several times, and Pacific days begin with an hour, in summer and winter time.
  const hour = Math.floor(nowMs / HOUR_MS);
  if (hour === known.hour) return known.day;
  // Made when first needed: it costs milliseconds at start.
  pacific ??= new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(pacific.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  known = { hour, day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}` };
  return known.day;
}

/** The first day that Syncore's API still answers for: today in US Pacific less 13 months. */
export function windowStart(nowMs: number): string {
  return addMonthsClamped(todayPacific(nowMs), -WINDOW_MONTHS);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function toMs(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function fromMs(ms: number): string {
  if (ms <= toMs(FIRST_DAY)) return FIRST_DAY;
  return ms >= toMs(LAST_DAY) ? LAST_DAY : new Date(ms).toISOString().slice(0, 10);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
