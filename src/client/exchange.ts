import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { ActionFacts } from './actions.js';
import type { Limiter } from './limiter.js';
import { pauseAskedFor } from './retry-reads.js';
import type { Pauses } from './shared-pauses.js';
import type { Wire, WireRequest, WireResponse } from './wire.js';

/**
 * Who asks, and for how long: `deadline` is in milliseconds since the epoch. What is asked `behind` others takes its turns
 * when nobody else waits for one.
 */
export type Call = { signal: AbortSignal; deadline: number; behind?: boolean };

export type ExchangeOptions = {
  wire: Wire;
  limiter: Limiter;
  clock: Clock;
  log: Log;
  /** The path of the base URL, without a slash at its end: `/v2`. */
  basePath: string;
  apiKey: string;
  userAgent: string;
  timeoutMs: number;
  /** Where processes of one machine tell each other of Syncore's limits. */
  pauses?: Pauses | undefined;
  /** From 0 to below 1, for waits that are drawn at random. */
  random?: (() => number) | undefined;
};

export type Exchange = (
  action: ActionFacts,
  request: Omit<WireRequest, 'signal' | 'timeoutMs' | 'headers'>,
  call: Call,
) => Promise<WireResponse>;

/**
 * One request and its answer, within the limits that all calls share.
 * @throws NoTurn before anything was sent; WireFailure; the signal's reason when the caller gave up.
 */
export function exchanger(options: ExchangeOptions): Exchange {
  const { wire, limiter, clock, log, apiKey, userAgent, timeoutMs, pauses } = options;

  // Of answers that come in a bunch, each waits for the turn of the event loop that the one before it had: the next
  // request of the first leaves before the second is read, and after a few rounds they come one by one by themselves.
  let turnOfLast: Promise<unknown> = Promise.resolve();
  function oneByOne() {
    const before = turnOfLast;
    turnOfLast = before.then(() => nextTurn());
    return before;
  }

  async function ready(action: ActionFacts, call: Call): Promise<void> {
    try {
      await wire.open?.();
      if (pauses !== undefined) limiter.pauseUntil(await pauses.until());
      await turn(limiter, clock, action.endpoint, call);
    } catch (error) {
      if (action.verb === 'read' || error instanceof NoTurn) throw error;
      // Whoever writes has to know that nothing has left.
      const message = `${action.endpoint}: broken off before anything was sent.`;
      throw new NoTurn('cancelled', message, { retryable: true, cause: error });
    }
  }

  return async (action, request, call) => {
    await ready(action, call);
    const startedAt = clock.now();
    try {
      // A write is given its time whoever waits for it: cutting it short would only make its outcome uncertain.
      const leftMs = action.verb === 'read' ? Math.max(1, call.deadline - startedAt) : Number.POSITIVE_INFINITY;
      const headers: Record<string, string> = {
        'x-api-key': apiKey,
        'user-agent': userAgent,
        accept: 'application/json',
      };
      if (request.body !== undefined) headers['content-type'] = 'application/json';
      const whole = { ...request, headers, signal: call.signal, timeoutMs: Math.min(timeoutMs, leftMs) };
      const answer = await wire.send(whole);
      if (limiter.waiting > 0) await oneByOne();
      log.debug('upstream', { endpoint: action.endpoint, status: answer.status, ms: clock.now() - startedAt });
      const pauseMs = pauseAskedFor(answer.headers, clock.now());
      // Before the turn is given back: whoever is next must not slip out before the pause that was asked for.
      if (answer.status === 429 || answer.status === 503) {
        limiter.pushedBack(pauseMs);
        if (pauseMs !== undefined && pauseMs > 0) pauses?.tell(limiter.pausedUntil);
      } else limiter.succeeded();
      return answer;
    } finally {
      limiter.release();
    }
  };
}

/** The turn to ask Syncore did not come within the time of the call: nothing was sent. */
export class NoTurn extends Failure {}

/** Waits for the limiter's turn, but not when the turn cannot come within the time of the call. */
async function turn(limiter: Limiter, clock: Clock, endpoint: string, call: Call): Promise<void> {
  if (limiter.pausedUntil >= call.deadline) throw heldBack(endpoint, limiter.pausedUntil);
  const patience = new AbortController();
  const settled = new AbortController();
  clock.sleep(Math.max(0, call.deadline - clock.now()), settled.signal).then(
    () => patience.abort(),
    () => {},
  );
  try {
    // Two signals, since AbortSignal.any costs more than all the rest of a turn.
    if (call.behind === true) await limiter.acquireBehind(call.signal, patience.signal);
    else await limiter.acquire(call.signal, patience.signal);
  } catch (error) {
    call.signal.throwIfAborted();
    if (limiter.pausedUntil > clock.now()) throw heldBack(endpoint, limiter.pausedUntil);
    if (patience.signal.aborted) throw outOfTime(endpoint);
    throw error;
  } finally {
    // With a reason of its own, no DOMException is made: nobody would see it.
    settled.abort('settled');
  }
}

function heldBack(endpoint: string, retryAt: number): NoTurn {
  return new NoTurn('rate_limited', `${endpoint}: Syncore asks everybody to wait. Call again later.`, {
    retryable: true,
    retryAt,
  });
}

function outOfTime(endpoint: string): NoTurn {
  return new NoTurn('timeout', `${endpoint}: the time of this call was up before Syncore could be asked.`, {
    retryable: true,
  });
}
