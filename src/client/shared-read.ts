import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { Call } from './request.js';

/** A read outlives the calls that wait for it by this much at most. */
const LONGEST_READ_MS = 5 * 60_000;

type Running<T> = { promise: Promise<T>; stop: AbortController; callers: number };

/**
 * A value that is dear to read and stays right for a while: it is read once for all who ask at the same time, and
 * kept for `keepMs`. A call whose time is up leaves the read going, so that asking again finds more; when every
 * caller has cancelled, the read stops.
 */
export class SharedRead<T> {
  readonly #read: (call: Call) => Promise<T>;
  readonly #keepMs: number;
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  #value: { value: T; at: number } | undefined;
  #running: Running<T> | undefined;

  constructor(read: (call: Call) => Promise<T>, keepMs: number, clock: Clock, closing: AbortSignal) {
    this.#read = read;
    this.#keepMs = keepMs;
    this.#clock = clock;
    this.#closing = closing;
  }

  /**
   * @param freshMs how old the value may be, in milliseconds.
   * @throws Failure `timeout` when the call's time is up first; what the read itself throws.
   */
  async get(call: Call, freshMs = this.#keepMs): Promise<T> {
    call.signal.throwIfAborted();
    const now = this.#clock.now();
    // A clock that was set back must not keep a value for as long.
    const ageMs = this.#value === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - this.#value.at);
    if (this.#value !== undefined && ageMs <= Math.min(freshMs, this.#keepMs)) return this.#value.value;
    const running = this.#running ?? this.#start();
    running.callers += 1;
    const settled = new AbortController();
    const waiting = AbortSignal.any([settled.signal, call.signal]);
    const timeUp = this.#clock.sleep(Math.max(0, call.deadline - now), waiting).then(() => {
      throw new Failure('timeout', 'The names needed for this question are still being read. Call again in a moment.', {
        retryable: true,
      });
    });
    try {
      return await Promise.race([running.promise, timeUp]);
    } catch (error) {
      if (call.signal.aborted) this.#leave(running);
      throw error;
    } finally {
      running.callers -= 1;
      settled.abort();
      timeUp.catch(() => {});
    }
  }

  /** Keeps a value that was just read for another purpose. */
  put(value: T): void {
    this.#value = { value, at: this.#clock.now() };
  }

  #start(): Running<T> {
    const stop = new AbortController();
    const call = {
      signal: AbortSignal.any([stop.signal, this.#closing]),
      deadline: this.#clock.now() + LONGEST_READ_MS,
    };
    const promise = this.#read(call);
    const running = { promise, stop, callers: 0 };
    this.#running = running;
    const end = () => {
      if (this.#running === running) this.#running = undefined;
    };
    promise.then((value) => {
      this.put(value);
      end();
    }, end);
    return running;
  }

  #leave(running: Running<T>): void {
    if (running.callers > 1) return;
    // Whoever asks next must not be given a read that is about to fail.
    if (this.#running === running) this.#running = undefined;
    running.stop.abort();
  }
}
