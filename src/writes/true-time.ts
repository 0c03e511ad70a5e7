import type { Clock } from '../clock.js';

/** A moment by two clocks: Syncore's as far as it told its time, and this machine's. */
export type Moment = { at: number; wall?: number };

/**
 * What time it is, for rules that must hold when somebody sets this machine's clock: each answer of Syncore tells its
 * own time (the `Date` header), which goes on by the clock that nobody sets. An age is the smaller of what Syncore's time
 * and this machine's say, and never negative: a rule that stops a second write is then never cut short by a clock that
 * is wrong.
 */
export class TrueTime {
  readonly #clock: Clock;
  readonly #remembered = new Map<string, number>();
  #told: (Required<Moment> & { steady: number }) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Takes note of an answer's `Date` header. Within its whole seconds, this machine's clock is taken to be right.
   * @param tookMs how long the exchange took: what came late tells a time gone by.
   */
  observe(date: string | undefined, tookMs = 0): void {
    // Date.parse takes "-1" for a year.
    const told = date === undefined || !HTTP_DATE.test(date) ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told) || tookMs > TIMELY_MS) return;
    const wall = this.#clock.now();
    const ahead = told - wall;
    this.#told = { at: ahead > 0 || ahead < -TOLD_IN_MS ? told : wall, wall, steady: this.#steady() };
  }

  /** Whether Syncore has told its time a moment ago, by both clocks: one stands still while the machine sleeps. */
  get isKnown(): boolean {
    if (this.#told === null) return false;
    const steadyMs = this.#steady() - this.#told.steady;
    const wallMs = this.#clock.now() - this.#told.wall;
    return steadyMs < KNOWN_FOR_MS && Math.abs(wallMs - steadyMs) < TOLD_IN_MS;
  }

  now(): Required<Moment> {
    const wall = this.#clock.now();
    return { at: this.#told === null ? wall : this.#told.at + this.#steady() - this.#told.steady, wall };
  }

  /** How long ago a moment was, in milliseconds. */
  ageMs({ at, wall = at }: Moment): number {
    const now = this.now();
    return Math.max(0, Math.min(now.at - at, now.wall - wall));
  }

  /** Remembers that something is so from now on. */
  remember(what: string): void {
    this.#remembered.set(what, this.#steady());
  }

  /** How long ago this process was told to remember it, in milliseconds of a clock that nobody sets. */
  sinceMs(what: string): number | undefined {
    const since = this.#remembered.get(what);
    return since === undefined ? undefined : this.#steady() - since;
  }

  #steady(): number {
    return this.#clock.steady?.() ?? this.#clock.now();
  }
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/;
/** A `Date` header tells whole seconds, and is some milliseconds old when it is here. */
const TOLD_IN_MS = 2_000;
const TIMELY_MS = 5_000;
const KNOWN_FOR_MS = 60_000;
