import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEAST_NODE } from '../../src/doctor/settings.js';
import type { FaultAction } from '../../src/sandbox/faults.js';
import { KEY, type Outcome, practice, run, unbroken } from './practice.js';

const isPosix = process.platform !== 'win32';

/** The lines that begin with a status, joined. */
function lines({ out }: Outcome, status: 'ok' | 'warn' | 'fail'): string[] {
  return unbroken(out)
    .split('\n')
    .filter((line) => line.startsWith(status.padEnd(6)))
    .map((line) => line.slice(6).trim());
}

describe('doctor, when all is well', () => {
  it('says ok to every step and ends with 0', async () => {
    await using here = await practice();
    const found = await here.doctor();
    expect(found).toMatchObject({ code: 0, err: '' });
    expect(lines(found, 'ok').join('\n')).toMatch(
      /^Node .*\nThe settings.*\nLimits: .*\nState folder .*hard links\.\nThe journal holds 0 writes .*\nhttp.* answers .*\nThe key is accepted\.\nRead is switched on\.\nThis clock .* agree\.$/,
    );
    expect(found.out).not.toMatch(/^(warn|fail)/m);
    expect(found.out.split('\n').filter((line) => line.length > 80 && line.includes(' ', 10))).toEqual([]);
  });

  it('only ever asks, and only once', async () => {
    await using here = await practice();
    await here.doctor();
    expect(here.asked()).toEqual(['GET /orders/jobs']);
  });

  it('leaves nothing behind in the state folder', async () => {
    await using here = await practice();
    await here.doctor();
    expect(readdirSync(here.folder)).toEqual([]);
  });

  it('makes a state folder that is not there, closed to others', async () => {
    await using here = await practice();
    const folder = join(here.folder, 'new', 'state');
    const found = await here.doctor([], { env: { SYNCORE_STATE_DIR: folder } });
    expect(found.code).toBe(0);
    expect(found.out).not.toContain('warn');
  });

  it('gives machines one JSON object', async () => {
    await using here = await practice();
    const { code, out } = await here.doctor(['--json']);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ ok: true });
    expect(report).toHaveProperty('steps.0', { step: 'node', status: 'ok', message: expect.stringContaining('Node') });
  });

  it('runs on the embedded sandbox without key, network or folder', async () => {
    const found = await run(['doctor', '--sandbox']);
    expect(found).toMatchObject({ code: 0, err: '' });
    expect(found.out).toContain('The embedded sandbox answers');
  });

  it('names the limits that are set', async () => {
    await using here = await practice();
    const env = { SYNCORE_REQUESTS_PER_SECOND: '2', SYNCORE_MAX_CONCURRENCY: '3', SYNCORE_READ_ONLY: 'true' };
    const found = await here.doctor([], { env });
    expect(lines(found, 'ok').join('\n')).toMatch(/3 requests at a time, at most 2 a second.*Read-only/);
  });

  it('knows the version of Node that the package asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(engines.node).toBe(`>=${LEAST_NODE}`);
  });
});

describe('doctor, when a setting is wrong', () => {
  it('gives each mistake a line and ends with 1', async () => {
    await using here = await practice();
    const env = { SYNCORE_API_KEY: '', SYNCORE_READONLY: 'true', SYNCORE_TIMEOUT_MS: 'soon' };
    const found = await here.doctor([], { env });
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([
      expect.stringMatching(/^SYNCORE_READONLY .*SYNCORE_READ_ONLY/),
      expect.stringMatching(/^SYNCORE_API_KEY is required/),
      expect.stringMatching(/^SYNCORE_TIMEOUT_MS must be/),
    ]);
    expect(here.asked()).toEqual([]);
  });

  it('reports mistakes as JSON too', async () => {
    const { code, out } = await run(['doctor', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      steps: [{ step: 'node' }, { step: 'settings', status: 'fail' }],
    });
  });

  it('ends with 2 and one line for an option that does not exist', async () => {
    const { code, out, err } = await run(['doctor', '--jsn']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^syncore-mcp: .*--json.*\n$/);
  });
});

describe('doctor, when Syncore cannot be used', () => {
  it('tells a key that is not accepted, and never shows it', async () => {
    await using here = await practice();
    const wrong = '11111111-2222-4333-8444-555555555555';
    const found = await here.doctor([], { env: { SYNCORE_API_KEY: wrong } });
    expect(found.code).toBe(1);
    expect(lines(found, 'ok').at(-2)).toContain('answers');
    expect(lines(found, 'fail')).toEqual([expect.stringMatching(/not accept the key \(401\).*-> .*Settings > API/)]);
    expect(found.out + found.err).not.toContain(wrong);
  });

  it('tells that Read is switched off', async () => {
    await using here = await practice();
    here.sandbox.switches.read = false;
    const found = await here.doctor();
    expect(found.code).toBe(1);
    expect(lines(found, 'ok')).toContain('The key is accepted.');
    expect(lines(found, 'fail')).toEqual([expect.stringMatching(/Read is switched off \(403\).*-> .*Settings > API/)]);
  });

  it('tells that nobody answers at the address', async () => {
    await using here = await practice();
    const found = await here.doctor(['--contract'], { env: { SYNCORE_BASE_URL: 'http://127.0.0.1:9/v2' } });
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([
      expect.stringMatching(
        /127\.0\.0\.1:9\/v2 cannot be reached: no connection \(ECONNREFUSED\).*-> .*SYNCORE_BASE_URL/,
      ),
      expect.stringContaining('contract was not looked at'),
    ]);
  });

  it('does not wait for ever', async () => {
    await using here = await practice();
    here.sandbox.faults.add({ kind: 'hang', times: Number.POSITIVE_INFINITY });
    const found = await here.doctor([], { env: { SYNCORE_CALL_BUDGET_MS: '600' } });
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([expect.stringMatching(/cannot be reached: .*-> .*SYNCORE_TIMEOUT_MS/)]);
  });

  const answers: [string, FaultAction, RegExp][] = [
    ['a web page', { kind: 'html' }, /not as Syncore does: no JSON came \(200\).*-> .*sign-in page/],
    ['a firewall’s page', { kind: 'html', status: 403 }, /status 403, perhaps from a proxy or firewall/],
    ['no such path', { kind: 'status', status: 404 }, /has no Syncore API \(404\).*-> SYNCORE_BASE_URL is/],
    ['trouble of its own', { kind: 'status', status: 503 }, /trouble of its own \(503\).*-> Run the doctor again/],
    [
      'another address',
      { kind: 'status', status: 302, headers: { location: 'https://example.com' } },
      /another address \(302\)/,
    ],
  ];
  it.each(answers)('tells what is wrong when the answer is %s', async (_, fault, words) => {
    await using here = await practice();
    here.sandbox.faults.add({ ...fault, times: Number.POSITIVE_INFINITY });
    const found = await here.doctor();
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([expect.stringMatching(words)]);
  });

  it('only warns while Syncore limits it', async () => {
    await using here = await practice();
    here.sandbox.faults.add({ kind: 'status', status: 429, times: Number.POSITIVE_INFINITY });
    const found = await here.doctor();
    expect(found.code).toBe(0);
    expect(lines(found, 'warn')).toEqual([expect.stringContaining('(429)')]);
  });

  it('warns of a clock that is minutes off', async () => {
    await using here = await practice();
    const date = new Date(Date.now() - 600_000).toUTCString();
    here.sandbox.faults.add({ kind: 'status', status: 200, headers: { date }, body: { jobs: [], total_results: 0 } });
    const found = await here.doctor();
    expect(found.code).toBe(0);
    expect(lines(found, 'warn')).toEqual([expect.stringMatching(/10 minutes ahead of the server.*-> Set this clock/)]);
  });

  it('never shows the key, not even where it stands in the address', async () => {
    await using here = await practice();
    const found = await here.doctor([], {
      env: { SYNCORE_BASE_URL: `${here.url}/${KEY}`, SYNCORE_LOG_LEVEL: 'debug' },
    });
    expect(found.code).toBe(1);
    expect((found.out + found.err).toLowerCase()).not.toContain(KEY);
  });
});

describe('doctor, when the state folder is no good', () => {
  it('tells that it cannot be made', async () => {
    await using here = await practice();
    const file = join(here.folder, 'file');
    writeFileSync(file, '');
    const found = await here.doctor([], { env: { SYNCORE_STATE_DIR: join(file, 'state') } });
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([
      expect.stringMatching(/cannot be made \((ENOTDIR|ENOENT|EEXIST)\).*SYNCORE_STATE_DIR/),
    ]);
  });

  /** Makes calls of node:fs/promises fail, as a file system does that cannot do this. */
  function without(folder: string, call: string, code: string): string[] {
    const preload = join(folder, 'preload.cjs');
    const error = `Object.assign(new Error('no'), { code: '${code}', syscall: '${call}' })`;
    writeFileSync(preload, `require('node:fs/promises').${call} = async () => { throw ${error}; };`);
    return ['--require', preload];
  }

  it('tells that hard links are missing, and that writing would be refused', async () => {
    await using here = await practice();
    const state = join(here.folder, 'state');
    const nodeArguments = without(here.folder, 'link', 'EPERM');
    const found = await here.doctor([], { nodeArguments, env: { SYNCORE_STATE_DIR: state } });
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([
      expect.stringMatching(/has no hard links \(EPERM\).*refused.*-> .*local disk/),
    ]);
    expect(readdirSync(state)).toEqual([]);
  });

  it('only warns in read-only mode, where nothing is journalled', async () => {
    await using here = await practice();
    const nodeArguments = without(here.folder, 'link', 'ENOTSUP');
    const found = await here.doctor([], { nodeArguments, env: { SYNCORE_READ_ONLY: 'true' } });
    expect(found.code).toBe(0);
    expect(lines(found, 'warn').join()).toContain('hard links');
  });

  it('tells a full disk', async () => {
    await using here = await practice();
    const nodeArguments = without(here.folder, 'open', 'ENOSPC');
    const found = await here.doctor([], { nodeArguments });
    expect(found.code).toBe(1);
    expect(lines(found, 'fail')).toEqual([expect.stringMatching(/cannot be written \(ENOSPC\).*-> Make room/)]);
  });

  it.each(['OneDrive - Acme', 'Dropbox', 'Google Drive'])('warns of a folder in %s', async (name) => {
    await using here = await practice();
    const found = await here.doctor([], { env: { SYNCORE_STATE_DIR: join(here.folder, name, 'syncore-mcp') } });
    expect(found.code).toBe(0);
    expect(lines(found, 'warn')).toEqual([expect.stringMatching(/synchronised folder.*-> .*local disk/)]);
  });

  it.runIf(isPosix)('warns of a folder that others can look into', async () => {
    await using here = await practice();
    const open = join(here.folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o755);
    const found = await here.doctor([], { env: { SYNCORE_STATE_DIR: open } });
    expect(found.code).toBe(0);
    expect(lines(found, 'warn')).toEqual([expect.stringMatching(/Other users.*-> .*chmod 700/)]);
  });
});
