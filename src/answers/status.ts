import type { StatusFilter } from '../client/queries.js';
import type { Found } from '../client/reader.js';
import { invalidInput } from '../failure.js';
import { fold, nearest } from '../nearest.js';
import { JOB_STATUSES } from '../records/status.js';

export type StatusAnswer = {
  filter: StatusFilter | undefined;
  notes: string[];
  /**
   * Syncore may have statuses that were not met yet, so an unknown name is looked for.
   * @throws Failure `invalid_input` when no record has it: an empty list would read as "there are none".
   */
  refuseUnknown(found: Pick<Found<unknown>, 'rows' | 'complete'>): void;
};

/**
 * The statuses that a caller names, one or several with commas, in any letter case.
 * @throws Failure `invalid_input` for a name that is a known one misspelt.
 */
export function statusFilter(text: string | undefined, known: readonly string[]): StatusAnswer {
  if (text === undefined) return { filter: undefined, notes: [], refuseUnknown: () => {} };
  const words = text.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const choice = known.join(', ');
  if (words.length === 0) throw invalidInput('status', `must be one of ${choice}, or several with commas`);
  const names = words.map((word) => {
    const name = known.find((status) => fold(status) === fold(word));
    const near = name === undefined ? misspelt(word, known) : undefined;
    if (near !== undefined) throw invalidInput('status', `must be one of ${choice}; did you mean ${near}?`, near);
    return name ?? word;
  });
  const unknown = names.some((name) => !known.includes(name));
  return {
    filter: { names: [...new Set(names)], not: false, unknown },
    notes: [],
    refuseUnknown({ rows, complete }) {
      if (!unknown || rows.length > 0 || !complete) return;
      throw invalidInput('status', `is on no record of this period; the statuses are ${choice}`);
    },
  };
}

/** As `statusFilter`, for jobs: people say "open" of every job that is not closed, which Syncore cannot filter. */
export function jobStatusFilter(text: string | undefined): StatusAnswer {
  const answer = statusFilter(text, [...JOB_STATUSES, 'Open']);
  const { filter, notes } = answer;
  if (filter === undefined || !filter.names.includes('Open')) return answer;
  const all = filter.names.includes('Closed');
  return {
    ...answer,
    filter: all ? undefined : { names: ['Closed'], not: true },
    notes: [...notes, 'Jobs have no status Open in Syncore: it was taken as every status but Closed.'],
  };
}

/** "unpaid" is near "Paid" and means the opposite: who mistypes a name still begins it right. */
function misspelt(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known);
  return near !== undefined && near[0]?.toLowerCase() === word[0]?.toLowerCase() ? near : undefined;
}
