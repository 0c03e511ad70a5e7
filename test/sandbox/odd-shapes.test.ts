import { expect, it } from 'vitest';
import { oddShapes } from '../../src/sandbox/catalogue.js';
import type { Shape } from '../../src/sandbox/faults.js';
import { createSandbox } from '../../src/sandbox/handler.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { isObject, key, monday, rows } from './open.js';

const search = '/orders/jobs/salesorders?date_from=2026-09-01&count=10';

function ask(shape: Shape | null) {
  const sandbox = createSandbox({ now: () => monday });
  if (shape !== null) sandbox.faults.add({ kind: 'shape', shape, times: Number.POSITIVE_INFINITY });
  return async (path: string): Promise<Record<string, unknown>> => {
    const { body } = await sandbox.handle({ method: 'GET', path: `/v2${path}`, headers: { 'x-api-key': key } });
    return JSON.parse(body);
  };
}

const plain = ask(null);
const ids = (json: unknown) => rows(json, 'salesorders').map((row) => row.id);

it.each(Object.entries(oddShapes))('changes a list or a record: %s', async (name, shape) => {
  const odd_ = ask(shape);
  const last = `${search}&page=${Math.ceil(Number((await plain(search)).total_results) / 10)}`;
  const paths = [search, last, `${search}&page=2`, `${search}&status=Paid`, '/orders/jobs/32255/salesorders/915501'];
  const changed = await Promise.all(
    paths.map(async (path) => JSON.stringify(await odd_(path)) !== JSON.stringify(await plain(path))),
  );
  expect(changed, name).toContain(true);
});

it('leaves error answers alone', async () => {
  expect(await ask(odd.totalMissing)('/orders/jobs?count=99')).toEqual(await plain('/orders/jobs?count=99'));
});

it('gives page 1 for every page', async () => {
  const same = await ask(odd.samePage)(`${search}&page=3`);
  const first = await plain(search);
  expect(ids(same)).toEqual(ids(first));
  expect(same.total_results).toBe(first.total_results);
});

it('loses nothing when the server pages by its own count', async () => {
  const shaped = ask(odd.serverCount(7));
  const wanted: unknown[] = [];
  const got: unknown[] = [];
  const total = Number((await plain(search)).total_results);
  for (let page = 1; page <= Math.ceil(total / 7); page += 1) {
    wanted.push(...ids(await plain(`${search}&page=${page}`)));
    const answer = await shaped(`${search}&page=${page}`);
    if (page * 7 < total) expect(rows(answer, 'salesorders')).toHaveLength(7);
    got.push(...ids(answer));
  }
  expect(got).toEqual(wanted);
  expect(got).toHaveLength(total);
});

it('drops rows of a page while the total stands', async () => {
  const short = await ask(odd.shortPage(4))(search);
  expect(rows(short, 'salesorders')).toHaveLength(6);
  expect(short.total_results).toBe((await plain(search)).total_results);
});

it('answers outside the filter that was asked for', async () => {
  const all = await ask(odd.ignoreFilter('status'))(`${search}&status=Pending`);
  expect(new Set(rows(all, 'salesorders').map((row) => row.status)).size).toBeGreaterThan(1);
  const jobs = await ask(odd.ignoreFilter('date_from', 'date_to'))(
    '/orders/jobs?date_from=2026-11-23&date_to=2026-11-23T23:59:59&count=10',
  );
  expect(Number(jobs.total_results)).toBeGreaterThan(300);
});

it('promises a next page that is not there, this one again, or one on another host', async () => {
  const total = Number((await plain(search)).total_results);
  const last = Math.ceil(total / 10);
  const next = (json: Record<string, unknown>) => (isObject(json.links) ? json.links.next : undefined);
  expect(next(await ask(odd.nextOnLastPage)(`${search}&page=${last}`))).toContain(`page=${last + 1}`);
  expect(next(await ask(odd.nextRepeats)(`${search}&page=2`))).toContain('page=2');
  expect(next(await ask(odd.nextOtherHost)(search))).toMatch(/^https:\/\/elsewhere\.example\/v2/);
});

it('turns ids and money to text, dates to another form, and adds fields nobody knows', async () => {
  const path = '/orders/jobs/32255/salesorders/915501';
  expect(await ask(odd.idsAsText)(path)).toMatchObject({ id: '915501', job_number: '32255', client: { id: '4101' } });
  expect(await ask(odd.numbersAsText)(path)).toMatchObject({ total_value: '3989.84', number: 1 });
  expect(await ask(odd.otherDateForm)(path)).toMatchObject({ date: '2026-11-03 09:42:00' });
  const extended = await ask(odd.unknownFields)(path);
  expect(Object.keys(extended)).toContain('__proto__');
  expect(extended).toHaveProperty('brand_new_field');
});

it('wraps, nulls, drops and replaces what a single record holds', async () => {
  const path = '/orders/jobs/32255';
  expect(await ask(odd.wrapped('job'))(path)).toMatchObject({ job: { id: 32255 } });
  expect(await ask(odd.nulls('client', 'date'))(path)).toMatchObject({ id: 32255, client: null, date: null });
  expect(await ask(odd.missing('client'))(path)).not.toHaveProperty('client');
  expect(await ask(odd.fieldIs('status', 7))(path)).toMatchObject({ status: 7 });
});
