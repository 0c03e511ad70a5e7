import type { Clock } from '../clock.js';
import type { HeldKind } from './held.js';

/** How far a reading is, in records. */
export type HowFar = {
  done: number;
  /** Undefined where Syncore did not say how many there are. */
  total: number | undefined;
  /** Milliseconds that it will still take, judged by what it took so far. */
  leftMs: number | undefined;
};

const WORDS: Record<HeldKind, string> = {
  jobs: 'jobs',
  sales_orders: 'sales orders',
  purchase_orders: 'purchase orders',
  contacts: 'contacts',
};

/** How far the reading of all that is missing is, over all who wait for it. */
export class FillProgress {
  readonly #clock: Clock;
  readonly #pageSize: number;
  readonly #kinds = new Set<HeldKind>();
  #pages = 0;
  #expected = 0;
  #isKnown = true;
  #startedAt: number | undefined;

  constructor(clock: Clock, pageSize: number) {
    this.#clock = clock;
    this.#pageSize = pageSize;
  }

  /** So many records of a kind will be read; null where that is not known. */
  expect(kind: HeldKind, totals: readonly (number | null)[]): void {
    this.#kinds.add(kind);
    this.#startedAt ??= this.#clock.now();
    for (const total of totals) {
      if (total === null) this.#isKnown = false;
      this.#expected += total ?? 0;
    }
  }

  page(): void {
    this.#pages += 1;
  }

  reset(): void {
    this.#kinds.clear();
    this.#pages = 0;
    this.#expected = 0;
    this.#isKnown = true;
    this.#startedAt = undefined;
  }

  howFar(): HowFar {
    const total = this.#isKnown && this.#startedAt !== undefined ? this.#expected : undefined;
    const read = this.#pages * this.#pageSize;
    const done = total === undefined ? read : Math.min(read, total);
    const tookMs = this.#clock.now() - (this.#startedAt ?? this.#clock.now());
    const isTold = total !== undefined && done > 0 && tookMs > 0;
    return { done, total, leftMs: isTold ? Math.round((tookMs / done) * (total - done)) : undefined };
  }

  words(): string {
    const kinds = [...this.#kinds].map((kind) => WORDS[kind]);
    return `Reading ${listed(kinds)} from Syncore: ${howFarWords(this.howFar())}`;
  }
}

/** `3,200 of 18,000 records, about 40 s left`. */
export function howFarWords({ done, total, leftMs }: HowFar): string {
  const of = total === undefined ? '' : ` of ${total.toLocaleString('en-US')}`;
  const left = leftMs === undefined ? '' : `, about ${Math.max(1, Math.ceil(leftMs / 1000))} s left`;
  return `${done.toLocaleString('en-US')}${of} records${left}`;
}

function listed(words: readonly string[]): string {
  if (words.length === 0) return 'records';
  const [last] = words.slice(-1);
  return words.length === 1 ? `${last}` : `${words.slice(0, -1).join(', ')} and ${last}`;
}
