import type { SettleInput } from '../src/writes/settle-write.js';
import { SimDisk } from '../test/support/sim-disk.js';
import { SimOwners } from '../test/support/sim-owners.js';
import { VirtualTime } from '../test/support/virtual-time.js';
import type { Asked, Told } from './call.js';
import { Draw } from './draw.js';
import type { Sending } from './network.js';
import type { Server } from './server.js';
import { Syncore } from './syncore.js';
import type { Want } from './wants.js';
import { drawWeather, type Weather } from './weather.js';

/** What is wrong with a history. The first three are what the product promises never to do. */
export type FindingKind = 'duplicate' | 'loss' | 'false success' | 'disagreement' | 'crash';

/** What a person said of a write; `taken`: null where no answer came. */
export type Word = {
  key: string;
  outcome: SettleInput['outcome'];
  recordId: number | undefined;
  from: number;
  until: number;
  taken: boolean | null;
};

export type Finding = { kind: FindingKind; what: string };

/** Everything that a history happens in. */
export class World {
  readonly draw: Draw;
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly disk: SimDisk;
  readonly owners = new SimOwners();
  readonly syncore: Syncore;
  readonly findings: Finding[] = [];
  /** How often what has happened. */
  readonly befell: Record<string, number> = {};
  /** The processes of the server, the dead ones too. */
  readonly servers: Server[] = [];
  /** Every request that writes. */
  readonly sent: Sending[] = [];
  readonly asked: Asked[] = [];
  readonly told: Told[] = [];
  /** What persons said of writes in doubt. */
  readonly words: Word[] = [];
  /** Resolves when whoever settles writes in doubt is free. */
  desk: Promise<void> = Promise.resolve();
  readonly wants: Want[] = [];
  /** A day or more lies between two of these. */
  epoch = 0;
  folderLocked = false;
  /** A clock is so far ahead that the 13 months of Syncore's searches lie in the past: of what was lost nothing is found. */
  isLost = false;
  /** Lines that tell the history; null where nobody reads them. */
  readonly lines: string[] | null;
  readonly #startedAt: number;
  /** The machine sleeps for so long in all; the clock that nobody sets stands still meanwhile. */
  sleptMs = 0;

  constructor(seed: number, tells: boolean) {
    this.draw = new Draw(seed);
    this.weather = drawWeather(this.draw);
    this.#startedAt = this.weather.startsAt;
    this.time = new VirtualTime(this.#startedAt);
    const { time, draw } = this;
    this.disk = new SimDisk({ random: draw.next, now: () => time.now });
    this.syncore = new Syncore({ time, ...this.weather });
    this.lines = tells ? [] : null;
  }

  /** Tells what happens; the text is only made where somebody reads it. */
  tell(line: () => string): void {
    if (this.lines === null) return;
    const seconds = ((this.time.now - this.#startedAt) / 1000).toFixed(3).padStart(9);
    this.lines.push(`${seconds} s  ${line()}`);
  }

  count(what: string): void {
    this.befell[what] = (this.befell[what] ?? 0) + 1;
  }

  find(kind: FindingKind, what: string): void {
    this.findings.push({ kind, what });
    this.tell(() => `!!! ${kind}: ${what}`);
  }
}
