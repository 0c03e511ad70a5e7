import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deepJson } from '../../src/sandbox/catalogue.js';
import { type CallResult, type Connection, connect } from '../support/connect.js';
import { daysAgo, errorOf, itemsOf, job, listOf, type Row, salesOrder } from '../support/rows.js';
import { type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;
let server: Connection;

beforeAll(async () => {
  syncore = await upstream();
  server = await connect({ upstream: syncore.url });
});
afterAll(async () => {
  await server.close();
  await syncore[Symbol.asyncDispose]();
});

const oneJob = (more: Row) => {
  syncore.answer = () => ({ json: job(40_001, more) });
  return server.call('get_job', { job_id: 40_001 });
};
const oneOrder = (more: Row) => {
  syncore.answer = listOf('salesorders', [salesOrder(7, more)]);
  return server.call('get_sales_order', { order: '32255-1' });
};
const oneContact = (more: Row) => {
  syncore.answer = () => ({ json: { id: 5, first_name: 'Ada', last_name: 'Long', ...more } });
  return server.call('get_contact', { contact_id: 5 });
};

describe('a record is read all the same', () => {
  it('with its ids, amounts and switches as text', async () => {
    const day = daysAgo(5);
    const plain = (await oneOrder({})).structuredContent;
    const asText = JSON.parse(JSON.stringify(salesOrder(7)), (key, value) =>
      typeof value === 'number' ? String(value) : key === 'visible' ? String(value) : value,
    );
    expect((await oneOrder({ ...asText, total_results: 1, date: day })).structuredContent).toEqual(plain);
    expect(plain).toMatchObject({ order: '32255-1', id: 7, cost_value: 70, gross_profit_value: 50 });
  });

  it.each([
    ['true', true],
    ['False', false],
    ['1', true],
    [0, false],
    ['', null],
    [null, null],
  ])('with tax_exempt as %j', async (given, expected) => {
    expect((await oneContact({ tax_exempt: given })).structuredContent.tax_exempt).toBe(expected);
  });

  it.each([daysAgo(5), `${daysAgo(5)}T09:42:00`, `${daysAgo(5)} 09:42:00`])('with its date as %j', async (date) => {
    expect((await oneJob({ date })).structuredContent.date).toBe(daysAgo(5));
    syncore.answer = listOf('jobs', [job(40_001, { date })]);
    const asked = { date_from: daysAgo(5), date_to: daysAgo(5) };
    expect(itemsOf(await server.call('list_jobs', asked)).map((row) => row.date)).toEqual([daysAgo(5)]);
  });

  it('with null for every field but its id, which stays null in the answer', async () => {
    const nulls = (record: Row) => Object.fromEntries(Object.keys(record).map((field) => [field, null]));
    const found = (await oneJob({ ...nulls(job(1)), id: 40_001 })).structuredContent;
    const { job_id: id, url, notes: _, ...rest } = found;
    expect([id, url]).toEqual([40_001, expect.stringContaining('/Job/Details/40001')]);
    expect(Object.values(rest).every((value) => value === null)).toBe(true);

    const order = { ...nulls(salesOrder(7)), id: 7, number: 1, job_number: 32_255 };
    const { structuredContent } = await oneOrder({ ...order, line_items: [] });
    expect(structuredContent).toMatchObject({ status: null, total_value: null, cost_value: null, products: [] });
  });

  it('with nothing but its id', async () => {
    syncore.answer = listOf('jobs', [{ id: 40_001 }, { id: 40_002 }]);
    const answer = await server.call('list_jobs');
    expect(itemsOf(answer).map(({ job_id: id, client }) => [id, client])).toEqual([
      [40_002, null],
      [40_001, null],
    ]);
  });

  it('with a name where a reference belongs, and an empty reference where there is none', async () => {
    const found = await oneJob({ primary_rep: 'Rae Cole', store: { id: 0, name: '' }, client: {} });
    expect(found.structuredContent).toMatchObject({ primary_rep: 'Rae Cole', store: null, client: null });
  });

  it('with one line as an object, and with lines that hang under lines that are not there', async () => {
    const line = { line_id: 3, parent_id: 99, type: 'Asi', description: 'Mug', quantity: 2, price_value: 5 };
    const { structuredContent } = await oneOrder({ line_items: line });
    expect(structuredContent.products).toEqual([{ description: 'Mug', quantity: 2, price_value: 5 }]);
  });

  it('with fields that nobody knows, however deep and whatever they are called', async () => {
    const strange = `"brand_new":${deepJson(5_000)},"__proto__":{"status":"x"},"constructor":{"a":1}`;
    syncore.answer = () => ({ text: `{${strange},${JSON.stringify(job(40_001)).slice(1)}` });
    const found = await server.call('get_job', { job_id: 40_001 });
    expect(found).toMatchObject({ isError: false, structuredContent: { job_id: 40_001, status: 'WIP' } });
    syncore.answer = () => ({ text: '[{"id":1,"name":"Net 30","days":30,"__proto__":"x"}]' });
    const terms = await server.call('list_reference_data', { kind: 'payment_terms' });
    expect(JSON.stringify(itemsOf(terms))).toBe('[{"id":1,"name":"Net 30","days":30,"__proto__":"x"}]');
  });
});

describe('a value of the wrong type is an error that names endpoint and field, never a guess', () => {
  it.each<[string, () => Promise<CallResult>, string, string]>([
    ['a status', () => oneJob({ status: { text: 'WIP' } }), 'GET /orders/jobs/{job_id}', 'status'],
    ['a date', () => oneJob({ date: '31/12/2026' }), 'GET /orders/jobs/{job_id}', 'date'],
    ['a day that no calendar has', () => oneJob({ date: '2026-02-30' }), 'GET /orders/jobs/{job_id}', 'date'],
    ['a client', () => oneJob({ client: ['Northwind'] }), 'GET /orders/jobs/{job_id}', 'client'],
    ['an id of a client', () => oneJob({ client: { id: -3 } }), 'GET /orders/jobs/{job_id}', 'client.id'],
    ['an order in a job', () => oneJob({ sales_orders: [{}, 7] }), 'GET /orders/jobs/{job_id}', 'sales_orders[1]'],
    ['tax_exempt', () => oneContact({ tax_exempt: 'perhaps' }), 'GET /crm/contacts/{contact_id}', 'tax_exempt'],
    [
      'a price in a line',
      () => oneOrder({ line_items: [{ line_id: 1 }, { line_id: 2, price_value: 'a lot' }] }),
      'GET /orders/jobs/{job_id}/salesorders',
      'salesorders[0].line_items[1].price_value',
    ],
    [
      'an amount beyond belief',
      () => oneOrder({ total_value: 1e300 }),
      'GET /orders/jobs/{job_id}/salesorders',
      'salesorders[0].total_value',
    ],
    [
      'lines that are a text',
      () => oneOrder({ line_items: 'none' }),
      'GET /orders/jobs/{job_id}/salesorders',
      'salesorders[0].line_items',
    ],
  ])('%s', async (_name, call, endpoint, field) => {
    const error = errorOf(await call());
    expect(error).toMatchObject({ code: 'upstream_invalid', retryable: false, fields: [{ field }] });
    expect(error.message).toContain(`${endpoint}:`);
    expect(error.message).toContain(`${field} is not`);
    // What stood there may be anybody's text.
    expect(JSON.stringify(error)).not.toMatch(/a lot|Northwind|perhaps|31\/12/);
  });

  it('is not taken for a record of somebody else', async () => {
    syncore.answer = () => ({ json: job(40_002) });
    expect(errorOf(await server.call('get_job', { job_id: 40_001 }))).toMatchObject({ code: 'upstream_invalid' });
    syncore.answer = listOf('salesorders', [salesOrder(7, { job_number: 99 })]);
    const other = await server.call('get_sales_order', { order: '32255-1' });
    expect(errorOf(other).code).toBe('not_found');
  });
});
