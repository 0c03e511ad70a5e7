import { oddShapes } from '../../src/sandbox/catalogue.js';
import type { Shape } from '../../src/sandbox/faults.js';
import type { Act, Told } from '../act.js';
import { forAll, type Scenario } from '../scenario.js';
import { COMMITS, LOST, loseOne } from './lost-answers.js';

/** Reads that do not come through while it is being found out what became of a request. */
async function unreadable(act: Act): Promise<Told[]> {
  const { world, task, chance } = act;
  const { faults } = world.syncore.sandbox;
  loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  let isLost = false;
  let left = chance.int(2, 8);
  faults.onRequest = (_, { method }) => {
    if (method === task.method) isLost = true;
    if (method !== 'GET' || !isLost || left === 0) return;
    left -= 1;
    faults.add({ ...chance.pick(Object.values(LOST)), match: { method: 'GET' } });
  };
  return [await act.untilFinal()];
}

/** Shapes of lists that hide rows or give them otherwise. */
const HIDING = [
  'total missing',
  'total negative',
  'total as text',
  'links missing',
  'next on last page',
  'short page',
  'empty page',
  'doubled rows',
  'reversed rows',
  'same page',
  'rows null',
  'id missing',
  'ids as text',
  'numbers as text',
  'wrong types',
  'object for array',
];

/** Lists that come in odd shapes while it is being found out what became of a request. */
async function oddLists(act: Act): Promise<Told[]> {
  const { world, task, chance, note } = act;
  const { faults } = world.syncore.sandbox;
  loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  const name = chance.pick(HIDING);
  const shape: Shape | undefined = oddShapes[name];
  if (shape === undefined) throw new Error(`There is no shape ${name}.`);
  note(`for a while reads come with: ${name}`);
  let isLost = false;
  let left = chance.int(2, 6);
  faults.onRequest = (_, { method }) => {
    if (method === task.method) isLost = true;
    if (method !== 'GET' || !isLost || left === 0) return;
    left -= 1;
    faults.add({ kind: 'shape', shape, match: { method: 'GET' } });
  };
  return [await act.untilFinal()];
}

/** Reading Syncore back while reading has troubles of its own. */
export const readings: Scenario[] = [
  ...forAll('read/lost while settling', unreadable),
  ...forAll('read/odd shapes while settling, once', oddLists),
  ...forAll('read/odd shapes while settling, twice', oddLists),
];
