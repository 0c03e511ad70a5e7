import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../support/connect.js';
import {
  envelope,
  errorOf,
  itemsOf,
  jobIds,
  jobs,
  listOf,
  notesOf,
  type PageParts,
  salesOrder,
} from '../support/rows.js';
import { type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;
let elsewhere: Upstream;
let server: Connection;

beforeAll(async () => {
  syncore = await upstream();
  elsewhere = await upstream(listOf('jobs', jobs(10, 90_001)));
  server = await connect({ upstream: syncore.url });
});
beforeEach(() => syncore.forget());
afterAll(async () => {
  await server.close();
  await elsewhere[Symbol.asyncDispose]();
  await syncore[Symbol.asyncDispose]();
});

const ALL = 23;
const everyId = jobs(ALL).map(({ id }) => id);
const everyJob = () => server.call('list_jobs', { limit: 100 });
const shaped = (shape: (parts: PageParts) => unknown) => {
  syncore.answer = listOf('jobs', jobs(ALL), shape);
};
const links = (next: string | ((parts: PageParts) => string)) => (parts: PageParts) => ({
  ...envelope(parts),
  links: { prev: null, self: null, next: typeof next === 'string' ? next : next(parts) },
});
const pageOf = ({ asked }: PageParts, page: number) => asked.target.replace(/page=\d+/, `page=${page}`);
const under = (name: string) => (parts: PageParts) => ({ [name]: parts.rows, total_results: parts.all.length });
const total = (value: unknown) => (parts: PageParts) => ({ ...envelope(parts), total_results: value });

describe('a list of 23 jobs comes whole, each job once,', () => {
  it.each<[string, (parts: PageParts) => unknown]>([
    ['as Syncore is known to send it', envelope],
    ['without a total', (parts) => ({ jobs: parts.rows, links: {} })],
    ['with a total of null', total(null)],
    ['with a negative total', total(-1)],
    ['with a total that is no number', total('many')],
    ['with a total as text', total(String(ALL))],
    ['with a total that is smaller than the page', total(3)],
    ['without links', ({ rows, all }) => ({ jobs: rows, total_results: all.length })],
    ['with links that are null', (parts) => ({ ...envelope(parts), links: null })],
    ['with links that are a text', (parts) => ({ ...envelope(parts), links: 'none' })],
    ['under the name results', under('results')],
    ['under the name Jobs', under('Jobs')],
    [
      'under the name job_list, beside fields that nobody knows',
      (p) => ({ ...under('job_list')(p), page: 1, ok: true }),
    ],
    ['beside an empty list of errors', (p) => ({ ...under('jobs')(p), errors: [], messages: [] })],
    ['as a bare array for each page', ({ rows }) => rows],
    [
      'with null where there are no rows',
      ({ rows, all }) => ({ jobs: rows.length > 0 ? rows : null, total_results: all.length }),
    ],
  ])('%s', async (_name, shape) => {
    shaped(shape);
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(everyId);
    expect(answer.structuredContent).toMatchObject({ returned: ALL, complete: true, next_cursor: null });
  });

  it('as a bare array of everything, whatever page was asked for', async () => {
    syncore.answer = () => ({ json: jobs(ALL) });
    expect(jobIds(await everyJob())).toEqual(everyId);
  });

  it('with one object where an array of one belongs', async () => {
    syncore.answer = listOf('jobs', jobs(21), (parts) =>
      parts.rows.length === 1 ? { ...envelope(parts), jobs: parts.rows[0] } : envelope(parts),
    );
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(everyId.slice(0, 21));
    expect(answer.structuredContent).toMatchObject({ total: 21, complete: true });
  });

  it('with pages that are shorter than asked for before the end', async () => {
    const all = jobs(ALL);
    const pages = [all.slice(0, 7), all.slice(7, 8), all.slice(8, 18), all.slice(18, 21), all.slice(21)];
    syncore.answer = ({ query }) => ({
      json: { jobs: pages[Number(query.get('page')) - 1] ?? [], total_results: ALL },
    });
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(everyId);
    expect(answer.structuredContent).toMatchObject({ total: ALL, complete: true });
  });
});

describe('a link to a next page', () => {
  it('on the last page costs no request', async () => {
    shaped(links((parts) => pageOf(parts, parts.page + 1)));
    expect(jobIds(await everyJob())).toEqual(everyId);
    expect(syncore.asked).toHaveLength(3);
  });

  it('that leads back to the same page does not catch the reader', async () => {
    shaped(links((parts) => pageOf(parts, parts.page)));
    expect(jobIds(await everyJob())).toEqual(everyId);
    expect(syncore.asked).toHaveLength(3);
  });

  it('that never ends, on a list without a total, is not followed for ever', async () => {
    shaped((parts) => ({ jobs: parts.rows, links: { next: pageOf(parts, parts.page + 1) } }));
    expect(jobIds(await everyJob())).toEqual(everyId);
    expect(syncore.asked.length).toBeLessThan(20);
  });

  it.each([
    ['an absolute one', () => `${elsewhere.origin}/v2/orders/jobs?page=2&count=10`],
    ['one without a scheme', () => `//${elsewhere.origin.slice('http://'.length)}/v2/orders/jobs?page=2&count=10`],
    [
      'one with Syncore as its user',
      () => `${syncore.origin}@${elsewhere.origin.slice('http://'.length)}/v2/orders/jobs`,
    ],
  ])('to another host is never followed: %s', async (_name, next) => {
    shaped(links(next));
    expect(jobIds(await everyJob())).toEqual(everyId);
    expect(elsewhere.asked).toEqual([]);
  });
});

describe('an answer that is no list', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'jobs'],
    ['a text', 'jobs', 'jobs'],
    ['an object without a list', { ok: true, total_results: 23 }, 'jobs'],
    ['a list of errors under status 200', { errors: [{ message: 'no' }] }, 'jobs'],
    ['a number where the list belongs', { jobs: 7, total_results: 7 }, 'jobs'],
    ['two lists of unknown names', { first: [], second: [] }, 'jobs'],
    ['rows that are null', { jobs: [null], total_results: 1 }, 'jobs[0]'],
    ['rows that are texts', { jobs: ['40001'], total_results: 1 }, 'jobs[0]'],
    ['rows without an id', { jobs: [{ status: 'WIP' }], total_results: 1 }, 'jobs[0].id'],
  ])('is an error that names endpoint and field, never an empty list: %s', async (_name, json, field) => {
    syncore.answer = () => ({ json });
    const error = errorOf(await everyJob());
    expect(error).toMatchObject({ code: 'upstream_invalid', written: 'no', fields: [{ field }] });
    expect(error.message).toContain('GET /orders/jobs:');
    expect(error.message).toContain(field);
  });

  it('is no empty account where Syncore counts records and sends none', async () => {
    shaped((parts) => ({ ...envelope(parts), jobs: [] }));
    const { structuredContent, isError } = await everyJob();
    if (!isError)
      expect(structuredContent).toMatchObject({
        complete: false,
        notes: expect.arrayContaining([expect.stringMatching(/missing/)]),
      });
  });

  it('is an empty list where Syncore counts none', async () => {
    syncore.answer = listOf('jobs', []);
    expect((await everyJob()).structuredContent).toMatchObject({
      items: [],
      total: 0,
      complete: true,
      next_cursor: null,
    });
  });
});

describe('lists of other kinds', () => {
  it.each([
    ['a bare array', (rows: unknown[]) => rows],
    ['a name of its own', (rows: unknown[]) => ({ suppliers: rows })],
    ['another name', (rows: unknown[]) => ({ Vendors: rows, total_results: rows.length })],
    ['one object', (rows: unknown[]) => ({ suppliers: rows[0] })],
  ])('suppliers come whole as %s', async (_name, shape) => {
    const suppliers = [
      { id: 7, name: 'Sanmar' },
      { id: '8', name: 'Alpha', asi_id: 84_863 },
    ];
    const json = shape(suppliers);
    syncore.answer = () => ({ json });
    const answer = await server.call('list_reference_data', { kind: 'suppliers' });
    const expected = JSON.stringify(json).includes('Alpha') ? ['Sanmar', 'Alpha'] : ['Sanmar'];
    expect(
      itemsOf(answer)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...expected].sort());
    expect(answer.structuredContent).toMatchObject({ total: expected.length, complete: true });
  });

  it('orders of a job come under either spelling of their name', async () => {
    for (const name of ['salesorders', 'sales_orders', 'SalesOrders']) {
      syncore.answer = listOf(name, [salesOrder(7, { number: 1 }), salesOrder(8, { number: 2 })]);
      const answer = await server.call('list_sales_orders', { job_id: 32_255 });
      expect(
        itemsOf(answer).map(({ order }) => order),
        name,
      ).toEqual(['32255-2', '32255-1']);
      expect(notesOf(answer)).not.toMatch(/missing/);
    }
  });

  it('single records come bare, wrapped, or as the only one of a list', async () => {
    const [plain = {}] = jobs(1);
    for (const json of [plain, { job: plain }, { Job: plain }, [plain]]) {
      syncore.answer = () => ({ json });
      expect((await server.call('get_job', { job_id: 40_001 })).structuredContent).toMatchObject({ job_id: 40_001 });
    }
  });
});
