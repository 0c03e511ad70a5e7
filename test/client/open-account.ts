import { type Account, createAccount } from '../../src/account.js';
import type { Call } from '../../src/client/request.js';
import { type Clock, systemClock } from '../../src/clock.js';
import { Failure } from '../../src/failure.js';
import type { Log } from '../../src/log.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';
import { readSettings, type Settings } from '../../src/settings.js';

/** A Monday in November: all tests of the client that need a day stand on it. */
export const monday = Date.parse('2026-11-23T18:00:00Z');
export const today = '2026-11-23';
export const key = '3f0c9a52-6a0e-4c55-9b6e-2f1d7f7f4a10';

/** Days that hold every record the sandbox has within Syncore's window. */
export const always = { from: '2025-10-23', to: today };
export const everything = { limit: Number.POSITIVE_INFINITY };

export const quietLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Wall time as the account sees it: it runs, from the Monday on. */
const startedAt = Date.now();
export const mondayClock: Clock = { ...systemClock, now: () => monday + Date.now() - startedAt };

/** A call with more time than any test takes. */
export function call(ms = 20_000, signal = new AbortController().signal): Call {
  return { signal, deadline: mondayClock.now() + ms };
}

export type Opened = {
  account: Account;
  reader: Account['reader'];
  sandbox: Sandbox;
  /** One more account with the same settings, as another process has it; to be closed by whoever asks. */
  again(): Account;
  [Symbol.asyncDispose](): Promise<void>;
};

export type OpenOptions = { sandbox?: SandboxOptions; env?: Record<string, string>; clock?: Clock };

export function settingsFor(baseUrl: string, env: Record<string, string> = {}): Settings {
  const surroundings = { sandbox: false, version: '0.0.0', platform: 'linux' as const, homeDir: '/home/nobody' };
  const settings = readSettings({ SYNCORE_API_KEY: key, SYNCORE_BASE_URL: baseUrl, ...env }, surroundings);
  // Nothing of a test is kept, unless the test says where.
  return 'SYNCORE_STATE_DIR' in env ? settings : { ...settings, stateDir: undefined };
}

/** An account whose Syncore is a sandbox behind a real socket. */
export async function openAccount(options: OpenOptions = {}): Promise<Opened> {
  const { sandbox: shape = {}, env = {}, clock = mondayClock } = options;
  const sandbox = createSandbox({ now: () => monday, jobs: 60, ...shape });
  const { url, close } = await listen(sandbox, { port: 0 });
  const again = () => createAccount({ settings: settingsFor(url, env), clock, log: quietLog });
  const account = again();
  return {
    account,
    again,
    reader: account.reader,
    sandbox,
    async [Symbol.asyncDispose]() {
      await account.close();
      await close();
    },
  };
}

/** The failure that work ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It succeeded, and a failure was expected.');
}

/** The pages asked for, in the order in which they came in. */
export function pagesAsked(sandbox: Sandbox): number[] {
  return sandbox.requests.map(({ path }) => Number(new URL(path, 'http://sandbox.invalid').searchParams.get('page')));
}
