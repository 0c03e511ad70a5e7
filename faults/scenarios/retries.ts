import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Ask, Told } from '../act.js';
import { saysDone } from '../answer.js';
import { forAll, type Scenario } from '../scenario.js';
import { COMMITS, LOST, loseOne } from './lost-answers.js';

/** A client that hears nothing for a while and asks again, over and over, with the keys that `keyOf` gives. */
async function blindly(act: Act, keyOf: (time: number) => string | null): Promise<Told[]> {
  const { chance } = act;
  loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  const asked: Promise<Told>[] = [];
  for (let time = 0; time < 3; time += 1) {
    asked.push(act.untilFinal({ key: keyOf(time), who: `try ${time + 1}` }));
    await sleep(chance.int(0, 400));
  }
  return Promise.all(asked);
}

/** What was asked for is asked for again in other words: it must be known. */
async function spelledOtherwise(act: Act, again: Ask): Promise<Told[]> {
  const { task } = act;
  const first = await act.untilFinal(again);
  const other = await act.untilFinal({ ...again, args: task.otherwise ?? task.args, who: 'who spells otherwise' });
  return [first, { ...other, unresolved: saysDone(other.answer) ? other.unresolved : 'it was not known again' }];
}

export const retries: Scenario[] = [
  ...forAll('retry/same key', (act) => blindly(act, () => act.key)),
  ...forAll('retry/new key each time', (act) => blindly(act, (time) => `${act.key} ${time}`), { askedAgain: false }),
  ...forAll('retry/no key', (act) => blindly(act, () => null), { askedAgain: false }),
  ...forAll('retry/key, then none', (act) => blindly(act, (time) => (time === 0 ? act.key : null)), {
    askedAgain: false,
  }),
  ...forAll('retry/spelled otherwise, with the key', (act) => spelledOtherwise(act, {})),
  ...forAll('retry/spelled otherwise, without a key', (act) => spelledOtherwise(act, { key: null }), {
    askedAgain: false,
  }),
];
