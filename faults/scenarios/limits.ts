import { setTimeout as sleep } from 'node:timers/promises';
import { rateLimited } from '../../src/sandbox/faults.js';
import type { Act } from '../act.js';
import { forAll, type Scenario } from '../scenario.js';
import { addThirtyLines } from '../tasks/orders.js';
import { LATEST_COMMIT_MS } from '../world.js';

function limit({ world, task, chance, note }: Act, retryAfter: number | Date | undefined): void {
  const nth = chance.int(1, task.requests);
  world.syncore.sandbox.faults.add({ ...rateLimited(retryAfter), match: { method: task.method, nth } });
  note(`request ${nth} of ${task.requests}: 429 with ${String(retryAfter)}`);
}

/** A read of another call is told to wait while a write goes on: the write's next request waits, and is then lost. */
async function heldThenLost(act: Act) {
  const { world, task, seat, chance, note } = act;
  const { faults } = world.syncore.sandbox;
  let seen = 0;
  let lastAt = 0;
  let isLost = false;
  const nth = chance.int(3, 20);
  faults.onRequest = (_, { method }) => {
    if (method !== task.method) return;
    seen += 1;
    const now = performance.now();
    if (seen === nth) {
      faults.add({ ...rateLimited(1), match: { path: /\/orders\/jobs\/32255\?|\/orders\/jobs\/32255$/ } });
      void seat.call('get_job', { job_id: 32255 });
    }
    if (seen > nth && now - lastAt > 400 && !isLost) {
      isLost = true;
      note(`request ${seen} waited ${Math.round(now - lastAt)} ms for its turn, and is lost; it is committed late`);
      faults.add({ kind: 'hang', commit: 'late', lateMs: LATEST_COMMIT_MS, match: { method: task.method } });
    }
    lastAt = now;
  };
  // Slow enough that the other call comes in between.
  faults.add({ kind: 'latency', ms: 10, times: Number.POSITIVE_INFINITY, match: { method: task.method } });
  const end = await act.untilFinal();
  await sleep(LATEST_COMMIT_MS);
  return [end];
}

/** Pushed back while writing: with seconds, a date or nothing, and for longer than a call may take. */
export const limits: Scenario[] = [
  ...forAll('limit/429 in seconds', async (act) => {
    limit(act, 1);
    return [await act.untilFinal()];
  }),
  ...forAll('limit/429 with a date', async (act) => {
    limit(act, new Date(Date.now() + 1_500));
    return [await act.untilFinal()];
  }),
  ...forAll('limit/429 without a word', async (act) => {
    limit(act, undefined);
    return [await act.untilFinal()];
  }),
  ...forAll('limit/429 for longer than the call', async (act) => {
    const { era, world } = act;
    limit(act, 2);
    return [await act.untilFinal({ seat: world.hasty(era) })];
  }),
  ...forAll('limit/held by another call, then lost', heldThenLost, { tools: ['add_line_items'], make: addThirtyLines }),
];
