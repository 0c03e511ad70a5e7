import type { Call } from '../client/request.js';
import { glance, type Search, type SearchOptions, search } from '../client/search.js';
import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { Raw } from '../records/fields.js';
import { isAroundSummersEnd, minutesBefore } from '../records/pacific-time.js';
import type { HeldKind } from './held.js';
import type { Line } from './keeper.js';
import { askFrom } from './overlap.js';
import type { Shelf } from './shelf.js';
import { stopwatch } from './stopwatch.js';

/** A reading that took longer proves nothing of changes that were shown while it ran. */
const QUICK_MS = 60_000;
/** Searches lag behind by 15 s at most: what was shown longer ago has nothing before it that is still to come. */
export const LAG_MS = 30_000;
const EVERYTHING = { limit: Number.POSITIVE_INFINITY };

/**
 * Takes in what changed since everything held was right.
 * @returns the jobs of what is another than was held.
 * @throws Failure of every kind a read can have.
 */
export async function readChanges<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  line: Line,
  call: Call,
): Promise<number[]> {
  const { mark, newest, rules } = shelf;
  if (mark === null || rules.changedSince === null) return [];
  const reading = shelf.begin();
  const watch = stopwatch(line.clock, QUICK_MS);
  try {
    const { rows, isAll } = await changedRows(shelf, mark, line, call);
    const jobs = rows.flatMap((row) => {
      if (reading.touched.has(row.id)) return [];
      const { jobNumber, modified } = shelf.facts(row);
      const taken = shelf.offer(row);
      // What is not held is known by its time alone: the overlap shows it again and again.
      const isKnown = taken === 'same' || (taken === 'outside' && modified !== null && modified <= mark);
      return isKnown || jobNumber === null ? [] : [jobNumber];
    });
    const proven = watch.isOver() ? newest : shelf.newest;
    // Days that came to be held meanwhile may have been read before these changes were asked for.
    if (shelf.mark === mark && proven !== null) shelf.mark = proven;
    noteOverlap(shelf, isAll ? rows : null, line.clock);
    return jobs;
  } finally {
    watch.stop();
    reading.end();
  }
}

/** A list in whatever order shows something close to its newest change within a few looks. */
const MOST_LOOKS = 8;

/** Has Syncore show its newest change, beginning with what it has shown, in as few looks as its order allows. */
export async function showNewest<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  { request, clock, pageSize, concurrency }: Line,
  call: Call,
): Promise<void> {
  const { changedSince } = shelf.rules;
  if (changedSince === null) return;
  const options: SearchOptions = { request, clock, pageSize, limiter: { maxConcurrency: concurrency } };
  for (let [look, before] = [1, Number.POSITIVE_INFINITY]; look <= MOST_LOOKS && shelf.newest !== null; look += 1) {
    const { newest } = shelf;
    const list = changedSince(newest);
    const { total, rows } = await glance(options, list, pageSize, call);
    for (const row of rows) shelf.offer(row);
    if (total === null || total <= pageSize) return;
    // The order of lists is not documented: where the first page helps little, the last one is the newer.
    if (shelf.newest === newest || total > before / 2) {
      const last = await glance(options, list, pageSize, call, Math.ceil(total / pageSize));
      for (const row of last.rows) shelf.offer(row);
    }
    if (shelf.newest === newest) return;
    before = total;
  }
}

/** The changes from the overlap on; of one that is long and settled, only what came behind it. */
async function changedRows<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  mark: string,
  { request, clock, pageSize, concurrency }: Line,
  call: Call,
): Promise<{ rows: Full[]; isAll: boolean }> {
  const { changedSince, kind } = shelf.rules;
  if (changedSince === null) return { rows: [], isAll: false };
  const options: SearchOptions = { request, clock, pageSize, limiter: { maxConcurrency: concurrency } };
  const since = askFrom(mark);
  const known = shelf.overlap;
  const isSettled = known?.since === since && known.isSettled && known.isTelling && !isAroundSummersEnd(mark);
  if (isSettled && known.total > pageSize) {
    const { total, rows } = await glance(options, changedSince(since), pageSize, call);
    if (total === known.total) {
      const behind = await whole(kind, changedSince(secondAfter(mark)), options, call);
      return { rows: [...rows, ...behind], isAll: false };
    }
  }
  return { rows: await whole(kind, changedSince(since), options, call), isAll: true };
}

/** Remembers how many changes the next asking will show again; null where not all of them were read. */
function noteOverlap<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  rows: readonly Full[] | null,
  clock: Clock,
): void {
  const known = shelf.overlap;
  const since = shelf.mark === null ? '' : askFrom(shelf.mark);
  if (rows === null) {
    if (known?.since !== since) shelf.overlap = undefined;
    return;
  }
  const isTelling = shelf.moments.tellsApart(shelf.mark);
  const total = rows.filter((row) => (shelf.facts(row).modified ?? '') >= since).length;
  if (known?.since === since) {
    // Twice the same, the second time when nothing before it could still be to come.
    shelf.overlap = { ...known, total, isTelling, isSettled: known.shown.isOver() && known.total === total };
  } else {
    known?.shown.stop();
    shelf.overlap = { since, total, isTelling, isSettled: false, shown: stopwatch(clock, LAG_MS) };
  }
}

async function whole<R>(kind: HeldKind, list: Search<[], R>, options: SearchOptions, call: Call): Promise<R[]> {
  const found = await search(options, list, EVERYTHING, call);
  if (!found.whole || !found.complete) throw restless(kind);
  return found.rows;
}

function secondAfter(moment: string): string {
  return minutesBefore(moment, -1 / 60);
}

function restless(kind: HeldKind): Failure {
  const what = kind.replace('_', ' ');
  return new Failure('upstream_error', `The list of changed ${what} moved each time it was read. Ask again.`, {
    retryable: true,
  });
}
