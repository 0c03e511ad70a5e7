import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Certificate } from './certificate.js';

/** One request as the Syncore of a test saw it. */
export type Asked = {
  /** Counts from 1. */
  n: number;
  method: string;
  /** Behind the base URL and without its query: `/orders/jobs`. */
  path: string;
  query: URLSearchParams;
  /** As it stood in the first line of the request. */
  target: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Milliseconds, as performance.now() tells them. */
  at: number;
  /** Resolves when the exchange is over: true where the asker had gone before it had the whole answer. */
  left: Promise<boolean>;
};

/** What comes back: JSON with status 200 unless told, a text, or whatever `raw` does to the connection. */
export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  raw?: (outgoing: ServerResponse) => void;
};

export type Answerer = (asked: Asked) => Reply | Promise<Reply>;

/** A Syncore of the test's own, behind a real socket: it keeps no rules but those that the test gives it. */
export type Upstream = AsyncDisposable & {
  /** The base URL, with a path of its own as the real one has. */
  url: string;
  origin: string;
  /** May be changed at any time. */
  answer: Answerer;
  asked: Asked[];
  /** The most requests that were open at one time, and the most connections. */
  mostOpen(): { requests: number; connections: number };
  /** The nth request since the last `forget`, as soon as it has come. */
  nth(n: number): Promise<Asked>;
  /** Forgets what was asked. */
  forget(): void;
};

const BASE = '/v2';

/** Serves `answer` on a free port of this machine; with a certificate, over TLS. */
export async function upstream(
  answer: Answerer = () => ({ status: 404, json: {} }),
  tls?: Certificate,
): Promise<Upstream> {
  const waiting: { n: number; resolve: (asked: Asked) => void }[] = [];
  let open = 0;
  let most = { requests: 0, connections: 0 };

  const serve = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    open += 1;
    most = { requests: Math.max(most.requests, open), connections: most.connections };
    const left = new Promise<boolean>((resolve) => {
      outgoing.on('close', () => {
        open -= 1;
        resolve(!outgoing.writableFinished);
      });
    });
    take(incoming, left)
      .then((asked) => syncore.answer(asked))
      .then((reply) => send(outgoing, reply))
      .catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  };

  async function take(incoming: IncomingMessage, left: Promise<boolean>): Promise<Asked> {
    const at = performance.now();
    let body = '';
    for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
    const target = incoming.url ?? '/';
    const { pathname, searchParams } = new URL(target, 'http://upstream.invalid');
    const { method = '', headers } = incoming;
    const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname;
    const asked = { n: syncore.asked.length + 1, method, path, query: searchParams, target, headers, body, at, left };
    syncore.asked.push(asked);
    for (const { n, resolve } of waiting) if (n === asked.n) resolve(asked);
    return asked;
  }

  const options = { keepAliveTimeout: 60_000 };
  const server = tls === undefined ? createServer(options, serve) : createTlsServer({ ...options, ...tls }, serve);
  const sockets = new Set<unknown>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    most = { ...most, connections: Math.max(most.connections, sockets.size) };
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;

  const syncore: Upstream = {
    url: `${origin}${BASE}`,
    origin,
    answer,
    asked: [],
    mostOpen: () => most,
    nth: (n) =>
      new Promise((resolve) => {
        const asked = syncore.asked[n - 1];
        if (asked === undefined) waiting.push({ n, resolve });
        else resolve(asked);
      }),
    forget() {
      syncore.asked.length = 0;
      waiting.length = 0;
      most = { requests: open, connections: sockets.size };
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Requests that hang would keep it open for ever.
        server.closeAllConnections();
      }),
  };
  return syncore;
}

function send(outgoing: ServerResponse, { status = 200, headers = {}, json, text, raw }: Reply): void {
  if (raw !== undefined) {
    raw(outgoing);
    return;
  }
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(text ?? JSON.stringify(json));
}

/** An answer that never comes, on a connection that stays open. */
export const silence: Reply = { raw: () => {} };

/** What `answers` say in turn; the last of them for ever. */
export function inTurn(...answers: Answerer[]): Answerer {
  let asked = 0;
  return (request) => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return answer === undefined ? silence : answer(request);
  };
}
