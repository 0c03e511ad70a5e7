import type { Asking, WriteOutcome } from './asking.js';
import type { Asked, ConfirmMode, ConsentDesk, Ruling } from './consent.js';
import { digestOf } from './fingerprint.js';
import { type Entry, type PlanStep, stateOf } from './journal.js';
import type { Prepared } from './plan.js';
import { notAgreed, preview, type Shown } from './previews.js';
import type { WriteResult } from './result.js';
import { type Previewed, previewed } from './token.js';

/** Whether a call was agreed to, and what is said where it was not yet. */
export class Agreement {
  readonly #account: { id: string; name: string };
  readonly #mode: ConfirmMode;
  readonly #consent: ConsentDesk;

  constructor({ account, mode }: { account: { id: string; name: string }; mode: ConfirmMode }, consent: ConsentDesk) {
    this.#account = account;
    this.#mode = mode;
    this.#consent = consent;
  }

  /** A person, or the token of a preview, has agreed to this before, and nothing was sent since. */
  before({ agreed, options, call }: Asking, { basis = '' }: Prepared): Ruling | null {
    if (agreed === undefined || agreed.basis !== basis) return null;
    if (options.confirm !== undefined || call.answer !== undefined) return null;
    if (this.#mode === 'always' && agreed.consent !== 'person') return null;
    return { kind: 'agreed', consent: agreed.consent };
  }

  /** @param equal entries of the same content: a token that one of them was begun with is spent. */
  judge(asking: Asking, equal: Entry[], basis: string): Ruling {
    const { options, call, number } = asking;
    const asked: Asked = {
      mode: this.#mode,
      caller: call.caller,
      previewed: this.#previewed(asking, basis),
      token: options.confirm,
      answer: call.answer,
      call: number,
      // What was released has sent nothing, so that its token is still good.
      used: new Set(equal.flatMap((entry) => (stateOf(entry) === 'released' ? [] : (entry.intent.token ?? [])))),
    };
    return this.#consent.judge(asked);
  }

  /** @throws Failure `conflict` for a yes to something else. */
  unlessAgreed(
    ruling: Exclude<Ruling, { kind: 'agreed' }>,
    shown: Shown,
    { options }: Asking,
    steps: PlanStep[],
  ): WriteOutcome {
    return notAgreed(ruling, shown, { account: this.#account, key: options.key ?? null, steps });
  }

  preview(prepared: Prepared, notes: string[], asking: Asking): WriteResult {
    const mode = this.#mode;
    const token = mode === 'always' ? null : this.#consent.token(this.#previewed(asking, prepared.basis ?? ''));
    return preview(prepared, notes, { account: this.#account, mode, token, key: asking.options.key ?? null });
  }

  #previewed({ call, tool, fingerprint }: Asking, basis: string): Previewed {
    return previewed(this.#account.id, call.caller.id, tool, fingerprint, basis);
  }
}

/** The consent of an entry that sent nothing, for the same call once more. */
export function agreedBefore({ intent, torn }: Entry, { fingerprint, options, call }: Asking): Asking['agreed'] {
  const { consent, client, plan, key, keyed } = intent;
  const sameCall = intent.fingerprint === fingerprint && (options.key === undefined ? !keyed : options.key === key);
  const sameClient = client?.name === call.caller.client?.name;
  if (torn || consent === undefined || consent === 'host' || !sameCall || !sameClient) return undefined;
  const basis = plan.steps[0]?.basis;
  return { consent, basis: basis === undefined || plan.payment !== undefined ? '' : digestOf(basis) };
}
