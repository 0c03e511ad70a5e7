import { expect, it } from 'vitest';
import { monday } from '../client/open-account.js';
import { MINUTE_MS } from './open-set.js';
import { openStill } from './still.js';

async function openTurns() {
  const still = await openStill();
  const ask = () => still.ask({ kinds: ['jobs', 'contacts'] });
  async function pass(minutes: number) {
    for (let minute = 0; minute < minutes; minute += 1) await still.pass(MINUTE_MS);
  }
  return { ...still, ask, pass, close: still[Symbol.asyncDispose] };
}

it('all jobs and contacts are read again within half an hour in the background, a few at a time, while somebody asks', async () => {
  const { sandbox, ask, pass, close } = await openTurns();
  await ask();
  const months = () => new Set(sandbox.requests.slice(begun).map(({ path }) => path.replace(/page=\d+&count=\d+/, '')));
  const begun = sandbox.requests.length;
  const job = sandbox.data.jobs.find(({ date }) => date.startsWith('2026-02'));
  const contact = sandbox.data.contacts[50];
  if (job === undefined || contact === undefined) throw new Error('No such records.');
  job.status = 'Pending';
  contact.last_name = 'Renamed';
  const perMinute: number[] = [];
  for (let minute = 0; minute < 26; minute += 1) {
    const before = sandbox.requests.length;
    await pass(1);
    perMinute.push(sandbox.requests.length - before);
  }
  // Fourteen months of jobs, and the contacts.
  expect(months().size).toBe(15);
  const pages = (sandbox.data.jobs.length + sandbox.data.contacts.length) / 10;
  expect(Math.max(...perMinute)).toBeLessThan(pages);
  const before = sandbox.requests.length;
  const view = await ask();
  expect(sandbox.requests.length - before).toBeLessThanOrEqual(6);
  expect(view.complete).toBe(true);
  expect(view.held.jobs.get(job.id)?.status).toBe('Pending');
  expect(view.held.contacts.get(contact.id)?.lastName).toBe('Renamed');
  const asOf = Date.parse(view.asOf.jobs ?? '');
  expect(monday + 26 * MINUTE_MS - asOf).toBeLessThan(30 * MINUTE_MS);
  await close();
});

it('nothing is read in the background when nobody has asked for half an hour', async () => {
  const { sandbox, ask, pass, close } = await openTurns();
  await ask();
  await pass(31);
  const before = sandbox.requests.length;
  await pass(120);
  expect(sandbox.requests.length).toBe(before);
  // Whoever asks then gets what is right then.
  const job = sandbox.data.jobs.find(({ date }) => date.startsWith('2026-04'));
  Object.assign(job ?? {}, { status: 'Pending' });
  const view = await ask();
  expect(view.complete).toBe(true);
  expect(view.held.jobs.get(job?.id ?? 0)?.status).toBe('Pending');
  await close();
});

it('a month that cannot be read in its turn is read in a later one', async () => {
  const { sandbox, ask, pass, close } = await openTurns();
  await ask();
  sandbox.faults.add({ kind: 'status', status: 400, match: { path: /orders\/jobs\?/ }, times: 3 });
  await pass(10);
  expect(sandbox.faults.hits()).toEqual([3]);
  sandbox.faults.clear();
  await ask();
  await pass(25);
  expect((await ask()).complete).toBe(true);
  await close();
});
