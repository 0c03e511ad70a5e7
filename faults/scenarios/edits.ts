import type { Act, Told } from '../act.js';
import { saysDone, told } from '../answer.js';
import { EDITS, forAll, otherEra, type Scenario } from '../scenario.js';
import type { Seat } from '../seat.js';
import type { Task } from '../task.js';
import { COMMITS, LOST, loseOne } from './lost-answers.js';

/** Syncore said yes to an edit that it did not make, or made otherwise: nobody may be told that it was made. */
async function mustNotPass(act: Act): Promise<Told[]> {
  const answer = await act.ask();
  const passed = saysDone(answer) ? `told as made: ${told(answer)}` : null;
  return [{ who: 'the caller', task: act.task, answer, unresolved: passed }];
}

/** PUT is answered with 200, and nothing is changed. */
async function ignored(act: Act): Promise<Told[]> {
  act.world.syncore.sandbox.faults.add({ kind: 'latency', ms: 1, commit: 'never', match: { method: 'PUT' } });
  return mustNotPass(act);
}

/** PUT wipes a field that it was given. */
async function wiping(act: Act): Promise<Told[]> {
  const { world, task, chance } = act;
  const { faults } = world.syncore.sandbox;
  const fields = task.tool === 'update_contact' ? ['phone', 'email', 'billing_address'] : ['priority', 'primary_rep'];
  const field = chance.pick(fields);
  const record = task.tool === 'update_contact' ? world.data.contacts.at(-1) : world.data.jobs.at(-1);
  faults.add({
    kind: 'shape',
    match: { method: 'PUT' },
    shape: (json) => {
      if (record !== undefined) Reflect.set(record, field, null);
      act.note(`Syncore wipes ${field}`);
      return json;
    },
  });
  const answer = await act.ask();
  return [
    {
      who: 'the caller',
      task: act.task,
      answer,
      unresolved: saysDone(answer) ? 'a wiped field was told as a success' : null,
    },
  ];
}

/** Somebody else changes the record between the read that an edit is made from and the one directly before the PUT. */
async function changedBetween(act: Act): Promise<Told[]> {
  const { world, task } = act;
  const record = task.tool === 'update_contact' ? world.data.contacts.at(-1) : world.data.jobs.at(-1);
  const path = new RegExp(`/${record?.id}$`);
  let reads = 0;
  world.syncore.sandbox.faults.onRequest = (_, request) => {
    if (request.method !== 'GET' || !path.test(request.path)) return;
    reads += 1;
    if (reads !== 2 || record === undefined) return;
    act.note('somebody else changes the record');
    Reflect.set(
      record,
      'customer_service_rep_name' in record ? 'customer_service_rep_name' : 'website',
      'Ben Sorensen',
    );
  };
  const answer = await act.ask({ seat: world.seat({ era: act.era }) });
  const sent = world.syncore.sandbox.requests.some(({ method }) => method === 'PUT');
  const isConflict = answer.kind === 'error' && answer.code === 'conflict' && answer.written === 'no' && !sent;
  return [
    {
      who: 'the caller',
      task: act.task,
      answer,
      unresolved: isConflict ? null : `a conflict was to be told, not ${told(answer)}`,
    },
  ];
}

/** A Syncore that ignores a PUT which leaves something out: ours never does. */
async function strict(act: Act): Promise<Told[]> {
  act.world.syncore.sandbox.switches.partialPut = 'ignore';
  return [await act.untilFinal()];
}

/** Another edit of the task's record, of a field that the task leaves alone. */
function otherEdit({ world, task }: Act): Task {
  const record = task.tool === 'update_contact' ? world.data.contacts.at(-1) : world.data.jobs.at(-1);
  const field = task.tool === 'update_contact' ? 'website' : 'job_type';
  const value = `https://${task.tool}.example`;
  const { changes: _, ...args } = task.args;
  return {
    ...task,
    args: { ...args, changes: { [field]: value } },
    parts: () => [
      { what: field, meant: 1, stands: record !== undefined && Reflect.get(record, field) === value ? 1 : 0 },
    ],
    spoiled: () => [],
  };
}

/** Two edits of one record at the same moment: whoever is told that it was made, for him it must stand in the end. */
function together(seatOf: (act: Act) => Seat, isLost: boolean) {
  return async (act: Act): Promise<Told[]> => {
    const own = { ...act.task, spoiled: () => [] };
    const other = otherEdit(act);
    const seat = seatOf(act);
    await Promise.all([act.seat.open(), seat.open()]);
    if (isLost) loseOne(act, act.chance.pick(Object.values(LOST)), act.chance.pick(COMMITS));
    return Promise.all([
      act.untilFinal({ task: own, who: 'the first' }),
      act.untilFinal({ task: other, seat, key: `${act.key} other`, who: 'the second' }),
    ]);
  };
}

/** What Syncore makes of a PUT. Shared worlds run one scenario at a time, so that the last record is the task's own. */
export const edits: Scenario[] = [
  ...forAll('edit/answered and ignored', ignored, { tools: EDITS }),
  ...forAll('edit/answered and wiped', wiping, { tools: EDITS }),
  ...forAll('edit/changed by somebody else', changedBetween, { tools: EDITS }),
  ...[false, true].flatMap((isLost) => {
    const named = (name: string) => `edit/${name}${isLost ? ', an answer lost' : ''}`;
    const wish = { tools: EDITS, askedAgain: false };
    const here = together(({ seat }) => seat, isLost);
    const there = together(({ world, era }) => world.seat({ era: otherEra(era) }), isLost);
    return [
      ...forAll(named('two calls, one record'), here, wish),
      ...forAll(named('two hosts, one record'), there, wish),
    ];
  }),
  ...forAll('edit/partial bodies ignored', strict, { tools: EDITS }),
];
