import type { Clock } from '../clock.js';

/**
 * What is known to have been right not long ago. Age is counted twice: by the clock, which knows of a machine that slept,
 * and by a timer, which nobody can set back. Whichever runs out first counts.
 */
export class Freshness {
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #closing: AbortSignal;
  readonly #confirmed = new WeakMap<object, { atMs: number }>();

  constructor(clock: Clock, keepMs: number, closing: AbortSignal) {
    this.#clock = clock;
    this.#keepMs = keepMs;
    this.#closing = closing;
  }

  /** The thing was right at `atMs`, milliseconds since the epoch. */
  confirm(thing: object, atMs: number): void {
    const confirmed = { atMs };
    const leftMs = Math.min(this.#keepMs, this.#keepMs - (this.#clock.now() - atMs));
    if (leftMs <= 0) {
      this.forget(thing);
      return;
    }
    this.#confirmed.set(thing, confirmed);
    const end = () => {
      if (this.#confirmed.get(thing) === confirmed) this.forget(thing);
    };
    this.#clock.sleep(leftMs, this.#closing).then(end, end);
  }

  forget(thing: object): void {
    this.#confirmed.delete(thing);
  }

  isFresh(thing: object): boolean {
    return this.since(thing) !== undefined;
  }

  /** Since when the thing is known to be right, milliseconds since the epoch; undefined where that is too long ago. */
  since(thing: object): number | undefined {
    const confirmed = this.#confirmed.get(thing);
    if (confirmed === undefined) return undefined;
    const ageMs = this.#clock.now() - confirmed.atMs;
    // What lies ahead was written by a clock that has been set back since: how old it is cannot be told.
    return ageMs >= 0 && ageMs <= this.#keepMs ? confirmed.atMs : undefined;
  }
}
