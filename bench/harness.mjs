// What the sections share: a server as a child process spoken to in JSON-RPC over stdio, and the arithmetic of samples.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('..', import.meta.url);
const ANSWER_TIMEOUT_MS = 60_000;
const EXIT_TIMEOUT_MS = 3_000;

/** What still runs when the benchmark breaks off must not outlive it. */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A file of the project as an absolute path. */
export function inProject(file) {
  return fileURLToPath(new URL(file, ROOT));
}

/** Milliseconds on a clock that only goes forward. */
export function now() {
  return performance.now();
}

/** What the servers note goes with the benchmark. */
const stateHome = mkdtempSync(join(tmpdir(), 'syncore-bench-'));
process.once('exit', () => rmSync(stateHome, { recursive: true, force: true }));

/** The environment without proxies and the user's own settings of the product: every machine measures the same. */
function environment(extra) {
  const isTheirs = (name) => /^(syncore_.*|(https?|no|all)_proxy)$/i.test(name);
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !isTheirs(name))),
    XDG_STATE_HOME: stateHome,
    ...extra,
  };
}

/**
 * Starts a program of Node's with pipes. `onLine` is called for each line of its stdout with the moment it came.
 * `close` ends its stdin and waits until it has gone; one that stays is killed.
 */
export function startProgram(args, { env = {}, onLine }) {
  const startedAt = now();
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment(env) });
  running.add(child);
  let complaints = '';
  let rest = '';
  const gone = new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
  const failed = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => reject(new Error(`ended with ${code ?? signal}: ${complaints.slice(-500)}`)));
  });
  failed.catch(() => {});
  child.once('close', () => running.delete(child));
  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints = (complaints + text).slice(-2_000);
  });
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const at = now();
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) onLine(line, at);
  });
  return {
    pid: child.pid,
    startedAt,
    /** Rejects when the program ends; what waits for an answer races with it. */
    failed,
    write: (text) => child.stdin.write(text),
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_TIMEOUT_MS);
      const outcome = await gone;
      clearTimeout(timer);
      return outcome;
    },
  };
}

/**
 * Starts an MCP server over stdio. `ask` sends one request and gives `{ result, at, bytes }`: when its answer came, on
 * the clock of `now()`, and how long its line was.
 */
export function startServer(args, { env } = {}) {
  const waiting = new Map();
  let lastId = 0;
  const program = startProgram(args, {
    env,
    onLine(line, at) {
      const message = JSON.parse(line);
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error !== undefined) answer?.reject(new Error(`${message.error.code} ${message.error.message}`));
      else answer?.resolve({ result: message.result, at, bytes: Buffer.byteLength(line) });
    },
  });

  async function ask(method, params = {}) {
    lastId += 1;
    const id = lastId;
    let timer;
    const answer = new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      timer = setTimeout(
        () => reject(new Error(`no answer to ${method} in ${ANSWER_TIMEOUT_MS} ms`)),
        ANSWER_TIMEOUT_MS,
      );
    });
    program.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    try {
      return await Promise.race([answer, program.failed]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    ...program,
    ask,
    /** The handshake of the 2025 era, which today's hosts speak. */
    async initialize() {
      const clientInfo = { name: 'syncore-mcp-bench', version: '1.0.0' };
      const answer = await ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
      program.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
      return answer;
    },
    /** Calls a tool; a result that is an error is one here, too. */
    async call(name, args = {}) {
      const answer = await ask('tools/call', { name, arguments: args });
      if (answer.result.isError) throw new Error(`${name}: ${answer.result.content[0]?.text}`);
      return answer;
    },
  };
}

/** The most memory that a process has held at once, in MiB; undefined where the system does not tell. */
export async function peakMemoryMiB(pid) {
  if (process.platform !== 'linux') return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

/** The middle one of the samples, or the mean of the two in the middle. */
export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** `length` things, `take(0)` first, one after the other. */
export async function inTurn(length, take) {
  const taken = [];
  for (let index = 0; index < length; index += 1) taken.push(await take(index));
  return taken;
}

/** A figure with the most it may be; without a goal it is told for information. */
export function figure(name, value, unit, goal) {
  return goal === undefined ? { name, value, unit } : { name, value, unit, goal, met: value <= goal };
}
