import { setTimeout as sleep } from 'node:timers/promises';
import * as people from '../../test/support/clients.js';
import type { Act, Told } from '../act.js';
import { asRecord, isStatus } from '../answer.js';
import { forAll, otherEra, type Scenario } from '../scenario.js';
import type { Seat } from '../seat.js';
import { HASTY_MS, LATEST_COMMIT_MS, PATIENT_MS } from '../world.js';
import { COMMITS, LOST, loseOne } from './lost-answers.js';

/** A host with somebody behind it. */
function asked({ world, era }: Act, person: people.Person, budgetMs = PATIENT_MS): Seat {
  return world.seat({ era, name: 'asked', person, env: { SYNCORE_CALL_BUDGET_MS: String(budgetMs) } });
}

/** The token of an answer that was not confirmed: the assistant has shown the preview, and goes on with it. */
async function withToken(act: Act, seat: Seat, end: Told): Promise<Told[]> {
  const { answer } = end;
  if (!isStatus(answer, 'not_confirmed') || answer.kind !== 'result') {
    return [{ ...end, unresolved: 'a token was to be given' }];
  }
  const { token } = asRecord(answer.body.confirmation);
  return [await act.untilFinal({ seat, args: { ...act.task.args, confirm: token } })];
}

/** The host shows no form. A host of 2025 is waited for within the call, one of 2026 hangs up and asks again. */
async function dropped(act: Act, person: people.Person): Promise<Told[]> {
  const seat = asked(act, person);
  await seat.open();
  const options = act.era === '2026' ? { timeoutMs: 800 } : {};
  return withToken(act, seat, await act.untilFinal({ seat, options }));
}

/** The host hangs up while requests are on their way, and asks again later. */
async function hangsUp(act: Act): Promise<Told[]> {
  const { world, task, chance, seat } = act;
  await seat.open();
  const { faults } = world.syncore.sandbox;
  const match = { method: task.method };
  faults.add({ kind: 'latency', ms: chance.int(20, 60), times: Number.POSITIVE_INFINITY, match });
  if (chance.chance(0.5)) loseOne(act, chance.pick(Object.values(LOST)), chance.pick(COMMITS));
  const first = await act.ask({ options: { timeoutMs: chance.int(10, 60 + 40 * task.requests) } });
  await sleep(chance.int(0, LATEST_COMMIT_MS));
  return [await act.untilFinal(first.kind === 'broken' ? {} : { first })];
}

/** Says yes when the call's time is long over. */
const lateYes: people.Person = async () => {
  await sleep(HASTY_MS + 300);
  return { action: 'accept', content: { confirm: true } };
};

async function answersLate(act: Act): Promise<Told[]> {
  const seat = act.world.seat({
    era: act.era,
    name: 'late',
    person: lateYes,
    env: { SYNCORE_CALL_BUDGET_MS: String(HASTY_MS) },
  });
  const end = await act.untilFinal({ seat });
  // To a client of 2026 no call is open while its person thinks: their yes counts.
  return act.era === '2026' ? [end] : withToken(act, seat, end);
}

/** Hosts that hang up, drop questions, or answer them by themselves; and people who say yes and no. */
export const hosts: Scenario[] = [
  ...forAll('host/hangs up', hangsUp),
  ...forAll('host/drops the question', (act) => dropped(act, people.keepsSilent)),
  ...forAll('host/cannot ask though it says so', (act) => dropped(act, 'nobody')),
  ...forAll('host/declines by itself', async (act) => {
    const seat = asked(act, people.declinesAtOnce);
    return withToken(act, seat, await act.untilFinal({ seat }));
  }),
  ...forAll('host/answers without content', async (act) => {
    const seat = asked(act, act.chance.pick([people.acceptsEmpty, people.babbles, people.dismisses]));
    return withToken(act, seat, await act.untilFinal({ seat }));
  }),
  ...forAll('host/answers late', answersLate),
  ...forAll('host/a person says no', async (act) => {
    const seat = asked(act, act.chance.pick([people.saysNo, people.declines]), PATIENT_MS * 4);
    const end = await act.untilFinal({ seat });
    const again = await act.untilFinal({ seat, who: 'who asked again' });
    return [end, { ...again, unresolved: isStatus(again.answer, 'declined') ? null : 'the no was forgotten' }];
  }),
  ...forAll('host/two people say yes to one key', async (act) => {
    const { world, era } = act;
    const seats = [
      asked(act, people.saysYes),
      world.seat({ era: otherEra(era), name: 'asked', person: people.saysYes }),
    ];
    await Promise.all(seats.map((seat) => seat.open()));
    if (act.chance.chance(0.4)) loseOne(act, act.chance.pick(Object.values(LOST)), act.chance.pick(COMMITS));
    return Promise.all(seats.map((seat, index) => act.untilFinal({ seat, who: `host ${index + 1}` })));
  }),
  ...forAll('host/a person says yes, and the answer is lost', async (act) => {
    loseOne(act, act.chance.pick(Object.values(LOST)), act.chance.pick(COMMITS));
    return [await act.untilFinal({ seat: asked(act, people.saysYes) })];
  }),
];
