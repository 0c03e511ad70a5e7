import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { Raw } from '../records/fields.js';
import type { InsightCall } from './call.js';
import { LAG_MS, readChanges } from './changes.js';
import type { Freshness } from './freshness.js';
import type { Holdings } from './holdings.js';
import type { Keeper, Line } from './keeper.js';
import { type Refreshing, refresh } from './refresh.js';
import type { Shelf } from './shelf.js';
import type { Span } from './span.js';
import { within } from './wait.js';
import { windowsIn } from './windows.js';

export type Refreshed = { kind: 'done' } | { kind: 'time' } | { kind: 'failed'; failure: Failure };

type Running = Refreshing & { ended: Promise<Refreshed> };

export type RefresherOptions = {
  holdings: Holdings;
  line: Line;
  clock: Clock;
  closing: AbortSignal;
  /** Which windows were right within the last minute, and of which kinds the changes were asked for. */
  fresh: Freshness;
};

/** A refresh with all that may hold it up. */
const LONGEST_MS = 5 * 60_000;

/** Refreshes once for all who ask at the same time, and goes on when a call's time is up. */
export class Refresher {
  readonly #options: RefresherOptions;
  /** Axes that Syncore does not count. */
  readonly uncounted = new Set<Keeper>();
  #running: Running | undefined;

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /**
   * @param stale the axes that need it, asked anew after each refresh that was begun before.
   * @param span the days that the question needs; all that are held where it is not given.
   * @throws The signal's reason when the call is cancelled.
   */
  async refresh(stale: () => readonly Keeper[], call: InsightCall, span?: Span): Promise<Refreshed> {
    for (;;) {
      const keepers = stale();
      if (keepers.length === 0) return { kind: 'done' };
      const joined = this.#running;
      const running = joined ?? this.#start({ keepers, span });
      const ended = await within(running.ended, LONGEST_MS, this.#options.clock, call);
      if (ended === undefined) return { kind: 'time' };
      if (joined === undefined) return ended;
      // One that was under way may have been too early for a write of our own, or of other days.
      if (ended.kind === 'failed' && keepers.every((keeper) => joined.keepers.includes(keeper))) return ended;
    }
  }

  #start(refreshing: Refreshing): Running {
    const running = { ...refreshing, ended: this.#run(refreshing) };
    this.#running = running;
    const end = () => {
      if (this.#running === running) this.#running = undefined;
    };
    running.ended.then(end, end);
    return running;
  }

  async #run({ keepers, span }: Refreshing): Promise<Refreshed> {
    const { holdings, line, clock, closing, fresh } = this.#options;
    const startedAt = clock.now();
    const windows = keepers.flatMap((keeper) =>
      (span === undefined ? keeper.windows() : windowsIn(keeper, span)).map((window) => ({ keeper, window })),
    );
    try {
      const call = { signal: closing, deadline: startedAt + LONGEST_MS };
      const uncounted = await refresh({ holdings, line, fed: fresh }, { keepers, span }, call);
      this.#settleLater(holdings.salesOrders);
      this.#settleLater(holdings.purchaseOrders);
      for (const keeper of keepers) {
        if (uncounted.has(keeper)) this.uncounted.add(keeper);
        else this.uncounted.delete(keeper);
      }
      const fedAt = {
        sales_orders: fresh.since(holdings.salesOrders),
        purchase_orders: fresh.since(holdings.purchaseOrders),
        jobs: undefined,
        contacts: undefined,
      };
      for (const { keeper, window } of windows) {
        const asOf = Math.min(startedAt, fedAt[keeper.kind] ?? startedAt);
        fresh.confirm(window, asOf);
        // Of jobs and contacts a refresh sees some only: the others are as old as their last whole reading.
        if (keeper.hasChanges) window.asOf = asOf;
      }
      return { kind: 'done' };
    } catch (error) {
      if (error instanceof Failure) return { kind: 'failed', failure: error };
      const cause = { cause: error };
      const failure = closing.aborted
        ? new Failure('cancelled', 'The server is closing.', cause)
        : new Failure('internal', 'Bringing the held records up to date failed inside this server.', cause);
      return { kind: 'failed', failure };
    }
  }

  /**
   * Where hundreds were changed at one stroke, they are read once more when nothing before them can still be to come, in
   * the background: else the next question would wait for it.
   */
  #settleLater<Full extends { id: number; raw: Raw }, R extends { id: number }>(shelf: Shelf<Full, R>): void {
    const { line, clock, closing } = this.#options;
    const since = shelf.overlap?.since;
    if (shelf.overlap === undefined || shelf.overlap.isSettled || shelf.overlap.total <= line.pageSize) return;
    clock
      .sleep(LAG_MS + 1_000, closing)
      .then(async () => {
        if (shelf.overlap?.since !== since || shelf.overlap?.isSettled) return;
        const call = { signal: closing, deadline: clock.now() + LONGEST_MS, behind: true };
        const jobs = await readChanges(shelf, { ...line, concurrency: 1 }, call);
        for (const id of jobs)
          if (this.#options.holdings.jobs.records.has(id)) this.#options.holdings.staleJobs.add(id);
      })
      // Whoever asks next reads them then.
      .catch(() => {});
  }
}
