import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a request is turned away; `message` names no internals. */
export type Refusal = { status: number; message: string; headers?: Record<string, string> };

/** Looks at one thing of a request before its body is read. */
export type Guard = (request: IncomingMessage) => Refusal | undefined;

/** Answers with a short JSON-RPC error, and hangs up where the rest of the request is not wanted. */
export function refuse(response: ServerResponse, { status, message, headers = {} }: Refusal): void {
  const body = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } });
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers });
  response.end(body);
}
