import { Failure } from '../failure.js';
import type { Page } from './envelope.js';
import { pagesInOrder, TIME_UP } from './pages.js';
import type { Position, RowId, Sieve, Source, Start } from './paging.js';
import type { Call } from './request.js';

/** One reading of a list. */
export type Pass<R, S> = {
  sieve: S;
  /** Every distinct row that came, kept by the sieve or not. */
  rows: Map<RowId, R>;
  /** The total that the last page gave. */
  total: number | null;
  /** What the pages gave as their total; null where one gave none. */
  totals: Set<number | null>;
  atEnd: boolean;
  next: Position;
  shifted: boolean;
  cut: 'time' | 'size' | null;
  pages: number;
  /** Whether the rows are all there are up to `next`: shown by the totals, contradicted, or neither. */
  proof: 'whole' | 'none' | 'contradicted';
};

/** What is known of the pages read so far in one pass. */
type Seen<R> = {
  rows: Map<RowId, R>;
  totals: Set<number | null>;
  total: number | null;
  next: Position;
  pages: number;
  /** Rows that lie before the first one taken here, and those of them that came once more with its page. */
  base: number;
  before: Set<RowId>;
  /** Rows on the longest page. */
  longest: number;
  /** A row came twice. */
  repeated: boolean;
  shifted: boolean;
  /** Pages in a row that held nothing new, and pages in a row that were their forerunner again. */
  barren: number;
  same: number;
};

/** How far to read ahead where nothing tells the end. */
const AHEAD_UNKNOWN = 4;
/** Pages in a row without anything new after which a list is taken to go in circles. */
const MOST_BARREN = 2;
/** A bound for the memory of one reading: Syncore's accounts hold far less. */
const MOST_ROWS = 100_000;

/**
 * Reads a list once, from `start` until the sieve is full, the list ends, or its time or size is more than can be had.
 * @throws Failure `upstream_invalid` when Syncore gives the same page again while its total stands.
 */
export async function readPass<R, S extends Sieve<R>>(
  source: Source<R>,
  start: Start,
  sieve: S,
  call: Call,
): Promise<Pass<R, S>> {
  const from = start.position;
  const seen: Seen<R> = {
    rows: new Map(),
    totals: new Set(),
    total: null,
    next: from,
    pages: 0,
    base: from.passed,
    before: new Set(),
    longest: 0,
    repeated: false,
    shifted: false,
    barren: 0,
    same: 0,
  };
  const ended = (how: Partial<Pick<Pass<R, S>, 'atEnd' | 'cut' | 'proof'>>): Pass<R, S> => {
    const { rows, totals, total, next, pages, shifted } = seen;
    const { atEnd = false, cut = null } = how;
    const proof = how.proof ?? (cut === null ? judge(seen, atEnd) : 'contradicted');
    return { sieve, rows, totals, total, next, pages, shifted, atEnd, cut, proof };
  };
  let previous: Page<R> | undefined;

  for await (const step of pagesInOrder(
    source.fetchPage,
    from.page,
    lookAhead(source, sieve, seen),
    call,
    source.clock,
  )) {
    if (step === TIME_UP) return ended({ cut: 'time' });
    const { page, answer } = step;
    seen.pages += 1;
    seen.longest = Math.max(seen.longest, answer.rows.length);
    seen.totals.add(answer.total);
    seen.total = answer.total ?? seen.total;
    seen.same = previous !== undefined && samePage(previous, answer, source.id) ? seen.same + 1 : 0;
    const firstAgain = seen.same > 0 && seen.pages === seen.same + 1;
    if (firstAgain && answer.total !== null) throw sameAgain(source.endpoint, page);
    if (firstAgain && isUnpaged(answer, seen.same, source.pageSize)) {
      seen.shifted = false;
      return ended({ atEnd: true, proof: 'whole' });
    }

    const before = seen.rows.size;
    for (
      let index = page === from.page ? resume(answer.rows, from, seen, source.id) : 0;
      index < answer.rows.length;
      index += 1
    ) {
      const row = answer.rows[index];
      if (row === undefined) continue;
      if (sieve.full()) return ended({});
      const id = source.id(row);
      const at = { ...seen.next, page, index };
      if (seen.rows.has(id) || seen.before.has(id)) {
        seen.repeated = true;
      } else {
        seen.rows.set(id, row);
        sieve.take(row, at);
      }
      seen.next = { ...at, index: index + 1, passed: seen.base + seen.rows.size, after: shortId(id) };
    }
    seen.next = { ...seen.next, page: page + 1, index: 0 };
    seen.barren = seen.rows.size === before && page > from.page ? seen.barren + 1 : 0;

    const reached = seen.total !== null && seen.next.passed >= seen.total;
    if (reached || seen.barren >= MOST_BARREN || answer.rows.length === 0) return ended({ atEnd: true });
    if (sieve.full()) return ended({});
    if (seen.rows.size >= MOST_ROWS) return ended({ cut: 'size' });
    previous = answer;
  }
  throw new Failure('internal', 'A list ended by itself.');
}

/** Where to go on upon the first page: behind the row passed last, wherever on the page it is by now. */
function resume<R>(rows: R[], { index, after }: Position, seen: Seen<R>, id: (row: R) => RowId): number {
  const found = after === null ? -1 : rows.findIndex((row) => id(row) === after);
  // On a page that was not begun the row passed last is rightly missing.
  seen.shifted = found < 0 ? index > 0 && after !== null : found + 1 !== index;
  const first = found < 0 ? index : found + 1;
  seen.base += first - index;
  if (found >= 0) for (const row of rows.slice(0, first)) seen.before.add(id(row));
  return first;
}

function judge<R>({ totals, next, repeated, pages }: Seen<R>, atEnd: boolean): 'whole' | 'none' | 'contradicted' {
  const [total] = totals;
  const untold = totals.has(null);
  if (totals.size > (untold ? 2 : 1)) return 'contradicted';
  if (atEnd && !untold && total === next.passed) return 'whole';
  if (repeated) return 'contradicted';
  // One page is one moment: nothing can have moved within it.
  if (untold) return pages === 1 ? 'whole' : 'none';
  return atEnd ? 'contradicted' : 'whole';
}

/**
 * Whether a list without a total that gives its first page again is one that knows no pages, and so was whole at
 * once. A page of just the asked length may also be the first of several whose number is ignored, or come again
 * because rows moved: of an envelope that is not believed, of a bare list only when it comes a third time.
 */
function isUnpaged<R>(answer: Page<R>, timesAgain: number, pageSize: number): boolean {
  return answer.total === null && (answer.rows.length !== pageSize || (answer.bare && timesAgain > 1));
}

/** Reads ahead as far as the rows still wanted are likely to lie, judged by how many of those seen were kept. */
function lookAhead<R>(source: Source<R>, sieve: Sieve<R>, seen: Seen<R>) {
  const size = () => Math.max(source.pageSize, seen.longest);
  return {
    width: () => {
      // The second page of a list without a total tells whether it has pages at all.
      if (seen.pages === 0 || (seen.total === null && seen.pages === 1)) return 1;
      const most = Math.min(source.concurrency * 2, seen.total === null ? AHEAD_UNKNOWN : Number.POSITIVE_INFINITY);
      const read = seen.rows.size;
      if (read === 0 || sieve.kept() === 0 || sieve.wanted() === Number.POSITIVE_INFINITY) return most;
      const rowsToRead = sieve.wanted() / (sieve.kept() / read);
      return Math.min(most, Math.max(1, Math.ceil(rowsToRead / size())));
    },
    last: () => (seen.total === null ? Number.POSITIVE_INFINITY : Math.ceil(seen.total / size())),
  };
}

function samePage<R>(a: Page<R>, b: Page<R>, id: (row: R) => RowId): boolean {
  return (
    a.rows.length > 0 &&
    a.total === b.total &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, index) => {
      const other = b.rows[index];
      return other !== undefined && id(row) === id(other);
    })
  );
}

/** A name that is long enough to bloat a cursor is not worth its help. */
function shortId(id: RowId): RowId | null {
  return typeof id === 'string' && id.length > 100 ? null : id;
}

function sameAgain(endpoint: string, page: number): Failure {
  return new Failure(
    'upstream_invalid',
    `${endpoint}: page ${page} is the page before it again, so the list cannot be read whole. Report this to the vendor.`,
    { fields: [{ field: 'page', message: 'the parameter seems to be ignored' }] },
  );
}
