import type { Reader } from '../client/reader.js';
import type { Call, Requester } from '../client/request.js';
import { glance, type SearchOptions, search } from '../client/search.js';
import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import { addDays } from '../records/dates.js';
import type { Raw } from '../records/fields.js';
import { pacificMoment } from '../records/pacific-time.js';
import { showNewest } from './changes.js';
import type { HeldKind } from './held.js';
import type { AxisName, AxisRules } from './kinds.js';
import type { Shelf, Window } from './shelf.js';
import { ALL_DAYS, earlier, halfway, isWithin, lacking, later, OPEN_END, overlaps, type Span } from './span.js';
import { stopwatch } from './stopwatch.js';

/** What readings are made with. */
export type Line = {
  request: Requester;
  clock: Clock;
  pageSize: number;
  concurrency: number;
  reader: Reader;
};

/** How a reading is done: at its own pace, and telling of each page. */
export type Pace = { concurrency?: number; onPage?: () => void };

/** What came of reading some days. */
export type DaysRead = { whole: boolean; strays: number; startedAt: number; mark: string | null };

/** One axis of a kind, read and counted without saying what its records are. */
export type Keeper = {
  kind: HeldKind;
  axis: AxisName;
  undivided: boolean;
  /** Syncore has a filter by change for it. */
  hasChanges: boolean;
  /** The days that a list without dates is taken to have. */
  span: Span;
  windows(): readonly Window[];
  /**
   * Reads all records of the days and takes them in; what is held of these days and did not come is asked for by
   * itself, and let go where it is gone.
   */
  read(span: Span, call: Call, pace?: Pace): Promise<DaysRead>;
  /** How many records Syncore says the days have; takes in the first `rows`, and gives their ids. */
  look(span: Span, rows: number, call: Call): Promise<{ total: number | null; ids: number[] }>;
  /** How many records of the days are held that a search would show, and rows that came without a date. */
  held(span: Span): number;
  /** A day that has as many held records of the span before as after it; its last day is never given. */
  middle(span: Span): string;
  /** The days that were read whole are kept from now on. */
  cover(span: Span, read: DaysRead): Window;
  /** A window is not held any more. */
  release(window: Window): void;
  /** Has to be read again. */
  doubt(span: Span): void;
  /** A write of our own is still to be read. */
  owes(): boolean;
  /** Has Syncore show its newest changes before anything is held: what is read after that need not be asked for again. */
  showNewest(call: Call): Promise<void>;
  /** Reads what no filter finds a change of again: by itself, or with its window where that takes fewer requests. */
  rereadUnmarked(span: Span, call: Call): Promise<void>;
};

const EVERYTHING = { limit: Number.POSITIVE_INFINITY };
/** A reading that took longer proves nothing of changes that were shown while it ran. */
const QUICK_MS = 60_000;
/** Records that did not come with their days are asked for one by one, so many at a time. */
const MOST_MISSED = 100;

export function keeper<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  rules: AxisRules<Full, R>,
  line: Line,
  /** The first day that searches answer for. */
  oldest: () => string,
): Keeper {
  const { clock } = line;
  const { name, day } = rules;
  const options = ({ concurrency = line.concurrency, onPage }: Pace = {}): SearchOptions => ({
    request: onPage === undefined ? line.request : telling(line.request, onPage),
    clock,
    pageSize: line.pageSize,
    limiter: { maxConcurrency: concurrency },
  });

  const named = (record: R) => ({ id: record.id, jobNumber: shelf.rules.jobNumber(record) });

  /** @returns whether all that was missed is explained. */
  async function explain(missed: R[], span: Span, call: Call): Promise<boolean> {
    const asked = missed.slice(0, MOST_MISSED);
    const answers = await Promise.all(asked.map((record) => readAlone(shelf, named(record), line.reader, call)));
    let explained = asked.length === missed.length;
    answers.forEach((there, index) => {
      const record = asked[index];
      if (there !== null || record === undefined) {
        const now = record === undefined ? undefined : shelf.records.get(record.id);
        if (now === undefined || !isWithin(day(now), span)) return;
        // It is there, and searches do not give it: too old for them, or in doubt.
        if (isOutOfReach(now)) shelf.drop(now.id, now);
        else explained = false;
      } else shelf.remove(record.id);
    });
    return explained;
  }

  function isOutOfReach(record: R): boolean {
    return shelf.rules.axes.some((axis) => !axis.undivided && (axis.day(record) ?? OPEN_END) < oldest());
  }

  return {
    kind: shelf.rules.kind,
    axis: name,
    undivided: rules.undivided,
    hasChanges: shelf.rules.changedSince !== null,
    span: ALL_DAYS,
    windows: () => shelf.windowsOf(name),

    async read(span, call, pace) {
      const startedAt = clock.now();
      const before = shelf.shown(rules, span);
      const newestBefore = shelf.newest;
      const reading = shelf.begin();
      const watch = stopwatch(clock, QUICK_MS);
      try {
        const ready = new Map<Full, R>();
        // Page by page, while others are on their way: all at the end would hold up the next window.
        const prepare = async (page: Full[]) => {
          for (const row of page) ready.set(row, shelf.bare(row));
          return page;
        };
        const found = await search(options(pace), { ...rules.list(span), prepare }, EVERYTHING, call);
        const came = new Set(found.rows.map(({ id }) => id));
        for (const row of found.rows) {
          if (!reading.touched.has(row.id)) shelf.put(ready.get(row) ?? shelf.bare(row), 'search');
        }
        const strays = found.rows.filter(({ id }) => {
          const record = shelf.records.get(id);
          return record !== undefined && day(record) === null;
        }).length;
        let whole = found.whole && found.complete;
        if (whole) {
          const missed = before.filter((record) => !came.has(record.id) && shelf.records.get(record.id) === record);
          whole = await explain(missed, span, call);
        }
        return { whole, strays, startedAt, mark: watch.isOver() ? newestBefore : shelf.newest };
      } finally {
        watch.stop();
        reading.end();
      }
    },

    async look(span, count, call) {
      const { total, rows } = await glance(options(), rules.list(span), count, call);
      for (const row of rows) shelf.take(row, 'search');
      return { total, ids: rows.map(({ id }) => id) };
    },

    held(span) {
      const strays = shelf.windowsOf(name).filter(({ from, to }) => from >= span.from && to <= span.to);
      return strays.reduce((sum, window) => sum + window.strays, shelf.shown(rules, span).length);
    },

    middle(span) {
      const days = shelf
        .shown(rules, span)
        .map((record) => day(record) ?? span.from)
        .sort();
      const middle = days[(days.length - 1) >> 1] ?? halfway(span);
      return middle < span.to ? middle : addDays(span.to, -1);
    },

    cover(span, { startedAt, strays, mark }) {
      const all = shelf.windowsOf(name);
      const replaced = all.filter(({ from, to }) => from >= span.from && to <= span.to);
      const others = all.filter((window) => !replaced.includes(window));
      const heldSince =
        lacking(span, replaced).length > 0
          ? pacificMoment(clock.now())
          : replaced.reduce((latest, window) => later(latest, window.heldSince), '');
      const window: Window = { ...span, readAt: startedAt, heldSince, asOf: startedAt, strays, due: false };
      if (shelf.isEmpty || shelf.mark === null) shelf.mark = mark;
      else if (mark !== null) shelf.mark = earlier(shelf.mark, mark);
      shelf.windows.set(
        name,
        [...others, window].sort((a, b) => (a.to < b.to ? 1 : -1)),
      );
      return window;
    },

    release(released) {
      shelf.windows.set(
        name,
        shelf.windowsOf(name).filter((window) => window !== released),
      );
    },

    doubt(span) {
      for (const window of shelf.windowsOf(name)) if (overlaps(window, span)) window.due = true;
    },

    owes: () => shelf.owes,

    async showNewest(call) {
      if (shelf.isEmpty || shelf.mark === null) await showNewest(shelf, line, call);
    },

    async rereadUnmarked(span, call) {
      for (const window of shelf.windowsOf(name).filter((one) => overlaps(one, span))) {
        const inWindow = shelf.shown(rules, window);
        const isMarked = (record: R) => shelf.mark !== null && shelf.rules.modified(record) !== null;
        const unmarked = inWindow.filter((record) => !isMarked(record));
        const canBeAsked = unmarked.every((record) => shelf.rules.jobNumber(record) !== null);
        if (canBeAsked && unmarked.length <= Math.ceil(inWindow.length / line.pageSize)) {
          const answers = await Promise.all(
            unmarked.map((record) => readAlone(shelf, named(record), line.reader, call)),
          );
          for (const [index, { id }] of unmarked.entries()) if (answers[index] === null) shelf.remove(id);
        } else window.due = true;
      }
    },
  };
}

/** Reads one record by itself and takes it in. @returns it as it is held; null where it is not there, or cannot be asked for. */
export async function readAlone<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  record: { id: number; jobNumber: number | null },
  reader: Reader,
  call: Call,
): Promise<R | null> {
  try {
    const full = await shelf.rules.read(reader, record, call);
    if (full !== null) shelf.take(full, 'read');
    return full === null ? null : (shelf.records.get(full.id) ?? null);
  } catch (error) {
    if (error instanceof Failure && error.code === 'not_found') return null;
    throw error;
  }
}

function telling(request: Requester, onPage: () => void): Requester {
  return async (...asked) => {
    const answer = await request(...asked);
    onPage();
    return answer;
  };
}
