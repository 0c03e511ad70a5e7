import { isAroundSummersEnd, isSkipped, minutesBefore } from '../records/pacific-time.js';
import type { Stopwatch } from './stopwatch.js';

/** The changes of the last minutes before the newest: where hundreds were changed at one stroke, they are many. */
export type Overlap = {
  /** The Pacific moment that it was asked from. */
  since: string;
  total: number;
  /** It was read again when its newest change had been shown for a while. */
  isSettled: boolean;
  /** Whether whatever changes after its reading bears a date behind the newest. */
  isTelling: boolean;
  /** Over when its newest change has been shown for a while. */
  shown: Stopwatch;
};

/** Searches lag behind by seconds, so that a change may show after one that is younger. */
const OVERLAP_MIN = 2;
/** When summer ends, the hour from one to two comes twice: a change in its second half looks older than one in its first. */
const SUMMERS_END_MIN = 65;

/** From when on to ask for changes, where the newest that Syncore has shown is of `newest`; both are Pacific moments. */
export function askFrom(newest: string): string {
  const from = minutesBefore(newest, isAroundSummersEnd(newest) ? SUMMERS_END_MIN : OVERLAP_MIN);
  // Nobody knows what Syncore makes of an hour that never was.
  return isSkipped(from) ? minutesBefore(from, 60) : from;
}
