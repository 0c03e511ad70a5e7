import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pauseAskedFor, retryAfterMs, retryRead, Transient } from '../../src/client/retry-reads.js';
import { Failure } from '../../src/failure.js';
import { fakeClock } from './fake-clock.js';
import { failureOf } from './open-account.js';

const transient = (pauseMs?: number) =>
  new Transient(new Failure('upstream_error', 'it failed', { retryable: true }), pauseMs);

/** Reads that fail with each of these in turn and then succeed, and when each was tried (milliseconds from the start). */
function failing(
  errors: unknown[],
  options: { deadlineMs?: number; random?: () => number; signal?: AbortSignal } = {},
) {
  const clock = fakeClock(0);
  const tried: number[] = [];
  const { deadlineMs = 45_000, random = () => 1, signal = new AbortController().signal } = options;
  const read = async () => {
    tried.push(clock.now());
    const error = errors[tried.length - 1];
    if (error !== undefined) throw error;
    return 'read';
  };
  return { clock, tried, work: clock.run(retryRead(read, { clock, signal, deadline: deadlineMs, random })) };
}

describe('a read that fails in passing', () => {
  it('is tried again until it succeeds', async () => {
    const { work, tried } = failing([transient(), transient()]);
    expect(await work).toBe('read');
    expect(tried).toHaveLength(3);
  });

  it('waits a random time below a bound that doubles', async () => {
    expect((await settled(failing([transient(), transient(), transient()]))).tried).toEqual([0, 400, 1_200, 2_800]);
    const none = failing([transient(), transient(), transient()], { random: () => 0 });
    expect((await settled(none)).tried).toEqual([0, 0, 0, 0]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 3, maxLength: 3 }),
        async (draws) => {
          let drawn = 0;
          const random = () => draws[drawn++] ?? 0;
          const { tried } = await settled(failing([transient(), transient(), transient()], { random }));
          const waits = tried.slice(1).map((time, index) => time - (tried[index] ?? 0));
          for (const [index, bound] of [400, 800, 1_600].entries())
            expect(waits[index]).toBeCloseTo((draws[index] ?? 0) * bound, 3);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is given up after five tries, with the time to come back', async () => {
    const errors = Array.from({ length: 9 }, () => transient());
    const { work, tried, clock } = failing(errors);
    const failure = await failureOf(work);
    expect(tried).toHaveLength(5);
    expect(failure).toMatchObject({ code: 'upstream_error', message: 'it failed', retryable: true, written: 'no' });
    expect(failure.retryAt).toBeGreaterThanOrEqual(clock.now() + 1_000);
  });

  it('is given up at once where waiting would outlast the call', async () => {
    const { work, tried, clock } = failing([transient(60_000)], { deadlineMs: 45_000 });
    const failure = await failureOf(work);
    expect(tried).toHaveLength(1);
    expect(clock.now()).toBe(0);
    expect(failure.retryAt).toBeGreaterThanOrEqual(60_000);
  });

  it('waits for as long as Syncore asks, and a little longer, so that not all come back at once', async () => {
    const { tried } = await settled(failing([transient(5_000)]));
    expect(tried).toEqual([0, 5_400]);
  });

  it('keeps what the failure knows: fields and words of Syncore', async () => {
    const fields = [{ field: 'page', message: 'wrong' }];
    const failure = new Failure('rate_limited', 'slow down', { retryable: true, fields, upstreamText: 'too fast' });
    const told = await failureOf(failing(Array.from({ length: 9 }, () => new Transient(failure))).work);
    expect(told).toMatchObject({ code: 'rate_limited', fields, upstreamText: 'too fast' });
  });

  it('tells what Syncore answered, not that the last try was cut off by the end of the call', async () => {
    const limited = new Transient(new Failure('rate_limited', 'slow down', { retryable: true }));
    const cutOff = new Transient(new Failure('timeout', 'no whole answer', { retryable: true }));
    const { work } = failing([limited, cutOff, cutOff, cutOff, cutOff]);
    expect(await failureOf(work)).toMatchObject({ code: 'rate_limited', message: 'slow down' });
    expect(await failureOf(failing([cutOff, cutOff, cutOff, cutOff, cutOff]).work)).toMatchObject({ code: 'timeout' });
  });

  it('stops waiting when its caller cancels', async () => {
    const caller = new AbortController();
    const clock = fakeClock(0);
    const read = async () => {
      setImmediate(() => caller.abort(new Error('enough')));
      throw transient(10_000);
    };
    const work = retryRead(read, { clock, signal: caller.signal, deadline: 45_000 });
    await expect(work).rejects.toThrow('enough');
    expect(clock.now()).toBe(0);
  });
});

it('tries nothing again that cannot come right by itself', async () => {
  const { work, tried } = failing([new Failure('not_found', 'gone')]);
  expect(await failureOf(work)).toMatchObject({ code: 'not_found' });
  expect(tried).toHaveLength(1);
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T18:00:00Z');
  const hour = 3_600_000;

  it.each<[string, string | undefined, number | undefined]>([
    ['seconds', '120', 120_000],
    ['seconds with spaces around them', ' 3 ', 3_000],
    ['a fraction of a second', '0.5', 500],
    ['zero', '0', 0],
    ['a negative number', '-30', 0],
    ['an absurd number', '99999999999', hour],
    ['a number beyond all numbers', '9'.repeat(400), hour],
    ['a date to come', 'Mon, 23 Nov 2026 18:01:30 GMT', 90_000],
    ['a date gone by', 'Mon, 23 Nov 2026 17:00:00 GMT', 0],
    ['an absurd date', 'Fri, 31 Dec 9999 23:59:59 GMT', hour],
    ['nothing', undefined, undefined],
    ['an empty text', '  ', undefined],
    ['words', 'later', undefined],
  ])('is read as %s', (_words, header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it("means a date by the clock that the same answer tells, not by this machine's", () => {
    const headers = { 'retry-after': 'Mon, 23 Nov 2026 18:01:30 GMT', date: 'Mon, 23 Nov 2026 18:00:30 GMT' };
    expect(pauseAskedFor(headers, now - 20 * hour)).toBe(60_000);
    expect(pauseAskedFor({ ...headers, date: 'today' }, now)).toBe(90_000);
    expect(pauseAskedFor({ 'retry-after': '7' }, now)).toBe(7_000);
    expect(pauseAskedFor({}, now)).toBeUndefined();
  });

  it('never comes out negative or above an hour, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (header) => {
          const ms = retryAfterMs(header, now);
          if (ms !== undefined) expect(ms >= 0 && ms <= hour).toBe(true);
        },
      ),
    );
  });
});

async function settled<T extends { work: Promise<unknown> }>(failing: T): Promise<T> {
  await failing.work;
  return failing;
}
