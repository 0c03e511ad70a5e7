import type { StatusFilter } from '../client/queries.js';
import { invalidInput } from '../failure.js';
import { fold, nearest } from '../nearest.js';
import { JOB_STATUSES } from '../records/status.js';

export type StatusAnswer = { filter: StatusFilter | undefined; notes: string[] };

/**
 * The statuses that a caller names, one or several with commas, in any letter case.
 * @throws Failure `invalid_input` for a name that looks like a known one misspelt; other unknown names are let
 * through with a note, because Syncore may have statuses that were not met yet.
 */
export function statusFilter(text: string | undefined, known: readonly string[]): StatusAnswer {
  const given = (text ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const notes: string[] = [];
  const names = given.map((word) => {
    const name = known.find((status) => fold(status) === fold(word));
    if (name !== undefined) return name;
    const near = nearest(word, known);
    if (near !== undefined) throw invalidInput('status', `is not a status; did you mean ${near}?`, near);
    notes.push(`A status is not among those known here (${known.join(', ')}).`);
    return word;
  });
  return { filter: names.length === 0 ? undefined : { names: [...new Set(names)], not: false }, notes };
}

/** As `statusFilter`, for jobs: people say "open" of every job that is not closed, which Syncore cannot filter. */
export function jobStatusFilter(text: string | undefined): StatusAnswer {
  const { filter, notes } = statusFilter(text, [...JOB_STATUSES, 'Open']);
  if (filter === undefined || !filter.names.includes('Open')) return { filter, notes };
  const all = filter.names.includes('Closed');
  return {
    filter: all ? undefined : { names: ['Closed'], not: true },
    notes: [...notes, 'Jobs have no status Open in Syncore: it was taken as every status but Closed.'],
  };
}
