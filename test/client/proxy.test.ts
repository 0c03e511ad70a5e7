import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { get, httpServer, openWire, tcpServer, wireFailureOf } from './servers.js';

/** A proxy that leads every tunnel to one port, and keeps what it was shown. */
async function tunnelProxy(targetPort: number, refuse?: number) {
  const heard: { line: string; headers: Record<string, unknown> }[] = [];
  const proxy = await httpServer((request, response) => {
    heard.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    response.writeHead(500).end();
  });
  proxy.server.on('connect', (request, socket, head) => {
    heard.push({ line: `CONNECT ${request.url}`, headers: request.headers });
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const target = connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  return { ...proxy, heard };
}

const key = { 'x-api-key': '3f0c9a52-6a0e-4c55-9b6e-2f1d7f7f4a10' };

describe('a proxy', () => {
  it('carries the requests of a host that only it can reach', async () => {
    await using server = await httpServer((request, response) => response.end(JSON.stringify(request.headers)));
    await using proxy = await tunnelProxy(server.port);
    await using wire = openWire('http://syncore.invalid', { proxy: { http: proxy.origin } });
    const { status, body } = await get(wire, { headers: key });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ ...key, host: 'syncore.invalid' });
    expect(proxy.heard.map(({ line }) => line)).toEqual(['CONNECT syncore.invalid:80']);
  });

  it('is shown host and port of an https request, and neither key nor path', async () => {
    const hellos: number[] = [];
    await using server = await tcpServer((socket) =>
      socket.once('data', (bytes) => {
        hellos.push(bytes[0] ?? 0);
        socket.destroy();
      }),
    );
    await using proxy = await tunnelProxy(server.port);
    await using wire = openWire('https://syncore.invalid', { proxy: { https: proxy.origin } });
    expect(await wireFailureOf(get(wire, { headers: key }))).toMatchObject({ kind: 'connect', reached: 'no' });
    expect(proxy.heard.map(({ line }) => line)).toEqual(['CONNECT syncore.invalid:443']);
    expect(JSON.stringify(proxy.heard)).not.toContain(key['x-api-key']);
    // 22 begins a TLS handshake: what goes through the tunnel is closed to the proxy.
    expect(hellos).toEqual([22]);
  });

  it('is used for https, too, where only HTTP_PROXY is set', async () => {
    await using proxy = await tunnelProxy(0, 502);
    await using wire = openWire('https://syncore.invalid', { proxy: { http: proxy.origin } });
    await wireFailureOf(get(wire));
    expect(proxy.heard.map(({ line }) => line)).toEqual(['CONNECT syncore.invalid:443']);
  });

  it('lets nothing through when it refuses the tunnel: Syncore was not reached', async () => {
    await using proxy = await tunnelProxy(0, 403);
    await using wire = openWire('https://syncore.invalid', { proxy: { https: proxy.origin } });
    expect(await wireFailureOf(get(wire))).toMatchObject({ kind: 'connect', reached: 'no' });
  });

  it('is asked once when it breaks off, and not until the time is up', async () => {
    await using proxy = await tcpServer((socket) => socket.once('data', () => socket.end()));
    await using wire = openWire('https://syncore.invalid', { proxy: { https: proxy.origin } });
    expect(await wireFailureOf(get(wire, { timeoutMs: 2_000 }))).toMatchObject({ kind: 'connect', reached: 'no' });
    expect(proxy.connections()).toBeLessThanOrEqual(2);
  });

  it('is left alone for hosts that NO_PROXY names', async () => {
    await using proxy = await tunnelProxy(0, 502);
    await using wire = openWire('https://syncore.invalid', { proxy: { https: proxy.origin, none: '.invalid' } });
    await wireFailureOf(get(wire));
    expect(proxy.heard).toEqual([]);
  });

  it('never sees what stays on this machine, the key least of all', async () => {
    await using server = await httpServer((_request, response) => response.end('{}'));
    await using proxy = await tunnelProxy(server.port);
    for (const host of ['127.0.0.1', 'localhost']) {
      await using wire = openWire(`http://${host}:${server.port}`, {
        proxy: { http: proxy.origin, https: proxy.origin },
      });
      expect((await get(wire, { headers: key })).status).toBe(200);
    }
    expect(proxy.connections()).toBe(0);
  });

  it('keeps its tunnels, too', async () => {
    await using server = await httpServer((_request, response) => response.end('{}'));
    await using proxy = await tunnelProxy(server.port);
    await using wire = openWire('http://syncore.invalid', { proxy: { http: proxy.origin } });
    for (let n = 0; n < 10; n += 1) await get(wire);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });
});
