import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { handlerWire, lazyWire } from '../../src/client/wire.js';
import { closedPort, closing, get, httpServer, openWire, tcpServer, wireFailureOf } from './servers.js';

const tenMegabytes = 10 * 1024 * 1024;

describe('whether a request can have reached Syncore', () => {
  it('no: nobody listens there', async () => {
    await using wire = openWire(`http://127.0.0.1:${await closedPort()}`);
    const failure = await wireFailureOf(get(wire));
    expect(failure).toMatchObject({ kind: 'connect', reached: 'no' });
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('no: nobody listens there, on any address of the name', async () => {
    await using wire = openWire(`http://localhost:${await closedPort()}`);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'connect', reached: 'no' });
  });

  it('no: the name does not exist', async () => {
    await using wire = openWire('https://syncore.invalid');
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'connect', reached: 'no' });
  });

  it('no: TLS meets a server that does not speak it', async () => {
    await using server = await tcpServer((socket) => socket.end('220 mail.example ready\r\n'));
    await using wire = openWire(`https://127.0.0.1:${server.port}`);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'connect', reached: 'no' });
  });

  it('no: the TLS handshake is refused', async () => {
    // A server without a certificate has nothing to offer.
    const server = createTlsServer();
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await using wire = openWire(`https://127.0.0.1:${port}`);
      expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'connect', reached: 'no' });
    } finally {
      server.close();
    }
  });

  it('no: a connection is accepted and reset before TLS stands', async () => {
    await using server = await tcpServer((socket) => socket.resetAndDestroy());
    await using wire = openWire(`https://127.0.0.1:${server.port}`);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'connect', reached: 'no' });
  });

  it('no: the connection is not made in time', async () => {
    await using server = await tcpServer(() => {});
    await using wire = openWire(`https://127.0.0.1:${server.port}`, { connectTimeoutMs: 100 });
    const failure = await wireFailureOf(get(wire));
    expect(failure).toMatchObject({ kind: 'connect', reached: 'no' });
    expect(failure.message).toContain('CONNECT_TIMEOUT');
  });

  it('unknown: the connection is reset before an answer', async () => {
    await using server = await httpServer((request) => request.socket.resetAndDestroy());
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'broken', reached: 'unknown' });
  });

  it('unknown: the connection is closed before an answer', async () => {
    await using server = await httpServer((request) => request.socket.end());
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'broken', reached: 'unknown' });
  });

  it('unknown: the connection is reset within the answer', async () => {
    await using server = await httpServer((request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"jobs":[', () => request.socket.resetAndDestroy());
    });
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'broken', reached: 'unknown' });
  });

  it.each([
    ['with its length', { 'content-length': '1000' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('unknown: the answer is cut short (%s)', async (_words, headers) => {
    await using server = await httpServer((request, response) => {
      response.writeHead(200, headers);
      response.write('{"jobs":[', () => request.socket.destroy());
    });
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'broken', reached: 'unknown' });
  });

  it('unknown: the answer is no HTTP', async () => {
    await using server = await tcpServer((socket) => socket.once('data', () => socket.end('NOT HTTP AT ALL\r\n\r\n')));
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'broken', reached: 'unknown' });
  });

  it('unknown: no answer comes in time, and the connection is given up', async () => {
    let closed: Promise<unknown> | undefined;
    await using server = await httpServer((request) => {
      closed = closing(request.socket);
    });
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire, { timeoutMs: 100 }))).toMatchObject({ kind: 'timeout', reached: 'unknown' });
    await closed;
  });

  it('unknown: the answer drips so slowly that it is not whole in time', async () => {
    let closed: Promise<unknown> | undefined;
    await using server = await httpServer((request, response) => {
      closed = closing(request.socket);
      response.writeHead(200, { 'content-length': 1000 });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire, { timeoutMs: 150 }))).toMatchObject({ kind: 'timeout', reached: 'unknown' });
    await closed;
  });

  it('unknown: the answer stops in the middle, with the connection open', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"jobs":[');
    });
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire, { timeoutMs: 100 }))).toMatchObject({ kind: 'timeout', reached: 'unknown' });
  });

  it('unknown: the answer is larger than 10 MB, and is not read on', async () => {
    let sent = 0;
    let closed: Promise<unknown> | undefined;
    await using server = await httpServer((request, response) => {
      closed = closing(request.socket);
      const chunk = Buffer.alloc(256 * 1024, ' ');
      const pump = () => {
        while (!response.destroyed && sent < 40 * tenMegabytes) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', pump);
            return;
          }
        }
      };
      pump();
    });
    await using wire = openWire(server.origin);
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'too_large', reached: 'unknown' });
    await closed;
    expect(sent).toBeLessThan(2 * tenMegabytes);
  });
});

describe('a request', () => {
  it('reads an answer of just 10 MB', async () => {
    await using server = await httpServer((_request, response) => response.end(Buffer.alloc(tenMegabytes, ' ')));
    await using wire = openWire(server.origin);
    expect((await get(wire)).body).toHaveLength(tenMegabytes);
  });

  it('gives status, headers in lower case and a body cut anywhere between bytes', async () => {
    const text = '{"name":"Zoë ☕ Café"}';
    await using server = await httpServer((_request, response) => {
      response.writeHead(418, { 'Retry-After': '3', 'Set-Cookie': ['a=1', 'b=2'] });
      for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
      response.end();
    });
    await using wire = openWire(server.origin);
    const answer = await get(wire);
    expect(answer).toMatchObject({ status: 418, body: text });
    expect(answer.headers).toMatchObject({ 'retry-after': '3', 'set-cookie': 'a=1, b=2' });
  });

  it('sends method, path, headers and body as they are', async () => {
    let seen: unknown;
    await using server = await httpServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen = {
          method: request.method,
          url: request.url,
          key: request.headers['x-api-key'],
          body: Buffer.concat(chunks).toString(),
        };
        response.end('{}');
      });
    });
    await using wire = openWire(server.origin);
    await get(wire, {
      method: 'PUT',
      path: '/v2/crm/contacts/7?a=b%20c',
      headers: { 'x-api-key': 'k' },
      body: '{"a":"é"}',
    });
    expect(seen).toEqual({ method: 'PUT', url: '/v2/crm/contacts/7?a=b%20c', key: 'k', body: '{"a":"é"}' });
  });

  it('stops on the way when its caller cancels: the server sees the connection close', async () => {
    const caller = new AbortController();
    let closed: Promise<unknown> | undefined;
    await using server = await httpServer((request) => {
      closed = closing(request.socket);
      caller.abort(new DOMException('enough', 'AbortError'));
    });
    await using wire = openWire(server.origin);
    const outcome = await get(wire, { signal: caller.signal }).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ name: 'AbortError', message: 'enough' });
    await closed;
  });

  it('never leaves when its caller had cancelled before', async () => {
    await using server = await httpServer((_request, response) => response.end('{}'));
    await using wire = openWire(server.origin);
    const gone = AbortSignal.abort(new DOMException('enough', 'AbortError'));
    await expect(get(wire, { signal: gone })).rejects.toThrow('enough');
    expect(server.connections()).toBe(0);
  });

  it('leaves no timer behind when it has its answer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const wire = handlerWire(async () => async () => ({ status: 200, headers: {}, body: '{}' }));
    const before = timers();
    await get(wire, { timeoutMs: 60_000 });
    expect(timers()).toBe(before);
  });

  it('follows no redirect: the other host is never contacted', async () => {
    await using other = await httpServer((_request, response) => response.end('{}'));
    await using server = await httpServer((_request, response) => {
      response.writeHead(307, { location: `${other.origin}/v2/orders/jobs` });
      response.end();
    });
    await using wire = openWire(server.origin);
    expect((await get(wire)).status).toBe(307);
    expect(other.connections()).toBe(0);
  });

  it('is sent once: a failed one is not repeated behind our back', async () => {
    let requests = 0;
    await using server = await httpServer((request) => {
      requests += 1;
      request.socket.destroy();
    });
    await using wire = openWire(server.origin);
    await wireFailureOf(get(wire, { method: 'PUT', body: '{}' }));
    await wireFailureOf(get(wire));
    expect(requests).toBe(2);
  });

  it('reuses its connection, and opens no more than it may', async () => {
    await using server = await httpServer((_request, response) => response.end('{}'));
    await using wire = openWire(server.origin, { maxConnections: 3 });
    for (let n = 0; n < 10; n += 1) await get(wire);
    // Two: the next request may be there before the first connection has been put back.
    expect(server.connections()).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 20 }, () => get(wire)));
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  it('goes out on a new connection when the old one broke', async () => {
    let requests = 0;
    await using server = await httpServer((request, response) => {
      requests += 1;
      if (requests === 1) request.socket.destroy();
      else response.end('{}');
    });
    await using wire = openWire(server.origin);
    await wireFailureOf(get(wire));
    expect((await get(wire)).status).toBe(200);
  });
});

describe('a wire that ends in this process', () => {
  const whole = { status: 200, headers: {}, body: '{}' };

  it('answers, gives up in time and is cancelled as a wire with a socket', async () => {
    const wire = handlerWire(
      async () =>
        async ({ path }) =>
          path === '/hang' ? new Promise(() => {}) : whole,
    );
    expect(await get(wire)).toEqual(whole);
    expect(await wireFailureOf(get(wire, { path: '/hang', timeoutMs: 20 }))).toMatchObject({ kind: 'timeout' });
    const caller = new AbortController();
    const outcome = get(wire, { path: '/hang', signal: caller.signal }).catch((error: unknown) => error);
    caller.abort(new DOMException('enough', 'AbortError'));
    expect(await outcome).toMatchObject({ name: 'AbortError' });
    await wire.close();
  });

  it('calls a connection broken that breaks', async () => {
    const wire = handlerWire(async () => async () => {
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    });
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'broken', reached: 'unknown' });
  });

  it('is loaded with its first request, once, and again when that failed', async () => {
    let loads = 0;
    const wire = lazyWire(async () => {
      loads += 1;
      if (loads === 1) throw new Error('not there');
      return handlerWire(async () => async () => whole);
    });
    await wire.close();
    expect(loads).toBe(0);
    await expect(get(wire)).rejects.toThrow('not there');
    expect(await get(wire)).toEqual(whole);
    expect(await get(wire)).toEqual(whole);
    expect(loads).toBe(2);
    await wire.close();
  });
});
