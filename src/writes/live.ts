import type { Call } from '../client/request.js';
import type { Clock } from '../clock.js';
import { enteredBy } from './entered.js';
import type { Entry, Intent } from './journal.js';
import type { Ledger } from './ledger.js';
import { type RunControl, type RunDeps, type RunEnd, type RunOptions, run } from './run.js';

export type Tell = (done: number, total: number, message: string) => void;

/** A run that goes on in this process, whoever waits for it. */
export type Live = {
  ledger: Ledger;
  end: Promise<RunEnd>;
  control: Waiters;
};

/** What Syncore did and the journal could not be told. */
type Unrecorded = {
  ledger: Ledger;
  end: Extract<RunEnd, { kind: 'unrecorded' }>;
  /** An attempt to note it that is under way. */
  recording: Promise<boolean> | null;
};

/** Those who wait for a run. It is stopped only when everybody who waited has cancelled. */
class Waiters implements RunControl {
  readonly #waiting = new Map<symbol, Tell>();
  readonly #settleOnly: boolean;
  #deadline: number;
  #wanted = false;
  #stopped = false;
  #told: Parameters<Tell> | undefined;

  constructor(settleOnly: boolean, deadline: number) {
    this.#settleOnly = settleOnly;
    this.#deadline = deadline;
  }

  deadline(): number {
    return this.#deadline;
  }

  stopped(): boolean {
    return this.#settleOnly || this.#stopped;
  }

  tell(done: number, total: number, message: string): void {
    this.#told = [done, total, message];
    for (const tell of this.#waiting.values()) tell(done, total, message);
  }

  enter(deadline: number, tell: Tell): symbol {
    const waiter = Symbol('waiter');
    this.#waiting.set(waiter, tell);
    // Whoever comes when it is under way, as everybody does by a moment, is told how far it is.
    if (this.#told !== undefined) tell(...this.#told);
    this.#deadline = Math.max(this.#deadline, deadline);
    return waiter;
  }

  /** `wanted`: whoever leaves will ask how it went on. */
  leave(waiter: symbol, wanted: boolean): void {
    this.#waiting.delete(waiter);
    this.#wanted ||= wanted;
    if (this.#waiting.size === 0 && !this.#wanted) this.#stopped = true;
  }
}

/** The runs of this process: each entry has one at the most, and calls that mean the same wait for the same. */
export class LiveRuns {
  readonly #deps: RunDeps;
  readonly #runs = new Map<string, Live>();
  /** Entries that could not be taken over, and are to be given back. */
  readonly #loose = new Set<string>();
  /** Known here, and to nobody else. */
  readonly #unrecorded = new Map<string, Unrecorded>();

  constructor(deps: RunDeps) {
    this.#deps = deps;
  }

  get(id: string): Live | undefined {
    return this.#runs.get(id);
  }

  /** Resolves when everything that is under way now has come to its end. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#runs.values()].map(({ end }) => end));
  }

  unrecorded(id: string): Unrecorded | undefined {
    return this.#unrecorded.get(id);
  }

  /** Notes what Syncore did, where the journal takes it by now; false where it still does not. */
  async record(unrecorded: Unrecorded): Promise<boolean> {
    unrecorded.recording ??= this.#record(unrecorded).finally(() => {
      unrecorded.recording = null;
    });
    return unrecorded.recording;
  }

  /** Goes on with an entry that this process holds. `settleOnly`: nothing more of it is sent. */
  start(ledger: Ledger, options: RunOptions & { deadline: number; settleOnly?: boolean }): Live {
    const { id } = ledger.intent;
    const control = new Waiters(options.settleOnly === true, options.deadline);
    const live: Live = { ledger, control, end: this.#toTheEnd(ledger, control, options) };
    this.#runs.set(id, live);
    // Whoever waits is told of a failure; where nobody does, it must not end the process.
    live.end.catch(() => {});
    return live;
  }

  async #toTheEnd(ledger: Ledger, control: Waiters, options: RunOptions): Promise<RunEnd> {
    const { id } = ledger.intent;
    try {
      const end = await run(ledger, this.#deps, control, options);
      if (end.kind === 'unrecorded') {
        const unrecorded: Unrecorded = { ledger, end, recording: null };
        this.#unrecorded.set(id, unrecorded);
        void this.#recordLater(unrecorded);
      } else if (end.kind !== 'finished') await this.letGo(ledger);
      return end;
    } catch (error) {
      await this.letGo(ledger);
      throw error;
    } finally {
      this.#deps.entered?.(enteredBy(ledger.entry));
      this.#runs.delete(id);
    }
  }

  async #record({ ledger, end: { step, id, differs } }: Unrecorded): Promise<boolean> {
    try {
      await ledger.note({ type: 'done', step, id, ...(differs.length === 0 ? {} : { differs }) });
    } catch {
      return false;
    }
    this.#unrecorded.delete(ledger.intent.id);
    await this.letGo(ledger);
    return true;
  }

  /** The disk may have room again in a moment. Where it has not, whoever looks next reads Syncore for what was done. */
  async #recordLater(unrecorded: Unrecorded): Promise<void> {
    const { ledger } = unrecorded;
    const { clock, closing } = this.#deps;
    let pauseMs = FIRST_PAUSE_MS;
    for (let tried = 1; tried <= RECORD_TRIES && !closing.aborted; tried += 1) {
      await clock.sleep(pauseMs, closing).catch(() => {});
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      if (this.#unrecorded.get(ledger.intent.id) !== unrecorded || (await this.record(unrecorded))) return;
    }
    this.#unrecorded.delete(ledger.intent.id);
    await this.letGo(ledger);
  }

  /**
   * Takes an entry over, as the journal does. Where that fails half-way it is given back, at once or later: it would be
   * nobody's for as long as this process lives.
   */
  async takeOver(entry: Entry, owner: string): Promise<Entry | null> {
    const { id } = entry.intent;
    this.#loose.delete(id);
    try {
      return await this.#deps.journal.takeOver(entry, owner);
    } catch (error) {
      this.#loose.add(id);
      void this.#letGoLater(entry.intent, () => this.#loose.has(id));
      throw error;
    }
  }

  /**
   * Gives an entry up, so that any process may go on with it. Where the journal cannot take that just now it is tried
   * until it can: nobody else may touch the entry before.
   */
  async letGo({ intent }: Pick<Ledger, 'intent'>): Promise<void> {
    await this.#deps.journal.giveUp(intent).catch(() => void this.#letGoLater(intent, () => true));
  }

  /** Does what has to be done before an entry goes its way; where that fails, it is not held for good. */
  async lettingGo<T>(ledger: Pick<Ledger, 'intent'>, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.letGo(ledger);
      throw error;
    }
  }

  async #letGoLater(intent: Intent, stillToDo: () => boolean): Promise<void> {
    const { journal, clock, closing } = this.#deps;
    for (let pauseMs = FIRST_PAUSE_MS; !closing.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      await clock.sleep(pauseMs, closing).catch(() => {});
      if (!stillToDo()) return;
      const given = await journal.giveUp(intent).then(
        () => true,
        () => false,
      );
      if (given) return;
    }
  }
}

const FIRST_PAUSE_MS = 500;
/** A minute and a half in all. */
const RECORD_TRIES = 12;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Waits for a run within the time of a call; null when that is up: the run goes on.
 * @throws the signal's reason when the caller gives up: what is under way is settled, nothing more is sent.
 */
export async function waitFor(live: Live, call: Call, tell: Tell, clock: Clock): Promise<RunEnd | null> {
  const waiter = live.control.enter(call.deadline, tell);
  const settled = new AbortController();
  const time = clock.sleep(Math.max(0, call.deadline - clock.now()), AbortSignal.any([settled.signal, call.signal]));
  try {
    return await Promise.race([live.end, time.then(() => null)]);
  } finally {
    settled.abort('settled');
    time.catch(() => {});
    live.control.leave(waiter, !call.signal.aborted);
  }
}
