import type { Call } from '../client/request.js';
import type { Answer, Caller } from './consent.js';
import type { Consent, Intent } from './journal.js';
import type { Tell } from './live.js';
import type { WriteResult } from './result.js';

/** What every write tool takes besides its own arguments. */
export type WriteOptions = {
  dryRun: boolean;
  confirm: string | undefined;
  key: string | undefined;
  allowDuplicate: boolean;
};

export type WriteCall = Call & { caller: Caller; answer: Answer | undefined; tell: Tell };

/** What a person is asked, in plain words. */
export type Question = { account: string; summary: string; details: string[] };

/** `ask`: come again with the person's answer and this state. */
export type WriteOutcome = { kind: 'ask'; question: Question; state: string } | { kind: 'done'; result: WriteResult };

/** A call on its way: what it is about, and under which key. */
export type Asking = {
  tool: string;
  creates: boolean;
  fingerprint: string;
  reference: string | null;
  options: WriteOptions;
  call: WriteCall;
  /** Counts the calls of this process. */
  number: number;
  /** Who agreed to it, in an earlier call that came to nothing. */
  agreed?: { consent: Consent; basis: string } | undefined;
};

/** Whether an entry is of the same content: with a number of its own on both, equal payments are not the same. */
export function isSameContent(
  intent: Intent,
  { fingerprint, reference }: Pick<Asking, 'fingerprint' | 'reference'>,
): boolean {
  const theirs = intent.plan.payment?.reference ?? null;
  return intent.fingerprint === fingerprint && (theirs === null || reference === null || theirs === reference);
}

export function done(result: WriteResult): WriteOutcome {
  return { kind: 'done', result };
}
