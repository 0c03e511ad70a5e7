import { createSandbox, type Sandbox, type SandboxData, type SandboxOptions } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';

/** A Syncore that the test itself serves over a socket, so that it holds the records behind every answer. */
export type Syncore = AsyncDisposable & {
  url: string;
  sandbox: Sandbox;
  data: SandboxData;
  /** Paths asked so far without base path and query, oldest first. */
  asked(): string[];
};

/** Serves an account of today, so that its window and the server's are the same. */
export async function serveSyncore(options: SandboxOptions = {}): Promise<Syncore> {
  const sandbox = createSandbox(options);
  const { url, close } = await listen(sandbox, { port: 0 });
  return {
    url,
    sandbox,
    data: sandbox.data,
    asked: () => sandbox.requests.map(({ path }) => path.replace(/^\/v2|\?.*$/g, '')),
    [Symbol.asyncDispose]: close,
  };
}
