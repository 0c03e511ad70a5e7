/** Days as the tests count them, apart from the code under test: text `YYYY-MM-DD`, in US Pacific. */

const DAY_MS = 86_400_000;

/** Today where Syncore is. */
export function today(): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' });
}

/** The day that lies `days` before today; a negative number lies ahead. */
export function daysAgo(days: number): string {
  return daysBefore(today(), days);
}

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The first day that Syncore's searches answer for: 13 calendar months back, or the last day of a shorter month. */
export function firstDayOfWindow(): string {
  const [year = 0, month = 0, day = 0] = today().split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 13, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 14, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}

/** The day of a date in any of Syncore's three forms. */
export function dayOf(date: string): string;
export function dayOf(date: string | null): string | null;
export function dayOf(date: string | null): string | null {
  return date === null ? null : date.slice(0, 10);
}
