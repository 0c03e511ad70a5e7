import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallResult, type Connection, connect } from '../support/connect.js';
import { KEY } from '../support/program.js';
import { job, jobs, listOf, salesOrder } from '../support/rows.js';
import { type Answerer, type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;
let server: Connection;
/** For what takes the whole time of a call. */
let hasty: Connection;

beforeAll(async () => {
  syncore = await upstream();
  const debug = { SYNCORE_LOG_LEVEL: 'debug' };
  server = await connect({ upstream: syncore.url, env: debug });
  hasty = await connect({ upstream: syncore.url, env: { ...debug, SYNCORE_CALL_BUDGET_MS: '500' } });
});
afterAll(async () => {
  await Promise.all([server.close(), hasty.close()]);
  await syncore[Symbol.asyncDispose]();
});

/** Whole or in part, as it is or as Base64 or percent-encoding would show it. */
const FORMS = [
  KEY,
  KEY.toUpperCase(),
  KEY.replaceAll('-', ''),
  ...[KEY.slice(0, 18), KEY.slice(-12)],
  Buffer.from(KEY).toString('base64').slice(0, 40),
];

function expectNoKey(text: string, where: string): void {
  for (const form of FORMS) expect(text, where).not.toContain(form);
}

const account: Answerer = (asked) => {
  const { path } = asked;
  if (path === '/orders/jobs') return listOf('jobs', jobs(45))(asked);
  if (path.endsWith('orders')) return listOf(path.endsWith('sales') ? 'x' : 'salesorders', [salesOrder(7)])(asked);
  if (path === '/crm/contacts') return listOf('contacts', [{ id: 5, business_name: 'Northwind' }])(asked);
  if (path.startsWith('/crm/contacts/')) return { json: { id: 5, business_name: 'Northwind' } };
  return path.startsWith('/orders/jobs/')
    ? { json: job(Number(path.split('/').at(-1))) }
    : { json: [{ id: 1, name: 'x' }] };
};

const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ['list_jobs', {}],
  ['list_jobs', { client: 'Northwind' }],
  ['list_jobs', { client: 'nobody' }],
  ['list_jobs', { cursor: KEY }],
  ['list_sales_orders', { job_id: 32_255 }],
  ['list_contacts', {}],
  ['list_reference_data', { kind: 'suppliers' }],
  ['get_job', { job_id: 40_001 }],
  ['get_sales_order', { order: '32255-1' }],
  ['get_contact', { contact_id: 5 }],
  ['check_permissions', {}],
];
const RESOURCES = [
  'syncore://permissions',
  'syncore://jobs/40001',
  'syncore://contacts/5',
  'syncore://reference/suppliers',
];

/** Everything that one session says, by where it was said. */
async function everythingSaid(to: Connection): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  const tell = (where: string, what: unknown) => said.set(where, `${said.get(where) ?? ''}${JSON.stringify(what)}`);
  tell('tools', await to.listTools());
  tell('resources', await to.listResources());
  tell('instructions', to.client.getInstructions());
  const calls = CALLS.map(async ([tool, args]) => {
    const answer = await to.call(tool, args);
    tell(`${tool} ${JSON.stringify(args)}`, answer);
    tell('cursors', cursorOf(answer));
  });
  const reads = RESOURCES.map(async (uri) => tell(uri, await to.readResource(uri).catch(thrown)));
  await Promise.all([...calls, ...reads]);
  said.set('the log', to.stderr());
  return said;
}

function cursorOf({ structuredContent }: CallResult): string {
  const { next_cursor: cursor } = structuredContent;
  return typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString('utf8') : '';
}

function thrown(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { ...error, message: error.message, data: 'data' in error ? error.data : undefined };
}

/** What may go wrong with every request, each once with an upstream that repeats what it was sent. */
const ECHO = { message: `The key ${KEY} is not valid.`, errors: [{ field: KEY, message: `no ${KEY}` }] };
const SITUATIONS: [name: string, answer: Answerer, takesTime: boolean][] = [
  ['all goes well', account, false],
  ['the key is refused', () => ({ status: 401, json: { message: 'No.' } }), false],
  ['the key is refused and repeated', () => ({ status: 401, json: ECHO }), false],
  ['the request is refused and its key repeated', () => ({ status: 400, json: ECHO }), false],
  ['a plain text repeats the key', () => ({ status: 404, text: `x-api-key: ${KEY}` }), false],
  ['the key comes in capitals', () => ({ status: 404, json: { message: KEY.toUpperCase() } }), false],
  ['a text is cut within the key', () => ({ status: 404, text: `${'x'.repeat(480)}${KEY}` }), false],
  ['a record repeats the key', () => ({ json: { id: 5, business_name: KEY, [KEY]: KEY } }), false],
  [
    'a web page repeats the key',
    () => ({ status: 403, headers: { 'content-type': 'text/html' }, text: `<p>${KEY}` }),
    false,
  ],
  ['a redirect repeats the key', () => ({ status: 302, headers: { location: `/v2?key=${KEY}` }, text: '' }), false],
  ['an answer is no JSON', () => ({ text: `{${KEY}` }), true],
  ['an answer never comes', () => ({ raw: () => {} }), true],
  ['connections break', () => ({ raw: (outgoing) => outgoing.destroy() }), true],
];

describe.each(SITUATIONS)('when %s, the key', (_name, answer, takesTime) => {
  it('is in its header and nowhere else: no address, result, error, cursor, resource or log', async () => {
    syncore.forget();
    syncore.answer = answer;
    const said = await everythingSaid(takesTime ? hasty : server);
    // The one argument that holds it is the caller's own.
    for (const [where, text] of said) if (!where.includes(KEY)) expectNoKey(text, where);
    expect(said.get('the log')).toMatch(/"message":"(upstream|call)"/);

    expect(syncore.asked.length).toBeGreaterThan(0);
    for (const { headers, target, body } of syncore.asked) {
      expect(headers['x-api-key']).toBe(KEY);
      expectNoKey(JSON.stringify({ ...headers, 'x-api-key': '' }), 'another header');
      expectNoKey(target + body, target);
    }
  });
});

describe('the log', () => {
  it('holds JSON lines of our own words: no text of a record, no argument, no id', async () => {
    syncore.answer = account;
    await server.call('list_jobs', { client: 'Northwind', text: 'Spring kit' });
    await server.call('get_contact', { contact_id: 5 });
    await server.close();
    const lines = server.stderr().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).level)).toContain('debug');
    expect(server.stderr()).not.toMatch(/northwind|spring|rae cole/i);
    expect(server.stderr()).toContain('GET /crm/contacts/{contact_id}');
  });

  it('is empty where nothing went wrong inside, unless more is asked for', async () => {
    syncore.answer = () => ({ status: 500, text: 'no' });
    const quiet = await connect({ upstream: syncore.url, env: { SYNCORE_CALL_BUDGET_MS: '200' } });
    await quiet.call('get_job', { job_id: 1 });
    await quiet.close();
    expect(quiet.stderr()).toBe('');
  });
});
