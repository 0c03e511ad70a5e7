import { Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
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

export type Connection = AsyncDisposable & {
  client: Client2 | Client1;
  listTools(): Promise<ListedTool[]>;
  call(name: string, args?: Record<string, unknown>): Promise<CallResult>;
  /** The JSON of the resource's only content. */
  readResource(uri: string): Promise<Record<string, unknown>>;
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
  return transport === 'stdio' ? overStdio(era, words, env) : overHttp(era, words, env);
}

async function overStdio(era: Era, words: string[], env: Record<string, string>): Promise<Connection> {
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
    const client = new Client1({ name: 'test-v1', version: '1' });
    await client.connect(transport);
    return face(client, { ...told, end: () => client.close() });
  }
  const transport = new InPlaceStdio(parameters);
  const told = listen(transport);
  const client = client2(era);
  await client.connect(transport);
  return face(client, { ...told, end: () => client.close() });
}

async function overHttp(era: Era, words: string[], env: Record<string, string>): Promise<Connection> {
  const server = start(['http', '--port', '0', ...words], env);
  const [, address = ''] = await server.told(/Serving MCP at (\S+)/);
  const url = new URL(address);
  const told = { pid: () => server.child.pid ?? 0, stderr: server.stderr };
  const stop = () => server[Symbol.asyncDispose]();
  if (era === '2025') {
    const client = new Client1({ name: 'test-v1', version: '1' });
    // The v1 types predate exactOptionalPropertyTypes: its own transport does not fit its own interface.
    await client.connect(new Http1(url) as Parameters<Client1['connect']>[0]);
    return face(client, { ...told, end: () => client.close().finally(stop) });
  }
  const client = client2(era);
  await client.connect(new Http2(url));
  return face(client, { ...told, end: () => client.close().finally(stop) });
}

function client2(era: Era): Client2 {
  const info = { name: 'test-v2', version: '1' };
  if (era === 'default') return new Client2(info);
  return new Client2(info, { versionNegotiation: { mode: era === 'auto' ? 'auto' : { pin: '2026-07-28' } } });
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
    async call(name, args = {}) {
      const answer = await client.callTool({ name, arguments: args });
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
    listResources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    async listResourceTemplates() {
      const { resourceTemplates } = await client.listResourceTemplates();
      return resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    },
    [Symbol.asyncDispose]: close,
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
