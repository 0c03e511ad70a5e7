import type { ConfirmMode, NotConfirmed } from './consent.js';
import { type Entry, stepsOf } from './journal.js';
import type { Refusal } from './result.js';

/* What is told of a write, in sentences of ours: no text that came from Syncore stands in them. */

export const DECLINED =
  'The person said no. Nothing was sent, and this idempotency_key has ended: take a new one if they want it after all.';
export const DECLINED_UNKEYED =
  'The person said no, and nothing was sent. Do not call again unless the person wants it after all: they are asked then.';
export const DECLINED_HERE = 'The person said no. Nothing was sent or noted by this call.';

export function notConfirmedWords(why: NotConfirmed, hasToken: boolean): string {
  const next = hasToken
    ? 'Show the person the preview in `confirmation`; when they agree, call again with the same arguments and confirm set to its token.'
    : 'SYNCORE_CONFIRM_WRITES is `always`: only a client that can put a form before a person may write here.';
  return `${NOT_CONFIRMED[why]} Nothing was sent. ${next}`;
}

const NOT_CONFIRMED: Record<NotConfirmed, string> = {
  cannot_ask: 'This client cannot ask a person.',
  no_answer: 'The person was asked, and no answer came.',
  dismissed: 'The question was closed without an answer.',
  too_fast: 'The question came back faster than a person reads.',
  unusable: 'The answer to the question could not be used.',
  needs_preview: 'A write needs the token of a preview here.',
  expired: 'That confirmation has expired.',
  used: 'That confirmation was used already; each is good once.',
  forged: 'That confirmation is none that this server gave to this client for this account.',
};

export function inProgressWords(from: number): string {
  const when = new Date(from).toISOString();
  return (
    'The write is under way, or its answer was lost and Syncore may still carry it out. Do not enter it by another way. ' +
    `Call again with the same idempotency_key (key) from ${when} on: it tells how it went on.`
  );
}

/** A call is answered while Syncore is still read for what stands there already. */
export function notSentYetWords(from: number): string {
  const when = new Date(from).toISOString();
  return (
    'The time of this call was up before anything was sent: Syncore is still being read for what it has already. It goes ' +
    'on behind this call. Do not enter it by another way. Call again with the same idempotency_key (key) from ' +
    `${when} on: it tells how it went on.`
  );
}

/** What a person has to look at, and `where` they see it; the reasons are ours. */
export function inDoubtWords(entry: Entry, where: string): string {
  if (entry.torn) {
    return (
      'The journal of an earlier write cannot be read, so that nobody knows what it wrote. Let a person look in Syncore ' +
      'for what was entered at that time, then end it with settle_write. Nothing is sent under this key until then.'
    );
  }
  const steps = stepsOf(entry);
  const at = steps.findIndex(({ status }) => status === 'in_doubt');
  const why = entry.events.findLast((event) => event.type === 'in_doubt' && event.step === at);
  const reason = why?.type === 'in_doubt' ? why.why : 'it could not be found out';
  const name = steps[at]?.name ?? 'a step';
  return (
    `The answer to ${name} was lost, and whether Syncore carried it out cannot be told: ${reason}. ${where}, then end it ` +
    'with settle_write (outcome entered or not_entered). Nothing is sent again until then.'
  );
}

export function partialWords(entry: Entry, why: string | null): string {
  const steps = stepsOf(entry);
  const done = steps.filter(({ status }) => status === 'done').length;
  const reason = why === null ? 'It was broken off.' : why;
  return (
    `${done} of ${steps.length} steps are in Syncore, the rest is not. ${reason} Call again with the same ` +
    'idempotency_key (key) and the same arguments: it goes on from here and repeats nothing.'
  );
}

/** A step that Syncore will refuse again: its message would lead to a second record if it did not say what stands. */
export function refusedWords(entry: Entry, { step, message }: Refusal, goOn: string): string {
  const steps = stepsOf(entry);
  const done = steps.filter(({ status }) => status === 'done').length;
  const isRefused = steps.some(({ name, status }) => name === step && status === 'refused');
  const why = isRefused
    ? `Syncore refused ${step}: see \`refusal\`. Sent again as it is, it would be refused again.`
    : `It stopped at ${step}. ${message}`;
  return `${done} of ${steps.length} steps are in Syncore, the rest is not. ${why} ${goOn}`;
}

/** Syncore has said that it made something, and does not show it. */
export function notThereWords(missing: string): string {
  return (
    `Syncore answered that it had made ${missing}, and does not show it. Do not enter it again: it may still come to stand. ` +
    'Nothing is sent again under this key. Let a person look in Syncore, and call again with the same idempotency_key ' +
    '(key) in two minutes to have it read once more. If it is not there then, ask the person, and enter it with ' +
    'allow_duplicate and an idempotency_key of its own.'
  );
}

/** The key of an earlier write of which something stands; `goOn` says how that is completed. */
export function otherContentWords(entry: Entry, goOn: string): string {
  const steps = stepsOf(entry);
  const done = steps.filter(({ status }) => status === 'done').length;
  return (
    `This idempotency_key belongs to an earlier write with other content, of which ${done} of ${steps.length} steps are in ` +
    `Syncore. Nothing was sent by this call. ${goOn} Only if the earlier write was just broken off, repeat its arguments ` +
    'exactly with this key: then it goes on.'
  );
}

export const OTHER_CONTENT_OPEN =
  'This idempotency_key belongs to an earlier write with other content, of which it is not known yet whether Syncore ' +
  'carried it out. Nothing was sent by this call. Do not enter it under another key: repeat the arguments of the earlier ' +
  'write exactly to learn how it ended, or look for it with review_writes.';

export const CREATED = 'Entered in Syncore.';
export const UPDATED = 'Changed in Syncore, read back and compared.';
export const UNCHANGED = 'Everything stands already as it was asked for. Nothing was sent.';
export const ALREADY_DONE = 'This was written before, by an earlier call of the same. Nothing was sent again.';
export const GONE =
  'The record was written and is not in Syncore any more: somebody may have deleted it by hand. Nothing was sent again.';

export const UNRECORDED =
  'Syncore carried this step out, but the journal could not be told (is the disk full?). Do not send it again: look at ' +
  'the record, and see to the disk before the next write.';

export const OTHER_CONTENT =
  'This idempotency_key belongs to another write, with other content. Nothing was sent. Take a new key for a new write, ' +
  'or repeat the arguments exactly to learn how the earlier one ended.';

export const OTHER_PREVIEW =
  'The confirmation belongs to a preview of other content. Nothing was sent. Preview again with these arguments.';

export const CHANGED_SINCE_PREVIEW =
  'The record was changed in Syncore after the preview was shown. Nothing was written. Read it again and decide anew.';

export const NEEDS_KEY = 'needs an idempotency_key, so that a retry of this call does not enter it a third time';

export const FIRST_WRITE_TO_ACCOUNT =
  'This is the first write to this Syncore account from here. Writes that were noted under another account name or key ' +
  'are not known to it, so look yourself whether this was entered before.';

export function previewWords(mode: ConfirmMode): string {
  const next =
    mode === 'always'
      ? 'Call again without dry_run: the person is asked then.'
      : 'To enter exactly this, call again with the same arguments, without dry_run and with confirm set to the token.';
  return `Everything was checked and nothing was sent. Show the person \`confirmation\`. ${next}`;
}

export const POSSIBLE_DUPLICATE =
  'Syncore has a record that looks like what is to be entered: see `duplicate`. Nothing was sent. Show it to the person; ' +
  'if it really is another one, call again with allow_duplicate and an idempotency_key.';

export const NOTHING_TO_SETTLE = 'There is nothing to settle: the outcome of this write is known.';

export const MAY_STILL_COME =
  'What cannot be seen in Syncore now may still come to stand: only then can it be noted that it was not entered.';

export const OTHER_DOUBT =
  'What this call was to settle has been settled meanwhile. Nothing was noted by it: how the write stands now is told here.';

export const NOT_ENTERED =
  'Nothing of this write is in Syncore. Calling its tool again with the same idempotency_key and arguments enters it.';
