import type { Commit, FaultAction } from '../../src/sandbox/faults.js';
import type { Act } from '../act.js';
import { forAll, type Scenario } from '../scenario.js';
import { LATEST_COMMIT_MS } from '../world.js';

/** Answers after which nobody knows what was done. */
export const LOST: Readonly<Record<string, FaultAction>> = {
  'no answer': { kind: 'hang' },
  reset: { kind: 'reset' },
  '500': { kind: 'status', status: 500 },
  '502 in HTML': { kind: 'html', status: 502 },
  '503': { kind: 'status', status: 503 },
  '504 in HTML': { kind: 'html', status: 504 },
  'cut short': { kind: 'truncated' },
  'HTML with 200': { kind: 'html' },
};
export const COMMITS: readonly Commit[] = ['before', 'after', 'late'];

/** Loses the answer to one of the task's requests, drawn by chance; maybe to a second one too. */
export function loseOne({ world, task, chance, note }: Act, fault: FaultAction, commit: Commit): void {
  const lose = (what: FaultAction, how: Commit, nth: number) => {
    const lateMs = chance.int(1, LATEST_COMMIT_MS);
    world.syncore.sandbox.faults.add({ ...what, commit: how, lateMs, match: { method: task.method, nth } });
    note(`request ${nth} of ${task.requests}: ${JSON.stringify(what)}, commit ${how}, ${lateMs} ms late`);
  };
  const nth = chance.int(1, task.requests);
  lose(fault, commit, nth);
  if (chance.chance(0.25)) lose(chance.pick(Object.values(LOST)), chance.pick(COMMITS), nth + chance.int(1, 2));
}

/** Every lost answer, before the commit, after it and late within the bound. */
export const lostAnswers: Scenario[] = Object.entries(LOST).flatMap(([word, fault]) =>
  COMMITS.flatMap((commit) =>
    forAll(`lost/${word}, commit ${commit}`, async (act) => {
      loseOne(act, fault, commit);
      return [await act.untilFinal()];
    }),
  ),
);
