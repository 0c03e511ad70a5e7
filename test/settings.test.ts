import { describe, expect, it } from 'vitest';
import { Failure } from '../src/failure.js';
import { readSettings, type Surroundings } from '../src/settings.js';
import { KEY } from './support/program.js';

const LINUX: Surroundings = { sandbox: false, version: '1.2.3', platform: 'linux', homeDir: '/home/ann' };

const read = (env: Record<string, string> = {}, surroundings: Partial<Surroundings> = {}) =>
  readSettings({ SYNCORE_API_KEY: KEY, ...env }, { ...LINUX, ...surroundings });

function mistakes(env: Record<string, string>, surroundings: Partial<Surroundings> = {}) {
  try {
    readSettings(env, { ...LINUX, ...surroundings });
  } catch (error) {
    if (error instanceof Failure) return { message: error.message, fields: error.fields ?? [] };
    throw error;
  }
  throw new Error('no mistake was found');
}

describe('settings', () => {
  it('have the defaults that the interface names', () => {
    expect(read()).toMatchObject({
      apiKey: KEY,
      baseUrl: 'https://api.syncore.app/v2',
      userAgent: 'syncore-mcp/1.2.3',
      readOnly: false,
      toolsets: ['lookup', 'insight', 'orders'],
      confirmWrites: 'auto',
      callBudgetMs: 45_000,
      settleMs: 75_000,
      writeReference: true,
      rep: undefined,
      pageSize: 10,
      maxConcurrency: 4,
      requestsPerSecond: undefined,
      timeoutMs: 30_000,
      logLevel: 'info',
      proxy: {},
    });
  });

  it('count an empty value as not set', () => {
    expect(read({ SYNCORE_READ_ONLY: '', SYNCORE_PAGE_SIZE: ' ', SYNCORE_BASE_URL: '' })).toEqual(read());
  });

  it('refuse a variable that does not exist, with the nearest', () => {
    const { fields } = mistakes({ SYNCORE_API_KEY: KEY, SYNCORE_READONLY: 'true' });
    expect(fields).toEqual([expect.objectContaining({ field: 'SYNCORE_READONLY', nearest: 'SYNCORE_READ_ONLY' })]);
    expect(mistakes({ SYNCORE_API_KEY: KEY, syncore_read_only: 'true' }).fields[0]?.nearest).toBe('SYNCORE_READ_ONLY');
  });

  it('take the names of Windows in any letter case, as Windows does', () => {
    const env = { SYNCORE_API_KEY: KEY, Syncore_Api_Key: KEY };
    expect(readSettings(env, { ...LINUX, platform: 'win32', homeDir: 'C:\\Users\\ann' }).apiKey).toBe(KEY);
  });

  it.each(['yes', 'TRUE', 'on', '2', 'no'])('take no %s for a truth', (word) => {
    expect(mistakes({ SYNCORE_API_KEY: KEY, SYNCORE_READ_ONLY: word }).message).toBe(
      'SYNCORE_READ_ONLY must be true, false, 1 or 0',
    );
  });

  it('need a key, except on the sandbox, where another is never looked at', () => {
    expect(mistakes({}).message).toMatch(/SYNCORE_API_KEY is required.*--sandbox/);
    expect(readSettings({ SYNCORE_API_KEY: 'nonsense' }, { ...LINUX, sandbox: true }).apiKey).not.toBe('nonsense');
  });

  it('never repeat a key that is wrong', () => {
    const { message, fields } = mistakes({ SYNCORE_API_KEY: `${KEY}-secret` });
    expect(JSON.stringify({ message, fields })).not.toContain('secret');
  });

  it('tell all mistakes at once, one line each', () => {
    const { message } = mistakes({
      SYNCORE_PAGE_SIZE: '101',
      SYNCORE_TIMEOUT_MS: '1e3',
      SYNCORE_TOOLSETS: 'lookup,foo',
      SYNCORE_LOG_LEVEL: 'loud',
      SYNCORE_REQUESTS_PER_SECOND: '0',
    });
    expect(message.split('\n')).toHaveLength(6);
  });

  it.each([
    'http://api.syncore.app/v2',
    'https://user:pass@api.syncore.app',
    'https://api.syncore.app/v2?key=1',
    'ftp://api.syncore.app',
    'api.syncore.app',
    'http://127.0.0.1.evil.example/v2',
  ])('send no key to %s', (url) => {
    expect(mistakes({ SYNCORE_API_KEY: KEY, SYNCORE_BASE_URL: url }).fields[0]?.field).toBe('SYNCORE_BASE_URL');
  });

  it.each([
    ['https://example.com/v2/', 'https://example.com/v2'],
    ['http://127.0.0.1:4010/v2', 'http://127.0.0.1:4010/v2'],
    ['http://[::1]:4010/v2', 'http://[::1]:4010/v2'],
    ['http://localhost:4010', 'http://localhost:4010'],
  ])('read the base URL %s', (given, meant) => {
    expect(read({ SYNCORE_BASE_URL: given }).baseUrl).toBe(meant);
  });

  it('choose toolsets, in one order', () => {
    expect(read({ SYNCORE_TOOLSETS: 'orders, Lookup' }).toolsets).toEqual(['lookup', 'orders']);
    expect(mistakes({ SYNCORE_API_KEY: KEY, SYNCORE_TOOLSETS: ',' }).fields).toHaveLength(1);
  });

  it.each([
    [{ platform: 'linux' }, {}, '/home/ann/.local/state/syncore-mcp'],
    [{ platform: 'linux' }, { XDG_STATE_HOME: '/state' }, '/state/syncore-mcp'],
    [{ platform: 'darwin' }, {}, '/home/ann/Library/Application Support/syncore-mcp'],
    [{ platform: 'win32', homeDir: 'C:\\Users\\ann' }, {}, 'C:\\Users\\ann\\AppData\\Local\\syncore-mcp'],
    [{ platform: 'win32' }, { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\syncore-mcp'],
    [{ platform: 'linux', sandbox: true }, {}, undefined],
    [{ platform: 'linux' }, { SYNCORE_STATE_DIR: '/else' }, '/else'],
  ] as const)('keep state where %o does (%o)', (surroundings, env, folder) => {
    expect(read({ ...env }, surroundings).stateDir).toBe(folder);
  });

  it('take no relative state folder', () => {
    expect(mistakes({ SYNCORE_API_KEY: KEY, SYNCORE_STATE_DIR: '~/state' }).fields[0]?.field).toBe('SYNCORE_STATE_DIR');
  });

  it('read the proxy in either letter case, and never repeat it', () => {
    expect(read({ https_proxy: 'http://p:3128', NO_PROXY: 'a,b' }).proxy).toEqual({
      https: 'http://p:3128',
      none: 'a,b',
    });
    expect(mistakes({ SYNCORE_API_KEY: KEY, HTTP_PROXY: 'socks5://user:secret@p' }).message).not.toContain('secret');
  });
});
