type Event = { at: number; order: number; run: (() => void) | null };

/** Takes an event back. */
export type Cancel = () => void;

/** More events than any history needs: something goes round in circles. */
const MOST_EVENTS = 2_000_000;

/**
 * Time that stands still until everything that follows from the last event has happened, and then jumps to the next.
 * Events of one moment come in the order in which they were asked for, so that a run repeats itself exactly.
 */
export class VirtualTime {
  readonly #heap: Event[] = [];
  #now: number;
  #order = 0;

  /** @param now milliseconds since the epoch. */
  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Cancel {
    this.#order += 1;
    const event: Event = { at: this.#now + Math.max(0, ms), order: this.#order, run };
    this.#push(event);
    return () => {
      event.run = null;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /**
   * Lets time pass until `work` is done.
   * @throws what `work` throws; Error when nothing is left that could happen, or far too much has.
   */
  async pass<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const mark = () => {
      over = true;
    };
    work.then(mark, mark);
    await new Promise<void>((resolve, reject) => {
      let events = 0;
      const turn = () => {
        if (over) return resolve();
        const event = this.#pop();
        if (event === undefined) return reject(new Error('nothing is left to happen, and somebody still waits'));
        events += 1;
        if (events > MOST_EVENTS) return reject(new Error('it does not come to rest'));
        this.#now = event.at;
        event.run?.();
        // A tick runs when no microtask is left: all that follows from the event has then happened.
        queueMicrotask(again);
      };
      const again = () => process.nextTick(turn);
      again();
    });
    return work;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, event)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = event;
  }

  /** The next event that was not taken back. */
  #pop(): Event | undefined {
    for (;;) {
      const event = this.#popAny();
      if (event === undefined || event.run !== null) return event;
    }
  }

  #popAny(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const one = heap[left];
      const other = heap[left + 1];
      if (one === undefined) break;
      const next = other === undefined || isBefore(one, other) ? one : other;
      if (isBefore(last, next)) break;
      heap[at] = next;
      at = next === one ? left : left + 1;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
