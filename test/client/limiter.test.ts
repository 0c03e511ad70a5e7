import { getEventListeners, setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Limiter } from '../../src/client/limiter.js';
import { type FakeClock, fakeClock, settle } from './fake-clock.js';

/** A caller who waits for as long as it takes. */
const patient = () => new AbortController().signal;

/** Takes turns for ever, as `concurrency` workers would; gives the times at which turns were had. */
function starts(limiter: Limiter, clock: FakeClock, count: number): number[] {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    limiter.acquire(patient()).then(
      () => {
        times.push(clock.now());
        limiter.release();
      },
      () => {},
    );
  }
  return times;
}

/** How many turns can be had at once. */
async function width(limiter: Limiter): Promise<number> {
  const leaving = new AbortController();
  setMaxListeners(0, leaving.signal);
  let had = 0;
  for (let n = 0; n < 70; n += 1) {
    limiter.acquire(leaving.signal).then(
      () => {
        had += 1;
      },
      () => {},
    );
  }
  await settle();
  const width = had;
  leaving.abort();
  for (let n = 0; n < width; n += 1) limiter.release();
  return width;
}

describe('requests in flight', () => {
  it('are never more than allowed, and no slot is lost, whoever gives up when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ abort: fc.boolean(), pushedBack: fc.boolean() }), { minLength: 1, maxLength: 25 }),
        async (scheduler, maxConcurrency, workers) => {
          const limiter = new Limiter({ maxConcurrency, clock: fakeClock() });
          let inFlight = 0;
          let most = 0;
          const run = async ({ abort, pushedBack }: { abort: boolean; pushedBack: boolean }) => {
            const caller = new AbortController();
            if (abort) {
              scheduler.schedule(Promise.resolve(), 'abort').then(
                () => caller.abort(),
                () => {},
              );
            }
            try {
              await limiter.acquire(caller.signal);
            } catch {
              return;
            }
            inFlight += 1;
            most = Math.max(most, inFlight);
            await scheduler.schedule(Promise.resolve(), 'answer');
            inFlight -= 1;
            limiter.release();
            if (pushedBack) limiter.pushedBack();
            else limiter.succeeded();
          };
          await scheduler.waitFor(Promise.all(workers.map(run)));
          expect(most).toBeLessThanOrEqual(maxConcurrency);
          expect(inFlight).toBe(0);
          for (let good = 0; good < 200; good += 1) limiter.succeeded();
          expect(await width(limiter)).toBe(maxConcurrency);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('get their turns in the order in which they asked', async () => {
    const limiter = new Limiter({ maxConcurrency: 1, clock: fakeClock() });
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        await limiter.acquire(patient());
        order.push(n);
        limiter.release();
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('go to those who wait behind others when nobody else waits', async () => {
    const limiter = new Limiter({ maxConcurrency: 1, clock: fakeClock() });
    await limiter.acquire(patient());
    const order: string[] = [];
    const turns = (['behind', 'first', 'behind too', 'second'] as const).map(async (name) => {
      await (name.startsWith('behind') ? limiter.acquireBehind(patient()) : limiter.acquire(patient()));
      order.push(name);
      limiter.release();
    });
    expect(limiter.waiting).toBe(4);
    const leaving = new AbortController();
    const gone = limiter.acquireBehind(leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    limiter.release();
    await Promise.all(turns);
    expect(order).toEqual(['first', 'second', 'behind', 'behind too']);
    expect(await width(limiter)).toBe(1);
  });

  it('halve at each push back, to one at the least, and grow again by one for 20 good answers', async () => {
    const limiter = new Limiter({ maxConcurrency: 8, clock: fakeClock() });
    const widths: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      widths.push(await width(limiter));
      limiter.pushedBack();
    }
    expect(widths).toEqual([8, 4, 2, 1, 1]);
    for (let n = 0; n < 19; n += 1) limiter.succeeded();
    expect(await width(limiter)).toBe(1);
    limiter.succeeded();
    expect(await width(limiter)).toBe(2);
    for (let n = 0; n < 20 * 20; n += 1) limiter.succeeded();
    expect(await width(limiter)).toBe(8);
  });

  it('count good answers anew after a push back', async () => {
    const limiter = new Limiter({ maxConcurrency: 8, clock: fakeClock() });
    for (let n = 0; n < 100; n += 1) limiter.succeeded();
    limiter.pushedBack();
    limiter.succeeded();
    expect(await width(limiter)).toBe(4);
  });

  it('leave nothing behind at the signals of their callers, who may make thousands of them', async () => {
    const limiter = new Limiter({ maxConcurrency: 1, clock: fakeClock() });
    const caller = new AbortController();
    const patience = new AbortController();
    const listeners = () => getEventListeners(caller.signal, 'abort').length;
    await limiter.acquire(caller.signal, patience.signal);
    const waiting = limiter.acquire(caller.signal, patience.signal);
    expect(listeners()).toBe(1);
    patience.abort(new Error('no more patience'));
    await expect(waiting).rejects.toThrow('no more patience');
    expect(listeners()).toBe(0);
  });

  it('are refused to a caller who had given up before', async () => {
    const limiter = new Limiter({ maxConcurrency: 1, clock: fakeClock() });
    await expect(limiter.acquire(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(await width(limiter)).toBe(1);
  });
});

describe('a Retry-After', () => {
  it('holds everybody until it is over', async () => {
    const clock = fakeClock();
    const limiter = new Limiter({ maxConcurrency: 4, clock });
    limiter.pushedBack(5_000);
    expect(limiter.pausedUntil).toBe(1_005_000);
    const times = starts(limiter, clock, 10);
    await clock.advance(4_999);
    expect(clock.sleepers()).toBe(1);
    expect(times).toEqual([]);
    await clock.advance(1);
    expect(times).toHaveLength(10);
  });

  it('is not cut short by a shorter one that comes later, and is made longer by a longer one', async () => {
    const clock = fakeClock();
    const limiter = new Limiter({ maxConcurrency: 4, clock });
    const times = starts(limiter, clock, 0);
    limiter.pushedBack(5_000);
    limiter.pushedBack(1_000);
    const held = starts(limiter, clock, 1);
    await clock.advance(3_000);
    limiter.pushedBack(4_000);
    await clock.advance(3_999);
    expect([...times, ...held]).toEqual([]);
    await clock.advance(1);
    expect(held).toEqual([1_007_000]);
  });

  it('is over when its time has passed, wherever the clock was set meanwhile', async () => {
    const time = fakeClock();
    let offset = 0;
    const clock = { ...time, now: () => time.now() + offset, steady: time.now };
    const limiter = new Limiter({ maxConcurrency: 1, clock });
    limiter.pushedBack(5_000);
    offset = -24 * 3_600_000;
    expect(limiter.pausedUntil).toBe(clock.now() + 5_000);
    const times = starts(limiter, time, 1);
    await time.advance(5_000);
    expect(times).toEqual([1_005_000]);
  });

  it('lets those go who do not want to wait for it', async () => {
    const clock = fakeClock();
    const limiter = new Limiter({ maxConcurrency: 1, clock });
    limiter.pushedBack(5_000);
    const caller = new AbortController();
    const waiting = limiter.acquire(caller.signal);
    caller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await clock.advance(5_000);
    expect(await width(limiter)).toBe(1);
  });
});

describe('a ceiling of requests per second', () => {
  it.each([0.5, 2, 3, 10])('spaces them evenly at %d a second, without a burst', async (requestsPerSecond) => {
    const clock = fakeClock();
    const limiter = new Limiter({ maxConcurrency: 8, requestsPerSecond, clock });
    const gapMs = 1000 / requestsPerSecond;
    const times = starts(limiter, clock, 12);
    await clock.advance(11 * gapMs + 1);
    expect(times).toHaveLength(12);
    for (const [index, time] of times.entries()) expect(time).toBeCloseTo(1_000_000 + index * gapMs, 3);
  });

  it('allows no burst after a time of rest', async () => {
    const clock = fakeClock();
    const limiter = new Limiter({ maxConcurrency: 8, requestsPerSecond: 2, clock });
    starts(limiter, clock, 1);
    await clock.advance(60_000);
    const times = starts(limiter, clock, 3);
    await clock.advance(2_000);
    expect(times.map((time) => time - 1_060_000)).toEqual([0, 500, 1_000]);
  });

  it('costs nobody a turn whose predecessor gave up', async () => {
    const clock = fakeClock();
    const limiter = new Limiter({ maxConcurrency: 8, requestsPerSecond: 1, clock });
    starts(limiter, clock, 1);
    const caller = new AbortController();
    const gone = limiter.acquire(caller.signal).catch(() => {});
    const times = starts(limiter, clock, 1);
    caller.abort();
    await gone;
    await clock.advance(1_000);
    expect(times).toEqual([1_001_000]);
  });

  it('holds nobody for longer because the clock was set back', async () => {
    const clock = fakeClock(10_000_000);
    const limiter = new Limiter({ maxConcurrency: 8, requestsPerSecond: 1, clock });
    starts(limiter, clock, 1);
    await settle();
    const hourEarlier = fakeClock(10_000_000 - 3_600_000);
    Object.assign(clock, hourEarlier);
    const times = starts(limiter, clock, 1);
    await clock.advance(1_000);
    expect(times).toHaveLength(1);
  });
});
