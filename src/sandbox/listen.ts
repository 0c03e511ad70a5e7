import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basePath } from './exchange.js';
import type { Outcome, Sandbox, SandboxRequest } from './handler.js';

/** A sandbox that listens: `url` is the base URL that a client is given. */
export type Listening = { url: string; port: number; close(): Promise<void> };

/** A request body above this is no JSON that Syncore would take. */
const MAX_BODY_BYTES = 10_000_000;

async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('The request body is too large for the sandbox.');
    chunks.push(piece);
  }
  const headers: SandboxRequest['headers'] = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const request: SandboxRequest = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers };
  if (bytes > 0) request.body = Buffer.concat(chunks).toString('utf8');
  return request;
}

function drip(outgoing: ServerResponse, body: Buffer, everyMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < body.length) outgoing.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    outgoing.end();
  }, everyMs);
  // The other side may be gone long before the last byte.
  outgoing.on('close', () => clearInterval(timer));
}

function send(outgoing: ServerResponse, { response, delivery }: Outcome): void {
  const { socket } = outgoing;
  if (socket === null || socket.destroyed || delivery.kind === 'hang') return;
  if (delivery.kind === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  const body = Buffer.from(response.body);
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': body.length });
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (delivery.kind) {
    case 'whole':
      outgoing.end(body);
      return;
    case 'truncated':
      outgoing.write(half, () => socket.destroy());
      return;
    case 'stall':
      outgoing.write(half);
      return;
    case 'drip':
      drip(outgoing, body, delivery.everyMs);
  }
}

/**
 * Serves a sandbox over HTTP; `port` 0 takes a free one. Faults of the connection are carried out for real.
 * @throws Error when the port is taken
 */
export async function listen(sandbox: Sandbox, options: { port: number; host?: string }): Promise<Listening> {
  const { port, host = '127.0.0.1' } = options;
  // A short keep-alive would close idle connections under a client that is about to use them.
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    readRequest(incoming)
      .then((request) => sandbox.serve(request))
      .then((outcome) => send(outgoing, outcome))
      // A client that went away while it was sending, or a hook of a test that threw: nobody is left to be told.
      .catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${taken}${basePath}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Requests that hang would keep it open for ever.
        server.closeAllConnections();
      }),
  };
}
