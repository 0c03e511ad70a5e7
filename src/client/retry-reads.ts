import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';

export type RetryOptions = {
  clock: Clock;
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  deadline: number;
  random?: (() => number) | undefined;
};

/** With the waits below three seconds on average, and six where Syncore pushes back: its limits vary by the minute. */
const TRIES = 5;
export const TRIES_WHEN_PUSHED_BACK = 6;
const FIRST_BACKOFF_MS = 400;
const LONGEST_BACKOFF_MS = 8_000;

/** A failure that says of itself whether asking again can help, and from when on. */
export class Transient extends Error {
  readonly failure: Failure;
  /** What Syncore's `Retry-After` asked for, bounded. */
  readonly retryAfterMs: number | undefined;
  /** How often to ask in all. */
  readonly tries: number;

  constructor(failure: Failure, retryAfterMs?: number, tries = TRIES) {
    super(failure.message, { cause: failure });
    this.name = 'Transient';
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
    this.tries = tries;
  }
}

/** A `Retry-After` beyond this is a mistake, or nothing that anybody waits for. */
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Runs a read until it succeeds, its tries are used up or the time of the call is. The waits are drawn at random
 * between nothing and a bound that doubles (full jitter), so that callers who failed together do not come back
 * together. Writes never pass here.
 * @throws Failure the last one; `retryAt` says when to come back.
 */
export async function retryRead<T>(read: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, signal, deadline, random = Math.random } = options;
  let earlier: Failure | undefined;
  for (let tried = 1; ; tried += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      // A last try that the call's end cuts off says less than what Syncore answered before.
      const told = error.failure.code === 'timeout' ? (earlier ?? error.failure) : error.failure;
      const bound = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tried - 1));
      const waitMs = (error.retryAfterMs ?? 0) + random() * bound;
      const retryAt = clock.now() + waitMs;
      if (tried >= error.tries || retryAt >= deadline) throw comeBack(told, Math.max(retryAt, clock.now() + 1000));
      earlier = told;
      await clock.sleep(waitMs, signal);
    }
  }
}

/** What an answer asks for. A date is meant by Syncore's clock, which the same answer tells; ours may be set wrong. */
export function pauseAskedFor(
  { 'retry-after': header, date }: Record<string, string>,
  now: number,
): number | undefined {
  const told = Date.parse(date ?? '');
  return retryAfterMs(header, Number.isNaN(told) ? now : told);
}

/**
 * What a `Retry-After` header asks for, in milliseconds: seconds or a date; zero and what lies in the past is zero,
 * absurd values are bounded, what cannot be read is undefined.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const text = header.trim();
  const ms = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS);
}

function comeBack(failure: Failure, retryAt: number): Failure {
  return new Failure(failure.code, failure.message, {
    written: failure.written,
    retryable: true,
    retryAt,
    cause: failure,
    ...(failure.fields === undefined ? {} : { fields: failure.fields }),
    ...(failure.upstreamText === undefined ? {} : { upstreamText: failure.upstreamText }),
  });
}
