import { settableClock } from '../../test/support/preloads.js';
import type { Act, Told } from '../act.js';
import { saysDone } from '../answer.js';
import { CREATES, forAll, type Scenario } from '../scenario.js';
import type { Seat } from '../seat.js';
import type { TaskMaker } from '../task.js';
import { addPayment } from '../tasks/orders.js';
import { LATEST_COMMIT_MS } from '../world.js';
import { COMMITS } from './lost-answers.js';

const DAY_MS = 86_400_000;

/** A host on a machine whose clock can be set. */
async function onClock({ world, era, note }: Act): Promise<{ seat: Seat; set: (offsetMs: number) => Promise<void> }> {
  const clock = settableClock(world.folder);
  const seat = world.seat({ era, name: 'clock', env: clock.env });
  await seat.open();
  return {
    seat,
    async set(offsetMs) {
      note(`the clock is set by ${offsetMs} ms`);
      await clock.set(offsetMs);
    },
  };
}

/** The clock is set while a request is lost; maybe the process is killed as well. */
function setWhileLost(offsetMs: number) {
  return async (act: Act): Promise<Told[]> => {
    const { world, task, chance, note } = act;
    const { seat, set } = await onClock(act);
    const { faults } = world.syncore.sandbox;
    const nth = chance.int(1, task.requests);
    const [commit, lateMs] = [chance.pick(COMMITS), chance.int(1, LATEST_COMMIT_MS)];
    const isKilled = chance.chance(0.5);
    faults.add({ kind: 'hang', commit, lateMs, match: { method: task.method, nth } });
    note(`request ${nth} is lost, commit ${commit}, ${lateMs} ms late; killed: ${isKilled}`);
    let seen = 0;
    faults.onRequest = async (_, { method }) => {
      if (method === task.method) seen += 1;
      if (method !== task.method || seen !== nth) return;
      await set(offsetMs);
      if (isKilled) seat.kill();
    };
    const first = await act.ask({ seat });
    return [await act.untilFinal(first.kind === 'broken' ? { seat } : { seat, first })];
  };
}

/** What would be old by the machine's clock is not old: the same call without a key is still the same. */
function setAfterwards(offsetMs: number) {
  return async (act: Act): Promise<Told[]> => {
    const { seat, set } = await onClock(act);
    const first = await act.untilFinal({ seat, key: null });
    await set(offsetMs);
    const again = await act.untilFinal({ seat, key: null, who: 'who asked after the clock was set' });
    const isKnown = saysDone(again.answer) || !saysDone(first.answer);
    return [first, { ...again, unresolved: isKnown ? again.unresolved : 'it was not known any more' }];
  };
}

/** By every clock a month has passed: the same deposit again is another one. */
async function aMonthLater(act: Act): Promise<Told[]> {
  const { seat, set } = await onClock(act);
  const first = await act.untilFinal({ seat, key: null });
  await set(31 * DAY_MS);
  act.world.syncore.setTime(31 * DAY_MS);
  return [first, await act.untilFinal({ seat, key: null, who: 'who paid a month later' })];
}

/** A payment that is meant twice. */
const paidTwice: TaskMaker = (world, chance) => {
  const task = addPayment(world, chance);
  return { ...task, parts: () => task.parts().map((part) => ({ ...part, meant: 2 })) };
};

/** Clocks that are set forward or back, and time that truly passes. */
export const clocks: Scenario[] = [
  ...forAll('clock/forward while lost', setWhileLost(DAY_MS), { own: true }),
  ...forAll('clock/back while lost', setWhileLost(-DAY_MS), { own: true }),
  ...forAll('clock/forward afterwards', setAfterwards(2 * DAY_MS), { own: true, askedAgain: false, tools: CREATES }),
  ...forAll('clock/a month passes', aMonthLater, {
    own: true,
    askedAgain: false,
    tools: ['add_payment'],
    make: paidTwice,
  }),
  ...forAll('clock/back afterwards', setAfterwards(-2 * DAY_MS), { own: true, askedAgain: false, tools: CREATES }),
];
