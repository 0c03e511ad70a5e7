import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancellable } from '../support/cancel.js';
import { type Connection, connect, type Era, type Transport } from '../support/connect.js';
import { KEY, start } from '../support/program.js';
import { jobs, listOf } from '../support/rows.js';
import { type Answerer, inTurn, silence, type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;

beforeAll(async () => {
  syncore = await upstream();
});
beforeEach(() => syncore.forget());
afterAll(() => syncore[Symbol.asyncDispose]());

/** The first page of a long list comes, the others do not. */
const stuckAfterOne: Answerer = (asked) =>
  asked.path === '/orders/jobs' && asked.query.get('page') !== '1' ? silence : listOf('jobs', jobs(95))(asked);
const everyOpen = () => Promise.all(syncore.asked.map(({ left }) => left));

/** Over HTTP a client of 2025 cannot make its wish known: the protocol has no way that reaches the running call. */
const WAYS: [Era, Transport][] = [
  ['2026', 'stdio'],
  ['auto', 'stdio'],
  ['2025', 'stdio'],
  ['2026', 'http'],
];

describe.each(WAYS)('a call that a %s client over %s gives up', (era, transport) => {
  let server: Connection;
  beforeAll(async () => {
    server = await connect({ era, transport, upstream: syncore.url });
  });
  afterAll(() => server.close());

  it('stops its requests, and makes no more', async () => {
    syncore.answer = stuckAfterOne;
    const call = cancellable(server, 'list_jobs', { limit: 100 });
    await syncore.nth(5);
    call.cancel();
    expect(await everyOpen()).toEqual([false, true, true, true, true]);
    await call.ended;

    // Whoever asks next is served, and nobody else has asked.
    syncore.answer = listOf('jobs', jobs(3));
    const next = await server.call('list_jobs', { text: 'number' });
    expect(next.structuredContent).toMatchObject({ returned: 3 });
    expect(syncore.asked).toHaveLength(6);
  });

  it('leaves what others wait for alone', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const contacts = listOf('contacts', [{ id: 5, business_name: 'Northwind' }]);
    const list = listOf('jobs', jobs(3));
    syncore.answer = async (asked) => {
      if (asked.path !== '/crm/contacts') return list(asked);
      await held;
      return contacts(asked);
    };
    const given = cancellable(server, 'list_jobs', { client: 'Northwind' });
    await syncore.nth(1);
    const kept = server.call('list_jobs', { client: 'northwind' });
    // What was sent before an answer came has been taken up.
    for (let time = 0; time < 3; time += 1) await server.call('check_permissions', { area: 'jobs' });
    given.cancel();
    await given.ended;
    await server.call('check_permissions', { area: 'jobs' });
    letGo();
    expect((await kept).isError).toBe(false);
    expect(syncore.asked.filter(({ path }) => path === '/crm/contacts')).toHaveLength(1);
  });
});

describe('a call that is given up while it waits to try again', () => {
  it.concurrent.each<[Era, Transport]>([
    ['2026', 'stdio'],
    ['2025', 'stdio'],
    ['2026', 'http'],
  ])('makes no more requests (%s over %s)', async (era, transport) => {
    const list = listOf('jobs', jobs(3));
    // Later than the longest wait that the first call may draw.
    const late: Answerer = async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return list(asked);
    };
    const pushBack = { status: 429, headers: { 'retry-after': '1' }, json: {} };
    await using own = await upstream(inTurn(() => pushBack, late));
    await using server = await connect({ era, transport, upstream: own.url });
    const call = cancellable(server, 'get_job', { job_id: 1 });
    await (await own.nth(1)).left;
    // Held by the same 429: when this one has its answer, the first would have asked again.
    const other = server.call('list_jobs');
    call.cancel();
    expect((await other).isError).toBe(false);
    expect(own.asked.map(({ path }) => path)).toEqual(['/orders/jobs/1', '/orders/jobs']);
    await call.ended;
  });
});

describe('a client that is gone', () => {
  it.each<Era>(['2026', '2025'])('over stdio (%s) leaves no request behind', async (era) => {
    const server = await connect({ era, upstream: syncore.url });
    syncore.answer = stuckAfterOne;
    const call = cancellable(server, 'list_jobs', { limit: 100 });
    await syncore.nth(5);
    await server.close();
    expect(await everyOpen()).toEqual([false, true, true, true, true]);
    await call.ended;
  });

  it('over HTTP leaves no request behind, and the server goes on', async () => {
    await using program = start(['http', '--port', '0'], { SYNCORE_API_KEY: KEY, SYNCORE_BASE_URL: syncore.url });
    const [, address = ''] = await program.told(/Serving MCP at (\S+)/);
    syncore.answer = stuckAfterOne;
    const params = {
      name: 'list_jobs',
      arguments: { limit: 100 },
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    };
    const sent = request(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'list_jobs',
      },
    });
    sent.on('error', () => {});
    sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
    await syncore.nth(5);
    sent.destroy();
    expect(await everyOpen()).toEqual([false, true, true, true, true]);
    expect(program.child.exitCode).toBeNull();
  });
});
