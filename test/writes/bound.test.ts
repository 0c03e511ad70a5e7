import { expect, it } from 'vitest';
import { endedForMs, knownToHaveEndedForMs, rememberTorn } from '../../src/writes/bound.js';
import type { Entry, JournalEvent } from '../../src/writes/journal.js';
import { TrueTime } from '../../src/writes/true-time.js';
import { intentOf } from '../support/intents.js';

const at = Date.UTC(2026, 10, 23, 12);
const sending = (step: number): JournalEvent => ({ at, wall: at, type: 'sending', step, before: [] });

/** A clock that somebody sets, and one that nobody sets. */
function world() {
  let wall = at + 3_600_000;
  let steady = 500;
  const time = new TrueTime({ now: () => wall, steady: () => steady, sleep: async () => {} });
  return {
    time,
    pass: (ms: number) => {
      wall += ms;
      steady += ms;
    },
    set: (ms: number) => {
      wall += ms;
    },
  };
}

const entryOf = (...events: JournalEvent[]): Entry => ({ intent: intentOf(), events, torn: false });

it('counts the bound of a request from when it is known that it can leave no more, not from its note', () => {
  const { time, pass, set } = world();
  const entry = entryOf(sending(0));
  expect(endedForMs(entry, 0, time)).toBe(0);
  pass(40_000);
  set(7 * 24 * 3_600_000);
  expect(endedForMs(entry, 0, time)).toBe(40_000);
  set(-30 * 24 * 3_600_000);
  pass(35_000);
  expect(endedForMs(entry, 0, time)).toBe(75_000);
});

it('counts anew for a step that is sent once more, and for each step by itself', () => {
  const { time, pass } = world();
  const entry = entryOf(sending(0));
  endedForMs(entry, 0, time);
  pass(60_000);
  expect(endedForMs(entry, 1, time)).toBe(0);
  entry.events.push({ at, type: 'not_done', step: 0 }, sending(0));
  expect(endedForMs(entry, 0, time)).toBe(0);
});

it('does not begin to count while somebody else may be about to send', () => {
  const { time, pass } = world();
  const entry = entryOf(sending(0));
  expect(knownToHaveEndedForMs(entry, 0, time)).toBeUndefined();
  pass(60_000);
  expect(endedForMs(entry, 0, time)).toBe(0);
  pass(1_000);
  expect(knownToHaveEndedForMs(entry, 0, time)).toBe(1_000);
});

it('begins to count when a write that cannot be read is first seen: nobody is about to send it', () => {
  const { time, pass } = world();
  const entry = entryOf(sending(1));
  rememberTorn(entry, time);
  rememberTorn({ ...entry, torn: true, events: [] }, time);
  pass(5_000);
  expect(endedForMs(entry, 1, time)).toBe(0);
  expect(endedForMs({ ...entry, torn: true, events: [] }, 0, time)).toBe(5_000);
});
