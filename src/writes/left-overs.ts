import { rememberTorn } from './bound.js';
import { type Entry, stateOf } from './journal.js';
import { Ledger } from './ledger.js';
import type { LiveRuns } from './live.js';
import type { RunDeps } from './run.js';

/**
 * What processes that died have left under way: looked for once, at this process's first write or review, and settled in
 * the background. Nothing of it is sent on; that is for whoever calls with its key.
 */
export class LeftOvers {
  readonly #deps: RunDeps;
  readonly #runs: LiveRuns;
  readonly #owner: string;
  readonly #account: string;
  #looking: Promise<void> | undefined;

  constructor(deps: RunDeps, runs: LiveRuns, owner: string, account: string) {
    this.#deps = deps;
    this.#runs = runs;
    this.#owner = owner;
    this.#account = account;
  }

  /** Resolves when everything that was left has been taken up; settling it may take its bound longer. */
  takeUp(): Promise<void> {
    this.#looking ??= this.#look().catch(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    for await (const entry of this.#deps.journal.list(this.#account)) {
      rememberTorn(entry, this.#deps.time);
      if (entry.torn || stateOf(entry) !== 'sending') continue;
      await this.#settle(entry);
    }
  }

  async #settle(entry: Entry): Promise<void> {
    const { journal, time, clock } = this.#deps;
    const taken = await this.#runs.takeOver(entry, this.#owner).catch(() => null);
    if (taken === null || taken.torn) return;
    this.#runs.start(new Ledger(taken, journal, time), { deadline: clock.now(), settleOnly: true });
  }
}
