import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { Failure } from '../../failure.js';
import type { Log } from '../../log.js';
import { farewell } from '../farewell.js';
import { readBody } from './body.js';
import { type Guard, refuse } from './guard.js';
import { hostGuard } from './host-guard.js';
import { originGuard } from './origin-guard.js';
import { MCP_PATH, routeGuard } from './route-guard.js';
import { typeGuard } from './type-guard.js';

export type HttpOptions = {
  /** A loopback address. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Aborted when the process is asked to end. */
  leave: AbortSignal;
  /** Closes what the calls have opened. */
  close: () => Promise<void>;
  log: Log;
  /** Told the address once it is open. */
  told: (url: string) => void;
};

/** Slow senders (slow-loris) are cut off: headers within 10 s, the whole request within 30 s. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

/** From cheap to dear; who asks comes before what is asked, so that strangers learn nothing. */
const GUARDS: readonly Guard[] = [
  hostGuard, // the request was meant for this machine
  originGuard, // and made by a program, or by a page of this machine
  routeGuard, // to the one door, with the one method
  typeGuard, // with JSON
];

/**
 * Serves Streamable HTTP until `leave`; resolves within a second of that.
 * @throws Failure `invalid_input` when the port cannot be had.
 */
export async function serveOverHttp(makeServer: () => McpServer, options: HttpOptions): Promise<void> {
  const { host, port, leave, close, log, told } = options;
  const onerror = (error: Error) => log.debug('http', { error: error.message });
  const handler = createMcpHandler(makeServer, { onerror });
  const serve = toNodeHandler(handler, { onerror });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const guard of GUARDS) {
      const refusal = guard(request);
      if (refusal !== undefined) return refuse(response, refusal);
    }
    const body = await readBody(request);
    if ('refusal' in body) return refuse(response, body.refusal);
    response.setHeader('cache-control', 'no-store');
    // The guards have seen to both; the SDK's type does not take their absence.
    await serve(Object.assign(request, { method: 'POST', url: MCP_PATH }), response, body.json);
  }

  const server = createServer(LIMITS, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.debug('http', { error: error instanceof Error ? error.message : String(error) });
      response.destroy();
    });
  });
  told(await listen(server, host, port));
  await new Promise<void>((resolve) => leave.addEventListener('abort', () => resolve(), { once: true }));
  server.close();
  await farewell(() => handler.close(), close);
  server.closeAllConnections();
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `${port} cannot be had (${cause.code ?? 'no code'}); another program may have it, so take another`;
      reject(new Failure('invalid_input', `--port ${message}`, { cause, fields: [{ field: '--port', message }] }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}${MCP_PATH}`;
}
