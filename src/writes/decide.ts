import { type Entry, type EntryState, type Intent, mayBeWritten, stateOf } from './journal.js';

export type Question = {
  /** The caller gave a key; else the call is known by its content and the time alone. */
  keyed: boolean;
  /** Whether an entry of this fingerprint is of the same content: payments may differ by their reference number. */
  same(intent: Intent): boolean;
  creates: boolean;
  allowDuplicate: boolean;
  /** Null where nobody knows what time it is: then nothing is taken for old enough to be entered once more. */
  ageMs(entry: Entry): number | null;
  /** The newest entry under the key. */
  byKey: Entry | null;
  /** Every generation of the fingerprint, the newest last. */
  byFingerprint: readonly Entry[];
};

/**
 * What the journal says of a write.
 * `go`: nothing stands in its way. `join`: it is this entry, called once more. `wait`: the same content is under way
 * elsewhere, and how that ends has to be known first. `free`: an entry that sent nothing has to make room. The rest
 * are answers.
 */
export type Decision =
  | { kind: 'go'; generation: number }
  | { kind: 'join' | 'wait' | 'free' | 'in_doubt' | 'duplicate' | 'other_content'; entry: Entry };

/** Within this time the same content without a key is the same call, delivered twice. */
const SAME_CALL_MS = 10 * 60_000;
/** Within this time the same content again is most likely a mistake: agents make a new key when they retry. */
const LIKELY_RETRY_MS = 24 * 3_600_000;

export function decide(question: Question): Decision {
  const { byFingerprint } = question;
  const ofKey = question.keyed ? judgeKey(question) : null;
  if (ofKey !== null) return ofKey;
  const standing = byFingerprint.filter((entry) => stateOf(entry) !== 'released').toReversed();
  // Whatever else distinguishes two payments of one amount: while it is not known whether one was made, none is.
  const doubtful = standing.find((entry) => stateOf(entry) === 'in_doubt');
  if (doubtful !== undefined) return { kind: 'in_doubt', entry: doubtful };
  for (const entry of standing) {
    const decision = judgeContent(entry, question);
    if (decision !== null) return { kind: decision, entry };
  }
  return { kind: 'go', generation: byFingerprint.length + 1 };
}

function judgeKey({ byKey, same }: Question): Decision | null {
  if (byKey === null) return null;
  const state = stateOf(byKey);
  if (state === 'released') return null;
  if (byKey.torn || same(byKey.intent)) return { kind: SAME_AGAIN[state], entry: byKey };
  const binds = state === 'declined' || mayBeWritten(byKey);
  return { kind: binds ? 'other_content' : 'free', entry: byKey };
}

function judgeContent(entry: Entry, question: Question): Exclude<Decision['kind'], 'go'> | null {
  const { keyed, creates, allowDuplicate, ageMs, same } = question;
  const state = stateOf(entry);
  if (!same(entry.intent)) return OTHER_PAYMENT[state] ?? null;
  const age = ageMs(entry);
  // A person who said no is asked anew: without a key, nothing that could be told from the first call has ended.
  if (state === 'declined') return null;
  if (creates && !keyed && age !== null && age < SAME_CALL_MS) return SAME_AGAIN[state];
  if (!creates) return EDIT_AGAIN[state];
  switch (state) {
    case 'claimed':
    case 'refused':
      return 'free';
    case 'sending':
      return 'wait';
    case 'partial':
    case 'finished':
      return (age === null || age < LIKELY_RETRY_MS) && !allowDuplicate ? 'duplicate' : null;
    case 'in_doubt':
      return 'in_doubt';
    case 'released':
      return null;
  }
}

/** The same call once more. Where nothing was sent it begins anew: what it was made upon may have changed. */
const SAME_AGAIN: Record<EntryState, 'free' | 'join' | 'in_doubt'> = {
  claimed: 'free',
  refused: 'free',
  sending: 'join',
  partial: 'join',
  in_doubt: 'in_doubt',
  finished: 'join',
  declined: 'join',
  released: 'free',
};

/** Of one that is about to be sent it may come to be in doubt whether it was. */
const OTHER_PAYMENT: Partial<Record<EntryState, 'free' | 'wait'>> = { claimed: 'free', sending: 'wait' };

/** An edit compares with what stands in Syncore, not with what was written when. */
const EDIT_AGAIN: Record<EntryState, 'free' | 'wait' | 'in_doubt' | null> = {
  claimed: 'free',
  refused: 'free',
  sending: 'wait',
  partial: 'wait',
  in_doubt: 'in_doubt',
  finished: null,
  declined: null,
  released: null,
};
