import { type Entry, stepsOf } from './journal.js';
import type { TrueTime } from './true-time.js';

/*
 * The bound of a lost request counts from when its last byte can have left. Whoever sent it knows that from the end of
 * the exchange; whoever takes its entry over only knows that it cannot leave any more, since its owner is dead: between
 * its note and its leaving, a process may have been stopped for hours, and the clocks may have been set.
 */

/**
 * For how long, at the least, the request of a step has not been able to leave: counted from the first time that this is
 * asked. Only for an entry that nobody else holds, and not before the exchange has ended.
 */
export function endedForMs(entry: Entry, step: number, time: TrueTime): number {
  const name = nameOf(entry, step);
  const known = time.sinceMs(name);
  if (known === undefined) time.remember(name);
  return known ?? 0;
}

/** The same without counting from now where nothing is known: somebody else may be about to send. */
export function knownToHaveEndedForMs(entry: Entry, step: number, time: TrueTime): number | undefined {
  return time.sinceMs(nameOf(entry, step));
}

/** What cannot be read has no owner that lives: from the first look on, its bound is known to pass. */
export function rememberTorn(entry: Entry, time: TrueTime): void {
  if (entry.torn) endedForMs(entry, openStep(entry), time);
}

/** The step whose outcome is not known; of an entry that cannot be read, the first stands for all. */
export function openStep(entry: Entry): number {
  const open = stepsOf(entry).findIndex(({ status }) => status === 'in_doubt' || status === 'sending');
  return Math.max(0, open);
}

/** A step that is sent once more has a bound of its own, and needs a word of its own to settle it. */
export function nameOf({ intent, events }: Entry, step: number): string {
  const times = events.filter((event) => event.type === 'sending' && event.step === step).length;
  return `${intent.id} ${step} ${times}`;
}
