import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import { Failure, type FieldProblem } from '../failure.js';
import type { Log } from '../log.js';
import { type Action, type ActionFacts, QUERY, type Query } from './actions.js';
import type { Limiter } from './limiter.js';
import { isOpen, permission } from './permissions.js';
import { retryAfterMs, retryRead, TRIES_WHEN_PUSHED_BACK, Transient } from './retry-reads.js';
import { type Wire, WireFailure, type WireRequest, type WireResponse } from './wire.js';

/** How much is kept of the words in which Syncore refuses something. */
const LONGEST_TEXT = 2_000;
const MOST_PROBLEMS = 20;

/** Who asks, and for how long: `deadline` is in milliseconds since the epoch. */
export type Call = { signal: AbortSignal; deadline: number };

export type RequesterOptions = {
  wire: Wire;
  limiter: Limiter;
  clock: Clock;
  log: Log;
  /** The path of the base URL, without a slash at its end: `/v2`. */
  basePath: string;
  apiKey: string;
  userAgent: string;
  timeoutMs: number;
};

/** Sends one permitted read and gives back its JSON. */
export type Requester = <Ids extends number[]>(
  action: Action<Ids>,
  ids: Ids,
  query: Query,
  call: Call,
) => Promise<unknown>;

/**
 * The only way to Syncore: permission, limit, wire, status to failure.
 * @throws Failure with every code that an upstream can cause; what can pass by itself was tried several times before.
 */
export function requester(options: RequesterOptions): Requester {
  const { wire, limiter, clock, log, basePath, apiKey, userAgent, timeoutMs } = options;

  // Of answers that come in a bunch, each waits for the turn of the event loop that the one before it had: the next
  // request of the first leaves before the second is read, and after a few rounds they come one by one by themselves.
  let turnOfLast: Promise<unknown> = Promise.resolve();
  function oneByOne() {
    const before = turnOfLast;
    turnOfLast = before.then(() => nextTurn());
    return before;
  }

  async function once(action: ActionFacts, request: Omit<WireRequest, 'signal' | 'timeoutMs'>, call: Call) {
    const answer = await exchange(action, request, call);
    // Whoever waits for a turn sends before this answer is parsed: answers come in bunches, and so would the requests.
    if (limiter.waiting > 0) await nextTurn();
    return readAnswer(action, answer, retryAfterMs(answer.headers['retry-after'], clock.now()));
  }

  async function exchange(action: ActionFacts, request: Omit<WireRequest, 'signal' | 'timeoutMs'>, call: Call) {
    await wire.open?.();
    await turn(limiter, clock, action.endpoint, call);
    const startedAt = clock.now();
    try {
      const leftMs = Math.max(1, call.deadline - startedAt);
      const answer = await wire.send({ ...request, signal: call.signal, timeoutMs: Math.min(timeoutMs, leftMs) });
      if (limiter.waiting > 0) await oneByOne();
      log.debug('upstream', { endpoint: action.endpoint, status: answer.status, ms: clock.now() - startedAt });
      const pauseMs = retryAfterMs(answer.headers['retry-after'], clock.now());
      // Before the turn is given back: whoever is next must not slip out before the pause that was asked for.
      if (answer.status === 429 || answer.status === 503) limiter.pushedBack(pauseMs);
      else limiter.succeeded();
      return answer;
    } catch (error) {
      throw error instanceof WireFailure ? brokenOff(action.endpoint, error) : error;
    } finally {
      limiter.release();
    }
  }

  return async (action, ids, query, call) => {
    if (!isOpen(action.area, action.verb)) {
      throw new Failure('not_permitted', permission(action.area, null, action.verb).reason);
    }
    const request = {
      method: action.method,
      path: `${basePath}${action.path(...ids)}${queryText(query)}`,
      headers: { 'x-api-key': apiKey, 'user-agent': userAgent, accept: 'application/json' },
    };
    const attempt = () => once(action, request, call);
    return action.verb === 'read' ? retryRead(attempt, { clock, ...call }) : attempt().catch(untried);
  };
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
    await limiter.acquire(call.signal, patience.signal);
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

function heldBack(endpoint: string, retryAt: number): Failure {
  return new Failure('rate_limited', `${endpoint}: Syncore asks everybody to wait. Call again later.`, {
    retryable: true,
    retryAt,
  });
}

function outOfTime(endpoint: string): Failure {
  return new Failure('timeout', `${endpoint}: the time of this call was up before Syncore could be asked.`, {
    retryable: true,
  });
}

const CONNECT_TRIES = 3;

function brokenOff(endpoint: string, error: WireFailure): Transient | Failure {
  if (error.kind === 'too_large') {
    return new Failure(
      'upstream_invalid',
      `${endpoint}: ${error.message}. Ask for less, or report this to the vendor.`,
      { cause: error },
    );
  }
  const code = error.kind === 'timeout' ? 'timeout' : 'upstream_error';
  const advice = error.kind === 'connect' ? 'Check the network, the proxy and SYNCORE_BASE_URL.' : 'Call again later.';
  const message = `${endpoint}: ${error.message}. ${advice}`;
  // A host that is not there seldom comes back within seconds, and whoever waits wants to know.
  const tries = error.kind === 'connect' ? CONNECT_TRIES : undefined;
  return new Transient(new Failure(code, message, { retryable: true, cause: error }), undefined, tries);
}

function readAnswer(action: ActionFacts, answer: WireResponse, pauseMs: number | undefined): unknown {
  const { endpoint } = action;
  const { status } = answer;
  if (status >= 200 && status < 300) return parse(endpoint, answer);
  const fromProxy = isHtml(answer);
  const upstreamText = fromProxy ? undefined : errorText(answer.body);
  const details = upstreamText === undefined ? {} : { upstreamText };
  const fail = (code: Failure['code'], message: string, more = {}) =>
    new Failure(code, `${endpoint}: ${message}`, { ...details, ...more });

  if (status === 429) {
    const message = 'Syncore limits how often it is asked (429). Call again at retry_at.';
    throw new Transient(fail('rate_limited', message, { retryable: true }), pauseMs, TRIES_WHEN_PUSHED_BACK);
  }
  if (status === 408 || status === 425 || status >= 500) {
    const message = `Syncore could not answer (${status}${fromProxy ? ', with a web page' : ''}). Call again later.`;
    const tries = status === 503 ? TRIES_WHEN_PUSHED_BACK : undefined;
    throw new Transient(fail('upstream_error', message, { retryable: true }), pauseMs, tries);
  }
  if (fromProxy)
    throw fail(
      'upstream_error',
      `something between here and Syncore answered with a web page (${status}). Check the proxy and SYNCORE_BASE_URL.`,
    );
  switch (status) {
    case 400:
    case 422:
      throw fail(
        'invalid_input',
        `Syncore refused the request (${status}). Mend what fields and upstream_message name, and call again.`,
        { fields: errorFields(answer.body) },
      );
    case 401:
      throw fail(
        'unauthorized',
        'Syncore did not accept the API key. Check SYNCORE_API_KEY against Settings > API in Syncore: ' +
          'a regenerated key makes the old one invalid.',
      );
    case 403:
      throw action.verb === 'read'
        ? fail('read_disabled', 'Read is switched off. Somebody with rights turns it on in Syncore, Settings > API.')
        : fail('write_disabled', 'Write is switched off. Somebody with rights turns it on in Syncore, Settings > API.');
    case 404:
      throw action.endpoint.includes('{')
        ? fail('not_found', 'Syncore has no such record, or it is not visible to this key. Find it with a list tool.')
        : fail('upstream_error', 'Syncore does not know this address (404). Check SYNCORE_BASE_URL.');
    case 409:
      throw fail('conflict', 'the record is in conflict with another (409). Read it again.');
    default:
      throw fail(
        'upstream_error',
        `Syncore answered with an unexpected status (${status}). Check SYNCORE_BASE_URL; redirects are not followed.`,
      );
  }
}

/** What is not tried again fails with what it is. */
function untried(error: unknown): never {
  throw error instanceof Transient ? error.failure : error;
}

function parse(endpoint: string, answer: WireResponse): unknown {
  try {
    // Some servers begin with a byte-order mark.
    return JSON.parse(answer.body.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const what = isHtml(answer) ? 'a web page, as a proxy sends it,' : 'something that is not JSON';
    throw new Transient(
      new Failure('upstream_invalid', `${endpoint}: the answer was ${what} where JSON belongs. Call again later.`, {
        retryable: true,
        cause,
      }),
    );
  }
}

function isHtml(answer: WireResponse): boolean {
  return /\bhtml\b/i.test(answer.headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(answer.body);
}

/** The shapes of an error body are assumed: `{ message, errors }`, problem details, or plain text. */
function errorText(body: string): string | undefined {
  const json = jsonOrNull(body);
  if (json === null) return clipped(body);
  return [json.message, json.detail, json.title, json.error].map(clipped).find((words) => words !== undefined);
}

/** Problem details name a field as `pointer`, or as the key of its messages. */
function errorFields(body: string): FieldProblem[] {
  const errors = jsonOrNull(body)?.errors;
  const listed: unknown[] = Array.isArray(errors)
    ? errors
    : Object.entries(asObject(errors)).map(([field, message]) => ({ field, message: [message].flat()[0] }));
  return listed.slice(0, MOST_PROBLEMS).flatMap((problem) => {
    const { field, pointer, message, detail } = asObject(problem);
    const name = clipped(field) ?? clipped(pointer);
    return name === undefined ? [] : [{ field: name, message: clipped(message) ?? clipped(detail) ?? 'refused' }];
  });
}

/** Text, trimmed and bounded: an answer may be 10 MB of it. */
function clipped(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text.slice(0, LONGEST_TEXT);
}

function jsonOrNull(body: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? asObject(json) : null;
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
