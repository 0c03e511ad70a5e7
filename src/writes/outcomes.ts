import type { Call } from '../client/request.js';
import { Failure } from '../failure.js';
import { differingFields } from '../records/write-form.js';
import { knownToHaveEndedForMs, rememberTorn } from './bound.js';
import { doubtfulStep, goOnWords, groundOf, hasGround, listed, whereToLook } from './going-on.js';
import { type Entry, mayBeWritten, stateOf, stepsOf } from './journal.js';
import type { Ledger } from './ledger.js';
import type { FieldChange } from './plan.js';
import { requestsOf } from './requests.js';
import { type Refusal, recordIdOf, statusOf, type WriteResult } from './result.js';
import { keyOf } from './review.js';
import type { RunDeps, RunEnd } from './run.js';
import { type ReadBack, readBack } from './standing.js';
import * as words from './words.js';

/** After this long it makes sense to ask how a write went on. */
const ASK_AGAIN_MS = 5_000;

/** Tells how writes ended, reading Syncore back where there is something to read. */
export class Outcomes {
  readonly #deps: Pick<RunDeps, 'reader' | 'clock' | 'settleMs' | 'time'>;

  constructor(deps: Pick<RunDeps, 'reader' | 'clock' | 'settleMs' | 'time'>) {
    this.#deps = deps;
  }

  /**
   * A run that this call carried, as far as it came; null: the call's time is up first.
   * @throws Failure where nothing was written, or an edit did not do what was meant.
   */
  async ofRun(end: RunEnd | null, ledger: Ledger, notes: string[], call: Call): Promise<WriteResult> {
    const { entry } = ledger;
    if (end === null) return this.inProgress(entry, notes);
    switch (end.kind) {
      case 'finished':
        return this.#finished(entry, notes, call, true);
      case 'stopped':
        return this.#stopped(entry, end.failure, notes, call);
      case 'in_doubt':
        return this.inDoubt(entry, notes, call);
      case 'unsettled':
        return { ...this.inProgress(entry, notes), retryAt: end.from, message: words.inProgressWords(end.from) };
      case 'unrecorded':
        return this.unrecorded(ledger, end, notes);
    }
  }

  /** A write that had ended before this call. */
  async alreadyDone(entry: Entry, call: Call): Promise<WriteResult> {
    if (entry.torn) return base(entry, 'already_done', words.ALREADY_DONE, []);
    refuseDiffering(entry);
    const back = await this.#read(entry, false, call);
    const message = back?.gone === true ? words.GONE : words.ALREADY_DONE;
    return { ...base(entry, 'already_done', message, []), back, ...matchedIn(entry) };
  }

  /** How a write stands, whoever asks. */
  async ofStanding(entry: Entry, notes: string[], call: Call): Promise<WriteResult> {
    switch (stateOf(entry)) {
      case 'finished':
        return entry.torn
          ? base(entry, 'already_done', words.ALREADY_DONE, notes)
          : this.#finished(entry, notes, call, false);
      case 'partial':
        return this.#stopped(entry, null, notes, call);
      case 'sending':
        return this.inProgress(entry, notes);
      case 'in_doubt':
        return this.inDoubt(entry, notes, call);
      case 'declined':
        return this.declined(entry);
      case 'claimed':
      case 'refused':
      case 'released':
        return base(entry, 'unchanged', words.NOT_ENTERED, notes);
    }
  }

  declined(entry: Entry): WriteResult {
    return base(entry, 'declined', entry.intent.keyed ? words.DECLINED : words.DECLINED_UNKEYED, []);
  }

  async inDoubt(entry: Entry, notes: string[], call: Call): Promise<WriteResult> {
    rememberTorn(entry, this.#deps.time);
    const back = hasGround(entry) ? await this.#read(entry, false, call) : null;
    const result = { ...base(entry, 'in_doubt', words.inDoubtWords(entry, whereToLook(entry, back)), notes), back };
    const doubtful = doubtfulStep(entry);
    if (doubtful === null) return result;
    const { jobId } = groundOf(entry, back);
    const requests = requestsOf([{ ...doubtful.step, ids: doubtful.ids, body: doubtful.body }]);
    return { ...result, requests, ...(jobId === null ? {} : { lookAt: jobId }) };
  }

  /** The key that a call gave belongs to another write: what stands of that must not be entered once more. */
  async otherContent(entry: Entry, call: Call): Promise<Failure> {
    const fields = [{ field: 'idempotency_key', message: 'belongs to a write with other content' }];
    const told = (message: string) => new Failure('conflict', message, { fields });
    const state = stateOf(entry);
    if (state === 'in_doubt' || state === 'sending') return told(words.OTHER_CONTENT_OPEN);
    if (state !== 'partial') return told(words.OTHER_CONTENT);
    return told(words.otherContentWords(entry, goOnWords(entry, await this.#read(entry, false, call))));
  }

  unrecorded(ledger: Ledger, end: Extract<RunEnd, { kind: 'unrecorded' }>, notes: string[]): WriteResult {
    const result = base(ledger.entry, 'in_doubt', words.UNRECORDED, notes);
    const steps = result.steps.map((step, index) =>
      index === end.step ? { ...step, status: 'in_doubt' as const, id: end.id } : step,
    );
    return { ...result, steps, written: 'yes' };
  }

  inProgress(entry: Entry, notes: string[]): WriteResult {
    const from = this.#askFrom(entry);
    const message = mayBeWritten(entry) || entry.torn ? words.inProgressWords(from) : words.notSentYetWords(from);
    return { ...base(entry, 'in_progress', message, notes), retryAt: from };
  }

  /** The same content was written under another key, or is being written. */
  async duplicate(entry: Entry, call: Call): Promise<WriteResult> {
    const { key, tool, at } = entry.intent;
    const back = await this.#read(entry, false, call);
    const why = 'the same content was written through this server within the last 24 hours';
    const duplicate = { kind: 'write' as const, key, tool, at, id: recordIdOf(entry), why };
    const message =
      'The same was written a short while ago, under another key or none. Nothing was sent. If it really is to be ' +
      'entered a second time, ask the person, then call again with allow_duplicate and an idempotency_key of its own; ' +
      "to learn how the first went, call with that write's key.";
    return { ...base(entry, 'possible_duplicate', message, []), key: null, steps: [], back, duplicate };
  }

  /** `isFresh`: it has come to its end just now, so that nobody can have deleted it since. */
  async #finished(entry: Entry, notes: string[], call: Call, isFresh: boolean): Promise<WriteResult> {
    refuseDiffering(entry);
    const edits = statusOf(entry) === 'updated';
    const back = await this.#read(entry, true, call);
    if (back?.gone === true) {
      const missing = words.notThereWords(listed(back.missing ?? []));
      const told =
        isFresh && !edits ? base(entry, 'in_doubt', missing, notes) : base(entry, 'already_done', words.GONE, notes);
      return { ...told, back, ...matchedIn(entry) };
    }
    const message = edits ? words.UPDATED : words.CREATED;
    const unread = back === null ? ['It could not be read back within the time of this call.'] : [];
    const result = base(entry, edits ? 'updated' : 'created', message, [...notes, ...unread]);
    return { ...result, back, ...matchedIn(entry), ...(edits ? { changes: changesIn(entry) } : {}) };
  }

  async #stopped(entry: Entry, failure: Failure | null, notes: string[], call: Call): Promise<WriteResult> {
    if (!mayBeWritten(entry)) throw failure ?? cancelled('no');
    const refusal = refusalIn(entry, failure);
    // What a step builds on may not be there, though Syncore said so.
    const back = await this.#read(entry, refusal?.code === 'not_found', call);
    if (refusal !== null) {
      const isGone = back?.gone === true;
      const next = isGone ? words.notThereWords(listed(back?.missing ?? [])) : goOnWords(entry, back);
      return { ...base(entry, 'partial', words.refusedWords(entry, refusal, next), notes), back, refusal };
    }
    const why = failure === null ? null : `It stopped: ${failure.message}`;
    const result = { ...base(entry, 'partial', words.partialWords(entry, why), notes), back };
    return failure?.retryAt === undefined ? result : { ...result, retryAt: failure.retryAt };
  }

  /** What stands; null where it cannot be read just now: the write stands all the same. */
  async #read(entry: Entry, all: boolean, call: Call): Promise<ReadBack | null> {
    return readBack(entry, this.#deps.reader, call, all).catch((error: unknown) => {
      if (error instanceof Failure || call.signal.aborted) return null;
      throw error;
    });
  }

  #askFrom(entry: Entry): number {
    const { clock, settleMs, time } = this.#deps;
    const steps = entry.torn ? [] : stepsOf(entry);
    const index = steps.findIndex(({ status }) => status === 'sending' || status === 'in_doubt');
    const sent = steps[index]?.sentAt ?? null;
    if (sent === null) return clock.now() + ASK_AGAIN_MS;
    const openMs = knownToHaveEndedForMs(entry, index, time) ?? time.ageMs(sent);
    return clock.now() + Math.max(settleMs - openMs, 0);
  }
}

function base(entry: Entry, status: WriteResult['status'], message: string, notes: string[]): WriteResult {
  const steps = entry.torn ? [] : stepsOf(entry);
  return { status, key: keyOf(entry), message, steps, back: null, notes };
}

/** What would be refused again as it is: the rest can be completed by calling again. */
const FOR_GOOD = new Set<string>(['invalid_input', 'not_found', 'not_permitted', 'conflict']);

function refusalIn(entry: Entry, failure: Failure | null): Refusal | null {
  const at = stepsOf(entry).findIndex(({ status }) => status !== 'done');
  const noted = entry.events.findLast((event) => event.type === 'refused' && event.step === at);
  const step = stepsOf(entry)[at];
  if (step === undefined) return null;
  if (failure !== null) {
    const { code, message, fields, upstreamText, retryable } = failure;
    if (retryable || !FOR_GOOD.has(code)) return null;
    const details = {
      ...(fields === undefined ? {} : { fields }),
      ...(upstreamText === undefined ? {} : { upstreamText }),
    };
    return { step: step.name, code, message, ...details };
  }
  if (step.status !== 'refused' || noted?.type !== 'refused' || !FOR_GOOD.has(noted.code)) return null;
  return { step: step.name, code: noted.code, message: noted.message };
}

/** Of an edit it is known which record it is. */
function matchedIn({ events, intent: { plan } }: Entry): Pick<WriteResult, 'matched'> {
  const edits = (step: number) => plan.steps[step]?.basis !== undefined && plan.steps[step]?.action !== 'add_payment';
  const matches = events.flatMap((event) => (event.type === 'done' && !edits(event.step) ? (event.matched ?? []) : []));
  if (matches.length === 0) return {};
  return { matched: matches.includes('content') ? 'content' : 'reference' };
}

/** What an edit changed, as it was read back and compared: before and after. */
function changesIn({ intent }: Entry): FieldChange[] {
  const [step] = intent.plan.steps;
  if (step?.basis === undefined) return [];
  const { basis, body } = step;
  const fields = [...new Set(differingFields(basis, body).map((field) => field.split('.')[0] ?? field))];
  return fields.map((field) => ({
    field: TOOL_NAMES[field] ?? field,
    before: basis[field] ?? null,
    after: body[field] ?? null,
  }));
}

/** Fields that the tools name otherwise than Syncore. */
const TOOL_NAMES: Readonly<Record<string, string>> = { contact_class: 'class', product_index_id: 'product_index' };

export function cancelled(written: 'no' | 'unknown'): Failure {
  const message =
    written === 'no'
      ? 'The call was cancelled before anything was sent.'
      : 'The call was cancelled. What was under way is being settled; call again with the same idempotency_key.';
  return new Failure('cancelled', message, { retryable: true, written });
}

/** Whether a write that was cut off may have come to Syncore. */
export function writtenSoFar(entry: Entry): 'no' | 'unknown' {
  return mayBeWritten(entry) || stateOf(entry) === 'in_doubt' ? 'unknown' : 'no';
}

/** @throws Failure `conflict` for an edit that Syncore took and did not carry out as it was meant, whoever asks when. */
function refuseDiffering({ events }: Entry): void {
  const fields = events.flatMap((event) => (event.type === 'done' ? (event.differs ?? []) : []));
  if (fields.length === 0) return;
  const message =
    'Syncore took the change and shows something else than was meant in the fields named. Read the record, and let a ' +
    'person put it right in Syncore.';
  throw new Failure('conflict', message, {
    written: 'yes',
    fields: fields.map((field) => ({ field, message: 'does not stand as it was meant' })),
  });
}
