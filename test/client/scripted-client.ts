import { readOneJob } from '../../src/client/actions.js';
import { Limiter } from '../../src/client/limiter.js';
import { requester } from '../../src/client/request.js';
import { type Wire, WireFailure, type WireRequest, type WireResponse } from '../../src/client/wire.js';
import { upstreamWriter } from '../../src/client/writer.js';
import { type FakeClock, fakeClock } from './fake-clock.js';
import { key, quietLog } from './open-account.js';

export const json = { 'content-type': 'application/json' };

export type Step = Partial<WireResponse> | WireFailure;

/** A client whose Syncore answers with these in turn, the last of them for ever, on a clock that the test holds. */
export function client(
  steps: Step[],
  { maxConcurrency = 4, clock = fakeClock() }: { maxConcurrency?: number; clock?: FakeClock } = {},
) {
  const sent: (WireRequest & { at: number })[] = [];
  const wire: Wire = {
    async send(request) {
      sent.push({ ...request, at: clock.now() });
      const step = steps[Math.min(sent.length, steps.length) - 1];
      if (step instanceof WireFailure) throw step;
      return { status: 200, headers: json, body: '{}', ...step };
    },
    close: async () => {},
  };
  const limiter = new Limiter({ maxConcurrency, clock });
  const options = {
    wire,
    limiter,
    clock,
    log: quietLog,
    basePath: '/v2',
    apiKey: key,
    userAgent: 'ours/1',
    timeoutMs: 30_000,
  };
  const request = requester(options);
  const writer = upstreamWriter(options);
  const call = () => ({ signal: new AbortController().signal, deadline: clock.now() + 45_000 });
  return {
    clock,
    limiter,
    sent,
    call,
    request,
    writer,
    ask: () => clock.run(request(readOneJob, [32255], {}, call())),
  };
}
