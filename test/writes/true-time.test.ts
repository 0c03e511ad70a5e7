import { describe, expect, it } from 'vitest';
import { TrueTime } from '../../src/writes/true-time.js';

const START = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;

/** True time, and a clock of this machine that somebody sets. */
function world() {
  let now = START;
  let offset = 0;
  const time = new TrueTime({ now: () => now + offset, sleep: async () => {} });
  return {
    time,
    pass: (ms: number) => {
      now += ms;
    },
    set: (ms: number) => {
      offset += ms;
    },
    answer: () => time.observe(new Date(now).toUTCString()),
  };
}

describe('an age', () => {
  it('is what both clocks say while they agree', () => {
    const { time, pass, answer } = world();
    answer();
    const moment = time.now();
    pass(90_000);
    answer();
    expect(time.ageMs(moment)).toBe(90_000);
  });

  it.each([2 * 24 * HOUR, -2 * 24 * HOUR, HOUR, -HOUR])(
    'is never more than the true one when the clock is set by %d ms',
    (ms) => {
      const { time, pass, set, answer } = world();
      answer();
      const moment = time.now();
      pass(60_000);
      set(ms);
      answer();
      expect(time.ageMs(moment)).toBeLessThanOrEqual(60_000);
      expect(time.ageMs(moment)).toBeGreaterThanOrEqual(0);
    },
  );

  it("is not more than this machine's when Syncore's clock is wrong", () => {
    const { time, pass } = world();
    const moment = time.now();
    pass(60_000);
    time.observe(new Date(START + 30 * 24 * HOUR).toUTCString());
    expect(time.ageMs(moment)).toBe(60_000);
  });

  it('is not negative, and lasts over a header that is none', () => {
    const { time, pass } = world();
    for (const header of [undefined, '', 'yesterday', '-1']) time.observe(header);
    const later = { at: START + HOUR, wall: START + HOUR };
    expect(time.ageMs(later)).toBe(0);
    pass(2 * HOUR);
    expect(time.ageMs(later)).toBe(HOUR);
    expect(time.ageMs({ at: START })).toBe(2 * HOUR);
  });
});
