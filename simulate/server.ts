import { Limiter } from '../src/client/limiter.js';
import { requester } from '../src/client/request.js';
import { upstreamReader } from '../src/client/upstream-reader.js';
import { upstreamWriter } from '../src/client/writer.js';
import type { Clock } from '../src/clock.js';
import type { Log } from '../src/log.js';
import { WriteEngine } from '../src/writes/engine.js';
import { FileJournal } from '../src/writes/file-journal.js';
import { sealOf } from '../src/writes/seal.js';
import { TrueTime } from '../src/writes/true-time.js';
import { SIM_FOLDER } from '../test/support/journals.js';
import { type SimView, systemError } from '../test/support/sim-disk.js';
import { networkWire } from './network.js';
import { KEY } from './syncore.js';
import { told } from './telling.js';
import type { World } from './world.js';

export const ACCOUNT = { id: 'simulated', name: 'the simulation' };
export const SETTLE_MS = 75_000;
const TIMEOUT_MS = 30_000;
/** What is on its way may still come for so long after the process was asked to end. */
const LAST_ANSWER_MS = 400;
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
/** What an unwritable folder refuses, and what a failing disk fails at. */
const CHANGES = new Set(['create', 'link', 'unlink', 'write', 'truncate']);
const SYNCS = new Set(['sync', 'syncData', 'syncFolder']);

/** One process of the server: it can be stopped and woken, and killed between any two things that it asks of the world. */
export class Server {
  readonly name: string;
  readonly engine: WriteEngine;
  readonly clock: Required<Clock>;
  readonly time: TrueTime;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  /** What befalls it at the step of this number. */
  #fate: { step: number; act: () => void } | null = null;
  readonly #world: World;
  readonly #view: SimView;
  readonly #closing = new AbortController();
  readonly #ending = new AbortController();
  readonly #owner: ReturnType<World['owners']['open']>;
  readonly #journal: FileJournal;
  #state: 'running' | 'stopped' | 'dead' = 'running';
  #steps = 0;
  #offsetMs: number;
  /** What came in while it was stopped. */
  #waiting: (() => void)[] = [];
  #leave = () => {};

  /** @param offsetMs by how much its wall clock is wrong. */
  constructor(world: World, offsetMs: number) {
    this.#world = world;
    this.#offsetMs = offsetMs;
    this.gone = new Promise((resolve) => {
      this.#leave = resolve;
    });
    this.#owner = world.owners.open();
    this.name = this.#owner.name;
    this.#view = world.disk.view();
    this.#view.before = (operation, path) => this.#beforeDisk(operation, path);
    this.clock = this.#makeClock();
    this.time = new TrueTime(this.clock);
    const { clock, time } = this;
    const random = (bytes: number) => world.draw.bytes(bytes);
    const journal = new FileJournal({
      disk: this.#view,
      folder: SIM_FOLDER,
      owner: this.#owner,
      now: () => time.now().at,
      log: SILENT,
      sweeps: true,
      isTimeKnown: () => time.isKnown,
    });
    this.#journal = journal;
    const limiter = new Limiter({ maxConcurrency: 4, clock });
    const exchange = {
      wire: networkWire(world, this),
      limiter,
      clock,
      log: SILENT,
      basePath: '/v2',
      apiKey: KEY,
      userAgent: 'simulation',
      timeoutMs: TIMEOUT_MS,
      random: world.draw.next,
    };
    const closing = this.#closing.signal;
    this.engine = new WriteEngine({
      journal: told(world, this.name, journal),
      reader: upstreamReader({ request: requester(exchange), limiter, clock, pageSize: 10, closing }),
      writer: upstreamWriter(exchange),
      clock,
      time,
      settleMs: SETTLE_MS,
      closing,
      ending: this.#ending.signal,
      owner: this.#owner,
      account: ACCOUNT,
      mode: world.weather.mode,
      writeReference: world.weather.writeReference,
      seal: sealOf('simulated', random),
      random,
    });
  }

  get alive(): boolean {
    return this.#state !== 'dead';
  }

  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  /** kill -9. */
  kill(): void {
    if (this.#state === 'dead') return;
    this.#world.tell(() => `${this.name} is killed`);
    this.#world.count('killed');
    this.#state = 'dead';
    this.#waiting = [];
    this.#view.kill();
    this.#owner.die();
    this.#leave();
  }

  /** Nothing of it runs for a while. */
  stop(forMs: number): void {
    if (this.#state !== 'running') return;
    this.#world.tell(() => `${this.name} is stopped for ${forMs} ms`);
    this.#world.count('stopped');
    this.#state = 'stopped';
    this.#world.time.after(forMs, () => this.wake());
  }

  wake(): void {
    if (this.#state !== 'stopped') return;
    this.#world.tell(() => `${this.name} goes on`);
    this.#state = 'running';
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const come of waiting) this.#world.time.after(0, () => this.come(come));
  }

  /** Asked to end: what is under way is broken off, and soon after it is gone. A host may not wait for that. */
  async quit(): Promise<void> {
    const { time, draw } = this.#world;
    this.#world.tell(() => `${this.name} is asked to end`);
    this.#world.count('asked to end');
    this.#closing.abort();
    time.after(LAST_ANSWER_MS, () => this.come(() => this.#ending.abort()));
    const farewell = this.engine.parts.runs.idle().then(() => this.#journal.close());
    await Promise.race([farewell, this.gone, time.sleep(draw.int(100, 5_000))]);
    this.kill();
  }

  setClock(offsetMs: number): void {
    this.#world.tell(() => `the clock of ${this.name} is set ${offsetMs / 1000} s off`);
    this.#offsetMs = offsetMs;
  }

  /** Something befalls it so many steps from now. */
  meets(inSteps: number, act: () => void): void {
    this.#fate = { step: this.#steps + inSteps, act };
  }

  spare(): void {
    this.#fate = null;
  }

  /** Something comes in from outside: at once, when it is woken, or never. */
  come(come: () => void): void {
    if (this.#state === 'running') come();
    else if (this.#state === 'stopped') this.#waiting.push(come);
  }

  /** Before each thing that it asks of the world: here it may be killed or stopped. */
  step(): Promise<void> | undefined {
    this.#steps += 1;
    if (this.#fate !== null && this.#steps >= this.#fate.step) {
      const { act } = this.#fate;
      this.#fate = null;
      act();
    }
    if (this.#state === 'running') return undefined;
    return new Promise((resolve) => this.come(resolve));
  }

  #beforeDisk(operation: string, path: string): void | Promise<void> {
    const world = this.#world;
    const held = this.step();
    if (held !== undefined) return held.then(() => this.#troubles(operation, path));
    if (world.draw.chance(world.weather.slowDisk)) {
      const slow = new Promise<void>((resolve) => {
        world.time.after(world.draw.int(0, 20), () => this.come(resolve));
      });
      return slow.then(() => this.#troubles(operation, path));
    }
    this.#troubles(operation, path);
  }

  #troubles(operation: string, path: string): void {
    const { folderLocked, weather, draw } = this.#world;
    if (folderLocked && CHANGES.has(operation)) {
      this.#world.tell(() => `${this.name}: EACCES for ${operation} ${path}`);
      throw systemError('EACCES');
    }
    if (SYNCS.has(operation) && draw.chance(weather.failedSync)) {
      this.#world.tell(() => `${this.name}: ${operation} ${path} fails`);
      throw systemError('EIO');
    }
  }

  #makeClock(): Required<Clock> {
    const world = this.#world;
    const { time } = world;
    return {
      now: () => time.now + this.#offsetMs,
      steady: () => time.now - world.sleptMs,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal.aborted) return reject(signal.reason);
          const stop = () => {
            cancel();
            reject(signal.reason);
          };
          const cancel = time.after(Math.ceil(ms), () =>
            this.come(() => {
              signal.removeEventListener('abort', stop);
              resolve();
            }),
          );
          signal.addEventListener('abort', stop, { once: true });
        }),
    };
  }
}
