import type { Reader } from '../client/reader.js';
import type { Clock } from '../clock.js';
import { type Asking, isSameContent, type WriteCall } from './asking.js';
import { type Decision, decide } from './decide.js';
import { type Entry, type Journal, stateOf } from './journal.js';
import type { TrueTime } from './true-time.js';

export type DecidingOptions = { account: string; journal: Journal; reader: Reader; clock: Clock; time: TrueTime };

/** What the journal says of a call, by a time that Syncore has told. */
export class Deciding {
  readonly #options: DecidingOptions;

  constructor(options: DecidingOptions) {
    this.#options = options;
  }

  /** `equal`: every entry of the same fingerprint, the newest last. */
  async decide(asking: Asking): Promise<{ decision: Decision; equal: Entry[] }> {
    const { fingerprint, options, creates, call } = asking;
    const { journal, account, time } = this.#options;
    const { key, allowDuplicate } = options;
    const byKey = key === undefined ? null : await journal.byKey(account, key);
    const equal = await journal.byFingerprint(account, fingerprint);
    const goesByTime = creates && equal.some((entry) => stateOf(entry) !== 'released');
    if (goesByTime && (await this.learnTheTime(call))) return this.decide(asking);
    const decision = decide({
      keyed: key !== undefined,
      same: (intent) => isSameContent(intent, asking),
      creates,
      allowDuplicate,
      ageMs: (entry) => (time.isKnown ? ageOf(entry, time) : null),
      byKey,
      byFingerprint: equal,
    });
    return { decision, equal };
  }

  /**
   * The rules go by Syncore's time: where it has not told that for a while, it is asked for something small.
   * Whether the time was not known before, and is now.
   */
  async learnTheTime({ signal, deadline }: WriteCall): Promise<boolean> {
    const { time, reader, clock } = this.#options;
    if (time.isKnown) return false;
    const soon = Math.min(deadline, clock.now() + LEARN_MS);
    await reader.reference({ kind: 'payment_terms' }, { limit: 1 }, { signal, deadline: soon }).catch(() => {});
    signal.throwIfAborted();
    return time.isKnown;
  }
}

const LEARN_MS = 5_000;

/** Since the last that was noted of it: by then at the latest whoever wrote it had been told the time. */
function ageOf({ intent, events }: Entry, time: TrueTime): number {
  return Math.min(...[intent, ...events].map((moment) => time.ageMs(moment)));
}
