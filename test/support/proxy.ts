import { createServer, type IncomingMessage } from 'node:http';
import { connect as connectSocket, type Socket } from 'node:net';

/** A proxy of the test's own. It sends every tunnel to one place, whatever host was asked for. */
export type Proxy = AsyncDisposable & {
  url: string;
  /** What it was asked for: `CONNECT syncore.test:443` or a request in the clear. */
  asked: string[];
  /** All bytes that came from the program, through the tunnels and before them. */
  seen(): string;
};

/** Serves a proxy on a free port; `refuse` is the status with which it turns tunnels away. */
export async function proxy(target: string, refuse?: number): Promise<Proxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let seen = '';
  const note = ({ method = '', url = '', rawHeaders }: IncomingMessage) => {
    asked.push(`${method} ${url}`);
    seen += `${method} ${url}\n${rawHeaders.join('\n')}\n`;
  };
  const server = createServer((incoming, outgoing) => {
    note(incoming);
    outgoing.writeHead(502).end();
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    note(incoming);
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(target);
    const beyond = connectSocket(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.on('data', (chunk) => {
        seen += chunk.toString('latin1');
      });
      socket.pipe(beyond).pipe(socket);
    });
    beyond.on('error', () => socket.destroy());
    sockets.add(beyond);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    seen: () => seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
