import { type Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type ClientOptions, client1, client2 } from './clients.js';
import { environment, KEY, MAIN, start } from './program.js';

/**
 * `2026`: SDK v2 pinned to 2026-07-28; `auto`: SDK v2 that probes and lands there; `default`: SDK v2 as it comes, which
 * speaks 2025-11-25; `2025`: the independent SDK v1.
 */
export type Era = '2026' | 'auto' | 'default' | '2025';
/** The three that most differ. */
export const ERAS: readonly Era[] = ['2026', 'auto', '2025'];
export type Transport = 'stdio' | 'http';
export const TRANSPORTS: readonly Transport[] = ['stdio', 'http'];

export type ConnectOptions = {
  era?: Era;
  /** The name that the client gives itself, and the person behind it. */
  client?: ClientOptions;
  transport?: Transport;
  env?: Record<string, string>;
  args?: readonly string[];
  /** The base URL of a Syncore that the test itself serves; without one, the server runs on its own sandbox. */
  upstream?: string;
};

export type CallResult = {
  isError: boolean;
  structuredContent: Record<string, unknown>;
  /** The text blocks, joined. */
  text: string;
  meta: Record<string, unknown>;
};

export type CallOptions = {
  /** A host that hangs up after this long: it gives the call up and tells the server so. */
  timeoutMs?: number;
  /** Aborted when the user gives the call up. */
  signal?: AbortSignal;
  onProgress?: (progress: { progress: number; total?: number | undefined; message?: string | undefined }) => void;
};

export type Connection = AsyncDisposable & {
  client: Client2 | Client1;
  listTools(): Promise<ListedTool[]>;
  /** @throws the client's own error when the call is given up or the server has gone. */
  call(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<CallResult>;
  /** The JSON of the resource's only content. */
  readResource(uri: string): Promise<Record<string, unknown>>;
  /** The names of the prompts, and the texts of one. */
  listPrompts(): Promise<string[]>;
  getPrompt(name: string, args?: Record<string, string>): Promise<string[]>;
  /** What an argument of a prompt, or a variable of a resource's address, that was begun may mean. */
  complete(of: { prompt: string } | { resource: string }, name: string, value: string): Promise<string[]>;
  listResources(): Promise<string[]>;
  listResourceTemplates(): Promise<string[]>;
  stderr(): string;
  pid(): number;
  close(): Promise<void>;
};

export type ListedTool = {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
};

/** A subclass is probed in place: for the SDK's own class, the client starts a second process to probe. */
class InPlaceStdio extends Stdio2 {}

/** Starts the built program and connects a client to it, over real pipes or sockets. */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  const { era = '2026', transport = 'stdio', upstream, args = [] } = options;
  const service = upstream === undefined ? {} : { SYNCORE_BASE_URL: upstream, SYNCORE_API_KEY: KEY };
  const env: Record<string, string> = { ...service, ...options.env };
  const words = [...(upstream === undefined ? ['--sandbox'] : []), ...args];
  const over = transport === 'stdio' ? overStdio : overHttp;
  return over(era, options.client, words, env);
}

async function overStdio(
  era: Era,
  who: ClientOptions | undefined,
  words: string[],
  env: Record<string, string>,
): Promise<Connection> {
  const parameters = {
    command: process.execPath,
    args: [MAIN, ...words],
    env: environment(env),
    stderr: 'pipe' as const,
  };
  let stderr = '';
  const listen = (transport: Stdio1 | Stdio2) => {
    transport.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    return { pid: () => transport.pid ?? 0, stderr: () => stderr };
  };
  if (era === '2025') {
    const transport = new Stdio1(parameters);
    const told = listen(transport);
    const client = client1(who);
    await client.connect(transport);
    return face(client, { ...told, end: () => client.close() });
  }
  const transport = new InPlaceStdio(parameters);
  const told = listen(transport);
  const client = client2(era, who);
  await client.connect(transport);
  return face(client, { ...told, end: () => client.close() });
}

async function overHttp(
  era: Era,
  who: ClientOptions | undefined,
  words: string[],
  env: Record<string, string>,
): Promise<Connection> {
  const server = start(['http', '--port', '0', ...words], env);
  const [, address = ''] = await server.told(/Serving MCP at (\S+)/);
  const url = new URL(address);
  const told = { pid: () => server.child.pid ?? 0, stderr: server.stderr };
  const stop = () => server[Symbol.asyncDispose]();
  if (era === '2025') {
    const client = client1(who);
    // The v1 types predate exactOptionalPropertyTypes: its own transport does not fit its own interface.
    await client.connect(new Http1(url) as Parameters<Client1['connect']>[0]);
    return face(client, { ...told, end: () => client.close().finally(stop) });
  }
  const client = client2(era, who);
  await client.connect(new Http2(url));
  return face(client, { ...told, end: () => client.close().finally(stop) });
}

/** What both generations of clients have in common. */
function face(
  client: Client2 | Client1,
  { pid, stderr, end }: { pid: () => number; stderr: () => string; end: () => Promise<void> },
): Connection {
  let ended: Promise<void> | undefined;
  const close = () => {
    ended ??= end();
    return ended;
  };
  return {
    client,
    pid,
    stderr,
    close,
    listTools: async () => (await client.listTools()).tools,
    async call(name, args = {}, options = {}) {
      const answer = await callTool(client, name, args, options);
      const content = Array.isArray(answer.content) ? answer.content : [];
      const text = content.flatMap((block) => (block.type === 'text' ? [String(block.text)] : [])).join('\n');
      return {
        isError: answer.isError === true,
        structuredContent: record(answer.structuredContent),
        text,
        meta: record(answer._meta),
      };
    },
    async readResource(uri) {
      const { contents } = await client.readResource({ uri });
      const [content] = contents;
      if (content === undefined || !('text' in content)) throw new Error(`${uri} has no text`);
      return record(JSON.parse(String(content.text)));
    },
    listPrompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    async getPrompt(name, args = {}) {
      const { messages } = await client.getPrompt({ name, arguments: args });
      return messages.map(({ content }) => ('text' in content ? String(content.text) : ''));
    },
    async complete(of, name, value) {
      const ref =
        'prompt' in of
          ? { type: 'ref/prompt' as const, name: of.prompt }
          : { type: 'ref/resource' as const, uri: of.resource };
      return (await client.complete({ ref, argument: { name, value } })).completion.values;
    },
    listResources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    async listResourceTemplates() {
      const { resourceTemplates } = await client.listResourceTemplates();
      return resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    },
    [Symbol.asyncDispose]: close,
  };
}

async function callTool(
  client: Client2 | Client1,
  name: string,
  args: Record<string, unknown>,
  { timeoutMs, signal, onProgress }: CallOptions,
): Promise<Record<string, unknown>> {
  const stop = new AbortController();
  const hangUp = () => stop.abort(signal?.reason);
  if (signal?.aborted === true) hangUp();
  signal?.addEventListener('abort', hangUp, { once: true });
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => stop.abort(new Error('the host hung up')), timeoutMs);
  // A client that waits for its person looks at no signal.
  const given = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
  });
  given.catch(() => {});
  const params = { name, arguments: args };
  const options = { signal: stop.signal, ...(onProgress === undefined ? {} : { onprogress: onProgress }) };
  try {
    const answer =
      client instanceof Client1 ? client.callTool(params, undefined, options) : client.callTool(params, options);
    return await Promise.race([answer, given]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', hangUp);
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
