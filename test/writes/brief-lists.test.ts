import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/sandbox/faults.js';
import type { Row } from '../support/expected-rows.js';
import { openWriting, type Writing } from '../support/writing.js';

/* A lost answer is looked for in lists, and a list may not show what a record would be known by. */

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes each record of a list. */
function eachRow(collection: string, change: (row: Row) => Row): Shape {
  return (json) => {
    if (!isRow(json) || !Array.isArray(json[collection])) return json;
    return { ...json, [collection]: json[collection].map((row) => (isRow(row) ? change(row) : row)) };
  };
}

const without =
  (...fields: string[]) =>
  (row: Row) =>
    Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));

const forever = Number.POSITIVE_INFINITY;

/** A Syncore whose lists under `path` are so, and that loses the answer to the first POST which it carries out. */
async function losing(path: string | RegExp, shape: Shape, commit: 'after' | 'before' = 'after'): Promise<Writing> {
  const at = await openWriting();
  at.sandbox.faults.add(
    { kind: 'shape', shape, match: { method: 'GET', path }, times: forever },
    { kind: 'reset', commit, match: { method: 'POST' } },
  );
  return at;
}

const order = { job_id: 32255, customer_order_number: 'PO 77', comments: ['Rush'], idempotency_key: 'k' };
const contact = { business_name: 'Zed Works', email: 'zoe@zed.example', idempotency_key: 'k' };
const job = { client_id: 4101, description: 'Caps for the run', idempotency_key: 'k' };
const jobOrders = '/orders/jobs/32255/salesorders';

describe('a lost answer, where lists are brief', () => {
  it.each([
    ['orders without instructions', 'create_sales_order', order, jobOrders, 'salesorders', ['customer_instructions']],
    ['contacts that show no more than a name', 'create_contact', contact, '/crm/contacts', 'contacts', ['email']],
    ['jobs without a client', 'create_job', job, '/orders/jobs', 'jobs', ['client']],
    ['jobs without a description', 'create_job', job, '/orders/jobs', 'jobs', ['description']],
  ])('is found by reading what is new: %s', async (_, tool, args, path, list, fields) => {
    await using at = await losing(path, eachRow(list, without(...fields)));
    const before = at.sent().length;
    expect((await at.write(tool, args)).status).toBe('created');
    expect((await at.write(tool, args)).status).toBe('already_done');
    const lines = tool === 'create_sales_order' ? 1 : 0;
    expect(at.sent().length - before).toBe(1 + lines);
    // Of all that stand there, only the new one is read.
    const reads = at.asked().filter((asked) => /\/(contacts|jobs|salesorders)\/\d+$/.test(asked));
    expect(new Set(reads).size).toBeLessThanOrEqual(3);
  });

  it('is found where the client of a job is shown by name alone', async () => {
    await using at = await losing(
      '/orders/jobs',
      eachRow('jobs', (row) => ({ ...row, client: { business_name: 'Acme Corp', name: 'Ann' } })),
    );
    expect((await at.write('create_job', job)).status).toBe('created');
    expect(at.sent()).toHaveLength(1);
  });

  it('that brought nothing about is sent again, whatever the lists leave out', async () => {
    await using at = await losing('/orders/jobs', eachRow('jobs', without('client')), 'before');
    expect(await at.refused('create_job', job)).toMatchObject({ written: 'no', retryable: true });
    expect((await at.write('create_job', job)).status).toBe('created');
    expect(at.data.jobs.filter(({ description }) => description === job.description)).toHaveLength(1);
  });

  it('is in doubt, and never sent again, where the record itself does not show it', async () => {
    await using at = await losing(/^\/v2\/orders\/jobs(\?|\/\d+$)/, (json, request) => {
      const bare = without('client');
      if (isRow(json) && 'id' in json) return bare(json);
      return eachRow('jobs', bare)(json, request, () => undefined);
    });
    const result = await at.write('create_job', job);
    expect(result).toMatchObject({ status: 'in_doubt', steps: [{ step: 'job', status: 'in_doubt' }] });
    expect(result.message).toContain(String(at.data.jobs.at(-1)?.id));
    expect((await at.write('create_job', job)).status).toBe('in_doubt');
    expect(at.sent()).toHaveLength(1);
  });
});

describe('a line whose answer was lost', () => {
  const pen = { order: '32255-1', products: [{ description: 'Pen', quantity: 5, price_value: 0.895 }] };
  const lines =
    (change: (row: Row) => Row): Shape =>
    (json) =>
      eachRow('line_items', change)(json, { method: 'GET', path: '', headers: {} }, () => undefined);

  it.each<[string, (row: Row) => Row]>([
    ['rounds its price', (row) => ({ ...row, price_value: Math.round(Number(row.price_value ?? 0) * 100) / 100 })],
    ['shows no parents', without('parent_id')],
  ])('is found where the order %s', async (_, change) => {
    await using at = await losing(/salesorders\/\d+$/, lines(change));
    expect((await at.write('add_line_items', pen)).status).toBe('created');
    expect(at.sent()).toHaveLength(1);
  });

  it.each(['price_value', 'line_id'])('is in doubt where the order shows no %s', async (field) => {
    await using at = await losing(/salesorders\/\d+$/, lines(without(field)));
    expect((await at.write('add_line_items', pen)).status).toBe('in_doubt');
    expect(at.sent()).toHaveLength(1);
  });
});

describe('an account with more contacts than a call can read', () => {
  const asked = { business_name: 'Zed Works', email: 'zoe@zed.example', idempotency_key: 'k' };

  /** Its list takes longer than there is time, until something was sent. */
  async function large(budgetMs: number): Promise<Writing> {
    const at = await openWriting({ env: { SYNCORE_CALL_BUDGET_MS: String(budgetMs) } });
    at.sandbox.faults.add({
      kind: 'latency',
      ms: 350,
      match: { method: 'GET', path: '/crm/contacts' },
      times: forever,
    });
    return at;
  }

  it('gets one more all the same, and what was not looked at is said', async () => {
    await using at = await large(1_500);
    const result = await at.write('create_contact', asked);
    expect(result).toMatchObject({ status: 'created', notes: [expect.stringMatching(/look/)] });
    expect(at.sent()).toHaveLength(1);
  });

  it('whose answer is lost is in doubt where one like it stands, which may be older', async () => {
    await using at = await large(1_500);
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'POST' } });
    let result = await at.write('create_contact', asked);
    at.sandbox.faults.clear();
    while (result.status === 'in_progress') result = await at.write('create_contact', asked);
    expect(result.status).toBe('in_doubt');
    expect(result.message).toContain(String(at.data.contacts.at(-1)?.id));
    expect(at.sent()).toHaveLength(1);
  });

  it('tells of a call whose time is up that nothing was sent so far', async () => {
    await using at = await large(900);
    const result = await at.write('create_contact', { ...asked, allow_duplicate: true });
    expect(result).toMatchObject({ status: 'in_progress', retry_at: expect.any(String) });
    expect(result.message).toMatch(/before anything was sent/);
    expect(at.sent()).toEqual([]);
  });
});
