import type { Days } from '../client/queries.js';
import { invalidInput } from '../failure.js';
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
};

/**
 * The periods of a list. Where none is given, the first of them is the last 90 days and today. A lone end means the
 * 90 days before it, a lone beginning means until today. `oldest` is the first day that Syncore gives.
 * @throws Failure `invalid_input` for a period that ends before it begins.
 */
export function listPeriods(given: readonly GivenDays[], today: string, oldest: string): Periods {
  const noneGiven = !given.some(isGiven);
  const out: Periods = { days: [], filled: {}, notes: [] };
  for (const [index, period] of given.entries()) {
    if (!isGiven(period) && !(noneGiven && index === 0)) {
      out.days.push(undefined);
      continue;
    }
    const to = period.to ?? (period.from !== undefined && period.from > today ? period.from : today);
    const from = period.from ?? addDays(to, -USUAL_DAYS);
    refuseBackwards(period.name, from, to);
    const why = noneGiven
      ? ` (the last ${USUAL_DAYS} days, as no period was given; date_from ${oldest} gives all)`
      : '';
    out.days.push({ from, to });
    out.filled[`${period.name}_from`] = from;
    out.filled[`${period.name}_to`] = to;
    out.notes.push(`${period.words} ${from} to ${to}${why}.`);
  }
  return out;
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
