/*
 * Moments as Syncore writes them: `YYYY-MM-DDTHH:MM:SS` on the clocks of US Pacific, without a zone. They are worked out
 * by rule, so that no zone of the machine takes part.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ZONED = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/i;

/** What the clocks of US Pacific show, as `YYYY-MM-DDTHH:MM:SS`. */
export function pacificMoment(nowMs: number): string {
  const standardMs = nowMs - 8 * HOUR_MS;
  const year = new Date(standardMs).getUTCFullYear();
  // Both changes come at 02:00 of the clock in force; in November that is 01:00 of standard time.
  const summer = standardMs >= toMs(summerBegins(year)) + 2 * HOUR_MS && standardMs < toMs(summerEnds(year)) + HOUR_MS;
  return fromMs(summer ? standardMs + HOUR_MS : standardMs);
}

/**
 * A day, or a time with or without a zone, as a Pacific moment; a day is its first second. null where it is none of
 * these.
 */
export function readMoment(text: string): string | null {
  const trimmed = text.trim().replace(' ', 'T');
  if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return isReal(`${trimmed}T00:00:00`) ? `${trimmed}T00:00:00` : null;
  const match = ZONED.exec(trimmed);
  const [, day, minutes, seconds = ':00', zone] = match ?? [];
  const local = `${day}T${minutes}${seconds}`;
  if (match === null || !isReal(local)) return null;
  if (zone === undefined) return local;
  const ms = Date.parse(`${local}${zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(ms) ? null : pacificMoment(ms);
}

/** When a day begins in US Pacific, milliseconds since the epoch. */
export function dayBeginsMs(day: string): number {
  const midnight = `${day}T00:00:00`;
  const winterMs = toMs(midnight) + 8 * HOUR_MS;
  return pacificMoment(winterMs) === midnight ? winterMs : winterMs - HOUR_MS;
}

/** A moment so many minutes earlier on the face of the clock, whatever was done to the clock in between. */
export function minutesBefore(moment: string, minutes: number): string {
  return fromMs(toMs(moment) - minutes * MINUTE_MS);
}

/** Whether clocks are between 01:00, which comes twice, and 03:00 of the night that ends daylight saving time. */
export function isAroundSummersEnd(moment: string): boolean {
  const sinceMidnight = toMs(moment) - toMs(summerEnds(yearOf(moment)));
  return sinceMidnight >= HOUR_MS && sinceMidnight < 3 * HOUR_MS;
}

/** Whether clocks show this moment twice: it lies in the hour that comes again when daylight saving time ends. */
export function isRepeated(moment: string): boolean {
  return isAroundSummersEnd(moment) && isAroundSummersEnd(minutesBefore(moment, -60));
}

/** Whether no clock ever shows this moment: the hour that daylight saving time leaves out when it begins. */
export function isSkipped(moment: string): boolean {
  const sinceMidnight = toMs(moment) - toMs(summerBegins(yearOf(moment)));
  return sinceMidnight >= 2 * HOUR_MS && sinceMidnight < 3 * HOUR_MS;
}

/** The midnights of the second Sunday of March and of the first of November: so it has been since 2007. */
function summerBegins(year: number): string {
  return sunday(year, 2, 2);
}

function summerEnds(year: number): string {
  return sunday(year, 10, 1);
}

function sunday(year: number, month: number, nth: number): string {
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return fromMs(Date.UTC(year, month, 1 + ((7 - first) % 7) + (nth - 1) * 7));
}

function yearOf(moment: string): number {
  return Number(moment.slice(0, 4));
}

function isReal(moment: string): boolean {
  const ms = toMs(moment);
  return !Number.isNaN(ms) && fromMs(ms) === moment;
}

function toMs(moment: string): number {
  return Date.parse(`${moment}Z`);
}

function fromMs(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
