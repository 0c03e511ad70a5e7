import type { Consent } from './journal.js';
import type { Seal } from './seal.js';
import { checkToken, makeToken, type Previewed, type Token } from './token.js';

/** How writes are agreed to, as SYNCORE_CONFIRM_WRITES says. */
export type ConfirmMode = 'auto' | 'preview' | 'always' | 'never';

/** Who calls, as far as the protocol tells. */
export type Caller = {
  /** One and the same for all calls of a client. */
  id: string;
  client: { name: string; version: string } | null;
  /** The client says that it can put a form before a person. */
  canAsk: boolean;
};

/** How a question came back: what was pressed, and the state that went out with the question. */
export type Answer = { reply: 'yes' | 'no' | 'decline' | 'cancel' | 'unusable' | 'none'; state: string | undefined };

export type Ruling =
  | { kind: 'agreed'; consent: Consent; token?: string }
  | { kind: 'ask'; state: string }
  | { kind: 'declined' }
  /** `token`: with it a second call goes on; none where only a person's own answer counts. */
  | { kind: 'not_confirmed'; why: NotConfirmed; token: Token | null }
  | { kind: 'conflict'; why: 'other_content' | 'changed' };

export type NotConfirmed =
  | 'cannot_ask'
  | 'no_answer'
  | 'dismissed'
  | 'too_fast'
  | 'unusable'
  | 'needs_preview'
  | 'expired'
  | 'used'
  | 'forged';

export type Asked = {
  mode: ConfirmMode;
  caller: Caller;
  previewed: Previewed;
  /** The token that the caller gave. */
  token: string | undefined;
  answer: Answer | undefined;
  /** When this call came in, by the engine's count of calls. */
  call: number;
  /** Tokens of earlier writes of this content. */
  used: ReadonlySet<string>;
};

/** A person needs longer than this to read a form; some hosts decline by themselves within milliseconds. */
const FASTEST_PERSON_MS = 700;
/** A person may come back to a form in the evening; the next day the order may have been entered otherwise. */
const ANSWER_GOOD_FOR_MS = 24 * 3_600_000;

/** Judges whether a write was agreed to, and remembers of each caller whether asking it leads anywhere. */
export class ConsentDesk {
  readonly #seal: Seal;
  readonly #now: () => number;
  readonly #random: (bytes: number) => Buffer;
  /** Callers that let a question go unanswered: they are not asked again in this process. */
  readonly #silent = new Set<string>();
  /** Questions that went out, by caller and content, with the call that they answered. */
  readonly #open = new Map<string, number>();

  constructor(seal: Seal, now: () => number, random: (bytes: number) => Buffer) {
    this.#seal = seal;
    this.#now = now;
    this.#random = random;
  }

  token(previewed: Previewed): Token {
    return makeToken(this.#seal, previewed, this.#now(), this.#random);
  }

  judge(asked: Asked): Ruling {
    const { mode, caller, previewed, answer } = asked;
    if (mode === 'never') return { kind: 'agreed', consent: 'host' };
    if (asked.token !== undefined && mode !== 'always') return this.#judgeToken(asked.token, asked);
    if (answer !== undefined) return this.#judgeAnswer(answer, asked);
    if (caller.canAsk && !this.#silent.has(caller.id)) {
      const question = questionName(previewed);
      const before = this.#open.get(question);
      // The same content once more, and no answer with it: the host has dropped the question.
      if (before !== undefined && before < asked.call) return this.#unanswered('no_answer', asked);
      this.#open.set(question, asked.call);
      return { kind: 'ask', state: this.#seal.seal(JSON.stringify(this.#stateOf(previewed)), boundTo(previewed)) };
    }
    if (mode === 'always') return { kind: 'not_confirmed', why: 'cannot_ask', token: null };
    if (mode === 'auto' && !this.#silent.has(caller.id)) return { kind: 'agreed', consent: 'host' };
    return { kind: 'not_confirmed', why: 'needs_preview', token: this.token(previewed) };
  }

  #judgeToken(text: string, { previewed, used }: Asked): Ruling {
    const check = checkToken(this.#seal, text, previewed, this.#now());
    switch (check.kind) {
      case 'good':
        if (!used.has(check.nonce)) return { kind: 'agreed', consent: 'preview', token: check.nonce };
        return { kind: 'not_confirmed', why: 'used', token: this.token(previewed) };
      case 'other_content':
      case 'changed':
        return { kind: 'conflict', why: check.kind };
      case 'expired':
      case 'forged':
        return { kind: 'not_confirmed', why: check.kind, token: this.token(previewed) };
    }
  }

  #judgeAnswer({ reply, state }: Answer, asked: Asked): Ruling {
    const { previewed } = asked;
    const opened = state === undefined ? null : this.#seal.open(state, boundTo(previewed));
    const told = opened === null ? null : readState(opened);
    if (told === null) return this.#unanswered('unusable', asked);
    this.#open.delete(questionName(previewed));
    switch (reply) {
      case 'yes':
        // What the client holds can come back any time, so that an old yes, or one that was used, is none.
        if (asked.used.has(told.nonce)) return this.#unanswered('used', asked);
        if (this.#now() - told.askedAt > ANSWER_GOOD_FOR_MS) return this.#unanswered('expired', asked);
        if (told.basis !== previewed.basis) return { kind: 'conflict', why: 'changed' };
        return { kind: 'agreed', consent: 'person', token: told.nonce };
      case 'no':
      case 'decline':
        if (this.#now() - told.askedAt < FASTEST_PERSON_MS) return this.#unanswered('too_fast', asked);
        return { kind: 'declined' };
      case 'cancel':
        return this.#unanswered('dismissed', asked);
      case 'unusable':
        return this.#unanswered('unusable', asked);
      case 'none':
        return this.#unanswered('no_answer', asked);
    }
  }

  #unanswered(why: NotConfirmed, { mode, caller, previewed }: Asked): Ruling {
    this.#silent.add(caller.id);
    this.#open.delete(questionName(previewed));
    return { kind: 'not_confirmed', why, token: mode === 'always' ? null : this.token(previewed) };
  }

  #stateOf({ basis }: Previewed): State {
    return { askedAt: this.#now(), basis, nonce: this.#random(6).toString('base64url') };
  }
}

type State = { askedAt: number; basis: string; nonce: string };

const boundTo = ({ account, caller, tool, fingerprint }: Previewed) =>
  JSON.stringify([account, caller, tool, fingerprint]);

const questionName = boundTo;

function readState(text: string): State | null {
  const state: unknown = JSON.parse(text);
  if (typeof state !== 'object' || state === null) return null;
  const { askedAt, basis, nonce }: Partial<Record<keyof State, unknown>> = state;
  const fits = typeof askedAt === 'number' && typeof basis === 'string' && typeof nonce === 'string';
  return fits ? { askedAt, basis, nonce } : null;
}
