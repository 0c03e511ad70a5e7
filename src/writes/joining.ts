import { Failure } from '../failure.js';
import { type Asking, done, isSameContent, type WriteOutcome } from './asking.js';
import type { ConfirmMode } from './consent.js';
import { type Entry, type EntryState, recordEdited, stateOf } from './journal.js';
import { Ledger } from './ledger.js';
import { type Live, type LiveRuns, waitFor } from './live.js';
import type { Outcomes } from './outcomes.js';
import type { WriteResult } from './result.js';
import type { RunDeps } from './run.js';

export type JoiningOptions = {
  deps: RunDeps;
  owner: string;
  runs: LiveRuns;
  outcomes: Outcomes;
  mode: ConfirmMode;
};

/** `again`: the journal has changed, and is to be asked anew. */
type Joined = WriteOutcome | 'again';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** What a call does that finds its write in the journal already. */
export class Joining {
  readonly #options: JoiningOptions;

  constructor(options: JoiningOptions) {
    this.#options = options;
  }

  /** Where only a person's word counts, what began without it is not sent on without it. */
  needsPerson({ intent, torn, events }: Entry): boolean {
    if (this.#options.mode !== 'always' || torn || intent.consent === 'person') return false;
    return stateOf({ intent, torn, events }) === 'partial';
  }

  /** The same write, called once more: its outcome, or the rest of it. */
  async join(entry: Entry, asking: Asking): Promise<Joined> {
    const { outcomes, runs, deps } = this.#options;
    const { call } = asking;
    switch (stateOf(entry)) {
      case 'finished':
        return done(await outcomes.alreadyDone(entry, call));
      case 'declined':
        return done(outcomes.declined(entry));
      default:
        break;
    }
    const unrecorded = runs.unrecorded(entry.intent.id);
    if (unrecorded !== undefined) {
      if (await runs.record(unrecorded)) return 'again';
      return done(outcomes.unrecorded(unrecorded.ledger, unrecorded.end, []));
    }
    if (asking.options.dryRun) return done(await outcomes.ofStanding(entry, [NOT_GOING_ON], call));
    const live = runs.get(entry.intent.id);
    if (live !== undefined) return this.#await(live, entry, asking);
    const taken = await this.#take(entry);
    if (taken === null) return this.#awaitOther(entry, asking);
    const next = runs.start(taken, { deadline: call.deadline });
    const end = await waitFor(next, call, call.tell, deps.clock);
    return done(await outcomes.ofRun(end, taken, [], call));
  }

  /** The same content under another key, with a request under way: how that ends decides. */
  async wait(entry: Entry, asking: Asking): Promise<Joined> {
    const { runs } = this.#options;
    const live = runs.get(entry.intent.id);
    if (live !== undefined) return this.#await(live, entry, asking);
    const taken = await this.#take(entry);
    if (taken === null) return this.#awaitOther(entry, asking);
    return this.#await(runs.start(taken, { deadline: asking.call.deadline, settleOnly: true }), entry, asking);
  }

  /** An entry that wrote nothing makes room, unless somebody is at work on it. */
  async free(entry: Entry, asking: Asking): Promise<Joined> {
    const live = this.#options.runs.get(entry.intent.id);
    if (live !== undefined) return this.#await(live, entry, asking);
    const taken = await this.#take(entry);
    if (taken === null) return this.#awaitOther(entry, asking);
    const state = stateOf(taken.entry);
    const { runs } = this.#options;
    if (state === 'claimed' || state === 'refused') await runs.lettingGo(taken, () => taken.note({ type: 'released' }));
    else await runs.letGo(taken);
    return 'again';
  }

  /**
   * Two edits of one record each write it whole, and the second would put back what the first has changed. The one that
   * was claimed later makes way, and begins anew upon what the other leaves; null where no other is at work.
   * @throws Failure `conflict` where the other does not end within the time of the call.
   */
  async makeWay(ledger: Ledger, asking: Asking): Promise<'again' | null> {
    const { account, plan, id } = ledger.intent;
    const record = recordEdited(plan);
    if (record === null) return null;
    const all = await this.#options.deps.journal.editsOf(account, record);
    const mine = all.findIndex(({ intent }) => intent.id === id);
    const before = all.slice(0, Math.max(0, mine)).filter((entry) => !entry.torn && UNDER_WAY.has(stateOf(entry)));
    if (before.length === 0) return null;
    await ledger.note({ type: 'released' });
    for (const entry of before) {
      const outcome = stateOf(entry) === 'sending' ? await this.wait(entry, asking) : await this.free(entry, asking);
      if (outcome !== 'again') throw otherEdit(outcome);
    }
    return 'again';
  }

  async #take(entry: Entry): Promise<Ledger | null> {
    const { deps, owner, runs } = this.#options;
    const taken = await runs.takeOver(entry, owner);
    if (taken === null) return null;
    const ledger = new Ledger(taken, deps.journal, deps.time);
    if (!taken.torn) return ledger;
    await runs.letGo(ledger);
    return null;
  }

  async #await(live: Live, entry: Entry, asking: Asking): Promise<Joined> {
    const { call } = asking;
    const { deps } = this.#options;
    const end = await waitFor(live, call, call.tell, deps.clock);
    if (end === null) return done(this.#inProgress(live.ledger.entry, asking));
    if (end.kind === 'unsettled') return done({ ...this.#inProgress(entry, asking), retryAt: end.from });
    return 'again';
  }

  /** What stands in the way of a call may be another write: then its steps and its key are not this one's. */
  #inProgress(entry: Entry, asking: Asking): WriteResult {
    const result = this.#options.outcomes.inProgress(entry, []);
    return isSameContent(entry.intent, asking) ? result : { ...result, key: asking.options.key ?? null, steps: [] };
  }

  /** Another process holds it: the journal tells when that has come to something. */
  async #awaitOther(entry: Entry, asking: Asking): Promise<Joined> {
    const { call } = asking;
    const { deps, runs } = this.#options;
    const { account, key, id } = entry.intent;
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const leftMs = call.deadline - deps.clock.now();
      const now = entry.torn ? null : await deps.journal.byKey(account, key);
      if (leftMs <= 0) return done(this.#inProgress(now?.intent.id === id ? now : entry, asking));
      await deps.clock.sleep(Math.min(pauseMs, leftMs), call.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      const later = await deps.journal.byKey(account, key);
      if (later === null || later.intent.id !== id) return 'again';
      const state = stateOf(later);
      if (state === 'finished' || state === 'in_doubt' || state === 'declined' || state === 'released') return 'again';
      const taken = await this.#take(later);
      if (taken === null) continue;
      await runs.letGo(taken);
      return 'again';
    }
  }
}

const UNDER_WAY = new Set<EntryState>(['claimed', 'sending']);

function otherEdit(outcome: WriteOutcome): Failure {
  const message =
    'Another edit of this record is under way, and may still change it. Nothing of this one was sent. Call again later ' +
    'with the same arguments.';
  const retryAt = outcome.kind === 'done' ? outcome.result.retryAt : undefined;
  return new Failure('conflict', message, { retryable: true, ...(retryAt === undefined ? {} : { retryAt }) });
}

const NOT_GOING_ON = 'This was a dry run: it looked how the write stands and did not go on with it.';
