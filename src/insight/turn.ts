import type { Call } from '../client/request.js';
import type { Clock } from '../clock.js';
import type { DaysRead, Keeper } from './keeper.js';
import type { Window } from './shelf.js';
import type { Span } from './span.js';

/** All windows come once in this time, so that with their reading all are younger than half an hour. */
const TURN_MS = 25 * 60_000;
const TICK_MS = 60_000;
/** Without a question for so long, nothing is read: whoever asks then waits as at first. */
const IDLE_MS = 30 * 60_000;
const WINDOW_MS = 10 * 60_000;

export type TurnOptions = {
  clock: Clock;
  closing: AbortSignal;
  keepers: readonly Keeper[];
  covered(keeper: Keeper, span: Span, read: DaysRead): void;
};

/**
 * Reads the windows of lists that have no filter by change in turn, one page at a time, in the background: the oldest
 * reading first, as long as somebody asks.
 */
export class Turn {
  readonly #options: TurnOptions;
  #usedAt = 0;
  #isRunning = false;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Somebody asked for these lists. */
  touch(): void {
    this.#usedAt = this.#options.clock.now();
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#run().then(
      () => {
        this.#isRunning = false;
      },
      () => {
        this.#isRunning = false;
      },
    );
  }

  async #run(): Promise<void> {
    const { clock, closing } = this.#options;
    // How many windows are owed: so many minutes make a turn, however many windows there are.
    for (let owed = 0; ; ) {
      await clock.sleep(TICK_MS, closing);
      if (Math.abs(clock.now() - this.#usedAt) > IDLE_MS) return;
      owed += (this.#windows().length * TICK_MS) / TURN_MS;
      for (; owed >= 1; owed -= 1) {
        const [next] = this.#windows();
        const call = { signal: closing, deadline: clock.now() + WINDOW_MS, behind: true };
        if (next !== undefined) await this.#read(next.keeper, next.window, call);
      }
    }
  }

  /** The windows in use, the one that was read longest ago first. */
  #windows() {
    return this.#options.keepers
      .flatMap((keeper) => keeper.windows().map((window) => ({ keeper, window })))
      .sort((a, b) => a.window.readAt - b.window.readAt);
  }

  async #read(keeper: Keeper, window: Window, call: Call): Promise<void> {
    try {
      const read = await keeper.read(window, call, { concurrency: 1 });
      if (read.whole) this.#options.covered(keeper, { from: window.from, to: window.to }, read);
    } catch (error) {
      // What fails now is read with the next turn, or when somebody asks for it; only the end of all ends the turns.
      if (this.#options.closing.aborted) throw error;
    }
  }
}
