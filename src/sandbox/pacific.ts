/** Syncore reads and shows every date as US Pacific time, so the sandbox's calendar is kept in that zone. */
const MS_PER_DAY = 86_400_000;

const MS_PER_HOUR = 3_600_000;

/** The `nth` Sunday of a month (0 is January) at midnight, as milliseconds of a clock without a zone. */
function sunday(year: number, month: number, nth: number): number {
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return Date.UTC(year, month, 1 + ((7 - first) % 7) + (nth - 1) * 7);
}

/**
 * The wall clock in US Pacific at `epochMs`, as `YYYY-MM-DDTHH:MM:SS`. Daylight saving time runs from the second
 * Sunday of March to the first of November, as it has since 2007; `Intl` knows it too, but takes 15 ms to load.
 */
export function pacificTime(epochMs: number): string {
  const standard = epochMs - 8 * MS_PER_HOUR;
  const year = new Date(standard).getUTCFullYear();
  // Both changes come at 02:00 of the clock that is in force: in November that is 01:00 standard time.
  const summer = standard >= sunday(year, 2, 2) + 2 * MS_PER_HOUR && standard < sunday(year, 10, 1) + MS_PER_HOUR;
  return new Date(summer ? standard + MS_PER_HOUR : standard).toISOString().slice(0, 19);
}

/** The same with a blank between day and time, as `last_modified_date` has it. */
export function spacedTime(epochMs: number): string {
  return pacificTime(epochMs).replace('T', ' ');
}

/** Today's date in US Pacific, `YYYY-MM-DD`. */
export function pacificDay(epochMs: number): string {
  return pacificTime(epochMs).slice(0, 10);
}

/** Days already written out, by their number since 1970: an account uses the same few hundred over and over. */
const dayTexts = new Map<number, string>();
const dayNumbers = new Map<string, number>();

function dayNumber(day: string): number {
  let number = dayNumbers.get(day);
  if (number === undefined) {
    number = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / MS_PER_DAY;
    dayNumbers.set(day, number);
  }
  return number;
}

function dayText(number: number): string {
  let text = dayTexts.get(number);
  if (text === undefined) {
    text = new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
    dayTexts.set(number, text);
  }
  return text;
}

/** `day` moved by whole days; a negative number moves back. */
export function addDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The earlier of two dates of one form: written this way, dates compare as text. */
export function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

/** The later of two dates of one form. */
export function later(one: string, other: string): string {
  return one > other ? one : other;
}

/** `day` moved by calendar months; a day that the month does not have becomes its last one. */
export function addMonths(day: string, months: number): string {
  const total = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const date = Math.min(Number(day.slice(8, 10)), lastOfMonth);
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(day: string): number {
  // 1970 began on a Thursday.
  return (dayNumber(day) + 4) % 7;
}

/** The working day at or before `day`. */
export function workday(day: string): string {
  const at = weekday(day);
  if (at === 6) return addDays(day, -1);
  return at === 0 ? addDays(day, -2) : day;
}

/** The first day that a search still answers for: 13 calendar months before today. */
export function windowStart(epochMs: number): string {
  return addMonths(pacificDay(epochMs), -13);
}
