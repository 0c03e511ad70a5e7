import { expect, it } from 'vitest';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/handler.js';
import { isObject, key, monday } from './open.js';

/** A sandbox whose time stands still until it is moved: no socket, no clock, no timer of the machine. */
function simulate(options: SandboxOptions = {}) {
  let now = monday;
  let timers: { at: number; run: () => void }[] = [];
  const setTimer = (run: () => void, ms: number) => {
    timers.push({ at: now + ms, run });
  };
  const sandbox = createSandbox({ jobs: 1, now: () => now, setTimer, ...options });

  /** Lets all that is due happen in its order, and what follows from it. */
  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
      const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
  }

  /** Sends a request; `answer` is null while it is open, an Error when it broke. */
  function ask(method: string, path: string, body?: unknown) {
    const request = { method, path: `/v2${path}`, headers: { 'x-api-key': key } };
    const open: { answer: unknown } = { answer: null };
    sandbox.handle(body === undefined ? request : { ...request, body: JSON.stringify(body) }).then(
      ({ body: text }) => {
        open.answer = JSON.parse(text);
      },
      (error: unknown) => {
        open.answer = error;
      },
    );
    return open;
  }

  return { sandbox, advance, ask };
}

const contacts = '/crm/contacts?count=1';
const total = ({ answer }: { answer: unknown }) => (isObject(answer) ? answer.total_results : answer);

it('answers after its latency, by the time it is given', async () => {
  const { ask, advance } = simulate({ latencyMs: 40_000 });
  const open = ask('POST', '/crm/contacts', { last_name: 'Finch' });
  await advance(39_999);
  expect(open.answer).toBeNull();
  await advance(1);
  expect(open.answer).toMatchObject({ last_name: 'Finch', last_modified_date: '2026-11-23 10:00:40' });
});

it('commits a lost write a minute later, shows it by id, and in searches when their lag is over', async () => {
  const { sandbox, ask, advance } = simulate({ searchLagMs: 3000 });
  const before = sandbox.data.contacts.length;
  sandbox.faults.add({ kind: 'reset', commit: 'late', lateMs: 60_000 });
  const open = ask('POST', '/crm/contacts', { last_name: 'Finch' });
  await advance(59_999);
  expect(open.answer).toBeInstanceOf(Error);
  expect(sandbox.data.contacts).toHaveLength(before);
  await advance(1);
  expect(sandbox.data.contacts.at(-1)).toMatchObject({ last_name: 'Finch', last_modified_date: '2026-11-23 10:01:00' });
  await advance(2999);
  const early = ask('GET', contacts);
  await advance(1);
  const late = ask('GET', contacts);
  await advance(0);
  expect([total(early), total(late)]).toEqual([before, before + 1]);
});

it('drips and hangs in a time of its own', async () => {
  const { sandbox, ask, advance } = simulate();
  sandbox.faults.add({ kind: 'drip', everyMs: 1000 }, { kind: 'hang', commit: 'after' });
  const dripping = ask('GET', '/crm/contacts/4101');
  await advance(60_000);
  expect(dripping.answer).toBeNull();
  const hanging = ask('POST', '/crm/contacts', { last_name: 'Finch' });
  await advance(3_600_000);
  expect(dripping.answer).toMatchObject({ id: 4101 });
  expect(hanging.answer).toBeNull();
  expect(sandbox.data.contacts.at(-1)).toMatchObject({ last_name: 'Finch' });
});

it('is the same again for the same requests', async () => {
  const run = async () => {
    const { sandbox, ask, advance } = simulate({ searchLagMs: 3000 });
    sandbox.faults.add({ kind: 'truncated', commit: 'late', lateMs: 500, skip: 1 });
    const path = '/orders/jobs/32255/salesorders';
    for (const body of [{}, { description: 'late' }, { description: 'prompt' }]) {
      ask('POST', path, body);
      await advance(200);
    }
    await advance(1000);
    return JSON.stringify(sandbox.data);
  };
  expect(await run()).toBe(await run());
});

it('works on an account that it is given, and changes it', async () => {
  const { data } = createSandbox({ jobs: 1, now: () => monday });
  data.contacts.length = 1;
  const { sandbox, ask, advance } = simulate({ data });
  expect(sandbox.data).toBe(data);
  ask('POST', '/crm/contacts', { last_name: 'Finch' });
  await advance(0);
  expect(data.contacts.map(({ last_name }) => last_name)).toEqual(['Whitfield', 'Finch']);
});
