import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault, FaultAction } from '../../src/sandbox/faults.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';
import { environment, MAIN } from '../support/program.js';

export const KEY = '7d1f0e52-93c4-4b8a-a6f0-5be2c9d41e77';

export type Outcome = { code: number | null; out: string; err: string };

export type RunOptions = { env?: Record<string, string>; nodeArguments?: string[] };

/** Runs the built program to its end, without any setting but those given. */
export async function run(
  args: readonly string[],
  { env = {}, nodeArguments = [] }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [...nodeArguments, MAIN, ...args], { env: environment(env) });
  const outcome: Outcome = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    outcome.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    outcome.err += text;
  });
  outcome.code = await new Promise((settle, reject) => {
    child.on('error', reject);
    child.on('close', settle);
  });
  return outcome;
}

/** A Syncore behind a real socket, a state folder, and the doctor pointed at both. */
export type Practice = {
  sandbox: Sandbox;
  url: string;
  folder: string;
  /** Where the sandbox was asked without the base path: what it was asked, as `GET /orders/jobs`. */
  asked(): string[];
  doctor(args?: readonly string[], options?: RunOptions): Promise<Outcome>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function practice(options: SandboxOptions = {}): Promise<Practice> {
  const sandbox = createSandbox({ key: KEY, jobs: 120, ...options });
  const { url, close } = await listen(sandbox, { port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'syncore-doctor-'));
  return {
    sandbox,
    url,
    folder,
    asked: () => sandbox.requests.map(({ method, path }) => `${method} ${path.replace(/^\/v2|\?.*$/g, '')}`),
    doctor(args = [], { env = {}, ...rest } = {}) {
      const settings = { SYNCORE_API_KEY: KEY, SYNCORE_BASE_URL: url, SYNCORE_STATE_DIR: folder };
      return run(['doctor', ...args], { env: { ...settings, ...env }, ...rest });
    },
    async [Symbol.asyncDispose]() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The lines as one, as a person reads them: what was broken to fit the terminal is joined again. */
export function unbroken(text: string): string {
  return text.replace(/\n {6,9}(?=\S)/g, ' ');
}

/** What is said of one endpoint, from its status on. */
export function section({ out }: Outcome, endpoint: string): string {
  const blocks = unbroken(out)
    .split('\n')
    .filter((line) => /^(ok|warn|fail) /.test(line));
  return blocks.find((line) => line.split(' ').filter((word) => word !== '')[2] === endpoint) ?? '';
}

/** The line of an assumption, from its verdict on. */
export function assumption({ out }: Outcome, words: string): string {
  return (
    unbroken(out)
      .split('\n')
      .find((line) => /^(held|NOT|\?) /.test(line) && line.includes(words)) ?? ''
  );
}

/** A fault that hits every request there. */
export function always(path: string | RegExp, action: FaultAction): Fault {
  return { ...action, match: { path }, times: Number.POSITIVE_INFINITY };
}
