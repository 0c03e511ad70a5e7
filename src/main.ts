import { homedir } from 'node:os';
import type { Account } from './account.js';
import { systemClock } from './clock.js';
import { type Command, HELP, readCommand } from './command.js';
import { Failure } from './failure.js';
import { createLog, type Log } from './log.js';
import { prepareServer } from './server.js';
import { readSettings, type Settings } from './settings.js';
import { serveOverStdio, takeStdout } from './transports/stdio.js';

/** Put in by the build, from package.json. */
declare const PACKAGE_VERSION: string;

/** As the live service: a search shows a write some seconds late. */
const SEARCH_LAG_MS = 3_000;

type Serving = Extract<Command, { kind: 'stdio' | 'http' }>;

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return;
    case 'version':
      process.stdout.write(`${PACKAGE_VERSION}\n`);
      return;
    case 'sandbox': {
      settingsFor(true);
      const { listen } = await import('./sandbox/listen.js');
      const { createSandbox } = await import('./sandbox/handler.js');
      const { url, close } = await listen(createSandbox({ searchLagMs: SEARCH_LAG_MS }), { port: command.port });
      process.stderr.write(`The Syncore sandbox answers at ${url}\n`);
      askedToLeave().addEventListener('abort', () => void close());
      return;
    }
    case 'doctor':
      await examine(command);
      return;
    case 'stdio':
    case 'http':
      await serve(command);
  }
}

async function serve(command: Serving): Promise<void> {
  const settings = settingsFor(command.sandbox);
  const log = createLog(settings.logLevel, (line) => process.stderr.write(line));
  const leave = askedToLeave();
  const account = lazyAccount(settings, log);
  const makeServer = prepareServer({ settings, account: account.get, log, transport: command.kind });
  if (command.kind === 'stdio') {
    const wire = takeStdout(process.stdout, process.stderr);
    await serveOverStdio(makeServer, { stdin: process.stdin, wire, leave, close: account.close, log });
  } else {
    const { serveOverHttp } = await import('./transports/http/serve.js');
    const { host, port } = command;
    const told = (url: string) => process.stderr.write(`Serving MCP at ${url}\n`);
    await serveOverHttp(makeServer, { host, port, leave, close: account.close, log, told });
  }
  // Calls may still hang, and would keep the process.
  process.exit(0);
}

async function examine({ sandbox, json, contract }: Extract<Command, { kind: 'doctor' }>): Promise<void> {
  const { runDoctor } = await import('./doctor/run.js');
  const options = {
    json,
    contract,
    settings: () => settingsFor(sandbox),
    nodeVersion: process.versions.node,
    platform: process.platform,
    clock: systemClock,
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
  };
  process.exitCode = await runDoctor(sandbox ? { ...options, embedded: embeddedSandbox } : options);
}

function settingsFor(sandbox: boolean): Settings {
  const { platform, env } = process;
  return readSettings(env, { sandbox, version: PACKAGE_VERSION, platform, homeDir: homedir() });
}

/** One account for the whole process, made when the first call needs it. */
function lazyAccount(settings: Settings, log: Log) {
  let made: Promise<Account> | undefined;
  async function make(): Promise<Account> {
    const { createAccount } = await import('./account.js');
    const options = { settings, clock: systemClock, log };
    return createAccount(settings.sandbox ? { ...options, embedded: embeddedSandbox } : options);
  }
  return {
    get: () => {
      made ??= make();
      return made;
    },
    close: async () => (await made)?.close(),
  };
}

async function embeddedSandbox() {
  const { createSandbox } = await import('./sandbox/handler.js');
  return createSandbox({ searchLagMs: SEARCH_LAG_MS }).handle;
}

/** Aborted at the first signal that asks the process to end. */
function askedToLeave(): AbortSignal {
  const leave = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => leave.abort());
  return leave.signal;
}

/** Exit 2 for a wrong option or setting, one line each; exit 1 for anything else. */
function fail(error: unknown): void {
  const isTheirs = error instanceof Failure && error.code === 'invalid_input';
  const mistakes = isTheirs ? (error.fields ?? []).map(({ field, message }) => `${field} ${message}`) : [];
  const lines = mistakes.length > 0 ? mistakes : [error instanceof Error ? error.message : String(error)];
  // The exit waits for the words: on Windows a pipe is written behind our back.
  process.stderr.write(lines.map((line) => `syncore-mcp: ${line}\n`).join(''), () => process.exit(isTheirs ? 2 : 1));
}

// A host that closes our stderr must not end the server, nor a reader that leaves early (`doctor | head`) fail it.
process.stderr.on('error', () => {});
process.stdout.on('error', () => {});
main().catch(fail);
