import type { FieldProblem } from '../failure.js';
import type { Entry, StepState } from './journal.js';
import { stateOf, stepsOf } from './journal.js';
import type { Duplicate, FieldChange } from './plan.js';
import type { ReadBack } from './standing.js';

export const WRITE_STATUSES = [
  'created',
  'updated',
  'unchanged',
  'already_done',
  'preview',
  'declined',
  'not_confirmed',
  'possible_duplicate',
  'in_progress',
  'partial',
  'in_doubt',
] as const;
export type WriteStatus = (typeof WRITE_STATUSES)[number];

export type PlannedRequest = { method: 'POST' | 'PUT'; path: string; body: unknown };

/** Why a step was not done, and would not be if it were sent again as it is. `upstreamText` and `fields` are not ours. */
export type Refusal = { step: string; code: string; message: string; fields?: FieldProblem[]; upstreamText?: string };

/** How a write stands when its call is answered; texts are ours. */
export type WriteResult = {
  status: WriteStatus;
  key: string | null;
  message: string;
  steps: StepState[];
  /** What stands in Syncore; null where it was not looked at. */
  back: ReadBack | null;
  notes: string[];
  changes?: FieldChange[];
  requests?: PlannedRequest[];
  confirmation?: { token: string | null; expiresAt: number | null; summary: string; details: string[] };
  duplicate?: Duplicate;
  /** From when to ask again, milliseconds since the epoch. */
  retryAt?: number;
  /** A lost write was found by what is in it, not by a reference of its own. */
  matched?: 'content' | 'reference';
  /** Of a write that stopped half-way at a step that Syncore refuses. */
  refusal?: Refusal;
  /** The job whose page in Syncore shows what is not known. */
  lookAt?: number;
  /** Something is in Syncore although this could not be noted. */
  written?: 'yes';
};

/** The id of the record that a write is about: the last that is not a line or a payment; else the last of all. */
export function recordIdOf(entry: Entry): number | null {
  const states = stepsOf(entry);
  let own: number | null = null;
  let any: number | null = null;
  for (const [index, { action, ids }] of entry.intent.plan.steps.entries()) {
    const id = states[index]?.id ?? null;
    any = id ?? any;
    if (action !== 'add_line_item' && action !== 'add_payment') own = id ?? own;
    else if (action === 'add_line_item') own ??= typeof ids[1] === 'number' ? ids[1] : null;
  }
  return own ?? any;
}

/**
 * How an entry of the journal stands, in the words of results; `refused` where Syncore said no and nothing was written,
 * `not_sent` where nothing has left.
 */
export function statusOf(entry: Entry): WriteStatus | 'refused' | 'not_sent' {
  const edits = entry.intent.plan.steps.some(({ action }) => action === 'update_contact' || action === 'update_job');
  switch (stateOf(entry)) {
    case 'finished':
      return edits ? 'updated' : 'created';
    case 'declined':
      return 'declined';
    case 'in_doubt':
      return 'in_doubt';
    case 'sending':
      return 'in_progress';
    case 'partial':
      return 'partial';
    case 'claimed':
    case 'released':
      return 'not_sent';
    case 'refused':
      return 'refused';
  }
}
