import type { Clock } from '../clock.js';
import { pacificMoment } from '../records/pacific-time.js';

/** How far ahead of our clock a change may be and still be taken for one; the rest is a mistake in a record. */
const AHEAD_MS = 2 * 3_600_000;
/** How many records must tell of a time before our own clock is believed to be behind. */
const WITNESSES = 3;
/** What was changed so long ago bears another date when it is changed again, however coarse dates are. */
const PAST_MS = 2 * 24 * 3_600_000;

/** What the dates of change that Syncore has shown tell of one kind of record; moments are Pacific ones. */
export class ShownMoments {
  /** The newest change. What our clock takes for the future counts when several records tell of it. */
  newest: string | null;
  readonly #clock: Clock;
  /** The records changed last, whatever our clock says. */
  #latest: { id: number; moment: string }[] = [];
  /** Some date was finer than a minute. */
  #isFine = false;

  constructor(clock: Clock, newest: string | null) {
    this.#clock = clock;
    this.newest = newest;
  }

  /** A day that Syncore's own clock has seen: several records were changed on it or later, so that it is no mistake. */
  get witnessedDay(): string {
    return this.#witnessed?.slice(0, 10) ?? '';
  }

  show(id: number, moment: string | null): void {
    if (moment === null) return;
    if (!moment.endsWith(':00')) this.#isFine = true;
    if (moment > (this.#witnessed ?? '')) {
      const others = this.#latest.filter((one) => one.id !== id);
      const all = [...others, { id, moment }].sort((a, b) => (a.moment < b.moment ? 1 : -1));
      this.#latest = all.slice(0, WITNESSES);
    }
    if (this.newest !== null && moment <= this.newest) return;
    const now = this.#clock.now();
    const told = moment <= pacificMoment(now) ? moment : this.#witnessed;
    if (told === undefined || told > pacificMoment(now + AHEAD_MS)) return;
    if (this.newest === null || told > this.newest) this.newest = told;
  }

  /** Whether a change that comes from now on bears another date than this: some dates are days or minutes only [seen]. */
  tellsApart(moment: string | null): boolean {
    if (moment === null) return false;
    if (this.#isFine && !moment.endsWith('T00:00:00')) return true;
    return moment < pacificMoment(this.#clock.now() - PAST_MS);
  }

  get #witnessed(): string | undefined {
    return this.#latest[WITNESSES - 1]?.moment;
  }
}
