import type { Clock } from '../clock.js';

export type LimiterOptions = {
  /** The most requests in flight at a time. */
  maxConcurrency: number;
  /** A ceiling that the vendor names; requests are spaced evenly below it. */
  requestsPerSecond?: number | undefined;
  clock: Clock;
};

/** How many good answers in a row earn one more request in flight. */
const ANSWERS_PER_STEP_UP = 20;

/**
 * One for the whole process, so that parallel tool calls share what Syncore allows. The number of requests in flight
 * halves when Syncore pushes back and grows again slowly; a `Retry-After` holds everybody.
 */
export class Limiter {
  readonly #max: number;
  readonly #gapMs: number;
  readonly #clock: Clock;
  readonly #queue: (() => void)[] = [];
  /** Those who let everybody else go first. */
  readonly #behind: (() => void)[] = [];
  #allowed: number;
  #inFlight = 0;
  #goodAnswers = 0;
  #notBefore = 0;
  /** On the clock that nobody sets: set back by a day, the other would hold everybody for as long. */
  #pauseEnds = Number.NEGATIVE_INFINITY;
  #waking = false;

  constructor({ maxConcurrency, requestsPerSecond, clock }: LimiterOptions) {
    this.#max = maxConcurrency;
    this.#allowed = maxConcurrency;
    this.#gapMs = requestsPerSecond === undefined ? 0 : 1000 / requestsPerSecond;
    this.#clock = clock;
  }

  get maxConcurrency(): number {
    return this.#max;
  }

  /** How many wait for a turn. */
  get waiting(): number {
    return this.#queue.length + this.#behind.length;
  }

  /** When requests may go again, milliseconds since the epoch; in the past when nothing holds them. */
  get pausedUntil(): number {
    return this.#clock.now() + this.#pauseEnds - this.#steady();
  }

  /** Waits for a turn, first come first served, until a signal ends it. The turn must be given back with `release`. */
  acquire(...signals: AbortSignal[]): Promise<void> {
    return this.#wait(this.#queue, signals);
  }

  /** As `acquire`, for what nobody waits for, or only who asks for very much: behind all others. */
  acquireBehind(...signals: AbortSignal[]): Promise<void> {
    return this.#wait(this.#behind, signals);
  }

  async #wait(queue: (() => void)[], signals: readonly AbortSignal[]): Promise<void> {
    for (const signal of signals) signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const settle = () => {
        for (const signal of signals) signal.removeEventListener('abort', leave);
      };
      const leave = () => {
        settle();
        queue.splice(queue.indexOf(go), 1);
        reject(signals.find((signal) => signal.aborted)?.reason);
      };
      const go = () => {
        settle();
        resolve();
      };
      for (const signal of signals) signal.addEventListener('abort', leave, { once: true });
      queue.push(go);
      this.#admit();
    });
  }

  release(): void {
    this.#inFlight -= 1;
    this.#admit();
  }

  /** Syncore answered in time and well. */
  succeeded(): void {
    this.#goodAnswers += 1;
    if (this.#goodAnswers < ANSWERS_PER_STEP_UP || this.#allowed >= this.#max) return;
    this.#goodAnswers = 0;
    this.#allowed += 1;
    this.#admit();
  }

  /** Somebody else was told to wait until then. */
  pauseUntil(until: number): void {
    this.#pause(until - this.#clock.now());
  }

  /** Syncore pushed back (429 or 503); `pauseMs` is what its `Retry-After` asks for. */
  pushedBack(pauseMs = 0): void {
    this.#goodAnswers = 0;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    this.#pause(pauseMs);
  }

  #pause(ms: number): void {
    this.#pauseEnds = Math.max(this.#pauseEnds, this.#steady() + ms);
  }

  #steady(): number {
    return this.#clock.steady?.() ?? this.#clock.now();
  }

  #admit(): void {
    while (this.waiting > 0 && this.#inFlight < this.#allowed) {
      const now = this.#clock.now();
      // Never more than one gap ahead: a clock that was set back must not hold everybody for as long.
      this.#notBefore = Math.min(this.#notBefore, now + this.#gapMs);
      const startAt = Math.max(this.#notBefore, this.pausedUntil);
      if (startAt > now) {
        this.#admitIn(startAt - now);
        return;
      }
      this.#inFlight += 1;
      this.#notBefore = Math.max(now, this.#notBefore) + this.#gapMs;
      (this.#queue.shift() ?? this.#behind.shift())?.();
    }
  }

  /** One sleeper is enough: when it wakes before its time has come, it lies down again. */
  #admitIn(ms: number): void {
    if (this.#waking) return;
    this.#waking = true;
    const wake = () => {
      this.#waking = false;
      this.#admit();
    };
    this.#clock.sleep(ms, new AbortController().signal).then(wake, wake);
  }
}
