import type { Found, Reader } from '../../client/reader.js';
import type { Call } from '../../client/request.js';
import type { Body, Sent, Writer } from '../../client/writer.js';
import { Failure } from '../../failure.js';
import type { LineItem } from '../../records/line-items.js';
import type { PlanStep, StepState } from '../journal.js';

/** A step whose ids are all known. */
export type Resolved = { step: PlanStep; ids: number[]; body: Body };

export type StepReading = {
  reader: Reader;
  call: Call;
  /** The days in US Pacific, `YYYY-MM-DD`, on which the request may have been carried out; clocks may differ. */
  days: { from: string; to: string };
  /** For an edit: what Syncore had set of the record itself before it was sent, by name. */
  filled: readonly string[];
  /** The lines of an order as they were before this write began; null where Syncore does not show them. */
  linesBefore(jobId: number, salesOrderId: number): Promise<readonly LineItem[] | null>;
};

/** What looked equal already before a request was sent. `whole`: false where more may have, for not all could be read. */
export type Before = {
  ids: number[];
  whole: boolean;
  /** For an edit: what Syncore had set of the record itself, by name. */
  filled?: string[];
};

/** What a look at Syncore tells of a request whose answer was lost. */
export type Sighting =
  | { kind: 'found'; id: number; by: 'reference' | 'content' }
  | { kind: 'none' }
  | { kind: 'cannot_tell'; why: string };

/** What a record shows that was meant otherwise. */
export type Difference = { field: string; meant: unknown; found: unknown };

/** How an edit stands after Syncore said yes. */
export type Effect = { kind: 'stands' } | { kind: 'ignored' } | { kind: 'differs'; differences: Difference[] };

/** What is done for one kind of request, apart from when. All reads throw Failure. */
export type StepKind = {
  /** Under a record that an earlier step made, nothing can look equal already: it needs no look. */
  bornAlone?: boolean;
  /** What it has to be compared with is a whole list of the account: in a large one that takes longer than a call has. */
  looksLong?: boolean;
  /**
   * What looks equal already, directly before sending.
   * @throws Failure where it must not be sent.
   */
  before(resolved: Resolved, reading: StepReading): Promise<Before>;
  submit(resolved: Resolved, writer: Writer, call: Call): Promise<Sent>;
  /** For an edit: whether Syncore did what it said. */
  effect?(resolved: Resolved, reading: StepReading): Promise<Effect>;
  /** Looks for what a lost request may have made; `before` is none of it. */
  find(resolved: Resolved, before: readonly number[], reading: StepReading): Promise<Sighting>;
  /** Whether `find` would take what another request makes for what mine makes. */
  mistakable?(mine: Resolved, other: Resolved): boolean;
};

/** Puts the ids that earlier steps got where they belong; null while one of them is missing. */
export function resolve(step: PlanStep, states: readonly StepState[]): Resolved | null {
  const idOf = (value: unknown): unknown => (isStepId(value) ? (states[value.step]?.id ?? null) : value);
  const ids = step.ids.map(idOf).filter((id) => typeof id === 'number');
  const body = Object.fromEntries(Object.entries(step.body).map(([field, value]) => [field, idOf(value)]));
  const missing = Object.entries(step.body).some(([field, value]) => isStepId(value) && body[field] === null);
  return missing || ids.length < step.ids.length ? null : { step, ids, body };
}

export function isStepId(value: unknown): value is { step: number } {
  if (typeof value !== 'object' || value === null || !('step' in value)) return false;
  return typeof value.step === 'number' && Object.keys(value).length === 1;
}

/** Exactly one match is it; more than one cannot be told apart. */
export function only(matches: readonly number[], by: 'reference' | 'content', what: string): Sighting {
  const [id] = matches;
  if (id === undefined) return { kind: 'none' };
  if (matches.length === 1) return { kind: 'found', id, by };
  return {
    kind: 'cannot_tell',
    why: `${matches.length} ${what} look like it (ids ${matches.slice(0, 10).join(', ')})`,
  };
}

/** A list could not be read whole, so that nothing follows from it. */
export class NotWhole extends Failure {
  constructor(what: string) {
    const message = `The ${what} could not all be read. Call again with the same idempotency_key.`;
    super('timeout', message, { retryable: true });
  }
}

/** The rows of a list that was read whole. @throws NotWhole for one that was not. */
export function everything<R>({ rows, complete }: Found<R>, what: string): R[] {
  if (complete) return rows;
  throw new NotWhole(what);
}

/** The text of a field; empty where it has none. */
export function textIn(body: Body, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : '';
}

/** Whether two texts are the same to people: letter case and spaces do not count, nor does nothing against blank. */
export function alikeText(a: string | null, b: string): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(a ?? '') === plain(b);
}
