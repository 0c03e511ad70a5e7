import type { Reader } from '../client/reader.js';
import type { Call } from '../client/request.js';
import type { FieldProblem } from '../failure.js';
import type { Entry, PlannedPayment, PlanStep } from './journal.js';
import type { ReadBack } from './standing.js';

/** What a plan may ask while it is made. Nothing here can write. */
export type PlanContext = {
  reader: Reader;
  call: Call;
  /** Today in US Pacific, `YYYY-MM-DD`. */
  today: string;
  /** Milliseconds since the epoch, as `call.deadline` counts them. */
  now(): number;
  /** What a new sales order carries in its instructions; null where SYNCORE_WRITE_REFERENCE is off. */
  reference: string | null;
  /** Every payment to an order that this journal knows. */
  paymentsTo(orderId: number): Promise<Entry[]>;
  /** Arguments that could not be read, where the rest of them is only checked. */
  refused: readonly FieldProblem[];
  /** What this journal noted within the time in which searches lag, newest first. */
  recent(): Promise<Entry[]>;
};

/** What a write is about, as far as its arguments tell it. */
export type Content = {
  content: unknown;
  /** A payment's own number: with both given and different, two payments of one amount are not the same. */
  reference?: string | null;
};

/** What may be what is about to be entered: by whom it was made does not matter. */
export type Duplicate =
  | {
      kind: 'contact' | 'sales_order';
      id: number;
      /** `32255-1`. */
      order?: string;
      /** In words of ours: `the same client has the same customer order number`. */
      why: string;
    }
  /** A write of this journal; its record may not be known yet. */
  | { kind: 'write'; key: string; tool: string; at: number; id: number | null; why: string };

/** What was looked at in Syncore before anything is sent. */
export type Look = {
  duplicate: Duplicate | null;
  /** What could not be looked at within the time, in words. */
  notes: string[];
  /** Ids that look equal already, by the step that would make one more. */
  lookalikes: ReadonlyMap<number, number[]>;
};

/** A field of an edit, as tools name it. */
export type FieldChange = { field: string; before: unknown; after: unknown };

/** A write that was found good, and how it is told to a person. */
export type Prepared = {
  steps: PlanStep[];
  /** What will be written, for whom, how much: one line. Texts that are not ours stand in it quoted and clipped. */
  summary: string;
  /** More of it, a line each. */
  details: string[];
  notes: string[];
  payment?: PlannedPayment;
  /** A write of which nobody knows whether it was entered, and which this might do a second time. */
  inDoubt?: Entry;
  /** Whether it may still go when these were claimed before it: payments that were checked side by side. */
  stillFits?: (before: readonly Entry[]) => boolean;
  /** Set for edits; empty where what stands is what is wanted. */
  changes?: FieldChange[];
  /** For an edit: the record as it stands. */
  standing?: ReadBack;
  /** For an edit: a digest of the record that it was made upon. */
  basis?: string;
  /** Looks whether a person has entered it already. */
  look?: (call: Call) => Promise<Look>;
};

/**
 * One kind of write. `content` needs the arguments alone, so that a call can be known again when what it is about has
 * gone from Syncore; `prepare` checks everything that can be known before the first request that writes.
 */
export type WritePlan<Input> = {
  tool: string;
  /** Contents of one kind are compared with each other, whichever tool they came through. */
  kind: string;
  creates: boolean;
  /** Never refuses: what is wrong is told by `prepare`, all of it. */
  content(input: Input, context: Pick<PlanContext, 'reader' | 'call'>): Promise<Content>;
  /** @throws Failure `invalid_input` with every problem at once; `not_permitted`, `not_found`, `conflict`. */
  prepare(input: Input, context: PlanContext): Promise<Prepared>;
};
