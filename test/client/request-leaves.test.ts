import { describe, expect, it } from 'vitest';
import { type Action, readOneJob, searchJobs } from '../../src/client/actions.js';
import { Limiter } from '../../src/client/limiter.js';
import { path } from '../../src/client/path.js';
import { requester } from '../../src/client/request.js';
import { undiciWire } from '../../src/client/undici-wire.js';
import { systemClock } from '../../src/clock.js';
import { failureOf, key, quietLog } from './open-account.js';
import { client } from './scripted-client.js';
import { closing, httpServer } from './servers.js';

describe('what leaves', () => {
  it('has the key in its header and nowhere else, and our user agent', async () => {
    let seen: { url: string | undefined; headers: Record<string, unknown>; method: string | undefined } | undefined;
    await using server = await httpServer((incoming, response) => {
      seen = { url: incoming.url, headers: incoming.headers, method: incoming.method };
      response.end('{}');
    });
    const wire = undiciWire({ origin: server.origin, maxConnections: 1, proxy: {} });
    const clock = systemClock;
    const lines: string[] = [];
    const log = { ...quietLog, debug: (message: string, fields = {}) => lines.push(JSON.stringify([message, fields])) };
    const limiter = new Limiter({ maxConcurrency: 1, clock });
    const request = requester({
      wire,
      limiter,
      clock,
      log,
      basePath: '/v2',
      apiKey: key,
      userAgent: 'registered-name/7',
      timeoutMs: 5_000,
    });
    const query = {
      dateFrom: '2026-11-01',
      dateTo: '2026-11-23T23:59:59',
      status: 'Posted @ease AP&page=9',
      page: 2,
      count: 10,
    };
    await request(searchJobs, [], query, { signal: new AbortController().signal, deadline: Date.now() + 5_000 });
    await wire.close();
    expect(seen?.method).toBe('GET');
    expect(seen?.headers).toMatchObject({
      'x-api-key': key,
      'user-agent': 'registered-name/7',
      accept: 'application/json',
    });
    expect(JSON.stringify({ ...seen?.headers, 'x-api-key': '' }) + seen?.url + lines.join()).not.toContain(key);
    const { pathname, searchParams } = new URL(seen?.url ?? '', 'http://syncore.invalid');
    expect(pathname).toBe('/v2/orders/jobs');
    expect(Object.fromEntries(searchParams)).toEqual({
      date_from: '2026-11-01',
      date_to: '2026-11-23T23:59:59',
      status: 'Posted @ease AP&page=9',
      page: '2',
      count: '10',
    });
  });

  it('stops when the call is cancelled: the server sees it', async () => {
    const caller = new AbortController();
    let closed: Promise<void> | undefined;
    await using server = await httpServer((incoming) => {
      closed = closing(incoming.socket);
      caller.abort(new DOMException('enough', 'AbortError'));
    });
    const wire = undiciWire({ origin: server.origin, maxConnections: 1, proxy: {} });
    const clock = systemClock;
    const limiter = new Limiter({ maxConcurrency: 1, clock });
    const request = requester({
      wire,
      limiter,
      clock,
      log: quietLog,
      basePath: '',
      apiKey: key,
      userAgent: 'a',
      timeoutMs: 5_000,
    });
    const work = request(readOneJob, [1], {}, { signal: caller.signal, deadline: Date.now() + 5_000 });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    await closed;
    await wire.close();
  });

  it('is what the table permits, and nothing else: the rest never leaves', async () => {
    const { request, call, sent, clock } = client([{}]);
    const refused: [Action<[]>, RegExp][] = [
      [
        { area: 'quotes', verb: 'read', method: 'GET', endpoint: 'GET /quotes', path: () => path`/quotes` },
        /A person can look it up/,
      ],
      [
        { area: 'sales_order_payments', verb: 'read', method: 'GET', endpoint: 'GET /p', path: () => path`/p` },
        /coming soon/,
      ],
      [{ area: 'sales_orders', verb: 'edit', method: 'PUT', endpoint: 'PUT /s', path: () => path`/s` }, /coming soon/],
      [
        { area: 'purchase_orders', verb: 'create', method: 'POST', endpoint: 'POST /p', path: () => path`/p` },
        /coming soon/,
      ],
    ];
    for (const [action, reason] of refused) {
      const failure = await failureOf(clock.run(request(action, [], {}, call())));
      expect(failure).toMatchObject({ code: 'not_permitted', written: 'no', retryable: false });
      expect(failure.message).toMatch(reason);
    }
    expect(sent).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('never has %d for an id', async (id) => {
    const { request, call, sent, clock } = client([{}]);
    expect(await failureOf(clock.run(request(readOneJob, [id], {}, call())))).toMatchObject({ code: 'invalid_input' });
    expect(sent).toEqual([]);
  });
});
