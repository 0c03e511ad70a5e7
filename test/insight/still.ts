import { expect } from 'vitest';
import type { View, Want } from '../../src/insight/working-set.js';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/handler.js';
import { fakeClock } from '../client/fake-clock.js';
import { monday } from '../client/open-account.js';
import { ALL_DAYS, ALL_KINDS, setWithin } from './open-set.js';

/** An account and a set of it in a time that stands still until the test moves it. */
export async function openStill(options: SandboxOptions = {}, more: { most?: number } = {}) {
  const clock = fakeClock(monday);
  const sandbox = createSandbox({ now: clock.now, jobs: 200, ...options });
  const { set, close } = setWithin(sandbox, clock, more);
  const call = () => ({
    signal: new AbortController().signal,
    deadline: clock.now() + 40_000,
    progress: async () => {},
  });
  const ask = (want: Partial<Want> = {}) => set.view({ kinds: ALL_KINDS, ...ALL_DAYS, ...want }, call());
  /** Until nobody asks Syncore for anything any more. */
  async function quiet() {
    for (let [before, still] = [-1, 0]; still < 20; still = sandbox.requests.length === before ? still + 1 : 0) {
      before = sandbox.requests.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  /** How many requests were made while time went on. */
  async function pass(ms: number): Promise<number> {
    const before = sandbox.requests.length;
    await clock.advance(ms);
    await quiet();
    return sandbox.requests.length - before;
  }
  /** A question that must be answered whole, and what it cost. */
  async function cost(want: Partial<Want> = {}): Promise<{ view: View; requests: number }> {
    const before = sandbox.requests.length;
    const view = await ask(want);
    expect(view.complete).toBe(true);
    return { view, requests: sandbox.requests.length - before };
  }
  return { sandbox, data: sandbox.data, clock, set, call, ask, pass, cost, [Symbol.asyncDispose]: close };
}
