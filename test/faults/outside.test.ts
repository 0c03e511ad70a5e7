import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../support/certificate.js';
import { connect } from '../support/connect.js';
import { KEY, start } from '../support/program.js';
import { proxy } from '../support/proxy.js';
import { errorOf, job } from '../support/rows.js';
import { type Upstream, upstream } from '../support/upstream.js';

const HOST = 'syncore.test';
const certificate = selfSigned(HOST);
/** Syncore behind TLS, under a name that only the proxy can find. */
let hidden: Upstream;
let plain: Upstream;
let folder = '';
let trusted: Record<string, string> = {};

beforeAll(async () => {
  const answer = () => ({ json: job(40_001) });
  [hidden, plain] = await Promise.all([upstream(answer, certificate), upstream(answer)]);
  folder = await mkdtemp(path.join(tmpdir(), 'syncore-mcp-'));
  await writeFile(path.join(folder, 'ca.pem'), certificate.cert);
  trusted = { NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.pem') };
});
beforeEach(() => {
  hidden.forget();
  plain.forget();
});
afterAll(async () => {
  await Promise.all([hidden[Symbol.asyncDispose](), plain[Symbol.asyncDispose]()]);
  await rm(folder, { recursive: true });
});

async function theJob(upstreamUrl: string, env: Record<string, string>) {
  await using server = await connect({ upstream: upstreamUrl, env });
  const answer = await server.call('get_job', { job_id: 40_001 });
  return answer;
}
const throughTls = (env: Record<string, string>) => theJob(`https://${HOST}/v2`, { ...trusted, ...env });

describe('a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'])(
    'named by %s is used, and sees neither the key nor what is asked',
    async (variable) => {
      await using between = await proxy(hidden.origin);
      expect((await throughTls({ [variable]: between.url })).structuredContent).toMatchObject({ job_id: 40_001 });
      expect(new Set(between.asked)).toEqual(new Set([`CONNECT ${HOST}:443`]));
      expect(hidden.asked.map(({ headers }) => headers['x-api-key'])).toEqual([KEY]);
      expect(between.seen()).not.toContain(KEY);
      expect(between.seen()).not.toContain('40001');
    },
  );

  it.each([HOST, '.test'])('is left out for a host that NO_PROXY names: %s', async (none) => {
    await using between = await proxy(hidden.origin);
    const env = { HTTPS_PROXY: between.url, NO_PROXY: none, SYNCORE_CALL_BUDGET_MS: '600' };
    const answer = await throughTls(env);
    expect(errorOf(answer)).toMatchObject({ retryable: true });
    expect(between.asked).toEqual([]);
    expect(hidden.asked).toEqual([]);
  });

  it('is used for a host that NO_PROXY does not name', async () => {
    await using between = await proxy(hidden.origin);
    const answer = await throughTls({ HTTPS_PROXY: between.url, NO_PROXY: 'other.test,localhost' });
    expect(answer.structuredContent).toMatchObject({ job_id: 40_001 });
    expect(between.asked).toHaveLength(1);
  });

  it('is not used for this machine', async () => {
    await using between = await proxy(plain.origin);
    const answer = await theJob(plain.url, { HTTP_PROXY: between.url, HTTPS_PROXY: between.url });
    expect(answer.structuredContent).toMatchObject({ job_id: 40_001 });
    expect(between.asked).toEqual([]);
  });

  it('that turns us away is an error that says what to check, without the password in its address', async () => {
    await using between = await proxy(hidden.origin, 407);
    const address = between.url.replace('http://', 'http://user:hunter2@');
    const error = errorOf(await throughTls({ HTTPS_PROXY: address }));
    expect(error).toMatchObject({ code: 'upstream_error' });
    expect(error.message).toMatch(/proxy/);
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(hidden.asked).toEqual([]);
  });
});

describe('a certificate', () => {
  it('that nobody vouches for ends the call before the key is sent', async () => {
    await using between = await proxy(hidden.origin);
    const answer = await throughTls({ HTTPS_PROXY: between.url, NODE_EXTRA_CA_CERTS: '' });
    expect(errorOf(answer)).toMatchObject({ code: 'upstream_error' });
    expect(errorOf(answer).message).toMatch(/no connection \(.*CERT.*\)/);
    expect(hidden.asked).toEqual([]);
  });

  it('of another host ends it too', async () => {
    await using between = await proxy(hidden.origin);
    const answer = await theJob('https://other.test/v2', { ...trusted, HTTPS_PROXY: between.url });
    expect(errorOf(answer).message).toMatch(/no connection \(.*CERT.*\)/);
    expect(hidden.asked).toEqual([]);
  });
});

describe('Syncore is told who asks', () => {
  it('by the name of this program and its version, and by nothing else', async () => {
    await theJob(plain.url, {});
    await using told = start(['--version']);
    expect((await told.ended()).code).toBe(0);
    const { headers = {} } = plain.asked[0] ?? {};
    expect(headers['user-agent']).toBe(`syncore-mcp/${told.stdout().trim()}`);
    expect(headers.accept).toBe('application/json');
    const known = ['accept', 'connection', 'host', 'user-agent', 'x-api-key'];
    expect(Object.keys(headers).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('by the registered name, where there is one', async () => {
    await theJob(plain.url, { SYNCORE_USER_AGENT: 'Northwind-Integration/2.1 (it@northwind.example)' });
    expect(plain.asked[0]?.headers['user-agent']).toBe('Northwind-Integration/2.1 (it@northwind.example)');
  });
});
