import type { Days } from '../client/queries.js';
import type { Found } from '../client/reader.js';
import { Failure, invalidInput } from '../failure.js';
import { addDays } from '../records/dates.js';

/** How far back a list goes when nobody says so. */
const USUAL_DAYS = 90;

/**
 * The bounds of a period as a caller gave them. `name` is that of the arguments (`invoice_date` for
 * `invoice_date_from` and `invoice_date_to`), `words` begins its note.
 */
export type GivenDays = { name: string; words: string; from: string | undefined; to: string | undefined };

export type Periods = {
  /** In the order in which they were given; undefined for what nobody asked. */
  days: (Days | undefined)[];
  /** The bounds as arguments, filled in: what a cursor carries. */
  filled: Record<string, string>;
  notes: string[];
  /** The days before those that were taken, where nobody gave any; null where somebody did. */
  older: Days | null;
};

/**
 * The periods of a list. Where none is given, the first of them is the last 90 days and today. A lone end means the
 * 90 days before it, a lone beginning means until today. `oldest` is the first day that Syncore gives.
 * @throws Failure `invalid_input` for a period that ends before it begins.
 */
export function listPeriods(given: readonly GivenDays[], today: string, oldest: string): Periods {
  const noneGiven = !given.some(isGiven);
  const out: Periods = { days: [], filled: {}, notes: [], older: null };
  for (const [index, period] of given.entries()) {
    if (!isGiven(period) && !(noneGiven && index === 0)) {
      out.days.push(undefined);
      continue;
    }
    const to = period.to ?? (period.from !== undefined && period.from > today ? period.from : today);
    const from = period.from ?? addDays(to, -USUAL_DAYS);
    refuseBackwards(period.name, from, to);
    out.days.push({ from, to });
    out.filled[`${period.name}_from`] = from;
    out.filled[`${period.name}_to`] = to;
    if (noneGiven) out.older = { from: oldest, to: addDays(from, -1) };
    out.notes.push(`${period.words} ${from} to ${to}${noneGiven ? ` (the last ${USUAL_DAYS} days)` : ''}.`);
  }
  return out;
}

/**
 * What a person has to know of the days that were left out because nobody gave any: what is forgotten is old. `look`
 * counts there what the list asks for, where that costs nothing.
 */
export function olderNotes({ older }: Pick<Periods, 'older'>, look: (days: Days) => Found<unknown> | null): string[] {
  if (older === null) return [];
  const count = counted(() => look(older));
  if (count === 0) return [`Nothing older matches, back to ${older.from}.`];
  const what = count === null ? 'Older ones, even if still open,' : `${count} older ones match too and`;
  return [`${what} are not among these: date_from ${older.from} gives all.`];
}

/** null where nothing is known: a name that fits nobody there is no reason to refuse the list. */
function counted(look: () => Found<unknown> | null): number | null {
  try {
    const found = look();
    return found?.complete === true ? found.total : null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/**
 * A period that is filtered here, as it was given: an open side stays open.
 * @throws Failure `invalid_input` as above.
 */
export function openPeriod({ name, from, to }: GivenDays): Days | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from !== undefined && to !== undefined) refuseBackwards(name, from, to);
  return { from: from ?? null, to: to ?? null };
}

function isGiven({ from, to }: GivenDays): boolean {
  return from !== undefined || to !== undefined;
}

function refuseBackwards(name: string, from: string, to: string): void {
  if (from > to) throw invalidInput(`${name}_from`, `lies after ${name}_to`);
}
