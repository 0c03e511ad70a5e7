import { expect, it, vi } from 'vitest';
import type { Commit, FaultAction } from '../../src/sandbox/faults.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { key, type Open, open } from './open.js';

const order = '/orders/jobs/32255/salesorders/915501';

/** Faults after which a client cannot know what was done. */
const lost: Readonly<Record<string, FaultAction>> = {
  reset: { kind: 'reset' },
  hang: { kind: 'hang' },
  truncated: { kind: 'truncated' },
  stall: { kind: 'stall' },
  '500': { kind: 'status', status: 500 },
  '502, HTML': { kind: 'html', status: 502 },
  '503': { kind: 'status', status: 503, headers: { 'retry-after': '1' } },
  '504, HTML': { kind: 'html', status: 504 },
  'HTML with 200': { kind: 'html' },
  'no JSON': { kind: 'body', body: '{"id": ' },
  'empty body': { kind: 'body', body: '' },
  '408': { kind: 'status', status: 408 },
  '409': { kind: 'status', status: 409 },
};

/** A sandbox whose timers a test sets off itself: nothing here depends on how fast the machine is. */
async function openStill() {
  const timers: (() => void)[] = [];
  const box = await open({ jobs: 1, setTimer: (run) => timers.push(run) });
  return { box, goOff: () => timers.splice(0).forEach((run) => void run()) };
}

/**
 * Sends a payment and gives its answer's status, or `lost` where none came whole. With `patienceMs` the client gives
 * up so long after the sandbox has the request.
 */
async function pay(box: Open, patienceMs?: number): Promise<number | 'lost'> {
  const before = box.sandbox.requests.length;
  const giveUp = new AbortController();
  const body = JSON.stringify({ amount_value: 10 });
  const init = { method: 'POST', headers: { 'x-api-key': key }, body, signal: giveUp.signal };
  const answer = fetch(`${box.url}${order}/payments`, init).then(async (response) => {
    await response.text();
    return response.status;
  });
  const outcome = answer.catch(() => 'lost' as const);
  if (patienceMs !== undefined) {
    await vi.waitFor(() => expect(box.sandbox.requests.length).toBeGreaterThan(before));
    setTimeout(() => giveUp.abort(), patienceMs);
  }
  return outcome;
}

const count = (box: Open) => box.sandbox.data.payments.length;

it.each(Object.entries(lost))(
  'loses the answer before, after, long before and without a commit: %s',
  async (_, fault) => {
    const { box, goOff } = await openStill();
    await using _box = box;
    for (const [commit, atOnce, later] of [
      ['before', 0, 0],
      ['after', 1, 1],
      ['never', 0, 0],
      ['late', 0, 1],
    ] as const) {
      const before = count(box);
      box.sandbox.faults.add({ ...fault, commit });
      expect(await pay(box, 30)).not.toBe(201);
      expect([commit, count(box) - before]).toEqual([commit, atOnce]);
      goOff();
      expect([commit, count(box) - before]).toEqual([commit, later]);
    }
    goOff();
    expect(await pay(box)).toBe(201);
    expect(count(box)).toBe(3);
  },
);

it('does nothing where a fault takes the place of the answer, unless told', async () => {
  await using box = await open({ jobs: 1 });
  const { faults } = box.sandbox;
  faults.add({ kind: 'reset' }, { kind: 'status', status: 500 }, { kind: 'html' }, { kind: 'body', body: '{}' });
  for (let i = 0; i < 4; i += 1) await pay(box);
  faults.add({ kind: 'hang' });
  await pay(box, 30);
  expect(count(box)).toBe(0);
  faults.add({ kind: 'truncated' }, { kind: 'drip', everyMs: 0 }, { kind: 'stall' });
  expect([await pay(box), await pay(box), await pay(box, 30)]).toEqual(['lost', 201, 'lost']);
  expect(count(box)).toBe(3);
});

it.each([400, 401, 403, 404, 422, 429])('never commits what it answers with %i', async (status) => {
  const { box, goOff } = await openStill();
  await using _box = box;
  for (const commit of ['before', 'after', 'late', 'never'] as const) {
    box.sandbox.faults.add({ kind: 'status', status, commit });
    expect(await pay(box)).toBe(status);
  }
  box.sandbox.faults.add({ kind: 'html', status, commit: 'after' });
  box.sandbox.faults.add({ kind: 'body', body: '', status, commit: 'after' });
  expect([await pay(box), await pay(box)]).toEqual([status, status]);
  goOff();
  expect(count(box)).toBe(0);
});

it('refuses what is wrong also under a fault, and keeps to the switches', async () => {
  await using box = await open({ jobs: 1 });
  box.sandbox.faults.add({ kind: 'status', status: 500, commit: 'after', times: 2 });
  await box.send('POST', `${order}/payments`, { amount_value: -1 });
  box.sandbox.switches.write = false;
  await pay(box);
  expect(count(box)).toBe(0);
});

it('answers a 503 before a commit, and a success that is none where a write gets lost', async () => {
  await using box = await open({ jobs: 1 });
  const passing: FaultAction[] = [
    { kind: 'latency', ms: 1 },
    { kind: 'drip', everyMs: 0 },
    { kind: 'shape', shape: odd.unknownFields },
  ];
  for (const fault of passing) {
    const answers: (number | 'lost')[] = [];
    for (const commit of ['before', 'never', 'after'] as const) {
      box.sandbox.faults.add({ ...fault, commit });
      answers.push(await pay(box));
    }
    expect(answers).toEqual([503, 201, 201]);
  }
  expect(count(box)).toBe(passing.length);
});

it('waits, then acts, unless a fault says that the act comes first', async () => {
  const { box, goOff } = await openStill();
  await using _box = box;
  const slow = async (commit?: Commit) => {
    box.sandbox.faults.add({ kind: 'latency', ms: 1, ...(commit === undefined ? {} : { commit }) });
    const before = count(box);
    const asked = box.sandbox.requests.length;
    const sent = pay(box);
    await vi.waitFor(() => expect(box.sandbox.requests.length).toBeGreaterThan(asked));
    const meanwhile = count(box) - before;
    goOff();
    expect(await sent).toBe(201);
    return [meanwhile, count(box) - before];
  };
  expect(await slow()).toEqual([0, 1]);
  expect(await slow('after')).toEqual([1, 1]);
});

it('keeps numbers and order where a write comes late', async () => {
  const { box, goOff } = await openStill();
  await using _box = box;
  box.sandbox.faults.add({ kind: 'status', status: 504, commit: 'late', times: 3 });
  const line = (description: string) => ({ type: 'Comment', description });
  await box.send('POST', `${order}/lineitems`, line('first'));
  await box.send('POST', '/orders/jobs/32255/salesorders', { description: 'late' });
  await box.send('PUT', '/crm/contacts/4101', { last_name: 'Late' });
  await box.write('POST', `${order}/lineitems`, line('second'));
  await box.write('POST', '/orders/jobs/32255/salesorders', { description: 'prompt' });
  await box.write('PUT', '/crm/contacts/4101', { last_name: 'Prompt', title: 'Owner' });
  goOff();
  const [known, ...added] = box.sandbox.data.salesOrders;
  expect(known?.line_items.slice(-2).map(({ description }) => description)).toEqual(['first', 'second']);
  expect(added.map(({ number, description }) => [number, description])).toEqual([
    [2, 'prompt'],
    [3, 'late'],
  ]);
  expect(new Set(added.map(({ id }) => id)).size).toBe(2);
  expect(await box.read('/crm/contacts/4101')).toMatchObject({ last_name: 'Late', title: null });
});

it('leaves reads as they are, whatever a fault says of a commit', async () => {
  await using box = await open({ jobs: 1 });
  box.sandbox.faults.add({ kind: 'latency', ms: 1, commit: 'before' }, { kind: 'latency', ms: 1, commit: 'never' });
  expect((await box.get(order)).status).toBe(200);
});
