import { type Entry, type PlanStep, type StepState, stateOf, stepsOf } from '../journal.js';
import { type Resolved, resolve } from '../steps/step.js';

/** A step of an earlier write that made a record a moment ago, or may just be making it. */
export type Made = {
  entry: Entry;
  step: PlanStep;
  /** Its ids and body, with what earlier steps of its plan got. */
  resolved: Resolved;
  /** The record's id; null where its answer is not here yet. */
  id: number | null;
  /** The body of the step that opened its job, where the same plan did. */
  jobBody: PlanStep['body'] | null;
};

/** More entries than these are not made within the time in which a search lags. */
const MOST_ENTRIES = 50;
/** A plan of many steps is under way for so long at most: what was claimed earlier has come to an end. */
const LONGEST_RUN_MS = 10 * 60_000;

/**
 * The entries of a journal, newest first, in which something happened within `boundMs`: searches may not show yet what
 * they made. What is older is not read.
 */
export async function recentEntries(
  entries: AsyncIterable<Entry>,
  ageMs: (moment: { at: number; wall?: number }) => number,
  boundMs: number,
): Promise<Entry[]> {
  const recent: Entry[] = [];
  for await (const entry of entries) {
    const { intent, events, torn } = entry;
    if (torn) continue;
    if (ageMs(intent) > boundMs + LONGEST_RUN_MS || recent.length === MOST_ENTRIES) break;
    if ([intent, ...events].some((moment) => ageMs(moment) <= boundMs)) recent.push(entry);
  }
  return recent;
}

/** The steps of one kind that made something, or may have, newest entry first. */
export function madeBy(entries: readonly Entry[], action: PlanStep['action']): Made[] {
  return entries.flatMap((entry) => {
    const state = stateOf(entry);
    if (state === 'released' || state === 'declined') return [];
    const states = stepsOf(entry);
    return entry.intent.plan.steps.flatMap((step, index): Made[] => {
      const at = states[index];
      const resolved = step.action === action ? resolve(step, states) : null;
      if (at === undefined || resolved === null || !mayStand(at)) return [];
      const job = entry.intent.plan.steps.find((other) => other.action === 'create_job');
      return [{ entry, step, resolved, id: at.status === 'done' ? at.id : null, jobBody: job?.body ?? null }];
    });
  });
}

function mayStand({ status }: StepState): boolean {
  return status === 'done' || status === 'sending' || status === 'in_doubt';
}
