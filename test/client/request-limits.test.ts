import { describe, expect, it } from 'vitest';
import { readOneJob } from '../../src/client/actions.js';
import { Limiter } from '../../src/client/limiter.js';
import { requester } from '../../src/client/request.js';
import { lazyWire, type Wire, WireFailure } from '../../src/client/wire.js';
import { fakeClock } from './fake-clock.js';
import { failureOf, key, quietLog } from './open-account.js';
import { client, json, type Step } from './scripted-client.js';

describe('limits', () => {
  it('hold everybody when one is told to wait, also who was next in the queue', async () => {
    const slow = { status: 429, headers: { ...json, 'retry-after': '5' } };
    const { request, call, clock, sent } = client([slow, {}], { maxConcurrency: 1 });
    const both = Promise.all([request(readOneJob, [1], {}, call()), request(readOneJob, [2], {}, call())]);
    await clock.run(both);
    expect(sent.map(({ at }) => at >= 1_005_000)).toEqual([false, true, true]);
  });

  it('obey a Retry-After that comes as a date', async () => {
    const clock = fakeClock(Date.parse('2026-11-23T18:00:00Z'));
    const slow = { status: 503, headers: { ...json, 'retry-after': 'Mon, 23 Nov 2026 18:00:20 GMT' } };
    const { ask, sent } = client([slow, {}], { clock });
    await ask();
    expect(sent[1]?.at).toBeGreaterThanOrEqual(Date.parse('2026-11-23T18:00:20Z'));
  });

  it.each(['0', '-5', 'soon'])('take a Retry-After of %s for no wait at all', async (value) => {
    const { ask, sent } = client([{ status: 429, headers: { ...json, 'retry-after': value } }, {}]);
    await ask();
    // Only the random wait of a first retry.
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeLessThan(500);
  });

  it('are told, not waited for, when they outlast the call; the next call is told without asking', async () => {
    const { ask, sent, clock } = client([{ status: 429, headers: { ...json, 'retry-after': '120' } }]);
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ code: 'rate_limited', retryable: true });
    expect(failure.retryAt).toBeGreaterThanOrEqual(clock.now() + 119_000);
    const next = await failureOf(ask());
    expect(next).toMatchObject({ code: 'rate_limited', retryable: true, retryAt: 1_120_000 });
    expect(sent).toHaveLength(1);
    expect(clock.now()).toBe(1_000_000);
  });

  it('end a call in time that finds no free slot', async () => {
    const { request, call, clock, limiter, sent } = client([{}], { maxConcurrency: 1 });
    await limiter.acquire(new AbortController().signal);
    const failure = await failureOf(clock.run(request(readOneJob, [1], {}, call())));
    expect(failure).toMatchObject({ code: 'timeout', retryable: true });
    expect(clock.now()).toBe(1_045_000);
    limiter.release();
    await clock.run(request(readOneJob, [1], {}, call()));
    expect(sent).toHaveLength(1);
  });

  it('space requests from the moment in which they leave, however long the first one made ready', async () => {
    const clock = fakeClock();
    const sent: number[] = [];
    const made: Wire = {
      async send() {
        sent.push(clock.now());
        return { status: 200, headers: json, body: '{}' };
      },
      close: async () => {},
    };
    const wire = lazyWire(async () => {
      await clock.sleep(400, new AbortController().signal);
      return made;
    });
    const limiter = new Limiter({ maxConcurrency: 4, requestsPerSecond: 2, clock });
    const options = {
      wire,
      limiter,
      clock,
      log: quietLog,
      basePath: '',
      apiKey: key,
      userAgent: 'a',
      timeoutMs: 30_000,
    };
    const request = requester(options);
    const call = { signal: new AbortController().signal, deadline: clock.now() + 45_000 };
    await clock.run(Promise.all([1, 2, 3].map((id) => request(readOneJob, [id], {}, call))));
    expect(sent.map((at) => at - 1_000_000)).toEqual([400, 900, 1_400]);
  });

  it('give a slot back however a request ends', async () => {
    const endings: Step[] = [
      { status: 500 },
      { status: 404 },
      { body: 'x' },
      new WireFailure('broken', 'unknown', 'broke'),
    ];
    for (const step of endings) {
      const { ask, limiter } = client([step], { maxConcurrency: 1 });
      await failureOf(ask());
      await limiter.acquire(AbortSignal.timeout(1_000));
    }
  });

  it('leave a request no more time than its call has', async () => {
    const { request, sent, clock } = client([{}]);
    await clock.run(
      request(readOneJob, [1], {}, { signal: new AbortController().signal, deadline: clock.now() + 700 }),
    );
    await clock.run(
      request(readOneJob, [1], {}, { signal: new AbortController().signal, deadline: clock.now() + 70_000 }),
    );
    expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([700, 30_000]);
  });
});
