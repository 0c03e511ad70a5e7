import { expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/handler.js';
import { isObject, key, monday, open, rows } from './open.js';

const jobs = '/orders/jobs?date_from=2026-01-01&date_to=2026-11-23T23:59:59';
const lists = [
  { name: 'jobs', path: jobs, absolute: true },
  { name: 'salesorders', path: '/orders/jobs/salesorders?date_from=2026-01-01', absolute: true },
  { name: 'purchaseorders', path: '/orders/jobs/purchaseorders?date_from=2026-01-01', absolute: false },
  { name: 'contacts', path: '/crm/contacts?x=1', absolute: false },
];

it.each(lists)('gives every one of $name once, page after page', async ({ name, path }) => {
  await using box = await open();
  const ids: unknown[] = [];
  let total: unknown = null;
  for (let page = 1; page < 400; page += 1) {
    const answer = await box.read(`${path}&count=10&page=${page}`);
    total ??= answer.total_results;
    expect(answer.total_results).toBe(total);
    const page_ = rows(answer, name);
    if (page_.length === 0) break;
    ids.push(...page_.map((row) => row.id));
  }
  expect(ids.length).toBe(total);
  expect(new Set(ids).size).toBe(total);
});

it.each(lists)('links the pages of $name', async ({ name, path, absolute }) => {
  await using box = await open();
  const first = await box.read(`${path}&count=10`);
  const total = Number(first.total_results);
  const last = Math.ceil(total / 10);
  const ends = await Promise.all([1, 2, last, last + 1].map((page) => box.read(`${path}&count=10&page=${page}`)));
  const [one, two, end, beyond] = ends.map((answer) => answer.links);
  expect(one).toMatchObject({ prev: null, next: expect.stringContaining('page=2') });
  expect(two).toMatchObject({ prev: expect.stringContaining('page=1'), next: expect.stringContaining('page=3') });
  expect(end).toMatchObject({ next: null });
  expect(beyond).toMatchObject({ next: null });
  expect(rows(ends[3], name)).toEqual([]);
  const next = isObject(one) ? String(one.next) : '';
  expect(next.startsWith(absolute ? box.url : '/v2/')).toBe(true);
  expect(new URL(next, box.url).searchParams.get('count')).toBe('10');
});

it.each(lists)('shows $name newest first', async ({ name, path }) => {
  await using box = await open();
  const page = rows(await box.read(`${path}&count=10`), name);
  const dates = page.map((row) => String(row.date ?? row.created_date));
  expect(dates).toEqual([...dates].sort().reverse());
});

it.each(lists)('refuses a count of $name above 10 or below 1, naming it', async ({ path }) => {
  await using box = await open();
  for (const count of ['11', '25', '0', '-1', 'ten', '1.5', '']) {
    const refused = await box.get(`${path}&count=${count}`);
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({
      message: expect.stringContaining('count'),
      errors: [{ field: 'count', message: expect.any(String) }],
    });
  }
  for (const page of ['0', '-1', 'last']) {
    expect((await box.get(`${path}&page=${page}`)).json).toMatchObject({ errors: [{ field: 'page' }] });
  }
});

it('pages by 25 where count is left out', async () => {
  await using box = await open();
  expect(rows(await box.read(jobs), 'jobs')).toHaveLength(25);
});

it('pages the orders of one job like a search', async () => {
  await using box = await open();
  const answer = await box.read('/orders/jobs/32255/purchaseorders?count=1&page=2');
  expect(rows(answer, 'purchaseorders')).toHaveLength(1);
  expect(answer).toMatchObject({ total_results: 2, links: { prev: expect.any(String), next: null } });
});

it('ignores parameters that it does not know', async () => {
  await using box = await open();
  const plain = rows(await box.read('/crm/contacts?count=10'), 'contacts');
  expect(rows(await box.read('/crm/contacts?count=10&search=acme&class=Store'), 'contacts')).toEqual(plain);
});

it('links without a host where the request names none, and with https to a host elsewhere', async () => {
  const sandbox = createSandbox({ now: () => monday });
  async function next(host?: string): Promise<string> {
    const path = '/v2/orders/jobs/salesorders?count=1';
    const { body } = await sandbox.handle({ method: 'GET', path, headers: { 'x-api-key': key, host } });
    return JSON.parse(body).links.next;
  }
  expect(await next()).toMatch(/^\/v2\/orders/);
  expect(await next('api.syncore.app')).toMatch(/^https:\/\/api\.syncore\.app\/v2\/orders/);
});
