/*
 * What a journal of writes is, whatever keeps it: files in a folder on one machine, a database for several. The types
 * are plain JSON data, so that another process can read an entry and go on with it.
 */

/** A value in a step that is known only when an earlier step is done: the upstream id that this step got. */
export type StepId = { step: number };

export type PlanStep = {
  /** As a person reads it: `contact`, `job`, `sales order`, `line 1`, `payment`. */
  name: string;
  action:
    | 'create_contact'
    | 'update_contact'
    | 'create_job'
    | 'update_job'
    | 'create_sales_order'
    | 'add_line_item'
    | 'add_payment';
  /** The ids of the path, in its order. */
  ids: (number | StepId)[];
  /** Syncore's field names; a `StepId` where the id of an earlier step belongs. */
  body: Record<string, unknown>;
  /** For an edit: the record as it stood, in the same form; what is written is only right upon this. */
  basis?: Record<string, unknown>;
};

export type Plan = {
  tool: string;
  steps: PlanStep[];
  /** What the fingerprint is of, canonical. */
  content: unknown;
  summary: string;
  /** Set for a plan that pays, so that the payments to an order are found without reading the whole journal. */
  payment?: PlannedPayment;
};

export type PlannedPayment = { orderId: number; amountCents: number; reference: string | null };

/** Who agreed: a person in a form, whoever saw a preview, or only the host that let the call through. */
export type Consent = 'person' | 'preview' | 'host';

export type Intent = {
  /** Unique among all intents, given by the writer. */
  id: string;
  account: string;
  key: string;
  /** The caller gave the key; else it was made up for this call. */
  keyed: boolean;
  fingerprint: string;
  /** From 1; the one after the newest that `byFingerprint` gave. */
  generation: number;
  tool: string;
  /** Milliseconds since the epoch: by Syncore's clock where it tells its time, and `wall` by this machine's. */
  at: number;
  wall?: number;
  consent?: Consent;
  /** The preview whose token was used up by this. */
  token?: string;
  client: { name: string; version: string } | null;
  /** The name of the process that claims, as `Owner` gives it. */
  owner: string;
  summary: string;
  plan: Plan;
};

/**
 * Of `sending`: `unseen` where not everything that may have looked equal before could be read, `filled` what Syncore had
 * set itself of a record that is edited.
 */
export type JournalEvent = {
  at: number;
  wall?: number;
} & (
  | { type: 'sending'; step: number; before: number[]; unseen?: true; filled?: string[] }
  /** `differs`: fields that show something else than was meant. */
  | { type: 'done'; step: number; id: number | null; matched?: 'reference' | 'content'; differs?: string[] }
  | { type: 'refused'; step: number; code: string; message: string }
  | { type: 'not_done'; step: number }
  | { type: 'in_doubt'; step: number; why: string }
  /** `token`: the yes that was used up by this. */
  | { type: 'settled'; step: number; outcome: 'entered' | 'not_entered'; id: number | null; by: string; token?: string }
  | { type: 'declined' }
  | { type: 'released' }
  | { type: 'owner'; owner: string }
  | { type: 'finished' }
);

/** `torn`: the intent cannot be read. Nobody knows what it was, so that it counts as possibly written. */
export type Entry = { intent: Intent; events: JournalEvent[]; torn: boolean };

export type Claim = { won: true } | { won: false; by: 'key' | 'fingerprint' };

/**
 * Where every write is noted before it is sent. Whoever won a claim, or took an entry over, holds it: only the holder
 * appends. All methods throw a Failure `internal` with `written: 'no'` when the journal cannot be read or written.
 */
export type Journal = {
  /**
   * Claims the content's next generation and the key, durably: one winner over all processes. `by` says which of the
   * two somebody else has; the loser reads again. A key is free while every entry under it is `released`.
   */
  claim(intent: Intent): Promise<Claim>;
  /**
   * Durable when it resolves. `finished`, `released` and `declined` end an entry: the holder lets go of it.
   * @throws Failure whose `written` is 'no' for `sending` (nothing may be sent) and 'unknown' for every other event.
   *   After a failed fsync each later append to the entry throws too: what the disk holds is not known any more.
   */
  append(intent: Intent, event: JournalEvent): Promise<void>;
  /** The newest entry under a key, also when it is `released`. */
  byKey(account: string, key: string): Promise<Entry | null>;
  /** Every generation of a content, the newest last. Compare with all: after a crash, ages need not rise. */
  byFingerprint(account: string, fingerprint: string): Promise<Entry[]>;
  /** Notes that an entry's payment goes to an order that it has made itself; only the holder may. */
  linkPayment(intent: Intent, orderId: number): Promise<void>;
  /** Every entry that pays this order. */
  paymentsTo(account: string, orderId: number): Promise<Entry[]>;
  /** Every edit of a record, as `recordEdited` names it, in the order in which they were claimed. */
  editsOf(account: string, record: string): Promise<Entry[]>;
  /** Newest first. Torn entries belong to no account that is known, and come with each. */
  list(account: string | null): AsyncIterable<Entry>;
  /**
   * Makes `owner` the holder where the present one is proven dead or gave the entry up; one winner. Gives the entry as
   * it stands now (what was read before may be old), or null: go on only with what this gives.
   */
  takeOver(entry: Entry, owner: string): Promise<Entry | null>;
  /**
   * The holder lets go of an entry that has not ended, so that any process may take it over; so does whoever failed to
   * take it over, for it may have come half-way.
   */
  giveUp(intent: Intent): Promise<void>;
  /** The accounts that this journal has seen writes of. */
  accounts(): Promise<string[]>;
  /** Notes an account; true when it is its first write here. */
  noteAccount(account: string): Promise<boolean>;
};

/** Says of the processes that claim whether they live. */
export type Owner = {
  /** This process, as its claims name it. */
  name: string;
  /** `dead` only when that is proven. */
  isAlive(name: string): Promise<'alive' | 'dead'>;
  close(): Promise<void>;
};

export type StepState = {
  name: string;
  /** `refused` and `pending`: certainly not in Syncore, and may be sent. */
  status: 'pending' | 'sending' | 'done' | 'refused' | 'in_doubt';
  id: number | null;
  /** When it was last marked `sending`: the bound of a lost request counts from here. */
  sentAt: { at: number; wall?: number } | null;
  /** What looked equal already before it was sent; a match is none of these. */
  before: number[];
  /** Of what looks equal now, some may have been there before and is not among these. */
  unseen?: boolean | undefined;
  /** For an edit: fields of Syncore's own that held something before it was sent. */
  filled?: string[] | undefined;
};

/** Where each step of a plan stands. */
export function stepsOf(entry: Entry): StepState[] {
  const steps = entry.intent.plan.steps.map(
    ({ name }): StepState => ({ name, status: 'pending', id: null, sentAt: null, before: [] }),
  );
  for (const event of entry.events) {
    const step = 'step' in event ? steps[event.step] : undefined;
    if (step !== undefined) Object.assign(step, changeOf(event));
  }
  return steps;
}

const momentOf = ({ at, wall }: JournalEvent) => (wall === undefined ? { at } : { at, wall });

function changeOf(event: JournalEvent): Partial<StepState> {
  switch (event.type) {
    case 'sending':
      return {
        status: 'sending',
        sentAt: momentOf(event),
        before: event.before,
        unseen: event.unseen,
        filled: event.filled,
      };
    case 'done':
      return { status: 'done', id: event.id };
    case 'refused':
      return { status: 'refused' };
    case 'not_done':
      return { status: 'pending' };
    case 'in_doubt':
      return { status: 'in_doubt' };
    case 'settled':
      return event.outcome === 'entered' ? { status: 'done', id: event.id } : { status: 'pending', id: null };
    case 'declined':
    case 'released':
    case 'owner':
    case 'finished':
      return {};
  }
}

/**
 * `claimed`: nothing was sent, or what was sent did not arrive. `refused`: the same, after Syncore said no. `released`:
 * nothing was written and nothing will be; it binds neither key nor content. `partial`: some steps are done.
 */
export type EntryState =
  | 'claimed'
  | 'refused'
  | 'sending'
  | 'partial'
  | 'in_doubt'
  | 'finished'
  | 'declined'
  | 'released';

/** Where a write stands as a whole. */
export function stateOf(entry: Entry): EntryState {
  const has = (type: JournalEvent['type']) => entry.events.some((event) => event.type === type);
  if (has('released')) return 'released';
  if (has('declined')) return 'declined';
  if (entry.torn) return tornState(entry.events);
  const steps = stepsOf(entry);
  const any = (status: StepState['status']) => steps.some((step) => step.status === status);
  if (any('in_doubt')) return 'in_doubt';
  if (any('sending')) return 'sending';
  if (has('finished') || steps.every((step) => step.status === 'done')) return 'finished';
  if (any('done')) return 'partial';
  return any('refused') ? 'refused' : 'claimed';
}

/** A torn intent has no steps to look at: a person's word is all that can end it. */
function tornState(events: JournalEvent[]): EntryState {
  const word = events.findLast((event) => event.type === 'settled');
  if (word === undefined) return 'in_doubt';
  return word.outcome === 'entered' ? 'finished' : 'released';
}

/** What an entry pays, as far as it pays; its amount in cents. */
export function paymentIn({ intent: { plan } }: Entry): { amountCents: number; step: number } | null {
  const step = plan.steps.findIndex(({ action }) => action === 'add_payment');
  if (step < 0) return null;
  const amount = plan.steps[step]?.body.amount_value;
  const amountCents = plan.payment?.amountCents ?? (typeof amount === 'number' ? Math.round(amount * 100) : 0);
  return { amountCents, step };
}

/** The record that a plan edits; null for a plan that makes something new. */
export function recordEdited({ steps }: Plan): string | null {
  const edit = steps.find(({ action }) => action === 'update_contact' || action === 'update_job');
  const [id] = edit?.ids ?? [];
  return edit === undefined || typeof id !== 'number' ? null : `${edit.action} ${id}`;
}

/** Whether anything of it is in Syncore, or may be. */
export function mayBeWritten(entry: Entry): boolean {
  const state = stateOf(entry);
  return state === 'sending' || state === 'partial' || state === 'in_doubt' || state === 'finished';
}
