import { Failure } from '../failure.js';
import { windowStart } from '../records/dates.js';
import type { Days } from './queries.js';

/** The part of a period that Syncore still has. `cutAt` is the first day of it where some of the period was older. */
export type Reachable = { days: Days; cutAt: string | null };

/**
 * Cuts a period to the 13 months that Syncore keeps within reach, before it is asked.
 * @throws Failure `out_of_window` when the whole period is older.
 */
export function reachable(days: Days, now: number): Reachable {
  const start = windowStart(now);
  if (days.to !== null && days.to < start) {
    throw new Failure(
      'out_of_window',
      `Syncore's API gives the previous 13 months only; the first day to be had is ${start}. ` +
        'Older records can be read by their number, or looked up in Syncore itself.',
    );
  }
  if (days.from !== null && days.from < start) return { days: { ...days, from: start }, cutAt: start };
  return { days, cutAt: null };
}
