import { describe, expect, it, vi } from 'vitest';
import type { Call } from '../../src/client/request.js';
import { SharedRead } from '../../src/client/shared-read.js';
import { fakeClock, settle } from './fake-clock.js';
import { failureOf } from './open-account.js';

const MINUTE = 60_000;

/** A shared read of five minutes whose reads end when the test says so. */
function shared(closing = new AbortController().signal) {
  const clock = fakeClock();
  const reads: { call: Call; resolve: (value: string) => void; reject: (error: unknown) => void }[] = [];
  const read = (call: Call) =>
    new Promise<string>((resolve, reject) => {
      reads.push({ call, resolve, reject });
      // What is under way takes a moment to stop.
      call.signal.addEventListener('abort', () => setImmediate(reject, call.signal.reason));
    });
  const call = (signal = new AbortController().signal) => ({ signal, deadline: clock.now() + 45_000 });
  return { clock, reads, call, value: new SharedRead(read, 5 * MINUTE, clock, closing) };
}

describe('a value that all share', () => {
  it('is read once for all who ask at the same time, and kept for five minutes', async () => {
    const { value, reads, call, clock } = shared();
    const both = Promise.all([value.get(call()), value.get(call())]);
    reads[0]?.resolve('names');
    expect(await both).toEqual(['names', 'names']);
    await clock.advance(5 * MINUTE);
    expect(await value.get(call())).toBe('names');
    expect(reads).toHaveLength(1);
    await clock.advance(1);
    const again = value.get(call());
    expect(reads).toHaveLength(2);
    reads[1]?.resolve('new names');
    expect(await again).toBe('new names');
  });

  it('is read again for who wants it fresher', async () => {
    const { value, reads, call, clock } = shared();
    const first = value.get(call());
    reads[0]?.resolve('old');
    await first;
    await clock.advance(1_000);
    expect(await value.get(call(), 1_000)).toBe('old');
    await clock.advance(1);
    const fresh = value.get(call(), 1_000);
    reads[1]?.resolve('new');
    expect(await fresh).toBe('new');
  });

  it('is not kept for longer because the clock was set back', async () => {
    const { value, reads, call, clock } = shared();
    const first = value.get(call());
    reads[0]?.resolve('old');
    await first;
    Object.assign(clock, fakeClock(clock.now() - 60 * MINUTE));
    void value.get(call());
    expect(reads).toHaveLength(2);
    reads[1]?.resolve('new');
  });

  it('is not a failure for ever: whoever asks next starts anew', async () => {
    const { value, reads, call } = shared();
    const both = [value.get(call()), value.get(call())].map((work) => work.catch((error: unknown) => error));
    reads[0]?.reject(new Error('no'));
    expect(await Promise.all(both)).toMatchObject([{ message: 'no' }, { message: 'no' }]);
    const next = value.get(call());
    reads[1]?.resolve('names');
    expect(await next).toBe('names');
  });
});

describe('callers who leave', () => {
  it('by cancelling do not disturb the others', async () => {
    const { value, reads, call } = shared();
    const caller = new AbortController();
    const leaving = value.get(call(caller.signal)).catch((error: unknown) => error);
    const staying = value.get(call());
    caller.abort(new Error('enough'));
    expect(await leaving).toMatchObject({ message: 'enough' });
    expect(reads[0]?.call.signal.aborted).toBe(false);
    reads[0]?.resolve('names');
    expect(await staying).toBe('names');
  });

  it('stop the read when the last of them cancels, and whoever asks then is not told that he cancelled', async () => {
    const { value, reads, call } = shared();
    const callers = [new AbortController(), new AbortController()];
    const outcomes = callers.map(({ signal }) => value.get(call(signal)).catch((error: unknown) => error));
    for (const caller of callers) caller.abort(new Error('enough'));
    await Promise.resolve();
    await Promise.all(outcomes);
    const next = value.get(call());
    expect(reads[0]?.call.signal.aborted).toBe(true);
    expect(reads).toHaveLength(2);
    reads[1]?.resolve('names');
    expect(await next).toBe('names');
  });

  it('get a new read also in the very moment in which the old one is stopped', async () => {
    const { value, reads, call } = shared();
    const caller = new AbortController();
    let next: Promise<string> | undefined;
    const first = value.get(call(caller.signal)).catch(() => {
      next = value.get(call());
    });
    caller.abort(new Error('enough'));
    await first;
    reads[1]?.resolve('names');
    expect(await next).toBe('names');
  });

  it('because their time is up leave the read going, so that asking again finds more', async () => {
    const { value, reads, call, clock } = shared();
    const first = failureOf(value.get(call()));
    await clock.advance(45_000);
    expect(await first).toMatchObject({ code: 'timeout', retryable: true });
    expect(reads[0]?.call.signal.aborted).toBe(false);
    const second = value.get(call());
    reads[0]?.resolve('names');
    expect(await second).toBe('names');
    expect(reads).toHaveLength(1);
  });

  it('before they came start nothing', async () => {
    const { value, reads, call } = shared();
    await expect(value.get(call(AbortSignal.abort(new Error('gone'))))).rejects.toThrow('gone');
    expect(reads).toHaveLength(0);
  });

  it('leave no rejection unhandled and no timer behind', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    try {
      const { value, reads, call, clock } = shared();
      const first = failureOf(value.get(call()));
      await clock.advance(45_000);
      await first;
      reads[0]?.reject(new Error('nobody hears this'));
      await settle();
      const second = value.get(call());
      reads[1]?.resolve('names');
      await second;
      await settle();
      expect(clock.sleepers()).toBe(0);
    } finally {
      process.off('unhandledRejection', unhandled);
    }
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('a read that all share', () => {
  it('has five minutes, whatever time its callers have', () => {
    const { value, reads, call, clock } = shared();
    void value.get(call()).catch(() => {});
    expect(reads[0]?.call.deadline).toBe(clock.now() + 5 * MINUTE);
  });

  it('stops when the account closes', async () => {
    const closing = new AbortController();
    const { value, call } = shared(closing.signal);
    const reading = value.get(call());
    closing.abort(new Error('closed'));
    await expect(reading).rejects.toThrow('closed');
  });
});
