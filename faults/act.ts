import { setTimeout as sleep } from 'node:timers/promises';
import type { CallOptions, Era } from '../test/support/connect.js';
import { type Answer, asRecord, isStatus, stepsWith, told, waitMs } from './answer.js';
import type { Chance } from './chance.js';
import type { Seat } from './seat.js';
import type { Task, TaskMaker } from './task.js';
import { LATEST_COMMIT_MS, type World } from './world.js';

/** How one who asked learned of the end; `unresolved`: why there is none. */
export type Told = { who: string; task: Task; answer: Answer; unresolved: string | null };

/** Whatever is not given is the act's own. */
export type Ask = {
  seat?: Seat;
  task?: Task;
  args?: Record<string, unknown>;
  key?: string | null;
  options?: CallOptions;
};

/** What a scenario acts with. */
export type Act = {
  world: World;
  chance: Chance;
  era: Era;
  task: Task;
  /** Another task of the same kind. */
  another(): Task;
  /** The key of this task. */
  key: string;
  /** The host that asks unless told: one that waits, or one that does not. */
  seat: Seat;
  /** The host that has asked last. */
  lastSeat(): Seat;
  /** Asks for the task once. */
  ask(asked?: Ask): Promise<Answer>;
  /** Asks until there is a final answer. */
  untilFinal(asked?: Ask & { who?: string; first?: Answer }): Promise<Told>;
  note(line: string): void;
};

/** Longer than any bound of a campaign several times over. */
const UNRESOLVED_AFTER_MS = 15_000;
const LONGEST_WAIT_MS = 2_500;
const TRIES_AFTER_REFUSAL = 5;
const SAME_PARTIAL = 3;

const FINAL = [
  'created',
  'updated',
  'unchanged',
  'already_done',
  'in_doubt',
  'declined',
  'not_confirmed',
  'possible_duplicate',
  'preview',
];

type Acting = Pick<Act, 'world' | 'chance' | 'era'> & { make: TaskMaker; log: string[] };

export function actOf({ world, chance, era, make, log }: Acting): Act {
  const task = make(world, chance);
  const startedAt = performance.now();
  const note = (line: string) => log.push(`${Math.round(performance.now() - startedAt)} ms ${line}`);
  const key = `key ${chance.word}`;
  const hasty = chance.chance(0.3);
  const seat = hasty ? world.hasty(era) : world.seat({ era });

  let lastSeat = seat;

  async function ask(asked: Ask = {}): Promise<Answer> {
    const by = asked.seat ?? seat;
    lastSeat = by;
    const used = asked.key === undefined ? key : asked.key;
    const what = asked.task ?? task;
    const args = { ...(asked.args ?? what.args), ...(used === null ? {} : { idempotency_key: used }) };
    note(`${by.era} asks ${what.tool} ${JSON.stringify(args)}`);
    const answer = await by.call(what.tool, args, asked.options);
    note(`${by.era} is told ${told(answer)}`);
    return answer;
  }

  async function untilFinal({ who = 'the caller', first, ...asked }: Ask & { who?: string; first?: Answer } = {}) {
    const until = performance.now() + UNRESOLVED_AFTER_MS;
    let answer = first ?? (await ask(asked));
    let refused = 0;
    const partial = { done: -1, times: 0 };
    while (performance.now() < until) {
      if (isStatus(answer, ...FINAL)) return { who, task: asked.task ?? task, answer, unresolved: null };
      if (isStatus(answer, 'partial')) {
        const done = stepsWith('done', answer);
        partial.times = done === partial.done ? partial.times + 1 : 1;
        partial.done = done;
        if (partial.times >= SAME_PARTIAL) return { who, task: asked.task ?? task, answer, unresolved: null };
      }
      if (answer.kind === 'error' && answer.written !== 'unknown') {
        refused += 1;
        if (!answer.retryable || refused >= TRIES_AFTER_REFUSAL)
          return { who, task: asked.task ?? task, answer, unresolved: null };
      }
      await sleep(Math.min(waitMs(answer) ?? 50, LONGEST_WAIT_MS) + 5);
      answer = await ask(asked);
    }
    return { who, task: asked.task ?? task, answer, unresolved: `no final answer within ${UNRESOLVED_AFTER_MS} ms` };
  }

  const another = () => make(world, { ...chance, word: `${chance.word}b` });
  return { world, chance, era, task, another, key, seat, lastSeat: () => lastSeat, ask, untilFinal, note };
}

/** Resolves when whatever the sandbox may still commit has come to stand. */
export async function afterLateCommits(): Promise<void> {
  await sleep(LATEST_COMMIT_MS + 50);
}

/** The steps that an answer leaves in doubt. */
export function doubtfulSteps(answer: Answer): string[] {
  const steps = answer.kind === 'result' && Array.isArray(answer.body.steps) ? answer.body.steps.map(asRecord) : [];
  return steps.filter(({ status }) => status === 'in_doubt').map(({ step }) => String(step));
}
