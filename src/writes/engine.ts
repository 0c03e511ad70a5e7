import type { Call } from '../client/request.js';
import { Failure, type FieldProblem, invalidInput } from '../failure.js';
import { Agreement, agreedBefore } from './agreement.js';
import { type Asking, done, type WriteCall, type WriteOptions, type WriteOutcome } from './asking.js';
import { type ConfirmMode, ConsentDesk, type Ruling } from './consent.js';
import type { Decision } from './decide.js';
import { Deciding } from './deciding.js';
import { canonical, fingerprintOf, referenceOf } from './fingerprint.js';
import { type Agreed, newIntent } from './intent.js';
import { Joining } from './joining.js';
import { type Entry, type EntryState, type Intent, type Owner, type PlanStep, stateOf } from './journal.js';
import { Ledger } from './ledger.js';
import { LeftOvers } from './left-overs.js';
import { LiveRuns, waitFor } from './live.js';
import { Outcomes } from './outcomes.js';
import type { Look, Prepared, WritePlan } from './plan.js';
import { planContext } from './plan-context.js';
import { notAgreed, possibleDuplicate, type Shown, unchanged } from './previews.js';
import type { RunDeps } from './run.js';
import type { Seal } from './seal.js';
import * as words from './words.js';

export type EngineOptions = RunDeps & {
  owner: Owner;
  /** `id` tells accounts apart in the journal, `name` names this one to people. */
  account: { id: string; name: string };
  mode: ConfirmMode;
  /** Whether a new sales order carries a reference in its instructions. */
  writeReference: boolean;
  seal: Seal;
  random(bytes: number): Buffer;
};

/** What the engine is made of, for what else works on its journal. */
export type EngineParts = {
  options: EngineOptions;
  runs: LiveRuns;
  consent: ConsentDesk;
  outcomes: Outcomes;
  nextCall(): number;
  /** What a ruling other than yes comes to. @throws Failure `conflict` for a yes to something else. */
  notAgreed(
    ruling: Exclude<Ruling, { kind: 'agreed' }>,
    shown: Shown,
    key: string | null,
    steps: PlanStep[],
  ): WriteOutcome;
};

/** A call that decides anew so often is told to come again: somebody else is at work on the same. */
const MOST_ROUNDS = 50;
const KEY_LENGTH = 200;
/** A call that is refused anyway does not wait longer for what else is wrong. */
const CHECK_MS = 10_000;
const ENDED = new Set<EntryState>(['released', 'declined']);

/** Writes once what is asked once or more often. One for an account and process. */
export class WriteEngine {
  readonly #options: EngineOptions;
  readonly #runs: LiveRuns;
  readonly #consent: ConsentDesk;
  readonly #agreement: Agreement;
  readonly #outcomes: Outcomes;
  readonly #deciding: Deciding;
  readonly #leftOvers: LeftOvers;
  readonly #joining: Joining;
  #calls = 0;

  constructor(options: EngineOptions) {
    const { owner, account, seal, clock, random, mode } = options;
    this.#options = options;
    this.#runs = new LiveRuns(options);
    this.#consent = new ConsentDesk(seal, () => clock.now(), random);
    this.#agreement = new Agreement(options, this.#consent);
    this.#outcomes = new Outcomes(options);
    this.#deciding = new Deciding({ ...options, account: account.id });
    this.#leftOvers = new LeftOvers(options, this.#runs, owner.name, account.id);
    this.#joining = new Joining({ deps: options, owner: owner.name, runs: this.#runs, outcomes: this.#outcomes, mode });
  }

  get parts(): EngineParts {
    return {
      options: this.#options,
      runs: this.#runs,
      consent: this.#consent,
      outcomes: this.#outcomes,
      nextCall: () => this.#nextCall(),
      notAgreed: (ruling, shown, key, steps) =>
        notAgreed(ruling, shown, { account: this.#options.account, key, steps }),
    };
  }

  /** Takes up what processes that died have left under way, and waits a while for how it comes out. */
  async takeUpLeftOvers(waitMs: number): Promise<void> {
    const { clock, closing } = this.#options;
    await this.#leftOvers.takeUp();
    await Promise.race([this.#runs.idle(), clock.sleep(waitMs, closing).catch(() => {})]);
  }

  /**
   * The steps of a write from top to bottom. It claims nothing before a person has answered, so that it may be entered
   * again with the answer, in this process or another.
   * @throws Failure where nothing was written and nothing is under way; `written` says so.
   */
  async write<Input>(
    plan: WritePlan<Input>,
    input: Input,
    options: WriteOptions,
    call: WriteCall,
  ): Promise<WriteOutcome> {
    checkOptions(options);
    const number = this.#nextCall();
    const { reader } = this.#options;
    const { content, reference = null } = await plan.content(input, { reader, call });
    const fingerprint = fingerprintOf(this.#options.account.id, plan.kind, canonical(content, !plan.creates));
    const { tool, creates } = plan;
    const asking: Asking = { tool, creates, fingerprint, reference, options, call, number };
    // In the background: what others have left does not concern this call unless its content is the same.
    void this.#leftOvers.takeUp();
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const { decision, equal } = await this.#deciding.decide(asking);
      const outcome =
        decision.kind === 'go'
          ? await this.#go(plan, input, { asking, equal, generation: decision.generation, content })
          : await this.#otherwise(decision, asking, equal);
      if (outcome !== 'again') return outcome;
      call.signal.throwIfAborted();
    }
    throw new Failure('conflict', 'The same write is under way elsewhere just now. Call again with the same key.', {
      retryable: true,
    });
  }

  /**
   * Looks what else is wrong with arguments of which some were refused. Nothing is written by it, nor claimed.
   * @throws Failure with `refused` and the rest; a check that comes to nothing is silent.
   */
  async check<Input>(
    plan: WritePlan<Input>,
    input: Input,
    refused: readonly FieldProblem[],
    call: Call,
  ): Promise<void> {
    const soon = { ...call, deadline: Math.min(call.deadline, this.#options.clock.now() + CHECK_MS) };
    await plan.prepare(input, planContext(this.#options, soon, null, refused)).catch((error: unknown) => {
      if (error instanceof Failure && (error.code === 'invalid_input' || error.code === 'not_permitted')) throw error;
    });
  }

  #nextCall(): number {
    this.#calls += 1;
    return this.#calls;
  }

  async #otherwise(decision: Exclude<Decision, { kind: 'go' }>, asking: Asking, equal: Entry[]) {
    const { entry } = decision;
    switch (decision.kind) {
      case 'other_content':
        throw await this.#outcomes.otherContent(entry, asking.call);
      case 'in_doubt':
        return done(await this.#outcomes.inDoubt(entry, [], asking.call));
      case 'duplicate':
        return done(await this.#outcomes.duplicate(entry, asking.call));
      case 'wait':
        return this.#joining.wait(entry, asking);
      case 'free':
        asking.agreed = agreedBefore(entry, asking);
        return this.#joining.free(entry, asking);
      case 'join': {
        const again = this.#joining.needsPerson(entry);
        const ruling = again ? this.#agreement.judge(asking, equal, '') : null;
        if (ruling !== null && ruling.kind !== 'agreed') {
          return this.#agreement.unlessAgreed(ruling, { summary: entry.intent.summary, details: [] }, asking, []);
        }
        return this.#joining.join(entry, asking);
      }
    }
  }

  async #go<Input>(
    plan: WritePlan<Input>,
    input: Input,
    { asking, equal, generation, content }: { asking: Asking; equal: Entry[]; generation: number; content: unknown },
  ): Promise<WriteOutcome | 'again'> {
    const { options, call } = asking;
    const { writeReference } = this.#options;
    const reference = writeReference ? referenceOf(asking.fingerprint, generation) : null;
    const prepared = await plan
      .prepare(input, planContext(this.#options, call, reference))
      .catch(async (error: unknown) => {
        if (await this.#isClaimed(asking)) return null;
        throw error;
      });
    if (prepared === null) return 'again';
    if (prepared.inDoubt !== undefined) return done(await this.#outcomes.inDoubt(prepared.inDoubt, [], call));
    if (prepared.changes?.length === 0) return done(unchanged(prepared, options.key ?? null));
    const look = options.allowDuplicate ? null : ((await prepared.look?.(call)) ?? null);
    const notes = [...prepared.notes, ...(look?.notes ?? [])];
    if (look !== null && look.duplicate !== null) {
      return (await this.#isClaimed(asking)) ? 'again' : done(possibleDuplicate(look.duplicate, notes));
    }
    const previewOf = { summary: prepared.summary, details: [...prepared.details, ...notes] };
    if (options.dryRun) return done(this.#agreement.preview(prepared, notes, asking));
    const ruling =
      this.#agreement.before(asking, prepared) ?? this.#agreement.judge(asking, equal, prepared.basis ?? '');
    const intentOf = (agreed: Agreed) => newIntent(asking, prepared, { content, generation, agreed }, this.#options);
    if (ruling.kind === 'declined') return this.#claimDeclined(intentOf({}));
    if (ruling.kind !== 'agreed') return this.#agreement.unlessAgreed(ruling, previewOf, asking, prepared.steps);
    if (asking.creates) await this.#deciding.learnTheTime(call);
    const { consent, token } = ruling;
    const agreed = token === undefined ? { consent } : { consent, token };
    return this.#begin(intentOf(agreed), asking, { prepared, look, notes });
  }

  /** What stands in the way of a call may be its own twin, delivered beside it and claimed meanwhile. */
  async #isClaimed(asking: Asking): Promise<boolean> {
    return (await this.#deciding.decide(asking)).decision.kind !== 'go';
  }

  /** Claims, and carries out; `again` where somebody else was faster. */
  async #begin(
    intent: Intent,
    asking: Asking,
    { prepared, look, notes }: { prepared: Prepared; look: Look | null; notes: string[] },
  ): Promise<WriteOutcome | 'again'> {
    const { journal, time, clock } = this.#options;
    const { call } = asking;
    call.signal.throwIfAborted();
    if (clock.now() >= call.deadline) throw outOfTime();
    const claim = await journal.claim(intent);
    if (!claim.won) return 'again';
    const ledger = new Ledger({ intent, events: [], torn: false }, journal, time);
    const { crowded, others } = await this.#runs.lettingGo(ledger, async () => {
      const crowded = (await this.#joining.makeWay(ledger, asking)) ?? (await this.#makeRoom(ledger, prepared, asking));
      return { crowded, others: crowded === null ? await this.#otherAccounts() : [] };
    });
    if (crowded !== null) return crowded;
    const lookalikes = look === null ? {} : { lookalikes: look.lookalikes };
    const live = this.#runs.start(ledger, { ...lookalikes, deadline: call.deadline });
    const end = await waitFor(live, call, call.tell, clock);
    return done(await this.#outcomes.ofRun(end, ledger, [...notes, ...others], call));
  }

  /** Two payments that were checked at the same time may be too much together: the one claimed later makes room. */
  async #makeRoom(
    ledger: Ledger,
    { payment, stillFits }: Prepared,
    asking: Asking,
  ): Promise<WriteOutcome | 'again' | null> {
    if (payment === undefined || stillFits === undefined) return null;
    const all = await this.#options.journal.paymentsTo(this.#options.account.id, payment.orderId);
    const mine = all.findIndex(({ intent }) => intent.id === ledger.intent.id);
    const earlier = all.slice(0, Math.max(0, mine)).filter((entry) => !entry.torn && !ENDED.has(stateOf(entry)));
    if (stillFits(earlier)) return null;
    await ledger.note({ type: 'released' });
    for (const entry of earlier.filter((entry) => stateOf(entry) === 'claimed' || stateOf(entry) === 'refused')) {
      const outcome = await this.#joining.free(entry, asking);
      if (outcome !== 'again') return outcome;
    }
    return 'again';
  }

  async #claimDeclined(intent: Intent): Promise<WriteOutcome | 'again'> {
    const { journal, time } = this.#options;
    if (!(await journal.claim(intent)).won) return 'again';
    const ledger = new Ledger({ intent, events: [], torn: false }, journal, time);
    await this.#runs.lettingGo(ledger, () => ledger.note({ type: 'declined' }));
    return done(this.#outcomes.declined(ledger.entry));
  }

  /** What is to be said at the first write to an account. */
  async #otherAccounts(): Promise<string[]> {
    const { journal, account } = this.#options;
    if (!(await journal.noteAccount(account.id).catch(() => false))) return [];
    const others = (await journal.accounts()).filter((name) => name !== account.id);
    return others.length === 0 ? [] : [words.FIRST_WRITE_TO_ACCOUNT];
  }
}

function checkOptions({ key, allowDuplicate }: WriteOptions): void {
  if (key !== undefined && key.length > KEY_LENGTH) {
    throw invalidInput('idempotency_key', `must have at most ${KEY_LENGTH} characters`);
  }
  if (allowDuplicate && key === undefined) throw invalidInput('allow_duplicate', words.NEEDS_KEY);
}

function outOfTime(): Failure {
  const message = 'The time of this call was up before anything was sent. Call again with the same idempotency_key.';
  return new Failure('timeout', message, { retryable: true });
}
