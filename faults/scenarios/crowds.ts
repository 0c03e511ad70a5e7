import { setTimeout as sleep } from 'node:timers/promises';
import { type Act, afterLateCommits, type Told } from '../act.js';
import { forAll, otherEra, type Scenario } from '../scenario.js';
import { standing, type Task } from '../task.js';
import { LATEST_COMMIT_MS } from '../world.js';
import { COMMITS, LOST, loseOne } from './lost-answers.js';

/** Two or three hosts ask for the same at the same moment, each with the key that `keyOf` gives it. */
async function together(act: Act, count: number, keyOf: (index: number) => string | null): Promise<Told[]> {
  const { world, era, chance } = act;
  const seats = [world.seat({ era }), world.seat({ era: otherEra(era) }), world.seat({ era, name: 'third' })].slice(
    0,
    count,
  );
  await Promise.all(seats.map((seat) => seat.open()));
  if (chance.chance(0.4)) loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  const apartMs = chance.pick([0, 0, chance.int(1, 40)]);
  return Promise.all(
    seats.map(async (seat, index) => {
      await sleep(index * apartMs);
      return act.untilFinal({ seat, key: keyOf(index), who: `host ${index + 1}` });
    }),
  );
}

/** Two hosts take one key for two writes at the same moment: it can belong to one of them only. */
async function twoContents(act: Act): Promise<Told[]> {
  const { world, era, chance, task } = act;
  const other = act.another();
  const here = world.seat({ era });
  const there = world.seat({ era: otherEra(era) });
  await Promise.all([here.open(), there.open()]);
  if (chance.chance(0.4)) loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  const [first, second] = await Promise.all([
    act.untilFinal({ seat: here, who: 'host 1' }),
    act.untilFinal({ seat: there, task: other, who: 'host 2, which asks for another' }),
  ]);
  await afterLateCommits();
  const [own, theirs] = [standing(task.parts()), standing(other.parts())];
  if (own === 0 || theirs === 0) return [first, second];
  // Both under one key: what the second host wrote is one too many.
  const parts = () => other.parts().map((part) => ({ ...part, meant: 0 }));
  return [first, { ...second, task: { ...other, parts } }];
}

/** While the answer to a line is lost, another call adds one that looks the same to the same order: both are meant. */
async function lookalikes(act: Act): Promise<Told[]> {
  const { world, era, chance, task } = act;
  const { order } = task.args;
  const [rush, other] = [`Rush ${chance.word}`, `Other ${chance.word}`];
  const standing = (text: string) =>
    world.data.salesOrders.flatMap(({ line_items: lines }) => lines.filter(({ description }) => description === text))
      .length;
  const parts = () => [
    { what: 'the line that both add', meant: 2, stands: standing(rush) },
    { what: 'the other line', meant: 1, stands: standing(other) },
  ];
  const both: Task = { ...task, args: { order, comments: [rush] }, parts, spoiled: () => [] };
  const second = chance.chance(0.5) ? world.seat({ era: otherEra(era) }) : act.seat;
  await Promise.all([act.seat.open(), second.open()]);
  const { faults } = world.syncore.sandbox;
  faults.add({
    ...chance.pick(Object.values(LOST)),
    commit: chance.pick(COMMITS),
    lateMs: chance.int(1, LATEST_COMMIT_MS),
    match: { method: 'POST' },
  });
  const first = act.untilFinal({ task: both, who: 'who adds one line' });
  await sleep(chance.int(20, 200));
  const asked = { seat: second, task: both, args: { order, comments: [rush, other] }, key: `${act.key} other` };
  return Promise.all([first, act.untilFinal({ ...asked, who: 'who adds two' })]);
}

/** One connection brings the same call twice; so long after the first, the first is in the middle of something. */
async function twice(act: Act, apartMs: number): Promise<Told[]> {
  await act.seat.open();
  const first = act.untilFinal({ key: null, who: 'the first' });
  await sleep(apartMs);
  return Promise.all([first, act.untilFinal({ key: null, who: 'the second' })]);
}

/** Processes that share a folder, and calls that are delivered twice. */
export const crowds: Scenario[] = [
  ...forAll('crowd/two hosts, one key', (act) => together(act, 2, () => act.key)),
  ...forAll('crowd/three hosts, one key', (act) => together(act, 3, () => act.key)),
  ...forAll('crowd/two hosts, no key', (act) => together(act, 2, () => null), { askedAgain: false }),
  ...forAll('crowd/two hosts, two keys', (act) => together(act, 2, (index) => `${act.key} ${index}`), {
    askedAgain: false,
  }),
  ...forAll('crowd/one key, two contents', twoContents, { askedAgain: false }),
  ...forAll('crowd/two lines that look the same', lookalikes, { askedAgain: false, tools: ['add_line_items'] }),
  ...forAll('crowd/one call delivered twice', (act) => twice(act, 0), { askedAgain: false }),
  ...forAll('crowd/one call delivered twice, a moment apart', (act) => twice(act, act.chance.int(1, 60)), {
    askedAgain: false,
  }),
];
