import { Writable } from 'node:stream';
import type { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Log } from '../log.js';
import { farewell } from './farewell.js';

export type StdioOptions = {
  stdin: NodeJS.ReadStream;
  /** What the protocol alone may write to, from `takeStdout`. */
  wire: Writable;
  /** Aborted when the process is asked to end. */
  leave: AbortSignal;
  /** Closes what the calls have opened. */
  close: () => Promise<void>;
  log: Log;
};

/**
 * Keeps stdout for the protocol: whatever else is printed (a library's `console.log`) goes to stderr from now on.
 * Not covered: writes to file descriptor 1 itself, and children that inherit it.
 */
export function takeStdout(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Writable {
  const write = stdout.write.bind(stdout);
  const wire = new Writable({
    decodeStrings: false,
    write: (chunk: string, encoding, done) => {
      write(chunk, encoding, done);
    },
  });
  stdout.on('error', (error) => wire.destroy(error));
  stdout.write = stderr.write.bind(stderr);
  return wire;
}

/** Serves one connection over stdio until its end; resolves within a second of that, whatever still hangs. */
export async function serveOverStdio(makeServer: () => McpServer, options: StdioOptions): Promise<void> {
  const { stdin, wire, leave, close, log } = options;
  const handle = serveStdio(makeServer, {
    transport: new StdioServerTransport(stdin, wire),
    onerror: (error) => log.debug('stdio', { error: error.message }),
  });
  // The server's own onclose is no sign of the end: it fires for an instance that only answered a probe, too.
  await new Promise<void>((resolve) => {
    const end = () => resolve();
    stdin.once('end', end);
    stdin.once('close', end);
    wire.once('error', end);
    leave.addEventListener('abort', end, { once: true });
  });
  const flush = () => new Promise<void>((resolve) => wire.end(() => resolve()));
  await farewell(() => handle.close(), flush, close);
}
