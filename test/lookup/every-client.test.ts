import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tools } from '../../src/tools/index.js';
import { type Connection, connect, ERAS, TRANSPORTS } from '../support/connect.js';
import type { Row } from '../support/expected-rows.js';
import { type Syncore, serveSyncore } from '../support/syncore.js';

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
};

/** Every text that a tool has answered the same call with. */
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
    expect((await server.listTools()).map(({ name }) => name)).toEqual(Object.keys(CALLS));
    for (const [name, { good, bad }] of Object.entries(CALLS)) {
      const answer = await call(server, name, good);
      expect(answer.isError, `${name}: ${answer.text}`).toBe(false);
      answers.set(name, (answers.get(name) ?? new Set()).add(answer.text));
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
      expect(syncore.asked()).toHaveLength(asked);
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
  expect([...answers.values()].map((texts) => texts.size)).toEqual(Object.keys(CALLS).map(() => 1));
});

it('every answer on the embedded sandbox says that its data is made up, and none elsewhere does', async () => {
  await using sandbox = await connect();
  await using real = await connect({ upstream: syncore.url });
  for (const [name, { good }] of Object.entries(CALLS)) {
    expect(Object(await sandbox.call(name, good)).structuredContent.notes, name).toContainEqual(
      expect.stringMatching(/sandbox/i),
    );
    expect((await real.call(name, good)).text, name).not.toMatch(/sandbox/i);
  }
});
