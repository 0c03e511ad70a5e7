import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListedTool } from '../support/connect.js';
import type { Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';

let desk: Lookup;
let tools: ListedTool[];

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 120 } });
  tools = await desk.server.listTools();
});

afterAll(() => desk[Symbol.asyncDispose]());

const argumentsOf = ({ inputSchema }: ListedTool) => Object.keys(Object(inputSchema.properties));

/** What a tool must be given. */
const NEEDED: Record<string, Row> = {
  get_job: { job_id: 32255 },
  get_sales_order: { order: '32255-1' },
  get_purchase_order: { order: '32255-1' },
  get_contact: { contact_id: 4101 },
  list_reference_data: { kind: 'suppliers' },
  find_records: { text: 'polo' },
  summarize_orders: { record: 'sales_orders', group_by: ['client'], date_from: '2026-01-01', date_to: '2026-01-31' },
  what_changed: { since: '2026-01-01' },
  enter_order: { sales_order: {} },
  update_contact: { contact_id: 4101, changes: {} },
  create_job: { client_id: 4101, description: 'Mugs' },
  update_job: { job_id: 32255, changes: {} },
  create_sales_order: { job_id: 32255 },
  add_line_items: { order: '32255-1' },
  add_payment: { order: '32255-1', amount_value: 5 },
  settle_write: { key: 'k', outcome: 'look_again' },
};

/** What a write must be given besides, so that nothing else is wrong with it. */
const ALSO: Record<string, Row> = { enter_order: { job_id: 32255 }, create_contact: { business_name: 'New' } };

const least = (tool: string): Row => ({ ...ALSO[tool], ...NEEDED[tool] });

describe('an argument that a tool does not know', () => {
  it('is refused by every tool with the nearest that it does, and nothing is asked, nor written', async () => {
    for (const tool of tools) {
      const asked = desk.asked().length;
      for (const name of argumentsOf(tool)) {
        const misspelt = name + name.slice(-1);
        const { code, fields } = await desk.refused(tool.name, { ...least(tool.name), [misspelt]: 'x' });
        expect(code).toBe('invalid_input');
        expect(fields, `${tool.name} ${misspelt}`).toMatchObject([{ field: misspelt, nearest: name }]);
      }
      // A write looks what else is wrong.
      if (tool.annotations?.readOnlyHint === true) expect(desk.asked()).toHaveLength(asked);
    }
    expect(desk.sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it.each(['dryrun', 'confirmed', 'constructor', 'toString', 'hasOwnProperty', 'zzz', ''])(
    'is refused by every tool with what it does know: %j',
    async (name) => {
      for (const tool of tools) {
        const { fields } = await desk.refused(tool.name, { ...least(tool.name), [name]: true });
        const [problem] = fields ?? [];
        expect(fields).toHaveLength(1);
        const told = problem?.nearest ?? problem?.message ?? '';
        expect(
          argumentsOf(tool).some((known) => told.includes(known)),
          `${tool.name}: ${told}`,
        ).toBe(true);
      }
    },
  );

  it('is refused where it looks like a filter, whatever its value', async () => {
    for (const value of [null, '', false, 0]) {
      const refused = await desk.refused('list_jobs', { statuss: value });
      expect(refused.fields).toMatchObject([{ field: 'statuss', nearest: 'status' }]);
    }
  });

  it('is refused at every level', async () => {
    for (const include of [[{ kind: 'sales_orders' }], ['sales_order'], [null], 'sales', { sales_orders: true }]) {
      const { fields } = await desk.refused('get_job', { job_id: 32255, include });
      expect(fields?.[0]?.field).toMatch(/^include/);
    }
  });

  it('is told together with everything else that is wrong', async () => {
    const { fields, message } = await desk.refused('list_jobs', {
      clas: 'shop',
      class: 'progam',
      limit: 0,
      overdue: 'yes',
    });
    const found = fields?.map(({ field }) => field) ?? [];
    expect(found.sort()).toEqual(['clas', 'class', 'limit', 'overdue']);
    for (const field of found) expect(message).toContain(field);
  });
});

describe('an argument in another form', () => {
  it('is taken as text where it is a number', async () => {
    expect(await desk.get('get_job', { job_id: '32255' })).toMatchObject({ job_id: 32255 });
    expect(await desk.get('get_contact', { contact_id: '4101' })).toMatchObject({ contact_id: 4101 });
    expect((await desk.list('list_sales_orders', { job_id: '32255', limit: '1' })).returned).toBe(1);
  });

  it('is taken as a number where it is text', async () => {
    const text = await desk.list('list_jobs', { client: '4101' });
    expect(await desk.list('list_jobs', { client: 4101 })).toEqual(text);
  });

  it.each(['true', '1', true])('is taken for a yes as %j', async (overdue) => {
    const yes = await desk.list('list_purchase_orders', { overdue: true });
    expect(await desk.list('list_purchase_orders', { overdue })).toEqual(yes);
  });

  it.each(['false', '0', false])('is taken for a no as %j', async (overdue) => {
    const no = await desk.list('list_purchase_orders', {});
    expect((await desk.list('list_purchase_orders', { overdue })).items).toEqual(no.items);
  });

  it.each(['["sales_orders"]', ' [ "Sales Orders" ] ', 'Sales orders'])(
    'is taken as JSON text where it is a list: %j',
    async (include) => {
      const { sales_orders } = await desk.get('get_job', { job_id: 32255, include });
      expect(sales_orders).toEqual([expect.objectContaining({ customer_order_number: 'PO-88213' })]);
    },
  );

  it.each(['[]', '["sales_orders"', '["a","b","c"]', '{"a":1}'])(
    'is refused as JSON text that is no such list: %j',
    async (include) => {
      const { fields } = await desk.refused('get_job', { job_id: 32255, include });
      expect(fields?.[0]?.field).toMatch(/^include/);
    },
  );
});

describe('an argument that is null or empty', () => {
  it('is not given, for every optional argument of every tool', async () => {
    // Of the tools that write this is seen where they are tried: here they would.
    for (const tool of tools.filter(({ annotations }) => annotations?.readOnlyHint === true)) {
      const needed = NEEDED[tool.name] ?? {};
      const bare = (await desk.server.call(tool.name, needed)).structuredContent;
      for (const nothing of [null, '']) {
        const optional = argumentsOf(tool).filter((name) => !(name in needed));
        const given = Object.fromEntries(optional.map((name) => [name, nothing]));
        const answer = await desk.server.call(tool.name, { ...given, ...needed });
        expect(answer.structuredContent, `${tool.name} ${nothing}`).toEqual(bare);
      }
    }
  });

  it('is required all the same where it is needed', async () => {
    for (const [tool, needed] of Object.entries(NEEDED)) {
      for (const name of Object.keys(needed)) {
        expect((await desk.refused(tool, { ...least(tool), [name]: null })).fields, tool).toEqual([
          { field: name, message: 'is required' },
        ]);
      }
    }
  });
});
