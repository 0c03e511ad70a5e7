import { Failure } from '../failure.js';
import type { ListAction, Query } from './actions.js';
import { readPage } from './envelope.js';
import type { Filter } from './filters.js';
import type { Limiter } from './limiter.js';
import { beginning, type RowId, type Scan, scan } from './paging.js';
import type { Found, Part, ReaderOptions } from './reader.js';
import type { Call } from './request.js';
import { type PersonTest, RowSieve } from './sieve.js';
import { MOVED_SINCE, sortedPart, sortedRows } from './sorted.js';

export type Search<Ids extends number[], R> = {
  action: ListAction<Ids, R>;
  ids: Ids;
  query: Query;
  id: (row: R) => RowId;
  /** What an answer that was read whole is sorted by, newest first; lists without a date keep Syncore's order. */
  day: ((row: R) => string | null) | undefined;
  filter: Filter<R>;
  /** Something is filtered here that Syncore cannot filter, so its total is not ours. */
  filteredHere: boolean;
  people?: PersonTest<R>[];
  prepare?: PrepareRows<R>;
};

/** What reading a list takes; `limiter` says how many of its requests may be under way at once. */
export type SearchOptions = Pick<ReaderOptions, 'request' | 'clock' | 'pageSize'> & {
  limiter: Pick<Limiter, 'maxConcurrency'>;
};

/** Completes the rows of a page before they are judged. */
export type PrepareRows<R> = (rows: R[], call: Call) => Promise<R[]>;

/**
 * One list of Syncore's, read as far as `part` needs it.
 * @throws Failure of every kind a read can have; `invalid_input` for a person that is none or several.
 */
export async function search<Ids extends number[], R>(
  options: SearchOptions,
  list: Search<Ids, R>,
  part: Part,
  call: Call,
): Promise<Found<R>> {
  const { request, limiter, clock, pageSize } = options;
  const { action, ids, query, prepare } = list;
  if (part.from?.position.day !== undefined) return readOnSorted(options, list, part, call);
  const start = part.from ?? beginning(pageSize);
  // A place in the list means what it meant only at the page size at which it was noted.
  const { size } = start.position;
  const source = {
    endpoint: action.endpoint,
    id: list.id,
    pageSize: size,
    concurrency: limiter.maxConcurrency,
    clock,
    fetchPage: async (page: number, pageCall: Call) => {
      const answer = readPage(action, await request(action, ids, { ...query, page, count: size }, pageCall));
      return prepare === undefined ? answer : { ...answer, rows: await prepare(answer.rows, pageCall) };
    },
  };
  const people = list.people ?? [];
  const read = await scan(source, start, () => new RowSieve(part.limit, list.filter, people), call);

  const [unmet] = read.sieve.unmet();
  if (unmet !== undefined && read.sieve.taken >= ENOUGH_TO_JUDGE) throw cannotFilter(action.endpoint, unmet);
  const kept = read.sieve.result(read.cut === null);
  const rows = kept.rows.slice(0, part.limit).map(({ row }) => row);
  const nextRow = kept.rows[part.limit]?.at;
  // What was joined from an earlier reading stands on no page any more, so that no later part can begin with it.
  const dropped = read.atEnd && nextRow === read.next;
  const next = dropped || (nextRow === undefined && read.atEnd) ? null : (nextRow ?? read.next);
  const allRead = part.from === undefined && read.atEnd && read.stable;
  const movedSince = read.shifted || (start.total !== null && read.total !== start.total);
  const ours = list.filteredHere || people.length > 0 || read.sieve.outside > 0;
  const whole = allRead && next === null && !dropped;

  return {
    rows: whole ? sortedRows(rows, list) : rows,
    total: allRead ? kept.rows.length : ours ? null : read.total,
    whole,
    complete: read.stable && !movedSince && !dropped && unmet === undefined,
    next: next === null ? null : { position: next, total: read.total },
    notes: [
      ...cutNotes(read),
      ...(unmet === undefined
        ? []
        : [`No record has the field ${unmet}, so this filter may hide what it should show.`]),
      ...((read.stable && !dropped) || read.cut !== null
        ? []
        : ['The list changed each time it was read; rows may be missing here.']),
      ...(movedSince ? [MOVED_SINCE] : []),
      ...(read.sieve.outside > 0
        ? [`Left out: ${read.sieve.outside} rows outside the filter that Syncore was asked for.`]
        : []),
    ],
    people: kept.people,
  };
}

/**
 * Goes on in an answer that was sorted as a whole: its rows stand on no page in that order, so that all are read.
 * @throws Failure `timeout` where the time of the call is up before they are.
 */
async function readOnSorted<Ids extends number[], R>(
  options: SearchOptions,
  list: Search<Ids, R>,
  part: Part,
  call: Call,
): Promise<Found<R>> {
  const found = await search(options, list, { limit: Number.POSITIVE_INFINITY }, call);
  if (found.next !== null) throw tooLong(list.action.endpoint);
  return sortedPart(sortedRows(found.rows, list), list, part, found);
}

function tooLong(endpoint: string): Failure {
  const message = `${endpoint}: this part can only be found by reading the whole list, which takes longer than a call has.`;
  return new Failure('timeout', `${message} Ask anew without the cursor.`, { retryable: true });
}

/**
 * One look at a list, which costs one request: how many rows Syncore says it has (null where it does not), and the
 * first `count` of them, or those of another page of so many.
 * @throws Failure of every kind a read can have.
 */
export async function glance<Ids extends number[], R>(
  { request }: SearchOptions,
  { action, ids, query, filter }: Search<Ids, R>,
  count: number,
  call: Call,
  page = 1,
): Promise<{ total: number | null; rows: R[] }> {
  const { total, rows } = readPage(action, await request(action, ids, { ...query, page, count }, call));
  return { total, rows: rows.filter(filter.asked) };
}

/** A few records may all lack a field because each is empty; that a page of them does is no chance. */
const ENOUGH_TO_JUDGE = 10;

/** Never a silent empty list: a field that no record has is a field that Syncore names otherwise, or gives no more. */
function cannotFilter(endpoint: string, field: string): Failure {
  return new Failure(
    'upstream_invalid',
    `${endpoint}: no record has the field ${field}, so this cannot be filtered. Ask without that filter, and run ` +
      '`syncore-mcp doctor --contract`.',
    { fields: [{ field, message: 'is on no record that Syncore gave' }] },
  );
}

function cutNotes({ cut, next, total }: Scan<unknown>): string[] {
  if (cut === null) return [];
  const read = `${next.passed}${total === null ? '' : ` of ${total}`} records`;
  return cut === 'time'
    ? [`The time of this call was up after ${read}. Go on with next_cursor, or ask for a shorter period.`]
    : [
        `Reading stopped after ${read}, the most that one call reads. Go on with next_cursor, or ask for a shorter period.`,
      ];
}
