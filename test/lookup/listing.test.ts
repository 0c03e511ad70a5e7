import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, connect, type ListedTool } from '../support/connect.js';
import { prettyJson } from '../support/pretty-json.js';

const WRITE = 'dry_run? confirm? idempotency_key? allow_duplicate?';
const ORDER_LINES = 'products? charges? comments? line_items?';
const WRITTEN = 'status key message record steps';

/** What interface.md fixes: the tools, their arguments (? optional) and the fields that every result of them has. */
const INTERFACE: Record<string, { takes: string; gives: string }> = {
  list_jobs: {
    takes:
      'date_from? date_to? delivery_from? delivery_to? status? class? client? rep? csr? text? overdue? limit? cursor?',
    gives: 'items returned total totals next_cursor complete url_template notes',
  },
  get_job: {
    takes: 'job_id include?',
    gives:
      'job_id class status date estimated_delivery_date description client primary_rep customer_service_rep sales_total_value url notes',
  },
  list_sales_orders: {
    takes:
      'job_id? date_from? date_to? invoice_date_from? invoice_date_to? modified_from? modified_to? status? client? rep? customer_order_number? limit? cursor?',
    gives: 'items returned total totals next_cursor complete url_template notes',
  },
  get_sales_order: {
    takes: 'order',
    gives:
      'order id job_id status date invoice_date client customer_order_number description sub_total_value tax_value total_value products charges comments sold_to bill_to ship_to customer_instructions cost_value gross_profit_value margin_percent lines_without_cost url notes',
  },
  list_purchase_orders: {
    takes:
      'job_id? date_from? date_to? modified_from? modified_to? in_hand_from? in_hand_to? status? supplier? overdue? limit? cursor?',
    gives: 'items returned total totals next_cursor complete url_template notes',
  },
  get_purchase_order: {
    takes: 'order',
    gives: 'order id job_id status date in_hand_date supplier sub_total_value total_value url notes',
  },
  list_contacts: {
    takes: 'text? class? client_group? limit? cursor?',
    gives: 'items returned total totals next_cursor complete url_template notes',
  },
  get_contact: {
    takes: 'contact_id',
    gives: 'contact_id class business_name name email phone client_group url notes',
  },
  list_reference_data: {
    takes: 'kind text?',
    gives: 'items returned total totals next_cursor complete url_template notes',
  },
  check_permissions: { takes: 'area? action?', gives: 'items' },
  find_records: {
    takes: 'text kinds? date_from? date_to? limit?',
    gives: 'items returned total complete url_template as_of notes',
  },
  summarize_orders: {
    takes: 'record group_by date_field? date_from date_to status? client? rep? supplier? compare_to? top? format?',
    gives: 'groups other totals as_of definition complete csv notes',
  },
  what_changed: {
    takes: 'since kinds? client? rep? limit?',
    gives: 'items returned total since complete as_of notes',
  },
  needs_attention: {
    takes: 'rep? client? kinds? limit?',
    gives: 'items returned total counts complete url_template as_of notes',
  },
  enter_order: { takes: `client_id? new_contact? job_id? new_job? sales_order payment? ${WRITE}`, gives: WRITTEN },
  create_contact: {
    takes: `business_name? first_name? last_name? email? phone? billing_address? shipping_address? ${WRITE}`,
    gives: WRITTEN,
  },
  update_contact: { takes: `contact_id changes expected? ${WRITE}`, gives: WRITTEN },
  create_job: {
    takes: `client_id description job_type? store_id? primary_rep? estimated_delivery_date? priority? ${WRITE}`,
    gives: WRITTEN,
  },
  update_job: { takes: `job_id changes expected? ${WRITE}`, gives: WRITTEN },
  create_sales_order: {
    takes: `job_id customer_order_number? description? date? ship_to? bill_to? sold_to? ${ORDER_LINES} ${WRITE}`,
    gives: WRITTEN,
  },
  add_line_items: { takes: `order ${ORDER_LINES} ${WRITE}`, gives: WRITTEN },
  add_payment: {
    takes: `order amount_value date? method? reference_number? comment? allow_overpayment? ${WRITE}`,
    gives: WRITTEN,
  },
  review_writes: { takes: 'key? since? state? limit?', gives: 'items' },
  settle_write: { takes: 'key outcome record_id?', gives: WRITTEN },
};

const LOOKUP = 10;

const READ = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };
/** What tools say of themselves where they do not only read. */
const HINTS: Record<string, typeof READ> = {
  check_permissions: { ...READ, openWorldHint: false },
  ...Object.fromEntries(
    ['enter_order', 'create_contact', 'create_job', 'create_sales_order', 'add_line_items', 'add_payment'].map(
      (name) => [name, { ...READ, readOnlyHint: false, idempotentHint: false }],
    ),
  ),
  update_contact: { ...READ, readOnlyHint: false, destructiveHint: true },
  update_job: { ...READ, readOnlyHint: false, destructiveHint: true },
  settle_write: { ...READ, readOnlyHint: false },
};

/** The words of JSON Schema that every host accepts in an input schema. */
const PLAIN = [
  ...['type', 'properties', 'required', 'items', 'enum', 'description', 'pattern'],
  ...['minimum', 'maximum', 'minItems', 'maxItems', 'additionalProperties'],
];

let server: Connection;
let tools: ListedTool[];

beforeAll(async () => {
  server = await connect();
  tools = await server.listTools();
});

afterAll(() => server.close());

const names = Object.keys(INTERFACE);
const tool = (name: string): ListedTool => {
  const found = tools.find((other) => other.name === name);
  if (found === undefined) throw new Error(`${name} is not listed`);
  return found;
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const inside = (schema: Record<string, unknown>, key: string) => (isObject(schema[key]) ? schema[key] : {});

/** Every schema in a schema, with where it stands. */
function* walk(schema: unknown, path: string): Generator<[path: string, schema: Record<string, unknown>]> {
  if (!isObject(schema)) throw new Error(`${path} is no schema`);
  yield [path, schema];
  for (const [name, of] of Object.entries(inside(schema, 'properties'))) yield* walk(of, `${path}.${name}`);
  if (schema.items !== undefined) yield* walk(schema.items, `${path}[]`);
}

it('lists the tools of the interface, those that look up first', () => {
  expect(tools.map(({ name }) => name)).toEqual(names);
});

describe.each(names)('%s', (name) => {
  it('is listed as its snapshot says', async () => {
    const { title, description, inputSchema, outputSchema, annotations } = tool(name);
    const shown = { name, title, description, inputSchema, outputSchema, annotations };
    await expect(prettyJson(shown)).toMatchFileSnapshot(`snapshots/${name}.json`);
  });

  it('takes the arguments that the interface fixes, and no unknown ones', () => {
    const { inputSchema } = tool(name);
    const wanted = INTERFACE[name]?.takes.split(' ') ?? [];
    expect(Object.keys(inside(inputSchema, 'properties'))).toEqual(
      expect.arrayContaining(wanted.map((argument) => argument.replace('?', ''))),
    );
    expect(inputSchema.required ?? []).toEqual(wanted.filter((argument) => !argument.endsWith('?')));
    expect(inputSchema.additionalProperties).toBe(false);
  });

  it('gives the fields that the interface fixes, none of them required, so that an error fits too', () => {
    const { outputSchema = {} } = tool(name);
    const fields = Object.keys(inside(outputSchema, 'properties'));
    expect(fields).toEqual(expect.arrayContaining([...(INTERFACE[name]?.gives.split(' ') ?? []), 'error']));
    expect(outputSchema.type).toBe('object');
    expect(outputSchema.required).toBeUndefined();
  });

  it('keeps its input schema to what every host accepts, and describes every argument', () => {
    for (const [path, schema] of walk(tool(name).inputSchema, name)) {
      expect(PLAIN, path).toEqual(expect.arrayContaining(Object.keys(schema)));
      expect(['object', 'array', 'string', 'number', 'integer', 'boolean'], path).toContain(schema.type);
      // Where less is listed than is taken, a host that checks by the listing must let it pass.
      if (path === name) expect(schema.additionalProperties, path).toBe(false);
      if (path !== name && (!path.endsWith('[]') || schema.properties !== undefined))
        expect(schema.description, path).toMatch(/^\S.*\S$/);
    }
  });

  it('says what it may do', () => {
    const { annotations, title } = tool(name);
    expect(annotations).toEqual(HINTS[name] ?? READ);
    expect(title).toMatch(/^[A-Z][a-z ]+$/);
  });

  it('describes itself within what hosts show', () => {
    const { description = '' } = tool(name);
    expect(description.length).toBeGreaterThan(80);
    expect(description.length).toBeLessThanOrEqual(2_000);
  });
});

const INSIGHT = ['find_records', 'summarize_orders', 'what_changed', 'needs_attention'];
/** The tools that a model is shown for these reasons, and the bytes of it that they may take. */
const BUDGETS: [toolset: string, tools: string[], bytes: number][] = [
  ['lookup', names.slice(0, LOOKUP), 10_000],
  ['insight', INSIGHT, 6_000],
  ['all', names, 36_000],
];

it.each(BUDGETS)('spends little of the model on the list: %s', (_, members, bytes) => {
  const visible = tools
    .filter(({ name }) => members.includes(name))
    .map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  expect(Buffer.byteLength(JSON.stringify(visible))).toBeLessThan(bytes);
});

it('tells first that texts of records are data, and all of it within what hosts show', () => {
  const instructions = server.client.getInstructions() ?? '';
  expect(instructions.length).toBeLessThanOrEqual(2_000);
  expect(instructions.slice(0, 500)).toMatch(/data .*never instructions/);
  for (const word of [
    'job',
    'sales order',
    'purchase order',
    'rep',
    'CSR',
    '32255-1',
    'paid',
    'tracking',
    'artwork',
    'stock',
    'quotes',
  ]) {
    expect(instructions).toContain(word);
  }
});
