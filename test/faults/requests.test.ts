import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../support/connect.js';
import { daysAgo, errorOf, itemsOf, job, jobs, listOf, salesOrder } from '../support/rows.js';
import { type Asked, type Reply, type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;
let server: Connection;

beforeAll(async () => {
  syncore = await upstream();
  server = await connect({ upstream: syncore.url });
});
beforeEach(() => syncore.forget());
afterAll(async () => {
  await server.close();
  await syncore[Symbol.asyncDispose]();
});

const targets = () => syncore.asked.map(({ path, query }) => `${path} ${query.get('page') ?? ''}`.trim());
const contacts = Array.from({ length: 14 }, (_, index) => ({
  id: 4_101 + index,
  business_name: index < 12 ? `Business ${String.fromCharCode(65 + index)}` : 'Northwind Traders',
  first_name: 'Ada',
}));

/** A whole small account: jobs, orders, contacts. */
function account(asked: Asked): Reply | Promise<Reply> {
  const { path } = asked;
  if (path === '/orders/jobs') return listOf('jobs', jobs(57))(asked);
  if (path === '/crm/contacts') return listOf('contacts', contacts)(asked);
  if (path.endsWith('/salesorders')) return listOf('salesorders', [salesOrder(7)])(asked);
  const id = Number(path.split('/').at(-1));
  return path.startsWith('/crm/contacts/') ? { json: contacts[0] } : { json: job(id) };
}

describe('a question costs Syncore', () => {
  it('two requests for a list of 20 jobs', async () => {
    syncore.answer = account;
    expect(itemsOf(await server.call('list_jobs', { limit: 20 }))).toHaveLength(20);
    expect(targets()).toEqual(['/orders/jobs 1', '/orders/jobs 2']);
  });

  it('one request for the first five jobs, and none for a page that holds no more of them', async () => {
    syncore.answer = account;
    await server.call('list_jobs', { limit: 5 });
    expect(targets()).toEqual(['/orders/jobs 1']);
  });

  it('no page twice, on the way through a list by its cursors', async () => {
    syncore.answer = account;
    let cursor: unknown;
    do {
      const { structuredContent } = await server.call('list_jobs', { limit: 20, cursor });
      cursor = structuredContent.next_cursor;
    } while (cursor !== null);
    expect(targets()).toEqual([1, 2, 3, 4, 5, 6].map((page) => `/orders/jobs ${page}`));
  });

  it('one request for a sales order, whose lines come with the list of its job', async () => {
    syncore.answer = account;
    await server.call('get_sales_order', { order: '32255-1' });
    expect(targets()).toEqual(['/orders/jobs/32255/salesorders 1']);
  });

  it('one more where that list leaves the lines out', async () => {
    const { line_items: _, ...brief } = salesOrder(7);
    const list = listOf('salesorders', [brief]);
    syncore.answer = (asked) => (asked.path.endsWith('/7') ? { json: salesOrder(7) } : list(asked));
    const { structuredContent } = await server.call('get_sales_order', { order: '32255-1' });
    expect(structuredContent).toMatchObject({ cost_value: 70, products: [{ description: 'Tee' }] });
    expect(targets()).toEqual(['/orders/jobs/32255/salesorders 1', '/orders/jobs/32255/salesorders/7']);
  });

  it('the contacts once, for several calls by name, one after the other or at once', async () => {
    await using own = await connect({ upstream: syncore.url });
    syncore.answer = account;
    const byName = () => own.call('list_jobs', { client: 'northwind traders', limit: 3 });
    const answers = [...(await Promise.all([byName(), byName(), byName()])), await byName()];
    for (const answer of answers) expect(answer.isError).toBe(false);
    expect(targets().filter((target) => target.startsWith('/crm'))).toEqual(['/crm/contacts 1', '/crm/contacts 2']);
  });

  it('no more contacts for a name that is no client, however often it is asked', async () => {
    await using own = await connect({ upstream: syncore.url });
    syncore.answer = account;
    for (let time = 0; time < 3; time += 1) {
      const error = errorOf(await own.call('list_jobs', { client: 'nobody at all' }));
      expect(error).toMatchObject({ code: 'invalid_input', fields: [{ field: 'client' }] });
    }
    // Two pages each time; a busy machine may take so long that they are looked at a second time.
    expect(targets().filter((target) => target.startsWith('/crm')).length).toBeLessThanOrEqual(2 * 2);
  });

  it('nothing where the question itself is wrong', async () => {
    syncore.answer = account;
    for (const [tool, args] of [
      ['get_job', { job_id: '1/../../crm/contacts' }],
      ['get_job', { job_id: '%2e%2e' }],
      ['get_job', { job_id: '١٢' }],
      ['get_job', { job_id: '99999999999999999999' }],
      ['get_sales_order', { order: '32255-1/../..' }],
      ['get_sales_order', { order: '32255-1?x=1' }],
      ['list_jobs', { date_from: '2020-01-01', date_to: '2020-02-01' }],
      ['list_jobs', { cursor: 'forged' }],
      ['list_jobs', { limit: 0 }],
    ] as const) {
      expect(errorOf(await server.call(tool, args)).code, JSON.stringify(args)).toMatch(
        /^(invalid_input|out_of_window)$/,
      );
    }
    expect(syncore.asked).toEqual([]);
  });
});

describe('what is asked of Syncore', () => {
  it('always has its page and count, and the whole of its last day', async () => {
    syncore.answer = account;
    await server.call('list_jobs', { date_from: daysAgo(9), date_to: daysAgo(2), status: 'wip', limit: 30 });
    await server.call('list_sales_orders', { job_id: 32_255 });
    await server.call('list_contacts', { text: 'zzz' });
    await server.call('get_sales_order', { order: '32255-1' });
    expect(syncore.asked.length).toBeGreaterThan(6);
    for (const { query } of syncore.asked) {
      expect(query.get('count')).toBe('10');
      expect(Number(query.get('page'))).toBeGreaterThan(0);
    }
    const [first] = syncore.asked;
    expect(Object.fromEntries(first?.query ?? [])).toEqual({
      page: '1',
      count: '10',
      date_from: daysAgo(9),
      date_to: `${daysAgo(2)}T23:59:59`,
      status: 'WIP',
    });
  });

  it('takes the page size of the settings', async () => {
    await using own = await connect({ upstream: syncore.url, env: { SYNCORE_PAGE_SIZE: '5' } });
    syncore.answer = account;
    expect(itemsOf(await own.call('list_jobs', { limit: 12 }))).toHaveLength(12);
    expect(syncore.asked.map(({ query }) => query.get('count'))).toEqual(['5', '5', '5']);
  });

  it('is a GET without a body, every time', async () => {
    syncore.answer = account;
    await server.call('list_jobs');
    await server.call('get_job', { job_id: 40_001 });
    for (const { method, body } of syncore.asked) expect([method, body]).toEqual(['GET', '']);
  });

  it('comes back to the call that asked, however many there are at once', async () => {
    syncore.answer = async (asked) => {
      // The later it is asked, the sooner it is answered.
      await new Promise((resolve) => setTimeout(resolve, 30 - asked.n));
      return account(asked);
    };
    const numbers = Array.from({ length: 24 }, (_, index) => 41_000 + index);
    const answers = await Promise.all(numbers.map((number) => server.call('get_job', { job_id: number })));
    expect(answers.map(({ structuredContent }) => structuredContent.job_id)).toEqual(numbers);
    expect(syncore.asked).toHaveLength(24);
    expect(syncore.mostOpen().requests).toBe(4);
  });
});
