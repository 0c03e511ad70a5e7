import { Failure } from '../../failure.js';
import type { Raw } from '../../records/fields.js';
import { only, type Sighting } from './step.js';

/**
 * How a record compares with the one to be made. `unknown`: it does not show what that would be known by; lists were seen
 * to leave fields out, and a field that is not there says nothing, unlike one that is blank.
 */
export type Likeness = 'same' | 'other' | 'unknown';

/** What a record shows of itself. Without `raw`, as of a record that is yet to be made, that is everything. */
export type Showing = { raw?: Raw };

export function shows({ raw }: Showing, ...fields: string[]): boolean {
  return raw === undefined || fields.every((field) => Object.hasOwn(raw, field));
}

/** The one of two that decides: what differs in one thing is another, whatever is not known. */
export function together(...parts: Likeness[]): Likeness {
  if (parts.includes('other')) return 'other';
  return parts.includes('unknown') ? 'unknown' : 'same';
}

/** How many new records are read by themselves for what their list does not show. */
const MOST_READ = 20;

type Among<R> = {
  /** Records that it is not. */
  known: readonly number[];
  /** `whole`: the record was read by itself, so that what is not there is nothing. */
  likeness(record: R, whole: boolean): Likeness;
  read(id: number): Promise<R>;
  by: 'reference' | 'content';
  /** In words: `new orders of the job`. */
  what: string;
};

/**
 * Which of the rows is what a lost request has made. New rows that do not show it are read by themselves. Where that
 * does not tell either, nothing is told: it may be there.
 * @throws Failure of a read.
 */
export async function sighted<R extends { id: number }>(rows: readonly R[], among: Among<R>): Promise<Sighting> {
  const { known, likeness, read, by, what } = among;
  const old = new Set(known);
  const fresh = rows.filter(({ id }) => !old.has(id)).map((row) => ({ row, like: likeness(row, false) }));
  const same = fresh.filter(({ like }) => like === 'same').map(({ row }) => row.id);
  if (by === 'reference' && same.length === 1) return only(same, by, what);
  const unknown = fresh.filter(({ like }) => like === 'unknown').map(({ row }) => row.id);
  if (unknown.length > MOST_READ) return cannotSee(unknown, what);
  const looks = await Promise.all(unknown.map(async (id) => ({ id, like: await likenessOf(id, read, likeness) })));
  const dark = looks.filter(({ like }) => like === 'unknown').map(({ id }) => id);
  if (dark.length > 0) return cannotSee(dark, what);
  return only([...same, ...looks.flatMap(({ id, like }) => (like === 'same' ? [id] : []))], by, what);
}

async function likenessOf<R>(
  id: number,
  read: (id: number) => Promise<R>,
  likeness: Among<R>['likeness'],
): Promise<Likeness> {
  try {
    return likeness(await read(id), true);
  } catch (error) {
    // Gone since the list was read.
    if (error instanceof Failure && error.code === 'not_found') return 'other';
    throw error;
  }
}

function cannotSee(ids: readonly number[], what: string): Sighting {
  const named = ids.slice(0, 10).join(', ');
  return {
    kind: 'cannot_tell',
    why: `Syncore does not show enough of ${ids.length} ${what} to know it by (ids ${named})`,
  };
}
