import type { Asking } from './asking.js';
import type { Consent, Intent, Owner, Plan } from './journal.js';
import type { Prepared } from './plan.js';
import type { TrueTime } from './true-time.js';

export type IntentOptions = {
  account: { id: string };
  owner: Owner;
  random(bytes: number): Buffer;
  time: TrueTime;
};

/** Who agreed; nobody did where a person declined. */
export type Agreed = { consent?: Consent; token?: string };

/** What the journal keeps of a call before its first request leaves. Without a key, it gets one that no caller knows. */
export function newIntent(
  { tool, fingerprint, options, call }: Asking,
  { steps, summary, payment }: Prepared,
  { content, generation, agreed }: { content: unknown; generation: number; agreed: Agreed },
  { account, owner, random, time }: IntentOptions,
): Intent {
  const id = random(16).toString('hex');
  const plan: Plan = { tool, steps, content, summary, ...(payment === undefined ? {} : { payment }) };
  return {
    id,
    account: account.id,
    key: options.key ?? `auto-${id.slice(0, 12)}`,
    keyed: options.key !== undefined,
    fingerprint,
    generation,
    tool,
    ...time.now(),
    ...agreed,
    client: call.caller.client,
    owner: owner.name,
    summary,
    plan,
  };
}
