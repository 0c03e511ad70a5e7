import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.js';
import type { Raw } from '../records/fields.js';
import { pacificMoment } from '../records/pacific-time.js';
import type { Change, ChangeLog, Facts } from './change-log.js';
import { changedFields } from './changed-fields.js';
import type { HeldKind } from './held.js';
import { type AxisName, type AxisRules, isStillGood, type KindRules } from './kinds.js';
import type { Overlap } from './overlap.js';
import { ShownMoments } from './shown-moments.js';
import { isWithin, type Span } from './span.js';

/** A stretch of an axis that was read whole. Times are in milliseconds since the epoch. */
export type Window = Span & {
  /** When its last whole reading began. */
  readAt: number;
  /** Since when its changes are noticed, a Pacific moment. */
  heldSince: string;
  /** When all of it was last known to be as in Syncore. */
  asOf: number;
  /** Rows that came with it and have no date of their own. */
  strays: number;
  /** Something in it is known to be missing or gone: it has to be read again. */
  due: boolean;
};

/** A write of our own that searches need not show yet. */
export type OwnWrite = {
  id: number;
  jobNumber: number | null;
  /** When it was noted, milliseconds since the epoch. */
  at: number;
  /** No search has shown the record at all. */
  unseen: boolean;
  /** It was not read yet: only its id is known. */
  unread: boolean;
};

export type ShelfState<R> = {
  records: R[];
  windows: Partial<Record<AxisName, Window[]>>;
  own: OwnWrite[];
  /** Fields of Syncore's that records of this kind were seen to have. */
  given: string[];
  /** The newest change that Syncore has shown, and up to which everything held is right; Pacific moments. */
  newest: string | null;
  mark: string | null;
};

/** Where a record comes from: a search lags behind by seconds, a reading by itself does not. */
export type Origin = 'search' | 'read';
export type Taken = 'same' | 'changed' | 'new' | 'kept own';

/** A search shows a write within 15 s of its commit, which comes within 60 s: beyond that its word counts. */
const OWN_WRITE_MS = 2 * 60_000;

/** Held records of one kind, with what is known of how whole they are. */
export class Shelf<Full extends { id: number; raw: Raw }, R extends { id: number }> {
  readonly records: Map<number, R>;
  readonly windows: Map<AxisName, Window[]>;
  readonly own: Map<number, OwnWrite>;
  readonly given: Set<string>;
  readonly moments: ShownMoments;
  mark: string | null;
  weight = 0;
  overlap: Overlap | undefined;
  readonly rules: KindRules<Full, R>;
  readonly #log: ChangeLog;
  readonly #clock: Clock;
  /** Read by themselves when their date of change told them from whatever they may become. */
  readonly #dated = new WeakSet<R>();
  /** For each reading under way: the records that were taken or went while it ran. */
  readonly #readings = new Set<Set<number>>();

  constructor(rules: KindRules<Full, R>, log: ChangeLog, clock: Clock, state?: ShelfState<R>) {
    this.rules = rules;
    this.#log = log;
    this.#clock = clock;
    this.records = new Map(state?.records.map((record) => [record.id, record]));
    this.windows = new Map(rules.axes.map(({ name }) => [name, state?.windows[name] ?? []]));
    this.own = new Map(state?.own.map((write) => [write.id, write]));
    this.given = new Set(state?.given);
    this.moments = new ShownMoments(clock, state?.newest ?? null);
    this.mark = state?.mark ?? null;
    for (const record of this.records.values()) this.weight += rules.weight(record);
  }

  /** The newest change that Syncore has shown, a Pacific moment. */
  get newest(): string | null {
    return this.moments.newest;
  }

  /** A write of our own is still to be read. */
  get owes(): boolean {
    return [...this.own.values()].some(({ unread }) => unread);
  }

  /** Nothing is kept of any days. */
  get isEmpty(): boolean {
    return [...this.windows.values()].every((windows) => windows.length === 0);
  }

  toState(): ShelfState<R> {
    return {
      records: [...this.records.values()],
      windows: Object.fromEntries(this.windows),
      own: [...this.own.values()],
      given: [...this.given],
      newest: this.newest,
      mark: this.mark,
    };
  }

  windowsOf(axis: AxisName): Window[] {
    return this.windows.get(axis) ?? [];
  }

  /** A read record as it is held. */
  bare(full: Full): R {
    for (const field of Object.keys(full.raw)) this.given.add(field);
    return this.rules.bare(full);
  }

  /** Takes in what was read, unless an own write that no search shows yet is newer. */
  take(full: Full, by: Origin): Taken {
    return this.put(this.bare(full), by);
  }

  /** What a change of the record is told with. */
  factsOf(record: R): Facts & { kind: HeldKind; id: number } {
    const { kind, jobNumber, number, client, people } = this.rules;
    const facts = { jobId: jobNumber(record), number: number(record), client: client(record), people: people(record) };
    return { kind, id: record.id, ...facts };
  }

  facts(full: Full): { jobNumber: number | null; modified: string | null } {
    const record = this.rules.bare(full);
    return { jobNumber: this.rules.jobNumber(record), modified: this.rules.modified(record) };
  }

  /** As `take`, for a row that may be of days that are not held: then it is let pass. */
  offer(full: Full): Taken | 'outside' {
    const record = this.rules.bare(full);
    this.#show(record);
    return this.records.has(full.id) || this.covers(record) ? this.take(full, 'search') : 'outside';
  }

  put(record: R, by: Origin): Taken {
    const { id } = record;
    this.#show(record);
    const before = this.records.get(id);
    if (by === 'search' && this.#isNewerHere(record, before)) return 'kept own';
    this.#touch(id);
    if (before !== undefined && this.#dated.has(before) && isStillGood(this.rules, before, record)) return 'same';
    const isDated = by === 'read' && this.moments.tellsApart(this.rules.modified(record));
    if (before !== undefined && isDeepStrictEqual(before, record)) {
      if (isDated) this.#dated.add(before);
      return 'same';
    }
    if (isDated) this.#dated.add(record);
    this.records.set(id, record);
    this.weight += this.rules.weight(record) - (before === undefined ? 0 : this.rules.weight(before));
    if (before === undefined) {
      if (this.covers(record)) this.#tell(record, 'new', []);
      return 'new';
    }
    const fields = changedFields(...this.rules.comparable(before, record));
    const saved = this.rules.modified(record) !== this.rules.modified(before);
    if (fields.length > 0 || saved) this.#tell(record, 'changed', fields, before);
    return 'changed';
  }

  /** The record is gone from Syncore. */
  remove(id: number): void {
    const record = this.records.get(id);
    this.own.delete(id);
    this.#touch(id);
    if (record === undefined) return;
    this.drop(id, record);
    this.#tell(record, 'gone', []);
  }

  /** Whether some record says nothing of when it was changed, so that no filter finds its next change. */
  get isUnmarked(): boolean {
    if (this.records.size === 0) return false;
    return this.mark === null || [...this.records.values()].some((record) => this.rules.modified(record) === null);
  }

  /** The record is not held any more, whatever became of it. */
  drop(id: number, record: R): void {
    this.records.delete(id);
    this.weight -= this.rules.weight(record);
  }

  /** Whether a record of these days belongs to what was read whole, so that one not held is new. */
  covers(record: R): boolean {
    return this.rules.axes.some(({ name, day }) =>
      this.windowsOf(name).some((window) => isWithin(day(record), window)),
    );
  }

  #heldSince(record: R): string {
    const windows = this.rules.axes.flatMap(({ name, day }) =>
      this.windowsOf(name).filter((window) => isWithin(day(record), window)),
    );
    return windows.map(({ heldSince }) => heldSince).sort()[0] ?? '';
  }

  /** Records of the days that searches show: without own writes that none has shown yet. */
  shown({ day }: AxisRules<Full, R>, span: Span): R[] {
    const shown: R[] = [];
    for (const record of this.records.values()) {
      if (isWithin(day(record), span) && this.own.get(record.id)?.unseen !== true) shown.push(record);
    }
    return shown;
  }

  /** Begins a reading that takes a while: `touched` will hold what others took in or removed since. */
  begin(): { touched: ReadonlySet<number>; end(): void } {
    const touched = new Set<number>();
    this.#readings.add(touched);
    return { touched, end: () => void this.#readings.delete(touched) };
  }

  noteOwn(write: Pick<OwnWrite, 'id' | 'jobNumber' | 'unread'>): void {
    const unseen = !this.records.has(write.id) || this.own.get(write.id)?.unseen === true;
    this.own.set(write.id, { ...write, at: this.#clock.now(), unseen });
  }

  isOverdue({ at }: OwnWrite): boolean {
    return Math.abs(this.#clock.now() - at) > OWN_WRITE_MS;
  }

  /** Whether our own write is newer than what a search says; what shows it ends the doubt. */
  #isNewerHere(row: R, held: R | undefined): boolean {
    const own = this.own.get(row.id);
    if (own === undefined) return false;
    own.unseen = false;
    const at = this.rules.modified(row);
    const heldAt = held === undefined ? null : this.rules.modified(held);
    const shows =
      !own.unread &&
      held !== undefined &&
      (at !== null && heldAt !== null && (at !== heldAt || this.moments.tellsApart(at))
        ? at >= heldAt
        : isDeepStrictEqual(...this.rules.comparable(held, row)));
    if (!shows && !this.isOverdue(own)) return true;
    this.own.delete(row.id);
    return false;
  }

  #show(record: R): void {
    this.moments.show(record.id, this.rules.modified(record));
  }

  #touch(id: number): void {
    for (const touched of this.#readings) touched.add(id);
  }

  #tell(record: R, change: Change['change'], fields: Change['fields'], before?: R): void {
    const { modified } = this.rules;
    const now = pacificMoment(this.#clock.now());
    const told = modified(record);
    const isAnother = change !== 'gone' && (before === undefined || told !== modified(before));
    // What was not so when the days were read cannot have been changed before.
    const isTold = isAnother && told !== null && told >= this.#heldSince(record);
    this.#log.add({ ...this.factsOf(record), change, at: isTold ? told : now, fields });
  }
}
