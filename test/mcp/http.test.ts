import { type OutgoingHttpHeaders, request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Program, start } from '../support/program.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
};

let server: Program;
let port = 0;

beforeAll(async () => {
  server = start(['http', '--port', '0', '--sandbox']);
  port = Number((await server.told(/Serving MCP at http:\/\/127\.0\.0\.1:(\d+)\/mcp/))[1]);
});
afterAll(() => server[Symbol.asyncDispose]());

type Asked = { method?: string; path?: string; headers?: OutgoingHttpHeaders; body?: string };

function ask({ method = 'POST', path = '/mcp', headers = {}, body = JSON.stringify(LIST) }: Asked = {}) {
  return new Promise<{ status: number; headers: OutgoingHttpHeaders; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...HEADERS, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

describe('the HTTP door', () => {
  it('lets a program of this machine in', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('check_permissions');
    expect(answer.headers['cache-control']).toMatch(/no-store|no-cache/);
  });

  it.each(['localhost', `127.0.0.1:1`, '[::1]:3000', 'LOCALHOST:80'])('takes the Host %s', async (host) => {
    expect((await ask({ headers: { host } })).status).toBe(200);
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '10.0.0.1', '[::2]', 'localhost:x'])(
    'turns the Host %s away, when nothing else is wrong',
    async (host) => {
      expect((await ask({ headers: { host } })).status).toBe(403);
    },
  );

  it.each(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:9'])('takes the Origin %s', async (origin) => {
    expect((await ask({ headers: { origin } })).status).toBe(200);
  });

  it.each([
    'http://evil.example',
    'null',
    'http://localhost.evil.example',
    'file://',
    'chrome-extension://localhost',
    'x',
  ])('turns the Origin %s away, when nothing else is wrong', async (origin) => {
    expect((await ask({ headers: { origin } })).status).toBe(403);
  });

  it.each(['/', '/mcp/', '/MCP', '/mcp/x', '//mcp'])('has nothing at %s', async (path) => {
    expect((await ask({ path })).status).toBe(404);
  });

  it.each(['GET', 'DELETE', 'PUT', 'OPTIONS'])('does not take %s', async (method) => {
    const answer = await ask({ method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('POST');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])('does not take %j', async (type) => {
    expect((await ask({ headers: { 'content-type': type } })).status).toBe(415);
  });

  it('turns away a body above 1 MB, announced or not', async () => {
    const body = JSON.stringify({ ...LIST, params: { padding: 'x'.repeat(1024 * 1024) } });
    expect((await ask({ body, headers: { 'content-length': Buffer.byteLength(body) } })).status).toBe(413);
    expect((await ask({ body, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);
  });

  it('turns away what is nested deeper than 64, and nothing that only looks so', async () => {
    const nested = (depth: number) =>
      `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
    expect((await ask({ body: nested(64) })).status).toBe(400);
    expect((await ask({ body: nested(60) })).status).toBe(200);
    const text = JSON.stringify({ ...LIST, params: { text: `"${'[{'.repeat(500)}\\` } });
    expect((await ask({ body: text })).status).toBe(200);
  });

  it.each(['', '{', 'nonsense'])('answers %j with 400', async (body) => {
    expect((await ask({ body })).status).toBe(400);
  });

  it('turns away headers above 16 KB', async () => {
    expect((await ask({ headers: { 'x-long': 'x'.repeat(17 * 1024) } })).status).toBe(431);
  });

  it('refuses in short JSON without internals', async () => {
    const { text } = await ask({ headers: { host: 'evil.example' } });
    expect(JSON.parse(text)).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32_000, message: expect.any(String) },
    });
    expect(text.length).toBeLessThan(200);
  });

  it('goes on serving after a connection was dropped in the middle', async () => {
    const socket = connectSocket(port, '127.0.0.1');
    socket.write(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"js',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await ask()).status).toBe(200);
  });

  it('keeps stdout empty, and leaves within a second of SIGTERM', async () => {
    await using own = start(['http', '--port', '0', '--sandbox']);
    await own.told(/Serving MCP at/);
    const since = performance.now();
    own.child.kill('SIGTERM');
    const { code, ms } = await own.ended(since);
    if (process.platform !== 'win32') expect(code).toBe(0);
    expect(ms).toBeLessThan(1_000);
    expect(own.stdout()).toBe('');
  });
});
