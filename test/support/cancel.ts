import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import type { Connection } from './connect.js';

/** A call that a user gives up: `cancel` does it, and `ended` resolves when the client has taken note. */
export type Cancellable = { cancel(): void; ended: Promise<void> };

/** Calls a tool as a client of either generation does that may be told to stop. */
export function cancellable({ client }: Connection, name: string, args: Record<string, unknown> = {}): Cancellable {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  const params = { name, arguments: args };
  const answer: Promise<unknown> =
    client instanceof Client1 ? client.callTool(params, undefined, options) : client.callTool(params, options);
  return {
    cancel: () => stop.abort(),
    ended: answer.then(
      () => {},
      () => {},
    ),
  };
}
