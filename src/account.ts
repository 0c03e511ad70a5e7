import { createHash } from 'node:crypto';
import { Limiter } from './client/limiter.js';
import type { Reader } from './client/reader.js';
import { type Requester, requester } from './client/request.js';
import { upstreamReader } from './client/upstream-reader.js';
import { type Handler, handlerWire, lazyWire, type Wire, type WireResponse } from './client/wire.js';
import type { Clock } from './clock.js';
import type { Log } from './log.js';
import type { Settings } from './settings.js';

/** What one Syncore account has while the process lives. */
export type Account = {
  reader: Reader;
  clock: Clock;
  /** The user's own name in Syncore, which `me` stands for. */
  rep: string | undefined;
  /** The data is made up. */
  sandbox: boolean;
  /** Signs cursors. It follows from the account alone, so that a cursor survives a restart. */
  cursorKey: Buffer;
  close(): Promise<void>;
};

export type AccountOptions = {
  settings: Settings;
  clock: Clock;
  log: Log;
  /** Answers in place of Syncore, without a network: the embedded sandbox. */
  embedded?: () => Promise<Handler>;
};

/** The one way to Syncore: key, permission and limits are in it. */
export type Line = { request: Requester; limiter: Limiter; close(): Promise<void> };

/** Nothing is connected before the first request. `watch` is shown each answer as it came, for a look behind failures. */
export function openLine(options: AccountOptions, watch?: (answer: WireResponse) => void): Line {
  const { settings, clock, log, embedded } = options;
  const base = new URL(settings.baseUrl);
  const wire = embedded === undefined ? lazyWire(() => network(settings, base.origin)) : handlerWire(embedded);
  const limiter = new Limiter({ ...settings, clock });
  const basePath = base.pathname.replace(/\/+$/, '');
  const request = requester({ ...settings, wire: watched(wire, watch), limiter, clock, log, basePath });
  return { request, limiter, close: () => wire.close() };
}

function watched(wire: Wire, watch: ((answer: WireResponse) => void) | undefined): Wire {
  if (watch === undefined) return wire;
  return {
    ...wire,
    async send(request) {
      const answer = await wire.send(request);
      watch(answer);
      return answer;
    },
  };
}

/** Wires an account; nothing is connected before the first question. */
export function createAccount(options: AccountOptions): Account {
  const { settings, clock, embedded } = options;
  const { request, limiter, close } = openLine(options);
  const closing = new AbortController();
  return {
    reader: upstreamReader({ request, limiter, clock, pageSize: settings.pageSize, closing: closing.signal }),
    clock,
    rep: settings.rep,
    sandbox: embedded !== undefined,
    cursorKey: createHash('sha256').update(`cursor ${settings.baseUrl} ${settings.apiKey}`).digest(),
    async close() {
      closing.abort();
      await close();
    },
  };
}

/** The HTTP client is loaded with the first request: a server that is only listed must not pay for it. */
async function network(settings: Settings, origin: string): Promise<Wire> {
  const { undiciWire } = await import('./client/undici-wire.js');
  return undiciWire({ origin, maxConnections: settings.maxConcurrency, proxy: settings.proxy });
}
