import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { InsightCall } from './call.js';
import type { DaysRead, Keeper } from './keeper.js';
import { FillProgress, type HowFar } from './progress.js';
import { joinedSpans, type Span } from './span.js';
import { lastMoment, within } from './wait.js';

/** Days of one axis that are to be read whole. */
export type Missing = { keeper: Keeper; span: Span };

/** How reading what was missing ended, for a call that waited. */
export type Filled =
  | { kind: 'whole' }
  /** The call's time is up, the reading goes on. */
  | ({ kind: 'time' } & HowFar)
  | { kind: 'failed'; failure: Failure }
  /** A list changed each time it was read. */
  | { kind: 'unstable' }
  /** No more can be held. */
  | { kind: 'full' };

type Ended = Exclude<Filled, { kind: 'time' }>;

type Task = Missing & {
  /** Resolves when the axis' length was looked up: what Syncore shows then is older than what is read after it. */
  measured: Promise<void>;
  /** Calls that wait for it, or went away with their time up; those that were cancelled do not count. */
  holders: Set<object>;
  stop: AbortController;
  ended: Promise<Ended>;
  end(how: Ended): void;
  isReading: boolean;
};

export type FillerOptions = {
  clock: Clock;
  closing: AbortSignal;
  pageSize: number;
  /** Makes room for a window; false where there is none. */
  room(missing: Missing): boolean;
  /** The days were read whole. */
  covered(keeper: Keeper, span: Span, read: DaysRead): void;
};

/** While one window is at its first page, or its last, the other keeps the line busy. */
const AT_ONCE = 2;
const MOST_TRIES = 5;
const MOST_UNSTABLE = 2;
/** One window, with all that may hold it up. */
const WINDOW_MS = 10 * 60_000;
/** Who is asked to wait longer is better told than made to wait. */
const LONGEST_WAIT_MS = 2 * 60_000;
const TELL_EVERY_MS = 500;

/** Reads windows, newest first, once for all who need them, and goes on when those who wait have run out of time. */
export class Filler {
  readonly #options: FillerOptions;
  readonly #tasks = new Map<string, Task>();
  readonly #progress: FillProgress;
  #reading = 0;

  constructor(options: FillerOptions) {
    this.#options = options;
    this.#progress = new FillProgress(options.clock, options.pageSize);
  }

  /**
   * Waits until all of it is read, or the call's time is up.
   * @throws The signal's reason when the call is cancelled; what nobody else waits for is not read on.
   */
  async fill(missing: readonly Missing[], call: InsightCall): Promise<Filled> {
    const tasks = this.#enlist(missing);
    for (const task of tasks) task.holders.add(call);
    this.#pump();
    const all = Promise.all(tasks.map(({ ended }) => ended));
    try {
      for (;;) {
        const answer = await within(all, TELL_EVERY_MS, this.#options.clock, call);
        if (answer !== undefined) return answer.find(({ kind }) => kind !== 'whole') ?? { kind: 'whole' };
        const howFar = this.#progress.howFar();
        if (this.#options.clock.now() >= lastMoment(call)) return { kind: 'time', ...howFar };
        await call.progress(howFar.done, howFar.total, this.#progress.words());
      }
    } catch (error) {
      if (call.signal.aborted) this.#leave(tasks, call);
      throw error;
    }
  }

  /** Reads in the background, for whoever asks later, as much as there is room for; `use` ends with it. */
  begin(missing: readonly Missing[], use: { end(): void }): void {
    const tasks = this.#enlist(missing.filter((days) => this.#options.room(days)));
    for (const task of tasks) task.holders.add(use);
    this.#pump();
    void Promise.all(tasks.map(({ ended }) => ended)).then(() => use.end());
  }

  howFar(): HowFar {
    return this.#progress.howFar();
  }

  #enlist(missing: readonly Missing[]): Task[] {
    const fresh = missing.filter((days) => !this.#tasks.has(nameOf(days)));
    for (const keeper of new Set(fresh.map((days) => days.keeper))) {
      const mine = fresh.filter((days) => days.keeper === keeper);
      const measured = this.#measure(
        keeper,
        mine.map(({ span }) => span),
      );
      for (const days of mine) this.#tasks.set(nameOf(days), this.#task(days, measured));
    }
    return missing.flatMap((days) => this.#tasks.get(nameOf(days)) ?? []);
  }

  /** Asks how long it will be; without an answer the reading itself will tell what is wrong. */
  async #measure(keeper: Keeper, spans: readonly Span[]): Promise<void> {
    const { clock, closing, pageSize } = this.#options;
    const call = { signal: closing, deadline: clock.now() + WINDOW_MS };
    const totals = joinedSpans(spans).map(async (span) => (await keeper.look(span, pageSize, call)).total);
    await Promise.all(totals).then(
      (known) => this.#progress.expect(keeper.kind, known),
      () => this.#progress.expect(keeper.kind, [null]),
    );
    await keeper.showNewest(call).catch(() => {});
  }

  #task(days: Missing, measured: Promise<void>): Task {
    let end: Task['end'] = () => {};
    const ended = new Promise<Ended>((resolve) => {
      end = resolve;
    });
    const stop = new AbortController();
    return { ...days, measured, holders: new Set(), stop, ended, end, isReading: false };
  }

  #pump(): void {
    while (this.#reading < AT_ONCE) {
      const waiting = [...this.#tasks.values()].filter(({ isReading }) => !isReading);
      const [first] = waiting.sort((a, b) => (a.span.to < b.span.to ? 1 : -1));
      if (first === undefined) return;
      first.isReading = true;
      this.#reading += 1;
      void this.#run(first);
    }
  }

  async #run(task: Task): Promise<void> {
    const how = await this.#read(task).catch(
      (error: unknown): Ended => ({ kind: 'failed', failure: asFailure(error) }),
    );
    this.#reading -= 1;
    this.#finish(task, how);
    if (how.kind === 'failed' && !task.stop.signal.aborted) this.#giveUp(task, how);
    if (this.#tasks.size === 0) this.#progress.reset();
    this.#pump();
  }

  /** What one window fails with for good, the others of its calls would too, unless it was a record that was wrong. */
  #giveUp({ holders }: Task, how: Ended & { kind: 'failed' }): void {
    if (how.failure.code === 'upstream_invalid') return;
    for (const other of [...this.#tasks.values()]) {
      if (!other.isReading && [...other.holders].every((holder) => holders.has(holder))) this.#finish(other, how);
    }
  }

  #finish(task: Task, how: Ended): void {
    if (this.#tasks.get(nameOf(task)) === task) this.#tasks.delete(nameOf(task));
    task.end(how);
  }

  /** @throws Failure what cannot pass by itself, or did not within its tries. */
  async #read(task: Task): Promise<Ended> {
    const { clock, closing, room, covered } = this.#options;
    const signal = AbortSignal.any([closing, task.stop.signal]);
    setMaxListeners(0, signal);
    await task.measured;
    let unstable = 0;
    for (let tried = 1; ; ) {
      if (!room(task)) return { kind: 'full' };
      try {
        const call = { signal, deadline: clock.now() + WINDOW_MS, behind: true };
        const read = await task.keeper.read(task.span, call, { onPage: () => this.#progress.page() });
        if (read.whole) {
          covered(task.keeper, task.span, read);
          return { kind: 'whole' };
        }
        unstable += 1;
        if (unstable >= MOST_UNSTABLE) return { kind: 'unstable' };
      } catch (error) {
        signal.throwIfAborted();
        const waitMs = error instanceof Failure ? waitFor(error, tried, clock.now()) : undefined;
        if (waitMs === undefined || tried >= MOST_TRIES) throw error;
        tried += 1;
        await clock.sleep(waitMs, signal);
      }
    }
  }

  #leave(tasks: readonly Task[], holder: object): void {
    for (const task of tasks) {
      task.holders.delete(holder);
      if (task.holders.size > 0) continue;
      task.stop.abort(new DOMException('nobody waits for it', 'AbortError'));
      // Whoever asks next must not be given a reading that is about to end.
      if (task.isReading) this.#tasks.delete(nameOf(task));
      else this.#finish(task, { kind: 'unstable' });
    }
  }
}

function nameOf({ keeper, span }: Missing): string {
  return `${keeper.axis} ${span.from} ${span.to}`;
}

/** How long to wait before reading again, in milliseconds; undefined where that would not help, or takes too long. */
function waitFor({ retryable, retryAt }: Failure, tried: number, now: number): number | undefined {
  if (!retryable) return undefined;
  const waitMs = Math.max((retryAt ?? now) - now, 1_000 * 2 ** tried);
  return waitMs > LONGEST_WAIT_MS ? undefined : waitMs;
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof DOMException) {
    return new Failure('cancelled', 'The reading was cancelled. Ask again.', { retryable: true, cause: error });
  }
  return new Failure('internal', 'Reading the records failed inside this server.', { cause: error });
}
