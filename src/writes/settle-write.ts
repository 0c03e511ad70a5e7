import type { Call } from '../client/request.js';
import { Failure, invalidInput } from '../failure.js';
import { done, type WriteCall, type WriteOutcome } from './asking.js';
import { endedForMs, nameOf, openStep } from './bound.js';
import type { EngineParts } from './engine.js';
import { enteredBy } from './entered.js';
import { canonical, fingerprintOf } from './fingerprint.js';
import { type Entry, type Journal, type PlanStep, stateOf, stepsOf } from './journal.js';
import { Ledger } from './ledger.js';
import { keyOf } from './review.js';
import { lookAgain } from './run.js';
import { isStepId, resolve } from './steps/step.js';
import { previewed } from './token.js';
import * as words from './words.js';

export type SettleInput = {
  key: string;
  outcome: 'look_again' | 'entered' | 'not_entered';
  record_id?: number | undefined;
  confirm?: string | undefined;
};

/**
 * Ends a write in doubt: by another look at Syncore, or by the word of a person, who is asked as for a write.
 * @throws Failure `not_found` for a key that nothing was written under, `invalid_input` for a record that is not there.
 */
export async function settleWrite(input: SettleInput, parts: EngineParts, call: WriteCall): Promise<WriteOutcome> {
  const { options, outcomes, runs } = parts;
  const steady = () => options.clock.steady?.() ?? options.clock.now();
  const calledAt = steady();
  const entry = await findEntry(options.journal, options.account.id, input.key);
  const state = stateOf(entry);
  if (state !== 'in_doubt' && state !== 'sending') {
    return done(await outcomes.ofStanding(entry, [words.NOTHING_TO_SETTLE], call));
  }
  const agreed = input.outcome === 'look_again' ? {} : await askFirst(input, entry, parts, call);
  if ('kind' in agreed) return agreed;
  const taken = await runs.takeOver(entry, options.owner.name);
  if (taken === null) return done(outcomes.inProgress(entry, []));
  const ledger = new Ledger(taken, options.journal, options.time);
  try {
    // A yes was to the doubt that the person was asked about: since then the same may have been sent once more.
    if (input.outcome !== 'look_again' && doubtOf(taken) !== doubtOf(entry)) {
      return done(await outcomes.ofStanding(taken, [words.OTHER_DOUBT], call));
    }
    if (input.outcome === 'not_entered' && !isFinal(taken, steady() - calledAt, options)) {
      return done(outcomes.inProgress(taken, [words.MAY_STILL_COME]));
    }
    await settleOne(input, ledger, agreed, parts, call);
    if (!taken.torn && ledger.steps().every(({ status }) => status === 'done')) await ledger.note({ type: 'finished' });
  } finally {
    options.entered?.(enteredBy(ledger.entry));
    await runs.letGo(ledger);
  }
  return done(await outcomes.ofStanding(ledger.entry, [], call));
}

/** What of an entry is not known. When the same is sent once more it is another. */
function doubtOf(entry: Entry): string {
  const state = stateOf(entry);
  return state === 'in_doubt' || state === 'sending' ? nameOf(entry, openStep(entry)) : state;
}

/**
 * Whether nothing of it could come to stand in Syncore any more when a person looked. That was before the call, and
 * since then this process may have been stopped. What is noted in doubt was past its bound when it was noted.
 */
function isFinal(entry: Entry, calledForMs: number, { time, settleMs }: EngineParts['options']): boolean {
  if (endedForMs(entry, openStep(entry), time) - calledForMs >= settleMs) return true;
  if (entry.torn) return false;
  const last = entry.events.findLast(({ type }) => type === 'in_doubt' || type === 'sending');
  return last?.type === 'in_doubt' && time.ageMs(last) > calledForMs;
}

async function findEntry(journal: Journal, account: string, key: string): Promise<Entry> {
  const byKey = await journal.byKey(account, key);
  if (byKey !== null) return byKey;
  // What cannot be read is known by the name of its file.
  for await (const entry of journal.list(account)) if (entry.torn && keyOf(entry) === key) return entry;
  throw new Failure('not_found', 'The journal has no write under this key. review_writes lists the keys.', {
    fields: [{ field: 'key', message: 'is the key of no write' }],
  });
}

async function settleOne(
  input: SettleInput,
  ledger: Ledger,
  agreed: Yes,
  { options }: EngineParts,
  call: WriteCall,
): Promise<void> {
  const { outcome, record_id: id = null } = input;
  const index = openStep(ledger.entry);
  if (outcome !== 'look_again') {
    const by = call.caller.client?.name ?? 'a client that gave no name';
    await ledger.note({ type: 'settled', step: index, outcome, id, by, ...agreed });
  } else if (!ledger.entry.torn) {
    await lookAgain(ledger, index, options);
  }
}

/** How it was agreed to, for the journal. */
type Yes = { token?: string };

/** A yes, or what the call comes to without one. */
async function askFirst(
  input: SettleInput,
  entry: Entry,
  { options, consent, notAgreed, nextCall }: EngineParts,
  call: WriteCall,
): Promise<Yes | WriteOutcome> {
  if (input.outcome === 'entered') await checkRecord(input, entry, options.reader, call);
  const { confirm, ...content } = input;
  const fingerprint = fingerprintOf(options.account.id, 'settle', canonical({ ...content, of: doubtOf(entry) }, true));
  const shown = {
    summary: questionOf(input, entry),
    details: entry.torn ? [] : [entry.intent.summary],
  };
  const ruling = consent.judge({
    mode: options.mode,
    caller: call.caller,
    previewed: previewed(options.account.id, call.caller.id, 'settle_write', fingerprint, ''),
    token: confirm,
    answer: call.answer,
    call: nextCall(),
    used: new Set(entry.events.flatMap((event) => (event.type === 'settled' ? (event.token ?? []) : []))),
  });
  if (ruling.kind !== 'agreed') return notAgreed(ruling, shown, input.key, []);
  return ruling.token === undefined ? {} : { token: ruling.token };
}

function questionOf({ outcome, record_id: id }: SettleInput, entry: Entry): string {
  const name = stepsOf(entry)[openStep(entry)]?.name ?? 'the write';
  if (outcome === 'not_entered')
    return `Note that the ${name} was NOT entered in Syncore, so that it may be sent again.`;
  const record = id === undefined ? '' : ` (record ${id})`;
  return `Note that the ${name} was entered in Syncore${record}, so that it is not sent again.`;
}

/** A record that later steps build on has to be named, and to be there. */
async function checkRecord(
  { record_id: id }: SettleInput,
  entry: Entry,
  reader: EngineParts['options']['reader'],
  call: Call,
): Promise<void> {
  const { steps } = entry.intent.plan;
  const index = openStep(entry);
  const step = steps[index];
  if (step === undefined) return;
  const builtOn = ({ ids, body }: PlanStep) =>
    [...ids, ...Object.values(body)].some((value) => isStepId(value) && value.step === index);
  if (id === undefined) {
    if (steps.some(builtOn))
      throw invalidInput('record_id', 'is needed: later steps of this write build on the record');
    return;
  }
  const { ids = [] } = resolve(step, stepsOf(entry)) ?? {};
  await readRecord(step, ids, id, reader, call).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'not_found') throw error;
    throw invalidInput('record_id', `is the id of no ${step.name} in Syncore`);
  });
}

async function readRecord(
  { action }: PlanStep,
  [jobId = 0, orderId = 0]: readonly number[],
  id: number,
  reader: EngineParts['options']['reader'],
  call: Call,
): Promise<void> {
  switch (action) {
    case 'create_contact':
    case 'update_contact':
      await reader.contacts.read(id, call);
      return;
    case 'create_job':
    case 'update_job':
      await reader.jobs.read(id, call);
      return;
    case 'create_sales_order':
      await reader.salesOrders.read(jobId, id, call);
      return;
    case 'add_line_item': {
      const { lineItems } = await reader.salesOrders.read(jobId, orderId, call);
      if (lineItems !== null && !lineItems.some(({ lineId }) => lineId === id))
        throw new Failure('not_found', 'no such line');
      return;
    }
    case 'add_payment':
      // Payments cannot be read through the API: the person's word is all there is.
      return;
  }
}
