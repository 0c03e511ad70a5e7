import type { Call } from '../client/request.js';
import type { Raw } from '../records/fields.js';
import type { InsightCall } from './call.js';
import { type Line, readAlone } from './keeper.js';
import type { Shelf } from './shelf.js';
import { lastMoment, within } from './wait.js';

/** What has to be read by itself. */
export type Lone = { name: string; read(call: Call): Promise<void> };

/** One record; `told` is given it as it is held then, null where it is not there. */
export function lone<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  record: { id: number; jobNumber: number | null },
  line: Line,
  told: (held: R | null) => void,
): Lone {
  return {
    name: `${shelf.rules.kind} ${record.id}`,
    read: async (call) => told(await readAlone(shelf, record, line.reader, call)),
  };
}

/** A record that hangs must not keep the others from being read. */
const ONE_MS = 60_000;

/** Reads records by themselves, each once for all who need it at the same time. */
export class LoneReads {
  readonly #line: Line;
  readonly #closing: AbortSignal;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(line: Line, closing: AbortSignal) {
    this.#line = line;
    this.#closing = closing;
  }

  /**
   * Reads as many as the call has time for.
   * @returns how many were not read.
   * @throws Failure of the first that could not be read; the signal's reason when the call is cancelled.
   */
  async read(lones: readonly Lone[], words: string, call: InsightCall): Promise<number> {
    const { clock, concurrency } = this.#line;
    let next = 0;
    let done = 0;
    const worker = async () => {
      for (let mine = lones[next]; mine !== undefined && clock.now() < lastMoment(call); mine = lones[next]) {
        next += 1;
        const isDone = await within(
          this.#once(mine).then(() => true),
          ONE_MS,
          clock,
          call,
        );
        if (isDone === undefined) return;
        done += 1;
        if (done % concurrency === 0) await call.progress(done, lones.length, `${words}: ${done} of ${lones.length}`);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lones.length, 2 * concurrency) }, worker));
    return lones.length - done;
  }

  #once(wanted: Lone): Promise<void> {
    const running = this.#underWay.get(wanted.name);
    if (running !== undefined) return running;
    const call = { signal: this.#closing, deadline: this.#line.clock.now() + ONE_MS };
    const reading = wanted.read(call).finally(() => this.#underWay.delete(wanted.name));
    reading.catch(() => {});
    this.#underWay.set(wanted.name, reading);
    return reading;
  }
}
