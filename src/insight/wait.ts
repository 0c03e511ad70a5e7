import type { Call } from '../client/request.js';
import type { Clock } from '../clock.js';

/** Kept free at the end of a call, for working out the answer. */
const TIME_TO_ANSWER_MS = 400;

/** When a call stops waiting, milliseconds since the epoch. */
export function lastMoment({ deadline }: Call): number {
  return deadline - TIME_TO_ANSWER_MS;
}

/**
 * Waits for work that goes on in any case, `ms` at most and not beyond the call's time.
 * @returns what came of the work; undefined where it is not done.
 * @throws What the work throws; the signal's reason when the call is cancelled.
 */
export async function within<T>(work: Promise<T>, ms: number, clock: Clock, call: Call): Promise<T | undefined> {
  call.signal.throwIfAborted();
  const settled = new AbortController();
  const waiting = AbortSignal.any([settled.signal, call.signal]);
  const leftMs = Math.max(0, Math.min(ms, lastMoment(call) - clock.now()));
  const timeUp = clock.sleep(leftMs, waiting).then(
    () => undefined,
    () => undefined,
  );
  try {
    const answer = await Promise.race([work, timeUp]);
    call.signal.throwIfAborted();
    return answer;
  } finally {
    settled.abort('settled');
  }
}
