import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Told } from '../act.js';
import { type Answer, isStatus, told } from '../answer.js';
import { forAll, otherEra, type Scenario } from '../scenario.js';
import type { Seat } from '../seat.js';
import { standing } from '../task.js';
import { LATEST_COMMIT_MS } from '../world.js';
import { COMMITS, LOST } from './lost-answers.js';

/** Loses a payment, which nobody can read back, until it is in doubt. */
async function inDoubt(act: Act): Promise<void> {
  const { world, chance, task, note } = act;
  const [commit, lateMs] = [chance.pick(COMMITS), chance.int(1, LATEST_COMMIT_MS)];
  const fault = chance.pick(Object.values(LOST));
  world.syncore.sandbox.faults.add({ ...fault, commit, lateMs, match: { method: task.method } });
  note(`the payment is lost: ${JSON.stringify(fault)}, commit ${commit}, ${lateMs} ms late`);
  const end = await act.untilFinal();
  if (!isStatus(end.answer, 'in_doubt')) throw new Error(`it was to be in doubt, and is ${told(end.answer)}`);
  await sleep(LATEST_COMMIT_MS);
}

/** A person has looked into Syncore, and what they say is true. */
function truth({ task, world }: Act): Record<string, unknown> {
  const [payment] = world.data.payments.slice(-1);
  if (standing(task.parts()) === 0) return { outcome: 'not_entered' };
  return { outcome: 'entered', ...(payment === undefined ? {} : { record_id: payment.id }) };
}

async function settle(act: Act, by: Seat, what: Record<string, unknown>): Promise<Answer> {
  act.note(`${by.era} settles ${JSON.stringify(what)}`);
  const answer = await by.call('settle_write', { key: act.key, ...what });
  act.note(`${by.era} is told ${told(answer)}`);
  return answer;
}

/**
 * Settles until it is settled, and asks for the payment again: once it must stand, whatever happened between. A process
 * that was killed has taken with it since when the payment cannot come any more.
 */
async function settleAndAsk(act: Act, by: Seat, what: Record<string, unknown>): Promise<Told[]> {
  for (let tries = 0; tries < 40; tries += 1) {
    const answer = await settle(act, by, what);
    if (answer.kind === 'result' && !isStatus(answer, 'in_doubt', 'in_progress')) break;
    await sleep(50);
  }
  const end = await act.untilFinal({ seat: by });
  return [{ ...end, unresolved: isStatus(end.answer, 'in_doubt') ? 'it stayed in doubt' : end.unresolved }];
}

function settling(disturb: (act: Act, by: Seat, what: Record<string, unknown>) => Promise<void>) {
  return async (act: Act): Promise<Told[]> => {
    await inDoubt(act);
    const what = truth(act);
    await act.seat.open();
    await disturb(act, act.seat, what);
    return settleAndAsk(act, act.seat, what);
  };
}

const wish = { tools: ['add_payment'] };

/** The ninth tool that writes: it ends what is in doubt, by a person's word or another look. */
export const settlings: Scenario[] = [
  ...forAll(
    'settle/a person looked',
    settling(async () => {}),
    wish,
  ),
  ...forAll(
    'settle/looked again first',
    settling(async (act, by) => void (await settle(act, by, { outcome: 'look_again' }))),
    wish,
  ),
  ...forAll(
    'settle/the key is asked for while in doubt',
    settling(async (act) => {
      await act.ask();
      await act.ask({ key: null });
      await act.ask({ key: `${act.key} new` });
    }),
    wish,
  ),
  ...forAll(
    'settle/killed while settling',
    settling(async (act, by, what) => {
      setTimeout(() => by.kill(), act.chance.next() * 40);
      await settle(act, by, what);
    }),
    { ...wish, own: true },
  ),
  ...forAll(
    'settle/two processes at once',
    settling(async (act, by, what) => {
      const other = act.world.seat({ era: otherEra(by.era), name: 'second' });
      await other.open();
      await Promise.all([settle(act, by, what), settle(act, other, what), act.ask({ seat: other })]);
    }),
    wish,
  ),
  ...forAll(
    'settle/while Syncore does not answer',
    settling(async (act, by, what) => {
      const { faults } = act.world.syncore.sandbox;
      for (let times = 0; times < 6; times += 1) {
        faults.add({ ...act.chance.pick(Object.values(LOST)), match: { method: 'GET' } });
      }
      await settle(act, by, what);
      faults.clear();
    }),
    wish,
  ),
  ...forAll(
    'settle/sent again, and lost again',
    async (act) => {
      await inDoubt(act);
      const what = truth(act);
      await settle(act, act.seat, what);
      if (what.outcome === 'entered') return settleAndAsk(act, act.seat, what);
      await inDoubt(act);
      return settleAndAsk(act, act.seat, truth(act));
    },
    wish,
  ),
];
