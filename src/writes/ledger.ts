import type { Entry, Intent, Journal, JournalEvent, StepState } from './journal.js';
import { stepsOf } from './journal.js';
import type { Moment, TrueTime } from './true-time.js';

type Untimed<E> = E extends unknown ? Omit<E, 'at' | 'wall'> : never;
export type NewEvent = Untimed<JournalEvent>;

/** An entry that this process holds, as it stands on the disk and in memory alike. */
export class Ledger {
  readonly intent: Intent;
  readonly #events: JournalEvent[];
  readonly #journal: Journal;
  readonly #time: TrueTime;
  readonly #torn: boolean;

  constructor(entry: Entry, journal: Journal, time: TrueTime) {
    this.intent = entry.intent;
    this.#events = [...entry.events];
    this.#journal = journal;
    this.#torn = entry.torn;
    this.#time = time;
  }

  get entry(): Entry {
    return { intent: this.intent, events: this.#events, torn: this.#torn };
  }

  steps(): StepState[] {
    return stepsOf(this.entry);
  }

  step(index: number): StepState {
    const state = this.steps()[index];
    if (state === undefined) throw new RangeError(`the plan has no step ${index}`);
    return state;
  }

  /** Durable when it resolves. @throws Failure as the journal does; then it is not in memory either. */
  async note(event: NewEvent): Promise<Moment> {
    const moment = this.#time.now();
    const timed = { ...moment, ...event };
    await this.#journal.append(this.intent, timed);
    this.#events.push(timed);
    return moment;
  }
}
