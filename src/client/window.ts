import { Failure } from '../failure.js';
import { windowStart } from '../records/dates.js';
import type { Days, PartyFit } from './queries.js';
import type { Found } from './reader.js';

/** The part of a period that Syncore still has. `cutAt` is the first day of it where some of the period was older. */
export type Reachable = { days: Days; cutAt: string | null };

/**
 * Cuts a period to the 13 months that Syncore keeps within reach, before it is asked.
 * @throws Failure `out_of_window` when the whole period is older.
 */
export function reachable(days: Days, now: number): Reachable {
  const start = windowStart(now);
  if (days.to !== null && days.to < start) throw outOfWindow(start);
  if (days.from !== null && days.from < start) return { days: { ...days, from: start }, cutAt: start };
  return { days, cutAt: null };
}

export function outOfWindow(start: string): Failure {
  return new Failure(
    'out_of_window',
    `Syncore's API gives the previous 13 months only; the first day to be had is ${start}. ` +
      'Older records can be read by their number, or looked up in Syncore itself.',
  );
}

/** What is said of an answer that was cut so. */
export function cutNote(cutAt: string): string {
  return `Syncore gives the previous 13 months only: this is the part from ${cutAt} on.`;
}

/** As `reachable`, for a period that may not be asked for. */
export function within(days: Days | undefined, now: number): { days: Days | undefined; cutAt: string | null } {
  return days === undefined ? { days, cutAt: null } : reachable(days, now);
}

/** An answer to the part of a period that Syncore still has. */
export function cut<R>(found: Found<R>, cutAt: string | null): Found<R> {
  if (cutAt === null) return found;
  return { ...found, complete: false, notes: [...found.notes, cutNote(cutAt)] };
}

/** What was filtered by names that could not all be read may lack rows. */
export function doubted<R>(found: Found<R>, party: PartyFit | undefined): Found<R> {
  if (party === undefined || party.whole) return found;
  const note = 'The names that were filtered by could not all be read; rows may be missing here.';
  return { ...found, complete: false, notes: [...found.notes, note] };
}
