import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type UndiciWireOptions, undiciWire } from '../../src/client/undici-wire.js';
import { type Wire, WireFailure, type WireRequest, type WireResponse } from '../../src/client/wire.js';

export type Running<S> = {
  server: S;
  port: number;
  origin: string;
  /** Connections that were made, open or not. */
  connections: () => number;
  [Symbol.asyncDispose](): Promise<void>;
};

async function running<S extends Server | TcpServer>(server: S): Promise<Running<S>> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that breaks off is what these tests are about.
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    server,
    port,
    origin: `http://127.0.0.1:${port}`,
    connections: () => count,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** An HTTP server that does what a test says with each request. */
export function httpServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Running<Server>> {
  return running(createServer(answer));
}

/** Bare TCP, for what is no HTTP. */
export function tcpServer(onSocket: (socket: Socket) => void): Promise<Running<TcpServer>> {
  return running(createTcpServer(onSocket));
}

/** Resolves when a connection is closed, however. */
export function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** A port where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await tcpServer(() => {});
  await server[Symbol.asyncDispose]();
  return server.port;
}

export type OpenWire = Wire & { [Symbol.asyncDispose](): Promise<void> };

/** A wire that closes with its test. */
export function openWire(origin: string, options: Partial<UndiciWireOptions> = {}): OpenWire {
  const wire = undiciWire({ origin, maxConnections: 4, proxy: {}, ...options });
  return { ...wire, [Symbol.asyncDispose]: () => wire.close() };
}

export function get(wire: Wire, request: Partial<WireRequest> = {}): Promise<WireResponse> {
  const signal = new AbortController().signal;
  return wire.send({ method: 'GET', path: '/v2/orders/jobs', headers: {}, signal, timeoutMs: 5_000, ...request });
}

/** The failure of a request that got no whole answer; anything else fails the test. */
export async function wireFailureOf(work: Promise<unknown>): Promise<WireFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof WireFailure) return error;
    throw error;
  }
  throw new Error('A whole answer came, and a failure was expected.');
}
