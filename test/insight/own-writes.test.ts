import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/handler.js';
import { key } from '../client/open-account.js';
import { ALL_DAYS, expectedIds, heldIds, MINUTE_MS, openSet } from './open-set.js';

/** Longer than any test: what searches do not show yet, they do not show before a test moves time on. */
const LAG_MS = 5 * MINUTE_MS;

async function write(sandbox: Sandbox, method: 'POST' | 'PUT', path: string, body: object) {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const answer = await sandbox.handle({ method, path: `/v2${path}`, headers, body: JSON.stringify(body) });
  expect(answer.status, answer.body).toBeLessThan(300);
  const record: { id: number } = JSON.parse(answer.body);
  return record.id;
}

const newContact = {
  first_name: 'Nora',
  last_name: 'Newcomer',
  business_name: 'Newcomer Ltd',
  contact_class: 'Program',
};

it('a contact that we entered is in the next answer, while searches do not show it yet', async () => {
  await using opened = await openSet({ sandbox: { searchLagMs: LAG_MS } });
  const { set, ask, sandbox, data, clock } = opened;
  await ask({ kinds: ['contacts'] });
  const id = await write(sandbox, 'POST', '/crm/contacts', newContact);
  set.noteWritten({ kind: 'contacts', id });
  opened.asked();
  const view = await ask({ kinds: ['contacts'] });
  expect(view.held.contacts.get(id)?.lastName).toBe('Newcomer');
  expect(view).toMatchObject({ complete: true, notes: [] });
  expect(heldIds(view).contacts).toEqual(expectedIds(data).contacts);
  // The record by itself, and how many there are.
  expect(opened.asked().map(({ pathname }) => pathname)).toEqual([`/v2/crm/contacts/${id}`, '/v2/crm/contacts']);

  clock.jump(LAG_MS + MINUTE_MS);
  const later = await ask({ kinds: ['contacts'] });
  expect(later.complete).toBe(true);
  expect(heldIds(later).contacts).toEqual(expectedIds(data).contacts);
  clock.jump(2 * MINUTE_MS);
  await ask({ kinds: ['contacts'] });
  expect(set.toState().contacts.own).toEqual([]);
});

it('a sales order that we entered counts once, before and after searches show it, and its job with it', async () => {
  await using opened = await openSet({ sandbox: { searchLagMs: LAG_MS } });
  const { set, ask, sandbox, data, clock } = opened;
  const want = { kinds: ['sales_orders', 'jobs'] } as const;
  await ask(want);
  const job = data.jobs.find(({ date }) => date.startsWith('2026-10'));
  if (job === undefined) throw new Error('No job.');
  const id = await write(sandbox, 'POST', `/orders/jobs/${job.id}/salesorders`, { description: 'Ours' });
  set.noteWritten({ kind: 'sales_orders', id, jobId: job.id });
  const view = await ask(want);
  expect(view).toMatchObject({ complete: true, notes: [] });
  expect(view.held.salesOrders.get(id)?.description).toBe('Ours');
  expect(heldIds(view).salesOrders).toEqual(expectedIds(data).salesOrders);
  const briefs = view.held.jobs.get(job.id)?.salesOrders?.map((order) => order.id);
  expect(briefs).toContain(id);

  clock.jump(LAG_MS + MINUTE_MS);
  const later = await ask(want);
  expect(later.complete).toBe(true);
  expect(heldIds(later).salesOrders).toEqual(expectedIds(data).salesOrders);
  expect(set.toState().salesOrders.own).toEqual([]);
});

it('a job that we changed stays as we wrote it while searches show what it was, and no longer', async () => {
  await using opened = await openSet({ sandbox: { jobs: 20, searchLagMs: MINUTE_MS } });
  const { set, ask, data, clock } = opened;
  const want = { kinds: ['jobs'] } as const;
  const before = await ask(want);
  const [newest] = [...before.held.jobs.values()].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  if (newest === undefined) throw new Error('No job.');
  const record = data.jobs.find(({ id }) => id === newest.id);
  // As a write would: what was written is known here, and searches still give the record as it was.
  set.noteWritten({ kind: 'jobs', record: { ...newest, description: 'As we wrote it' } });
  expect((await ask(want)).held.jobs.get(newest.id)?.description).toBe('As we wrote it');
  Object.assign(record ?? {}, { description: 'As we wrote it' });
  clock.jump(MINUTE_MS + 1_000);
  expect((await ask(want)).held.jobs.get(newest.id)?.description).toBe('As we wrote it');
  // From then on it is Syncore's again.
  Object.assign(record ?? {}, { description: 'As somebody else wrote it' });
  clock.jump(MINUTE_MS + 1_000);
  expect((await ask(want)).held.jobs.get(newest.id)?.description).toBe('As somebody else wrote it');
  expect(set.toState().jobs.own).toEqual([]);
});

it('what searches never come to show of our write gives way after two minutes', async () => {
  await using opened = await openSet({ sandbox: { jobs: 20 } });
  const { set, ask, clock } = opened;
  const want = { kinds: ['jobs'] } as const;
  const before = await ask(want);
  const [newest] = [...before.held.jobs.values()].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  if (newest === undefined) throw new Error('No job.');
  set.noteWritten({ kind: 'jobs', record: { ...newest, description: 'Overwritten at once' } });
  clock.jump(MINUTE_MS + 1_000);
  expect((await ask(want)).held.jobs.get(newest.id)?.description).toBe('Overwritten at once');
  clock.jump(MINUTE_MS + 1_000);
  expect((await ask(want)).held.jobs.get(newest.id)?.description).toBe(newest.description);
});

it('a record that a person deleted before any search showed it is gone', async () => {
  await using opened = await openSet({ sandbox: { searchLagMs: LAG_MS } });
  const { set, ask, sandbox, data, clock } = opened;
  await ask({ kinds: ['contacts'] });
  const id = await write(sandbox, 'POST', '/crm/contacts', newContact);
  set.noteWritten({ kind: 'contacts', id });
  expect((await ask({ kinds: ['contacts'] })).held.contacts.has(id)).toBe(true);
  data.contacts.splice(
    data.contacts.findIndex((contact) => contact.id === id),
    1,
  );
  clock.jump(2 * MINUTE_MS + 1_000);
  const view = await ask({ kinds: ['contacts'] });
  expect(view.held.contacts.has(id)).toBe(false);
  expect(view.complete).toBe(true);
});

it('a write that lands while all is brought up to date is in the next answer', async () => {
  await using opened = await openSet();
  const { set, ask, sandbox, data, clock } = opened;
  const want = { kinds: ['sales_orders', 'jobs'] } as const;
  await ask(want);
  const order = data.salesOrders.find(({ date }) => date.startsWith('2026-10'));
  const job = data.jobs.find(({ id }) => id === order?.job_number);
  if (order === undefined || job === undefined) throw new Error('No order.');
  clock.jump(MINUTE_MS + 1_000);
  // Searches show neither yet: only who reads the records themselves sees it.
  sandbox.faults.onRequest = () => {
    sandbox.faults.onRequest = null;
    order.total_value = 4_321.5;
    job.description = 'With our lines';
    set.noteWritten({ kind: 'sales_orders', id: order.id, jobId: job.id });
  };
  const [, joined] = await Promise.all([ask(want), ask(want)]);
  expect(joined.complete).toBe(true);
  const view = await ask(want);
  expect(view.complete).toBe(true);
  expect(view.held.salesOrders.get(order.id)?.totalCents).toBe(432_150);
  expect(view.held.jobs.get(job.id)?.description).toBe('With our lines');
});

it('a write that lands while the days are first read is in the answer', async () => {
  await using opened = await openSet({ sandbox: { searchLagMs: LAG_MS } });
  const { set, ask, sandbox, data } = opened;
  const job = data.jobs.find(({ date }) => date.startsWith('2026-10'));
  if (job === undefined) throw new Error('No job.');
  let made = 0;
  sandbox.faults.onRequest = async (_, { method }) => {
    if (method !== 'GET' || made !== 0) return;
    made = -1;
    made = await write(sandbox, 'POST', `/orders/jobs/${job.id}/salesorders`, { description: 'Ours' });
    set.noteWritten({ kind: 'sales_orders', id: made, jobId: job.id });
  };
  const want = { kinds: ['sales_orders'], from: '2026-11-01' } as const;
  const view = await ask(want);
  expect(made).toBeGreaterThan(0);
  expect(view).toMatchObject({ complete: true, notes: [] });
  expect(view.held.salesOrders.get(made)?.description).toBe('Ours');
  const days = { from: '2026-11-01', to: ALL_DAYS.to };
  expect(heldIds(view, days).salesOrders).toEqual(expectedIds(data, days).salesOrders);
});

it('a list is asked of Syncore as long as a write of ours is not read', async () => {
  await using opened = await openSet();
  const { set, ask, data } = opened;
  const want = { kinds: ['jobs'] } as const;
  await ask(want);
  const query = { date: ALL_DAYS, text: 'a' };
  const part = { limit: 5 };
  expect(set.lists.jobs(query, part)).not.toBeNull();
  set.noteWritten({ kind: 'jobs', id: data.jobs[30]?.id ?? 0 });
  expect(set.lists.jobs(query, part)).toBeNull();
  await ask(want);
  expect(set.lists.jobs(query, part)).not.toBeNull();
});
