import type { Reader } from '../client/reader.js';
import type { Call } from '../client/request.js';
import type { Sent, Writer } from '../client/writer.js';
import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import { addDays, todayPacific } from '../records/dates.js';
import type { LineItem } from '../records/line-items.js';
import { endedForMs } from './bound.js';
import type { Entered } from './entered.js';
import type { Journal } from './journal.js';
import type { Ledger } from './ledger.js';
import { asFailure, heldBack, ignored, notDone } from './run-failures.js';
import { READ_MS, settle } from './settle.js';
import { stepKinds } from './steps/index.js';
import { type Before, type Difference, isStepId, type Resolved, resolve, type StepReading } from './steps/step.js';
import type { TrueTime } from './true-time.js';

export type RunDeps = {
  journal: Journal;
  reader: Reader;
  writer: Writer;
  clock: Clock;
  time: TrueTime;
  /** How long after a lost request Syncore may still commit it and show it. */
  settleMs: number;
  /** Aborted when the process is about to end: nothing more is sent then. */
  closing: AbortSignal;
  /** Aborted a moment later: until then an answer that is under way may still come. */
  ending: AbortSignal;
  /** Told what a write has left in Syncore, before whoever waits for it is answered. */
  entered?: ((records: Entered[]) => void) | undefined;
};

/** What those who wait for a run say to it while it goes on. */
export type RunControl = {
  /** Until when Syncore's limits are waited for, milliseconds since the epoch. */
  deadline(): number;
  /** Nothing more is to be sent; what is under way is settled all the same. */
  stopped(): boolean;
  tell(done: number, total: number, message: string): void;
};

export type RunEnd =
  | { kind: 'finished' }
  /** Not at its end, and nothing is under way: the same key goes on from here. */
  | { kind: 'stopped'; failure: Failure | null }
  | { kind: 'in_doubt'; why: string }
  | { kind: 'unsettled'; from: number }
  /** Syncore did it, and the journal could not be told. */
  | { kind: 'unrecorded'; step: number; id: number | null; differs: string[] };

export type RunOptions = {
  /** What was seen to look equal a moment ago, by step. */
  lookalikes?: ReadonlyMap<number, number[]>;
};

const FIRST_BACKOFF_MS = 1_000;
/** What was meant otherwise is kept by name, in the room that each outcome has. */
const MOST_FIELDS_NOTED = 12;

/** Carries a plan out from wherever it stands, one request after the other. Throws only what nobody foresaw. */
export async function run(
  ledger: Ledger,
  deps: RunDeps,
  control: RunControl,
  options: RunOptions = {},
): Promise<RunEnd> {
  return new Run(ledger, deps, control, options).toTheEnd();
}

/** Looks once more what became of one step; nothing is sent. Throws only what nobody foresaw. */
export async function lookAgain(ledger: Ledger, index: number, deps: RunDeps): Promise<void> {
  const nobody: RunControl = { deadline: () => 0, stopped: () => true, tell: () => {} };
  await new Run(ledger, deps, nobody, {}).lookAgain(index);
}

class Run {
  readonly #ledger: Ledger;
  readonly #deps: RunDeps;
  readonly #control: RunControl;
  readonly #options: RunOptions;
  #linesBefore: Promise<readonly LineItem[] | null> | undefined;

  constructor(ledger: Ledger, deps: RunDeps, control: RunControl, options: RunOptions) {
    this.#ledger = ledger;
    this.#deps = deps;
    this.#control = control;
    this.#options = options;
  }

  async toTheEnd(): Promise<RunEnd> {
    const { steps } = this.#ledger.intent.plan;
    for (const [index, step] of steps.entries()) {
      this.#control.tell(index, steps.length, step.name);
      const end = await this.#advance(index);
      if (end !== null) return end;
    }
    try {
      await this.#ledger.note({ type: 'finished' });
    } catch {
      // Every step has its outcome on the disk: that the whole has one follows from it.
    }
    return { kind: 'finished' };
  }

  async lookAgain(index: number): Promise<void> {
    await this.#settle(index, this.#resolved(index), null);
  }

  /** Brings one step to its end; null when the next one may go. */
  async #advance(index: number): Promise<RunEnd | null> {
    const { status } = this.#ledger.step(index);
    switch (status) {
      case 'done':
        return null;
      case 'in_doubt':
        return { kind: 'in_doubt', why: 'it was not settled yet' };
      case 'sending':
        return this.#settle(index, this.#resolved(index), null);
      case 'pending':
      case 'refused':
        return this.#send(index);
    }
  }

  async #send(index: number): Promise<RunEnd | null> {
    const resolved = this.#resolved(index);
    for (let tried = 1; ; tried += 1) {
      if (this.#halted()) return { kind: 'stopped', failure: null };
      try {
        const before = await this.#before(index, resolved);
        if (this.#halted()) return { kind: 'stopped', failure: null };
        await this.#linkPayment(resolved);
        const { ids, whole, filled = [] } = before;
        const more = { ...(whole ? {} : { unseen: true as const }), ...(filled.length === 0 ? {} : { filled }) };
        await this.#ledger.note({ type: 'sending', step: index, before: ids, ...more });
      } catch (error) {
        return { kind: 'stopped', failure: asFailure(error) };
      }
      const { clock, closing, ending, writer } = this.#deps;
      const call = { signal: ending, deadline: this.#control.deadline() };
      const sent = await stepKinds[resolved.step.action].submit(resolved, writer, call);
      if (sent.kind !== 'held') return this.#conclude(index, resolved, sent);
      await this.#tryToNote({ type: 'not_done', step: index });
      const waitMs = sent.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** (tried - 1);
      const retryAt = Math.max(sent.failure.retryAt ?? 0, clock.now() + waitMs);
      if (retryAt >= this.#control.deadline()) return { kind: 'stopped', failure: heldBack(sent.failure, retryAt) };
      await clock.sleep(retryAt - clock.now(), closing).catch(() => {});
    }
  }

  async #conclude(index: number, resolved: Resolved, sent: Exclude<Sent, { kind: 'held' }>): Promise<RunEnd | null> {
    switch (sent.kind) {
      case 'refused': {
        const { code, message } = sent.failure;
        await this.#tryToNote({ type: 'refused', step: index, code, message });
        return { kind: 'stopped', failure: sent.failure };
      }
      case 'unknown':
        return this.#settle(index, resolved, sent.failure);
      case 'done':
        return this.#confirm(index, resolved, sent.id);
    }
  }

  /** Syncore said yes. Of an edit that is believed only when it shows. */
  async #confirm(index: number, resolved: Resolved, id: number | null): Promise<RunEnd | null> {
    const { effect } = stepKinds[resolved.step.action];
    if (effect === undefined) {
      // Payments cannot be looked for: what Syncore says of one is all there is to know.
      if (id === null && resolved.step.action !== 'add_payment') return this.#settle(index, resolved, null);
      return this.#noteDone(index, id);
    }
    const outcome = await effect(resolved, this.#reading(index)).catch(() => null);
    switch (outcome?.kind) {
      case undefined:
        return this.#settle(index, resolved, null);
      case 'ignored': {
        const failure = ignored();
        await this.#tryToNote({ type: 'refused', step: index, code: failure.code, message: failure.message });
        return { kind: 'stopped', failure };
      }
      case 'differs':
        return this.#noteDone(index, resolved.ids[0] ?? null, outcome.differences);
      case 'stands':
        return this.#noteDone(index, resolved.ids[0] ?? null);
    }
  }

  async #settle(index: number, resolved: Resolved, cause: Failure | null): Promise<RunEnd | null> {
    const kind = stepKinds[resolved.step.action];
    const lost = { index, resolved, kind, ledger: this.#ledger, reading: () => this.#reading(index) };
    try {
      const settled = await settle(lost, this.#deps);
      if (settled.kind === 'done') return null;
      if (settled.kind === 'not_done') return { kind: 'stopped', failure: notDone(cause, kind.effect !== undefined) };
      return settled;
    } catch (error) {
      // What was found could not be noted: it stays open for whoever looks next.
      const { clock, settleMs, time } = this.#deps;
      const from = clock.now() + Math.max(0, settleMs - endedForMs(this.#ledger.entry, index, time));
      if (error instanceof Failure) return { kind: 'unsettled', from };
      throw error;
    }
  }

  async #noteDone(step: number, id: number | null, differences: readonly Difference[] = []): Promise<RunEnd | null> {
    const differs = differences.slice(0, MOST_FIELDS_NOTED).map(({ field }) => field);
    try {
      await this.#ledger.note({ type: 'done', step, id, ...(differs.length === 0 ? {} : { differs }) });
      return null;
    } catch {
      return { kind: 'unrecorded', step, id, differs };
    }
  }

  /** For an outcome that the next look at Syncore would find as well: that it cannot be noted loses nothing. */
  async #tryToNote(event: Parameters<Ledger['note']>[0]): Promise<void> {
    await this.#ledger.note(event).catch(() => {});
  }

  /** A payment to an order that this very plan has made: later payments to it must know of this one. */
  async #linkPayment({ step, ids }: Resolved): Promise<void> {
    const orderId = ids[1];
    if (step.action !== 'add_payment' || orderId === undefined) return;
    await this.#deps.journal.linkPayment(this.#ledger.intent, orderId);
  }

  async #before(index: number, resolved: Resolved): Promise<Before> {
    const { lookalikes } = this.#options;
    const seen = lookalikes?.get(index);
    if (seen !== undefined) return { ids: seen, whole: true };
    const kind = stepKinds[resolved.step.action];
    if (kind.bornAlone === true && resolved.step.ids.some(isStepId)) return { ids: [], whole: true };
    // It was looked for a moment ago, and there was more to read than the time of the call allows.
    if (kind.looksLong === true && lookalikes !== undefined) return { ids: [], whole: false };
    return kind.before(resolved, this.#reading(index));
  }

  #resolved(index: number): Resolved {
    const step = this.#ledger.intent.plan.steps[index];
    const resolved = step === undefined ? null : resolve(step, this.#ledger.steps());
    if (resolved === null) throw new Failure('internal', 'A step of a write was to go before the one it builds on.');
    return resolved;
  }

  #reading(index: number): StepReading {
    const { clock, closing, reader, time } = this.#deps;
    const now = clock.now();
    const told = time.now().at;
    const { sentAt, filled = [] } = this.#ledger.step(index);
    const { at = now, wall = at } = sentAt ?? {};
    // A process may come to settle days after another has died, and a clock may be a day behind.
    const sent = Math.min(now, told, at, wall);
    const call: Call = { signal: closing, deadline: now + READ_MS };
    return {
      reader,
      call,
      filled,
      days: { from: addDays(todayPacific(sent), -2), to: addDays(todayPacific(Math.max(now, told)), 1) },
      linesBefore: (jobId, salesOrderId) => {
        this.#linesBefore ??= reader.salesOrders.read(jobId, salesOrderId, call).then(
          (order) => order.lineItems,
          (error) => {
            this.#linesBefore = undefined;
            throw error;
          },
        );
        return this.#linesBefore;
      },
    };
  }

  #halted(): boolean {
    return this.#control.stopped() || this.#deps.closing.aborted;
  }
}
