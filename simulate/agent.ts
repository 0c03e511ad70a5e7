import type { Caller } from '../src/writes/consent.js';
import type { WriteResult } from '../src/writes/result.js';
import type { CallMade } from './call.js';
import { deliver, type Got } from './host.js';
import { lookInto } from './person.js';
import { otherSpelling, PLAIN } from './spelling.js';
import type { Want } from './wants.js';
import type { World } from './world.js';

const REPLIES = { yes: 8, decline: 2, no: 1, cancel: 1, none: 2, unusable: 1 } as const;
const MOST_TRIES = 4;
const HALF_AN_HOUR_MS = 1_800_000;

/** An agent that sees to one want: it calls, reads what comes back, and calls again as agents do, well or badly. */
export class Agent {
  readonly want: Want;
  /** Keys that it has used or been told, newest last. */
  readonly keys: string[] = [];
  readonly #world: World;
  readonly #caller: Caller;
  /** A key that it shares with another want by mistake; it takes no other then. */
  readonly #shared: string | undefined;
  readonly #prefix: string;
  #slot: number;
  #made = 0;

  constructor(world: World, want: Want, shared: string | undefined) {
    const { draw } = world;
    this.#world = world;
    this.want = want;
    this.#shared = shared;
    this.#slot = draw.int(0, world.servers.length - 1);
    this.#prefix = draw.chance(0.5) ? `${want.token}-key` : `${want.token}-key-of-${draw.int(1, 9)}`;
    this.#caller = { id: `host ${want.token}`, client: { name: 'host', version: '1' }, canAsk: draw.chance(0.5) };
  }

  get sharesKey(): boolean {
    return this.#shared !== undefined;
  }

  /** Tries until it is satisfied, or gives up. */
  async pursue(): Promise<void> {
    const { draw, time } = this.#world;
    let next: Next = { key: this.sharesKey || draw.chance(0.7) ? this.#newKey() : undefined };
    if (draw.chance(0.1)) await this.#preview(next);
    for (let tried = 1; tried <= MOST_TRIES; tried += 1) {
      const got = await this.#call(next);
      const then = await this.#next(got, next);
      if (then === null) return;
      if (draw.chance(0.2)) this.#slot = draw.int(0, this.#world.servers.length - 1);
      next = then;
      await time.sleep(then.afterMs ?? draw.int(0, 3_000));
    }
  }

  /** In the end everybody asks how it went, with the same key, until that is known. */
  async askOn(key: string): Promise<WriteResult['status'] | 'failed' | 'never'> {
    const { draw, time } = this.#world;
    let token: string | undefined;
    for (let tried = 1; tried <= 12; tried += 1) {
      const got = await this.#call({ key, token, patient: true });
      if (got.kind === 'lost' || got.kind === 'question') continue;
      if (got.kind === 'failure') {
        if (!got.failure.retryable) return 'failed';
        await time.sleep(this.#until(got.failure.retryAt) ?? 2_000);
        continue;
      }
      const { status, retryAt, confirmation } = got.result;
      if (status === 'not_confirmed' && confirmation?.token) token = confirmation.token;
      else if (status === 'in_doubt') {
        if (draw.chance(0.2) || !(await lookInto(this.#world, this.#slot, this.want, got.result.key ?? key, true)))
          return status;
      } else if (status === 'in_progress' || status === 'partial') {
        // A date that came without a clock of its own can hold a process for an hour.
        await time.sleep(Math.max(this.#until(retryAt) ?? 1_000, tried > 6 ? HALF_AN_HOUR_MS : 0));
      } else return status;
    }
    return 'never';
  }

  async #preview({ key }: Next): Promise<void> {
    await this.#call({ key, dryRun: true });
  }

  async #call({ key, token, dryRun = false, allow = false, patient = false, answer }: Next): Promise<Got> {
    const { draw } = this.#world;
    const person = patient
      ? { reply: 'yes' as const, afterMs: 2_000, between: false }
      : {
          reply: draw.weighted(REPLIES),
          afterMs: draw.chance(0.2)
            ? draw.int(5, 690)
            : draw.chance(0.8)
              ? draw.int(700, 30_000)
              : draw.int(30_000, 900_000),
          between: draw.chance(0.4),
        };
    const call: CallMade = {
      want: this.want,
      options: { dryRun, confirm: token, key, allowDuplicate: allow },
      spelling: !patient && this.#made > 0 && draw.chance(0.3) ? otherSpelling(draw) : PLAIN,
      caller: this.#caller,
      budgetMs: patient || draw.chance(0.6) ? 45_000 : draw.int(500, 20_000),
      person,
      answer,
    };
    this.#made += 1;
    const got = await deliver(this.#world, this.#slot, call);
    if (got.kind !== 'question') return got;
    // The question went to the person; the answer comes with the same call once more, if it comes.
    await this.#world.time.sleep(person.afterMs);
    if (person.reply === 'none' && draw.chance(0.7)) return { kind: 'lost' };
    const reply = { reply: person.reply, state: got.state };
    return this.#call({ key, token, dryRun, allow, patient, answer: person.reply === 'none' ? undefined : reply });
  }

  /** What an agent makes of an answer; null when it leaves it there. */
  async #next(got: Got, last: Next): Promise<Next | null> {
    const { draw } = this.#world;
    switch (got.kind) {
      case 'lost':
      case 'question':
        return draw.chance(0.85) ? this.#again(last) : null;
      case 'failure': {
        if (got.failure.retryable) return { ...this.#again(last), afterMs: this.#until(got.failure.retryAt) };
        return draw.chance(0.3) ? { key: this.#newKey() } : null;
      }
      case 'result':
        return this.#after(got.result, last);
    }
  }

  async #after(result: WriteResult, last: Next): Promise<Next | null> {
    const { draw } = this.#world;
    const { status, key } = result;
    if (key !== null && this.#shared === undefined && !this.keys.includes(key)) this.keys.push(key);
    switch (status) {
      case 'created':
      case 'updated':
      case 'already_done':
      case 'unchanged':
        return draw.chance(0.25) ? this.#again(last) : null;
      case 'preview':
      case 'declined':
        return draw.chance(0.1) ? this.#again(last) : null;
      case 'not_confirmed':
        return draw.chance(0.9)
          ? { key: last.key, allow: last.allow, token: result.confirmation?.token ?? undefined }
          : null;
      case 'possible_duplicate':
        // The person says that it really is another one: that is a write of its own.
        return draw.chance(0.3) && this.#shared === undefined
          ? { key: this.#newKey(), allow: true, token: last.token }
          : null;
      case 'in_progress':
      case 'partial':
        if (draw.chance(0.2)) return this.#again(last);
        return {
          key: this.#shared ?? key ?? last.key,
          allow: last.allow,
          afterMs: draw.chance(0.6) ? this.#until(result.retryAt) : draw.int(0, 10_000),
        };
      case 'in_doubt':
        if (draw.chance(0.4))
          await lookInto(this.#world, this.#slot, this.want, key ?? last.key ?? '', draw.chance(0.3));
        return draw.chance(0.6) ? this.#again(last) : null;
    }
  }

  /** The same once more: mostly with the same key, sometimes with another or none. */
  #again({ key, allow, token }: Next): Next {
    const { draw } = this.#world;
    if (allow === true || this.#shared !== undefined || draw.chance(0.6)) return { key, allow, token };
    return { key: draw.chance(0.6) ? this.#newKey() : undefined, token };
  }

  #newKey(): string {
    const key = this.#shared ?? `${this.#prefix}-${this.keys.length + 1}`;
    if (!this.keys.includes(key)) this.keys.push(key);
    return key;
  }

  /** How long until a moment that a server has named by its own clock. */
  #until(at: number | undefined): number | undefined {
    if (at === undefined) return undefined;
    const now = this.#world.servers[this.#slot]?.clock.now() ?? at;
    return Math.min(Math.max(0, at - now), 3_700_000);
  }
}

/** How the next call is made. */
type Next = {
  key?: string | undefined;
  token?: string | undefined;
  dryRun?: boolean;
  allow?: boolean | undefined;
  /** Gives the server its time, and says yes. */
  patient?: boolean;
  answer?: CallMade['answer'];
  afterMs?: number | undefined;
};
