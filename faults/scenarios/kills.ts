import { setTimeout as sleep } from 'node:timers/promises';
import type { Act } from '../act.js';
import { forAll, otherEra, type Scenario } from '../scenario.js';
import type { Seat } from '../seat.js';
import { addThirtyLines } from '../tasks/orders.js';
import { LATEST_COMMIT_MS } from '../world.js';
import { COMMITS, LOST, loseOne } from './lost-answers.js';

/** About as many reads go before the first request that writes. */
const READS = 5;
/** About as long a short write takes. */
const SHORT_WRITE_MS = 120;

/** Kills the asker's process as its nth request of a kind has reached Syncore. */
function killAt({ world, note }: Act, seat: Seat, nth: number, method?: string): void {
  let seen = 0;
  world.syncore.sandbox.faults.onRequest = (_, request) => {
    if (method !== undefined && request.method !== method) return;
    seen += 1;
    if (seen !== nth) return;
    note(`killed at ${request.method} ${request.path}`);
    seat.kill();
  };
}

/** The one who asks next: the same host, whose process starts anew, or another that runs beside it. */
async function heir({ world, era, chance, seat }: Act): Promise<Seat> {
  if (chance.chance(0.6)) return seat;
  const other = world.seat({ era: otherEra(era), name: 'heir' });
  await other.open();
  return other;
}

async function killAndGoOn(act: Act, arm: () => void) {
  const next = await heir(act);
  await act.seat.open();
  arm();
  const first = await act.ask();
  act.world.syncore.sandbox.faults.onRequest = null;
  return [await act.untilFinal(first.kind === 'broken' ? { seat: next } : { seat: next, first })];
}

function killedAtAWrite(commit: (typeof COMMITS)[number]) {
  return async (act: Act) => {
    const { world, task, chance, seat } = act;
    const nth = chance.int(1, task.requests);
    return killAndGoOn(act, () => {
      const lateMs = chance.int(1, LATEST_COMMIT_MS);
      world.syncore.sandbox.faults.add({ kind: 'hang', commit, lateMs, match: { method: task.method, nth } });
      killAt(act, seat, nth, task.method);
    });
  };
}

async function killedAtARequest(act: Act) {
  const nth = act.chance.int(1, act.task.requests + READS);
  return killAndGoOn(act, () => killAt(act, act.seat, nth));
}

/** Between any two instructions: the moment is drawn, where it falls is the machine's affair. */
async function killedAtAnyTime(act: Act) {
  const { seat, chance, task, note } = act;
  const afterMs = chance.next() * (SHORT_WRITE_MS + 5 * task.requests);
  return killAndGoOn(act, () => {
    note(`killed after ${Math.round(afterMs)} ms`);
    setTimeout(() => seat.kill(), afterMs);
  });
}

/** Again and again, also while it is being found out what became of a request that is lost. */
async function killedThrice(act: Act) {
  const { seat, chance, task } = act;
  if (chance.chance(0.5)) loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  for (let time = 0; time < 3; time += 1) {
    await seat.open();
    const timer = setTimeout(
      () => seat.kill(),
      chance.next() * chance.pick([1, 4]) * (SHORT_WRITE_MS + 5 * task.requests),
    );
    await act.ask();
    clearTimeout(timer);
    await sleep(20);
  }
  return [await act.untilFinal()];
}

/** kill -9 at chosen moments and at any, and the same key again. */
export const kills: Scenario[] = [
  ...COMMITS.flatMap((commit) => forAll(`kill/at a write, commit ${commit}`, killedAtAWrite(commit), { own: true })),
  ...forAll('kill/at a request', killedAtARequest, { own: true }),
  ...forAll('kill/at any time', killedAtAnyTime, { own: true }),
  ...forAll('kill/three times', killedThrice, { own: true }),
  ...['first', 'second', 'third'].flatMap((name) =>
    forAll(`kill/in 30 lines, ${name}`, killedAtARequest, {
      own: true,
      tools: ['add_line_items'],
      make: addThirtyLines,
    }),
  ),
];
