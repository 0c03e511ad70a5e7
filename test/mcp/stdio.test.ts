import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadedModules } from '../support/preloads.js';
import { KEY, type Program, start } from '../support/program.js';

const LATEST_EXIT_MS = 1_000;

const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const OPENING =
  line({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  }) + line({ method: 'notifications/initialized' });

async function answered(program: Program, id: number): Promise<Record<string, unknown>> {
  for (;;) {
    const lines = program.stdout().split('\n').slice(0, -1);
    const messages = lines.map((text) => JSON.parse(text));
    const found = messages.find((message) => message.id === id);
    if (found !== undefined) return found;
    await new Promise((resolve) => program.child.stdout?.once('data', resolve));
  }
}

describe('leaving, with a call that hangs', () => {
  // Takes every request and answers none.
  const silent = createServer(() => {});
  let url = '';
  let asked: Promise<void>;

  beforeEach(async () => {
    asked = new Promise((resolve) => silent.once('request', () => resolve()));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterEach(async () => {
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  async function hanging(): Promise<Program> {
    const program = start([], { SYNCORE_API_KEY: KEY, SYNCORE_BASE_URL: url });
    program.child.stdin?.write(OPENING);
    await answered(program, 1);
    program.child.stdin?.write(
      line({ id: 2, method: 'tools/call', params: { name: 'get_job', arguments: { job_id: 1 } } }),
    );
    await asked;
    return program;
  }

  it('is gone within a second after stdin was closed', async () => {
    await using program = await hanging();
    const since = performance.now();
    program.child.stdin?.end();
    const { code, ms } = await program.ended(since);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(LATEST_EXIT_MS);
  });

  it.skipIf(process.platform === 'win32')('is gone within a second after SIGTERM', async () => {
    await using program = await hanging();
    const since = performance.now();
    program.child.kill('SIGTERM');
    const { code, ms } = await program.ended(since);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(LATEST_EXIT_MS);
  });

  it('answers with a time-out when the time of the call is up', async () => {
    await using program = start([], { SYNCORE_API_KEY: KEY, SYNCORE_BASE_URL: url, SYNCORE_CALL_BUDGET_MS: '400' });
    program.child.stdin?.write(OPENING);
    program.child.stdin?.write(
      line({ id: 2, method: 'tools/call', params: { name: 'get_job', arguments: { job_id: 1 } } }),
    );
    const { result } = await answered(program, 2);
    expect(result).toMatchObject({ isError: true, structuredContent: { error: { code: 'timeout', written: 'no' } } });
  });
});

describe('stdout', () => {
  it('holds protocol only: what anything prints goes to stderr', async () => {
    const print = `data:text/javascript,setTimeout(()=>console.log('printed by a library'),300)`;
    await using program = start(['--sandbox'], { NODE_OPTIONS: `--import="${print}"` });
    program.child.stdin?.write(OPENING);
    await answered(program, 1);
    await program.told(/printed by a library/);
    program.child.stdin?.write(line({ id: 2, method: 'tools/list' }));
    await answered(program, 2);
    for (const text of program.stdout().trimEnd().split('\n'))
      expect(JSON.parse(text)).toHaveProperty('jsonrpc', '2.0');
  });

  it('survives lines that are no messages', async () => {
    await using program = start(['--sandbox']);
    program.child.stdin?.write(`${OPENING}this is no JSON\n{"jsonrpc":"2.0"}\n[]\n${line({ id: 7, method: 'ping' })}`);
    expect(await answered(program, 7)).toMatchObject({ result: {} });
  });
});

it('what many records are held and found with is loaded when it is first asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncore-loaded-'));
  const { env, names } = loadedModules(folder);
  await using program = start(['--sandbox'], env);
  program.child.stdin?.write(OPENING);
  await answered(program, 1);
  const call = (id: number, name: string, args: object) => {
    program.child.stdin?.write(line({ id, method: 'tools/call', params: { name, arguments: args } }));
    return answered(program, id);
  };
  program.child.stdin?.write(line({ id: 2, method: 'tools/list' }));
  await answered(program, 2);
  await call(3, 'list_contacts', { limit: 1 });
  const before = await names();
  expect(before.length).toBeGreaterThan(3);
  expect(before.filter((name) => /working-set|search-index/.test(name))).toEqual([]);
  await call(4, 'find_records', { text: 'polo', kinds: ['contacts'] });
  const after = await names();
  for (const name of ['working-set', 'search-index']) expect(after.join()).toContain(`/${name}-`);
  program.child.stdin?.end();
  await program.ended();
  await rm(folder, { recursive: true });
});
