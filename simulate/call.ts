import { Failure } from '../src/failure.js';
import type { WriteOptions } from '../src/writes/asking.js';
import type { Answer, Caller } from '../src/writes/consent.js';
import type { WriteResult } from '../src/writes/result.js';
import type { Server } from './server.js';
import type { Spelling } from './spelling.js';
import type { Want } from './wants.js';
import type { World } from './world.js';

/** A call as a host sends it. */
export type CallMade = {
  want: Want;
  options: WriteOptions;
  spelling: Spelling;
  caller: Caller;
  /** How long the server takes at the most. */
  budgetMs: number;
  /** How the person behind the host deals with a question; `between`: the answer comes with a call of its own. */
  person: { reply: Answer['reply']; afterMs: number; between: boolean };
  answer: Answer | undefined;
};

export type Outcome =
  | { kind: 'result'; result: WriteResult }
  | { kind: 'failure'; failure: Failure }
  /** A question that the host takes to the person, and brings the answer to with a call of its own. */
  | { kind: 'question'; state: string };

/** A call as it came to a server; `until`: when it was answered, null while it is not. */
export type Asked = { call: CallMade; server: string; from: number; until: number | null; epoch: number };

/** What a server told, whether or not it came to whoever called. */
export type Told = Outcome & { asked: Asked; at: number };

const MARGIN_MS = 250;

/** Answers a call as the tools do: within its time, whatever the engine is at, and with a question where one is asked. */
export async function answer(world: World, server: Server, call: CallMade, hungUp: AbortSignal): Promise<Told> {
  const asked: Asked = { call, server: server.name, from: world.time.now, until: null, epoch: world.epoch };
  world.asked.push(asked);
  const { want, options } = call;
  world.tell(() => `${server.name} is asked for ${want.token} (${want.tool}) ${JSON.stringify(options)}`);
  const outcome = await answerInTime(world, server, call, hungUp);
  asked.until = world.time.now;
  const told: Told = { ...outcome, asked, at: world.time.now };
  world.told.push(told);
  world.tell(() => `${server.name} answers ${call.want.token}: ${inWords(told)}`);
  return told;
}

async function answerInTime(world: World, server: Server, call: CallMade, hungUp: AbortSignal): Promise<Outcome> {
  const { clock } = server;
  const own = new AbortController();
  const deadline = clock.now() + call.budgetMs - Math.min(MARGIN_MS, call.budgetMs / 10);
  const cancel = () => own.abort(new DOMException('the caller gave up', 'AbortError'));
  if (hungUp.aborted) cancel();
  hungUp.addEventListener('abort', cancel, { once: true });
  const settled = new AbortController();
  clock.sleep(call.budgetMs, settled.signal).then(
    () => own.abort(new DOMException('the time of the call is up', 'TimeoutError')),
    () => {},
  );
  const ended = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
  });
  ended.catch(() => {});
  try {
    return await Promise.race([untilAnswered(server, call, own.signal, deadline), ended]);
  } catch (error) {
    return { kind: 'failure', failure: asFailure(world, error) };
  } finally {
    settled.abort('settled');
    hungUp.removeEventListener('abort', cancel);
  }
}

async function untilAnswered(server: Server, call: CallMade, signal: AbortSignal, deadline: number): Promise<Outcome> {
  const { want, spelling, options, caller, person } = call;
  let { answer } = call;
  for (;;) {
    const write = { caller, answer, signal, deadline, tell: () => {} };
    const outcome = await want.write(server.engine, spelling, options, write);
    if (outcome.kind === 'done') return { kind: 'result', result: outcome.result };
    if (person.between) return { kind: 'question', state: outcome.state };
    answer = await askNow(server, person, outcome.state, signal, deadline);
  }
}

const TIME_TO_WRITE_MS = 5_000;

/** A question within the call: an answer in time, or none. */
async function askNow(
  { clock }: Server,
  { reply, afterMs }: CallMade['person'],
  state: string,
  signal: AbortSignal,
  deadline: number,
): Promise<Answer> {
  const now = clock.now();
  const waitMs = Math.max((deadline - now) / 2, deadline - TIME_TO_WRITE_MS - now);
  const inTime = reply !== 'none' && afterMs <= waitMs;
  await clock.sleep(inTime ? afterMs : Math.max(1, waitMs), signal);
  return { reply: inTime ? reply : 'none', state };
}

/** As the tools tell what was thrown; what nobody foresaw is a finding. */
function asFailure(world: World, error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof DOMException) {
    const code = error.name === 'TimeoutError' ? 'timeout' : 'cancelled';
    return new Failure(code, error.message, { written: 'unknown', retryable: true });
  }
  world.find('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new Failure('internal', 'nobody foresaw this', { cause: error });
}

export function inWords(told: Outcome): string {
  switch (told.kind) {
    case 'question':
      return 'a question to the person';
    case 'failure': {
      const { code, written, message } = told.failure;
      return `${code}, written ${written}: ${message}`;
    }
    case 'result': {
      const { status, key, steps, duplicate, matched } = told.result;
      const shown = steps.map(({ name, status: at, id }) => `${name} ${at}${id === null ? '' : ` ${id}`}`);
      const about = duplicate === undefined ? '' : ` of ${JSON.stringify(duplicate)}`;
      return `${status} under ${key}${about}${matched === undefined ? '' : ` by ${matched}`} [${shown.join(', ')}]`;
    }
  }
}
