import type { Act, Told } from '../act.js';
import { forAll, otherEra, type Scenario } from '../scenario.js';
import { LATEST_COMMIT_MS, SETTLE_MS } from '../world.js';
import { COMMITS } from './lost-answers.js';

/** Does something as the nth request that writes has come, which may be lost besides. */
function atAWrite({ world, task, chance, note }: Act, then: () => void): void {
  const { faults } = world.syncore.sandbox;
  const nth = chance.int(1, task.requests);
  let seen = 0;
  if (chance.chance(0.6)) {
    const [commit, lateMs] = [chance.pick(COMMITS), chance.int(1, LATEST_COMMIT_MS)];
    faults.add({ kind: 'hang', commit, lateMs, match: { method: task.method, nth } });
    note(`request ${nth} is lost, commit ${commit}, ${lateMs} ms late`);
  }
  faults.onRequest = (_, { method, path }) => {
    if (method === task.method) seen += 1;
    if (method !== task.method || seen !== nth) return;
    note(`now ${method} ${path} has come`);
    then();
  };
}

/** So many reads go before the first request that writes. */
const READS = 4;

async function cancelled(act: Act): Promise<Told[]> {
  const giveUp = new AbortController();
  atAWrite(act, () => giveUp.abort(new Error('the user gave it up')));
  await act.ask({ options: { signal: giveUp.signal } });
  return [await act.untilFinal()];
}

/** The host closes the connection, and another process is asked. */
async function disconnected(act: Act): Promise<Told[]> {
  const { world, era, seat } = act;
  const other = world.seat({ era: otherEra(era), name: 'after' });
  await Promise.all([seat.open(), other.open()]);
  let closing: Promise<void> | undefined;
  atAWrite(act, () => {
    closing = seat.close();
  });
  await act.ask();
  const end = await act.untilFinal({ seat: other });
  await closing;
  return [end];
}

/** Does something as any request has come: most likely one of the reads before anything is claimed or sent. */
function atARead({ world, chance, note }: Act, then: () => void): void {
  const nth = chance.int(1, READS);
  let seen = 0;
  world.syncore.sandbox.faults.onRequest = (_, { method, path }) => {
    seen += 1;
    if (seen !== nth) return;
    note(`now ${method} ${path} has come`);
    then();
  };
}

/** The one who holds the write is stopped for longer than the bound; another process is asked for the same meanwhile. */
async function stopped(act: Act, wakes: boolean): Promise<Told[]> {
  const { world, era, seat, note } = act;
  const other = world.seat({
    era: otherEra(era),
    name: 'awake',
    env: { SYNCORE_CALL_BUDGET_MS: '400' },
  });
  await Promise.all([seat.open(), other.open()]);
  const asleep = new Promise<void>((resolve) => {
    const at = act.chance.chance(0.3) ? atARead : atAWrite;
    at(act, () => {
      seat.signal('SIGSTOP');
      resolve();
    });
  });
  const sleeper = act.untilFinal({ who: 'who slept' });
  await Promise.race([asleep, sleeper]);
  const wakeAt = performance.now() + SETTLE_MS + 300;
  for (let ask = true; ask; ask = performance.now() < wakeAt) await act.ask({ seat: other });
  note(wakes ? 'wakes up' : 'dies in its sleep');
  if (wakes) seat.signal('SIGCONT');
  else seat.kill();
  return [await sleeper, await act.untilFinal({ seat: other, who: 'who was awake' })];
}

/** Callers who leave in the middle, and processes that sleep. */
export const leaving: Scenario[] = [
  ...forAll('leave/cancelled while sending', cancelled),
  ...forAll('leave/disconnected while sending', disconnected, { own: true }),
  ...forAll('leave/stopped, then woken', (act) => stopped(act, true), { own: true }),
  ...forAll('leave/stopped, then killed', (act) => stopped(act, false), { own: true }),
];
