import { setImmediate as nextTurn } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { type Action, type ActionFacts, QUERY, type Query } from './actions.js';
import { type Call, type ExchangeOptions, exchanger } from './exchange.js';
import { isOpen, permission } from './permissions.js';
import { pauseAskedFor, retryRead, Transient } from './retry-reads.js';
import { readAnswer } from './upstream-answer.js';
import { WireFailure, type WireRequest } from './wire.js';

export type { Call } from './exchange.js';

/** Sends one permitted read and gives back its JSON. */
export type Requester = <Ids extends number[]>(
  action: Action<Ids>,
  ids: Ids,
  query: Query,
  call: Call,
) => Promise<unknown>;

/**
 * The only way to read Syncore: permission, limit, wire, status to failure.
 * @throws Failure with every code that an upstream can cause; what can pass by itself was tried several times before.
 */
export function requester(options: ExchangeOptions): Requester {
  const { limiter, clock, basePath, random } = options;
  const exchange = exchanger(options);

  async function once(action: ActionFacts, request: Pick<WireRequest, 'method' | 'path'>, call: Call) {
    const answer = await exchange(action, request, call).catch((error: unknown) => {
      throw error instanceof WireFailure ? brokenOff(action.endpoint, error) : error;
    });
    // Whoever waits for a turn sends before this answer is parsed: answers come in bunches, and so would the requests.
    if (limiter.waiting > 0) await nextTurn();
    return readAnswer(action, answer, pauseAskedFor(answer.headers, clock.now()));
  }

  return async (action, ids, query, call) => {
    refuseUnlessOpen(action);
    if (action.verb !== 'read') throw new Failure('internal', 'A write was asked for where only reads pass.');
    const request = { method: action.method, path: `${basePath}${action.path(...ids)}${queryText(query)}` };
    return retryRead(() => once(action, request, call), { clock, random, ...call });
  };
}

/** @throws Failure `not_permitted` for what Syncore's API does not let anybody do. */
export function refuseUnlessOpen(action: ActionFacts): void {
  if (isOpen(action.area, action.verb)) return;
  throw new Failure('not_permitted', permission(action.area, null, action.verb).reason);
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && isParameter(name)) parameters.set(QUERY[name], String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function isParameter(name: string): name is keyof typeof QUERY {
  return Object.hasOwn(QUERY, name);
}

const CONNECT_TRIES = 3;

function brokenOff(endpoint: string, error: WireFailure): Transient | Failure {
  const failure = wireFailureWords(endpoint, error);
  // A host that is not there seldom comes back within seconds, and whoever waits wants to know.
  if (error.kind !== 'too_large')
    return new Transient(failure, undefined, error.kind === 'connect' ? CONNECT_TRIES : undefined);
  return failure;
}

/** An exchange that broke, in words. */
export function wireFailureWords(endpoint: string, error: WireFailure): Failure {
  if (error.kind === 'too_large') {
    return new Failure(
      'upstream_invalid',
      `${endpoint}: ${error.message}. Ask for less, or report this to the vendor.`,
      { cause: error },
    );
  }
  const code = error.kind === 'timeout' ? 'timeout' : 'upstream_error';
  const advice = error.kind === 'connect' ? 'Check the network, the proxy and SYNCORE_BASE_URL.' : 'Call again later.';
  return new Failure(code, `${endpoint}: ${error.message}. ${advice}`, { retryable: true, cause: error });
}
