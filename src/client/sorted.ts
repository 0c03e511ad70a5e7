import type { RowId } from './paging.js';
import type { Found, Part } from './reader.js';

/** How a list's rows are told apart and dated; lists without a date keep Syncore's order. */
export type Order<R> = { id: (row: R) => RowId; day: ((row: R) => string | null) | undefined };

/** Said of a part whose list is another than that of the part before. */
export const MOVED_SINCE = 'The list changed since the part before; a row may be missing or come twice.';

/** Newest first: by day, then by id. */
export function sortedRows<R>(rows: readonly R[], { id, day }: Order<R>): R[] {
  if (day === undefined) return [...rows];
  return [...rows].sort((a, b) => compare({ day: day(a), id: id(a) }, { day: day(b), id: id(b) }));
}

/**
 * A part of an answer that is known as a whole, and sorted. Where it does not begin at the start, it begins behind the
 * row passed last, whether that is still there or not.
 */
export function sortedPart<R>(
  rows: readonly R[],
  { id, day }: Order<R>,
  { limit, from }: Part,
  { complete, notes, people }: Pick<Found<R>, 'complete' | 'notes' | 'people'>,
): Found<R> {
  const placeOf = (row: R) => ({ day: day?.(row) ?? null, id: id(row) });
  const last = from === undefined ? undefined : { day: from.position.day ?? null, id: from.position.after };
  const behind = last === undefined ? 0 : rows.findIndex((row) => compare(last, placeOf(row)) < 0);
  const start = behind < 0 ? rows.length : behind;
  const part = rows.slice(start, start + limit);
  const end = part.at(-1);
  const passed = start + part.length;
  const movedSince = from !== undefined && from.total !== rows.length;
  const hasMore = end !== undefined && passed < rows.length;
  return {
    rows: part,
    all: () => rows,
    total: rows.length,
    whole: from === undefined && !hasMore,
    complete: complete && !movedSince,
    next: hasMore ? { position: placeBehind(end, passed), total: rows.length } : null,
    notes: [...notes, ...(movedSince ? [MOVED_SINCE] : [])],
    people,
  };

  function placeBehind(row: R, rowsPassed: number) {
    return { page: 1, index: 0, passed: rowsPassed, size: 1, after: id(row), day: day?.(row) ?? null };
  }
}

function compare(a: Place, b: Place): number {
  const days = (b.day ?? '').localeCompare(a.day ?? '');
  if (days !== 0 || a.id === null || b.id === null) return days;
  return typeof a.id === 'number' && typeof b.id === 'number' ? b.id - a.id : String(a.id).localeCompare(String(b.id));
}

type Place = { day: string | null; id: RowId | null };
