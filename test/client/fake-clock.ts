import type { Clock } from '../../src/clock.js';

/** Time that moves when a test says so, or by itself to the next sleeper where `run` is used. */
export type FakeClock = Clock & {
  /** Moves time on, waking the sleepers on the way in their order. */
  advance(ms: number): Promise<void>;
  /** Moves time on to whoever wakes next, as often as it takes for `work` to end. */
  run<T>(work: Promise<T>): Promise<T>;
  /** How many sleep. */
  sleepers(): number;
};

/** Lets everything that can go on without time go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function fakeClock(startMs = 1_000_000): FakeClock {
  let now = startMs;
  let sleepers: { at: number; wake: () => void }[] = [];

  function next(before: number) {
    return sleepers.filter(({ at }) => at <= before).sort((a, b) => a.at - b.at)[0];
  }

  const clock: FakeClock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const leave = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        };
        const wake = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        sleepers.push(sleeper);
        signal.addEventListener('abort', leave, { once: true });
      }),
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let sleeper = next(until); sleeper !== undefined; sleeper = next(until)) {
        now = Math.max(now, sleeper.at);
        sleeper.wake();
        await settle();
      }
      now = until;
    },
    async run(work) {
      let ended = false;
      const end = () => {
        ended = true;
      };
      work.then(end, end);
      for (await settle(); !ended; await settle()) {
        const sleeper = next(Number.POSITIVE_INFINITY);
        if (sleeper === undefined) throw new Error('Nothing is under way any more, and the work has not ended.');
        now = Math.max(now, sleeper.at);
        sleeper.wake();
      }
      return work;
    },
    sleepers: () => sleepers.length,
  };
  return clock;
}
