import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tools } from '../../src/tools/index.js';
import { type Connection, connect, ERAS, TRANSPORTS } from '../support/connect.js';
import { daysAgo } from '../support/days.js';
import type { Row } from '../support/expected-rows.js';
import { type Syncore, serveSyncore } from '../support/syncore.js';

const LATELY = { record: 'sales_orders', date_from: daysAgo(60), date_to: daysAgo(0) };

/** A call of every tool that succeeds, and one that is refused before Syncore is asked. */
const CALLS: Record<string, { good: Row; bad: Row }> = {
  list_jobs: { good: { limit: 3, status: 'open' }, bad: { limit: 0 } },
  get_job: { good: { job_id: 32255, include: ['sales_orders', 'purchase_orders'] }, bad: { job_id: 'x' } },
  list_sales_orders: { good: { limit: 3 }, bad: { date_from: '2026-02-30' } },
  get_sales_order: { good: { order: '32255-1' }, bad: { order: 'x' } },
  list_purchase_orders: { good: { overdue: true }, bad: { overdue: 'maybe' } },
  get_purchase_order: { good: { order: '32255-2' }, bad: {} },
  list_contacts: { good: { text: 'acme' }, bad: { class: 'shop' } },
  get_contact: { good: { contact_id: 4101 }, bad: { contact_id: 0 } },
  list_reference_data: { good: { kind: 'suppliers' }, bad: { kind: 'clients' } },
  check_permissions: { good: { area: 'jobs' }, bad: { action: 'look' } },
  find_records: { good: { text: '32255-1' }, bad: { text: 'polo', limit: 0 } },
  summarize_orders: {
    good: { ...LATELY, group_by: ['client', 'month'], compare_to: 'previous_period', top: 3, format: 'csv' },
    bad: { ...LATELY, group_by: ['colour'] },
  },
  what_changed: { good: { since: daysAgo(3), limit: 3 }, bad: { since: 'lately' } },
  needs_attention: { good: { limit: 3 }, bad: { rules: ['all'] } },
};

const ORDER = {
  customer_order_number: 'PO 4471',
  ship_to: { city: 'Dayton', country: 'US' },
  products: [
    {
      description: 'Mug',
      supplier_id: 301,
      price_value: 4.25,
      colors: [{ color: 'Red', sizes: [{ size: '11 oz', quantity: 72 }] }],
    },
  ],
};

/** The same of the tools that write: nothing is sent. */
const WRITES: Record<string, { good: Row; bad: Row }> = {
  enter_order: {
    good: { client_id: 4101, new_job: { description: 'Mugs' }, sales_order: ORDER, dry_run: true },
    bad: { job_id: 32255 },
  },
  create_contact: {
    good: { last_name: 'Quux', email: 'q@quux.example', dry_run: true },
    bad: { last_name: 'Quux', tax_exempt: 'perhaps' },
  },
  update_contact: { good: { contact_id: 4101, changes: { title: 'Buyer' }, dry_run: true }, bad: { contact_id: 4101 } },
  create_job: { good: { client_id: 4101, description: 'Mugs', dry_run: true }, bad: { client_id: 4101 } },
  update_job: {
    good: { job_id: 32255, changes: { priority: 'Rush' }, dry_run: true },
    bad: { job_id: 32255, changes: { colour: 'red' } },
  },
  create_sales_order: {
    good: { job_id: 32255, ...ORDER, dry_run: true },
    bad: { job_id: 32255, products: [{ description: 'Mug', skuu: 'x' }] },
  },
  add_line_items: {
    good: { order: '32255-1', comments: ['Rush'], dry_run: true },
    bad: { order: '32255-1', comments: [{}] },
  },
  add_payment: { good: { order: '32255-1', amount_value: 25, dry_run: true }, bad: { order: '32255-1' } },
  review_writes: { good: { state: 'in_doubt' }, bad: { state: 'open' } },
  settle_write: { good: { key: 'k', outcome: 'look_again' }, bad: { key: 'k' } },
};
const EVERY = { ...CALLS, ...WRITES };

/** Every text that a tool has answered the same call with, but for how old it is. */
const answers = new Map<string, Set<string>>();

let syncore: Syncore;

beforeAll(async () => {
  syncore = await serveSyncore({ jobs: 120 });
});

afterAll(() => syncore[Symbol.asyncDispose]());

/** A result as it must be, whatever it says: the same as text and as data. */
async function call(server: Connection, name: string, args: Row) {
  const answer = await server.call(name, args);
  expect(JSON.parse(answer.text)).toEqual(answer.structuredContent);
  expect(answer.text).toBe(JSON.stringify(answer.structuredContent));
  return answer;
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  it.each(ERAS)('every tool answers the %s client, which checks each result and error itself', async (era) => {
    await using server = await connect({ era, transport, upstream: syncore.url });
    // Clients check results against the schemas that they have seen listed.
    expect((await server.listTools()).map(({ name }) => name)).toEqual(Object.keys(EVERY));
    const changes = { title: `Buyer, ${transport}, ${era}` };
    await server.call('update_contact', { contact_id: 4102, changes, idempotency_key: 'k' });
    for (const [name, { good, bad }] of Object.entries(EVERY)) {
      const answer = await call(server, name, good);
      expect(answer.isError, `${name}: ${answer.text}`).toBe(false);
      // Of a preview the token is another each time.
      const ageless = answer.text.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z?/g, 'a moment');
      if (name in CALLS) answers.set(name, (answers.get(name) ?? new Set()).add(ageless));
      const strict = tools.find((tool) => tool.name === name)?.output();
      // What the schema does not know would be left out by it.
      expect(strict?.parse(answer.structuredContent), name).toEqual(answer.structuredContent);
      const untrusted = Object(answer.meta['syncore-mcp/untrusted']).length;
      expect(untrusted > 0, name).toBe(name !== 'check_permissions');

      const asked = syncore.asked().length;
      const refused = await call(server, name, bad);
      expect(refused.isError, `${name}: ${refused.text}`).toBe(true);
      expect(refused.structuredContent.error, name).toMatchObject({
        code: 'invalid_input',
        written: 'no',
        retryable: false,
        fields: [{ field: expect.any(String), message: expect.any(String) }],
      });
      // What is wrong with a write besides is looked up.
      if (!(name in WRITES)) expect(syncore.asked()).toHaveLength(asked);
    }
  });
});

/** Of every record only what it cannot be without: its ids and numbers. */
function barest(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(barest);
  if (typeof json !== 'object' || json === null) return json;
  const kept = ['id', 'number', 'job_number', 'total_results'];
  const entries = Object.entries(json).flatMap(([name, value]) => {
    if (kept.includes(name)) return [[name, value]];
    return Array.isArray(value) && name !== 'line_items' ? [[name, barest(value)]] : [];
  });
  return Object.fromEntries(entries);
}

it.each(ERAS)(
  'a record of which Syncore gave nothing but its ids still fits, with null, for the %s client',
  async (era) => {
    await using server = await connect({ era, upstream: syncore.url });
    await server.listTools();
    syncore.sandbox.faults.add({ kind: 'shape', times: Number.POSITIVE_INFINITY, shape: barest });
    for (const [name, { good }] of Object.entries(CALLS)) {
      const { kind } = good;
      const filterless = kind === undefined ? { limit: 3 } : { kind, limit: 3 };
      const answer = await call(server, name, name.startsWith('list_') ? filterless : good);
      expect(answer.isError, `${name}: ${answer.text}`).toBe(false);
      const strict = tools.find((tool) => tool.name === name)?.output();
      expect(strict?.parse(answer.structuredContent), name).toEqual(answer.structuredContent);
      if (name.startsWith('list_')) expect(answer.structuredContent.returned, name).toBe(3);
    }
    const { structuredContent } = await server.call('list_jobs', { limit: 1 });
    syncore.sandbox.faults.clear();
    const gone = ['class', 'status', 'date', 'estimated_delivery_date', 'description', 'client', 'primary_rep'];
    const nothing = Object.fromEntries(gone.map((field) => [field, null]));
    expect(structuredContent.items).toMatchObject([
      { job_id: expect.any(Number), ...nothing, customer_service_rep: null },
    ]);
  },
);

it('the answer was the same for all of them', () => {
  // What is known to have changed hangs on what a server has seen so far.
  answers.delete('what_changed');
  expect(Object.fromEntries([...answers].map(([name, texts]) => [name, texts.size]))).toEqual(
    Object.fromEntries([...answers].map(([name]) => [name, 1])),
  );
});

it('every answer on the embedded sandbox says that its data is made up, and none elsewhere does', async () => {
  await using sandbox = await connect();
  await using real = await connect({ upstream: syncore.url });
  for (const server of [sandbox, real])
    await server.call('update_contact', { contact_id: 4102, changes: { title: 'Buyer' }, idempotency_key: 'k' });
  for (const [name, { good }] of Object.entries(EVERY)) {
    expect(Object(await sandbox.call(name, good)).structuredContent.notes, name).toContainEqual(
      expect.stringMatching(/sandbox/i),
    );
    expect((await real.call(name, good)).text, name).not.toMatch(/sandbox/i);
  }
});
