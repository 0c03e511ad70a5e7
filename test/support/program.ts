import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as users start it. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Any UUID is a key to the sandbox. */
export const KEY = '3f1c6a52-8d0e-4b7a-9c35-1e2d4f6a8b90';

export type Program = AsyncDisposable & {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when `pattern` has appeared on stderr, with what it matched. */
  told(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code (null: killed by a signal), and how long after `since` (performance.now) the process was gone. */
  ended(since?: number): Promise<{ code: number | null; ms: number }>;
};

const stateHomes: string[] = [];
process.once('exit', () => {
  for (const home of stateHomes) rmSync(home, { recursive: true, force: true });
});

/** A home for the state of one program: what it notes must meet no other test, nor the developer's own. */
function stateHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'syncore-test-state-'));
  stateHomes.push(home);
  return home;
}

/**
 * The environment of a program under test: nothing of the developer's own settings gets in, and nothing of its state
 * gets out.
 */
export function environment(env: Record<string, string> = {}): Record<string, string> {
  const passed = ['PATH', 'HOME', 'SystemRoot', 'TEMP', 'TMPDIR', 'USERPROFILE'];
  const own = passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const coverage = process.env.SERVER_COVERAGE;
  const home = stateHome();
  return {
    ...Object.fromEntries(own),
    XDG_STATE_HOME: home,
    LOCALAPPDATA: home,
    ...(coverage === undefined ? {} : { NODE_V8_COVERAGE: coverage }),
    ...env,
  };
}

/** Starts the built program. */
export function start(args: readonly string[], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [MAIN, ...args], { env: environment(env), stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    async told(pattern) {
      for (;;) {
        const match = pattern.exec(stderr);
        if (match !== null) return match;
        const more = new Promise((resolve) => child.stderr.once('data', resolve));
        const code = await Promise.race([more.then(() => undefined), closed]);
        if (code !== undefined && !pattern.test(stderr)) throw new Error(`exit ${code} before ${pattern}: ${stderr}`);
      }
    },
    async ended(since = performance.now()) {
      const code = await closed;
      return { code, ms: performance.now() - since };
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
