import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { PageFetcher } from './pages.js';
import { type Pass, readPass } from './pass.js';
import type { Call } from './request.js';

/** Ids are numbers; a row of reference data without one goes by its name. */
export type RowId = number | string;

/** A place in a list: the page, the row on it, and how many rows were passed before. All rows count, kept or not. */
export type Position = {
  page: number;
  index: number;
  passed: number;
  /** Rows asked for per page: with another number the same page holds other rows. */
  size: number;
  /** The row passed last, by which the place is found again where rows have moved; null at the start. */
  after: RowId | null;
  /**
   * Only where the place is one in an answer that was sorted as a whole, by day and then id: the day of the row passed
   * last, or null. Page and index say nothing there.
   */
  day?: string | null;
};

/** Where to begin, and the total of the list when that place was noted. */
export type Start = { position: Position; total: number | null };

export function beginning(size: number): Start {
  return { position: { page: 1, index: 0, passed: 0, size, after: null }, total: null };
}

export type Source<R> = {
  endpoint: string;
  fetchPage: PageFetcher<R>;
  id: (row: R) => RowId;
  pageSize: number;
  /** How many requests may be in flight; twice as many pages are queued, so that no slot waits for us. */
  concurrency: number;
  clock: Clock;
};

/** Decides about each row, and when it has seen enough. A pass that is read again starts with a new one. */
export type Sieve<R> = {
  take(row: R, at: Position): void;
  full(): boolean;
  /** Rows still wanted and rows kept so far: what tells how far it is worth to read ahead. */
  wanted(): number;
  kept(): number;
};

export type Scan<S> = {
  sieve: S;
  /** The upstream list's own total, null when it did not say. */
  total: number | null;
  /** The list's end was reached (and not only enough rows). */
  atEnd: boolean;
  /** Where a next call goes on. Rows joined from an earlier reading have this place: no page holds them any more. */
  next: Position;
  /** Nothing moved while reading: no row can be missing or doubled up to here. */
  stable: boolean;
  /** The rows moved between the part before and this one. */
  shifted: boolean;
  /** What ended the reading early: the time of the call, or more rows than are read at all. */
  cut: 'time' | 'size' | null;
  /** Pages read, over all passes. */
  pages: number;
};

/** A list is read at most this often when its pages move. */
const MOST_PASSES = 3;

/**
 * Reads a list from `start` until the sieve is full or the list ends. Whole means that every page gave one total and
 * as many distinct ids arrived; else it is read again, twice at most, and what was seen is joined by id. Where
 * Syncore gives no total, two readings with the same rows prove each other. What no answer shows cannot be seen: a row
 * that goes while another comes behind the page being read leaves the total as it was.
 * @throws Failure `upstream_invalid` when Syncore gives the same page again, `timeout` when not even one page came.
 */
export async function scan<R, S extends Sieve<R>>(
  source: Source<R>,
  start: Start,
  makeSieve: () => S,
  call: Call,
): Promise<Scan<S>> {
  const earlier = new Map<RowId, R>();
  const totals = new Set<number | null>();
  let pages = 0;
  let best: Pass<R, S> | undefined;
  for (let tried = 1; tried <= MOST_PASSES; tried += 1) {
    const pass = await readPass(source, start, makeSieve(), call);
    pages += pass.pages;
    if (pages === 0) throw tooSlow(source.endpoint);
    if (pass.cut !== null) {
      if (best === undefined) return asScan(pass, false, pages);
      break;
    }
    const asBefore = best !== undefined && sameKeys(best.rows, pass.rows);
    if (pass.proof === 'whole' || (pass.proof === 'none' && asBefore)) return asScan(pass, true, pages);
    for (const [id, row] of earlier) if (pass.atEnd && !pass.rows.has(id)) pass.sieve.take(row, pass.next);
    for (const [id, row] of pass.rows) earlier.set(id, row);
    for (const total of pass.totals) totals.add(total);
    best = pass;
    // Pages in an order that changes, over a list that does not: together the passes have every row.
    const [only] = totals;
    if (pass.atEnd && totals.size === 1 && only === start.position.passed + earlier.size)
      return asScan(pass, true, pages);
  }
  if (best === undefined) throw new Failure('internal', 'A list was never read.');
  return asScan(best, false, pages);
}

function asScan<R, S>(
  { sieve, total, atEnd, next, shifted, cut }: Pass<R, S>,
  stable: boolean,
  pages: number,
): Scan<S> {
  return { sieve, total, atEnd, next, stable, shifted, cut, pages };
}

function sameKeys(a: Map<RowId, unknown>, b: Map<RowId, unknown>): boolean {
  return a.size === b.size && [...a.keys()].every((id) => b.has(id));
}

function tooSlow(endpoint: string): Failure {
  return new Failure('timeout', `${endpoint}: not one page came within the time of this call. Call again later.`, {
    retryable: true,
  });
}
