import { Failure } from '../failure.js';
import { done, type WriteOutcome } from './asking.js';
import type { ConfirmMode, Ruling } from './consent.js';
import type { PlanStep } from './journal.js';
import type { Duplicate, Prepared } from './plan.js';
import { requestsOf } from './requests.js';
import type { WriteResult } from './result.js';
import type { Token } from './token.js';
import * as words from './words.js';

/* Answers to a write of which nothing was sent, nor is in the journal. */

/** What a person is shown of a write. */
export type Shown = { summary: string; details: string[] };

type About = { account: { name: string }; key: string | null };

/** What a ruling other than yes comes to. @throws Failure `conflict` for a yes to something else. */
export function notAgreed(
  ruling: Exclude<Ruling, { kind: 'agreed' }>,
  shown: Shown,
  { account, key, steps }: About & { steps: PlanStep[] },
): WriteOutcome {
  switch (ruling.kind) {
    case 'ask':
      return { kind: 'ask', question: { account: account.name, ...shown }, state: ruling.state };
    case 'conflict': {
      if (ruling.why === 'changed') throw new Failure('conflict', words.CHANGED_SINCE_PREVIEW);
      const fields = [{ field: 'confirm', message: 'is of another preview' }];
      throw new Failure('conflict', words.OTHER_PREVIEW, { fields });
    }
    case 'declined':
      return done(nothingSent('declined', words.DECLINED_HERE, key));
    case 'not_confirmed': {
      const { token, why } = ruling;
      const result = nothingSent('not_confirmed', words.notConfirmedWords(why, token !== null), key);
      const requests = steps.length === 0 ? {} : { requests: requestsOf(steps) };
      return done({ ...result, ...requests, confirmation: confirmationOf(shown, account, token) });
    }
  }
}

export function preview(
  prepared: Prepared,
  notes: string[],
  { account, key, mode, token }: About & { mode: ConfirmMode; token: Token | null },
): WriteResult {
  const { steps, changes } = prepared;
  return {
    ...nothingSent('preview', words.previewWords(mode), key),
    notes,
    steps: steps.map(({ name }) => ({ name, status: 'pending', id: null, sentAt: null, before: [] })),
    requests: requestsOf(steps),
    ...(changes === undefined ? {} : { changes }),
    confirmation: confirmationOf(prepared, account, token),
  };
}

export function unchanged({ notes, standing }: Prepared, key: string | null): WriteResult {
  const result = { ...nothingSent('unchanged', words.UNCHANGED, key), notes, changes: [] };
  return standing === undefined ? result : { ...result, back: standing };
}

export function possibleDuplicate(duplicate: Duplicate, notes: string[]): WriteResult {
  return { ...nothingSent('possible_duplicate', words.POSSIBLE_DUPLICATE, null), notes, duplicate };
}

function confirmationOf({ summary, details }: Shown, { name }: { name: string }, token: Token | null) {
  return {
    token: token?.text ?? null,
    expiresAt: token?.expiresAt ?? null,
    summary: `${name}: ${summary}`,
    details,
  };
}

function nothingSent(status: WriteResult['status'], message: string, key: string | null): WriteResult {
  return { status, key, message, steps: [], back: null, notes: [] };
}
