import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { isLoopback } from '../settings.js';
import { bounded, type Wire, WireFailure, type WireResponse } from './wire.js';

export type UndiciWireOptions = {
  /** Scheme, host and port; nothing else is ever contacted. */
  origin: string;
  maxConnections: number;
  proxy: { http?: string; https?: string; none?: string };
  /** How long making a connection may take, in milliseconds. */
  connectTimeoutMs?: number;
};

/** Answers above this are not read on; a page of ten orders is some 100 KB at most. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_FOR_READS_MS = 30_000;
/**
 * A connection that the other side has just given up breaks under whatever is sent next. A read is repeated; of a write
 * it would take over a minute to know what became of it, so writes use connections that were in use a moment ago.
 */
const KEEP_FOR_WRITES_MS = 2_000;

/** No connection was made (name, address, TLS, proxy, time): no byte of the request can have left. */
class NotConnected extends Error {
  constructor(cause: unknown) {
    super('no connection', { cause });
    this.name = 'NotConnected';
  }
}

/**
 * The pool of connections to Syncore. undici's own retry, redirect and cache handlers stay off: its retry repeats
 * PUT, and a redirect would take the key to another host.
 */
export function undiciWire(options: UndiciWireOptions): Wire {
  const { origin } = options;
  const readPool = makePool(options, KEEP_FOR_READS_MS);
  let writePool: Dispatcher | undefined;
  const poolFor = (method: string) => {
    if (method === 'GET') return readPool;
    writePool ??= makePool(options, KEEP_FOR_WRITES_MS);
    return writePool;
  };
  return {
    send: (request) =>
      bounded(request.timeoutMs, request.signal, async (signal) => {
        try {
          const answer = await poolFor(request.method).request({
            origin,
            path: request.path,
            method: request.method,
            headers: request.headers,
            body: request.body ?? null,
            signal,
            // `bounded` keeps the time; undici's own timers are coarse, and were seen to fire a third too early.
            headersTimeout: 0,
            bodyTimeout: 0,
          });
          return await readAnswer(answer);
        } catch (error) {
          throw asWireFailure(error);
        }
      }),
    close: async () => {
      await Promise.all([readPool.destroy(), writePool?.destroy()]);
    },
  };
}

function makePool(
  { origin, maxConnections, proxy, connectTimeoutMs }: UndiciWireOptions,
  keepAliveTimeout: number,
): Dispatcher {
  const options = {
    connections: maxConnections,
    pipelining: 1,
    keepAliveTimeout,
    connect: { timeout: connectTimeoutMs ?? CONNECT_TIMEOUT_MS },
    factory: (host: string | URL, inner: object) => new Pool(host, { ...inner, connect: marked(inner) }),
  };
  // What stays on this machine needs no proxy, and a proxy would see the key: only https hides it.
  const direct = isLoopback(new URL(origin).hostname) || (proxy.http === undefined && proxy.https === undefined);
  if (direct) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? proxy.http ?? '',
    noProxy: proxy.none ?? '',
  });
}

/**
 * The connector of a pool, with its errors marked. Error codes cannot tell: a broken cable gives EHOSTUNREACH, and TLS
 * its errors, long after a request has left.
 */
function marked({ connect }: Pool.Options): buildConnector.connector {
  const connector = typeof connect === 'function' ? connect : buildConnector({ ...connect });
  return (options, callback) =>
    connector(options, (error, socket) =>
      error === null ? callback(null, socket) : callback(new NotConnected(error), null),
    );
}

async function readAnswer(answer: Dispatcher.ResponseData): Promise<WireResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of answer.body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      throw new WireFailure('too_large', 'unknown', `the answer is larger than ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { status: answer.statusCode, headers, body: Buffer.concat(chunks).toString('utf8') };
}

function asWireFailure(error: unknown): WireFailure {
  if (error instanceof WireFailure) return error;
  const code = codeOf(error);
  const told = code === '' ? '' : ` (${code})`;
  if (error instanceof NotConnected) return new WireFailure('connect', 'no', `no connection${told}`, error);
  return new WireFailure('broken', 'unknown', `the connection broke${told}`, error);
}

/** The code of the first cause that has one; several addresses of one host fail as one AggregateError. */
function codeOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0], depth + 1);
  return codeOf(error.cause, depth + 1);
}
