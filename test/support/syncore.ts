import { createSandbox, type Sandbox, type SandboxData, type SandboxOptions } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';

/** A Syncore that the test itself serves over a socket, so that it holds the records behind every answer. */
export type Syncore = AsyncDisposable & {
  url: string;
  sandbox: Sandbox;
  data: SandboxData;
  /** Paths asked so far without base path and query, oldest first. */
  asked(): string[];
  /** From now on its answers tell a time that is off by so many milliseconds. */
  setTime(offsetMs: number): void;
};

/** Serves an account of today, so that its window and the server's are the same. */
export async function serveSyncore(options: SandboxOptions = {}): Promise<Syncore> {
  const sandbox = createSandbox(options);
  const { serve } = sandbox;
  let offset = 0;
  sandbox.serve = async (request) => {
    const { response, delivery } = await serve(request);
    if (offset === 0) return { response, delivery };
    const date = new Date(Date.now() + offset).toUTCString();
    return { response: { ...response, headers: { ...response.headers, date } }, delivery };
  };
  const { url, close } = await listen(sandbox, { port: 0 });
  return {
    url,
    sandbox,
    data: sandbox.data,
    asked: () => sandbox.requests.map(({ path }) => path.replace(/^\/v2|\?.*$/g, '')),
    setTime: (offsetMs) => {
      offset = offsetMs;
    },
    [Symbol.asyncDispose]: close,
  };
}
