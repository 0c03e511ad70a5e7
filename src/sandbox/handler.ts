import { generate } from './data/generate.js';
import type { SandboxData } from './data/types.js';
import { deliver, deliveryOf, JSON_TYPE, replacement, type SetTimer, wait } from './delivery.js';
import {
  type Answer,
  basePath,
  type Outcome,
  type SandboxRequest,
  type SandboxResponse,
  type SeenRequest,
} from './exchange.js';
import { createFaults, type Faults, type Verdict } from './faults.js';
import { answerRoute } from './routes/index.js';
import type { PartialPut, Write } from './routes/route.js';
import { createStore } from './store.js';

export type { SandboxData } from './data/types.js';
export type { Outcome, SandboxRequest, SandboxResponse, SeenRequest } from './exchange.js';

export type SandboxOptions = {
  /** The same seed gives the same account. */
  seed?: number;
  /** Milliseconds since the epoch: the day that the account ends on and that the 13-month window is counted from. */
  now?: () => number;
  /** How many jobs there are; about 600 unless told. */
  jobs?: number;
  /** The only key that is accepted; without it any UUID is. */
  key?: string;
  /** How long every answer takes, in milliseconds. */
  latencyMs?: number;
  /** How long searches go on without a write, in milliseconds of `now`; 0 unless told. Reads by id never do. */
  searchLagMs?: number;
  /** Every wait of the sandbox; with `now` it lets a simulation run in a time of its own. */
  setTimer?: SetTimer;
  /** An account to work on, and to change, in place of a generated one: cheap where thousands are needed. */
  data?: SandboxData;
};

/** Syncore in a box: one account in memory, with the rules of Syncore's REST API. */
export type Sandbox = {
  /**
   * Answers a request within this process.
   * @throws Error where a fault breaks the connection; a request that a fault lets hang is never answered.
   */
  handle(request: SandboxRequest): Promise<SandboxResponse>;
  /** Answers a request and says how the answer travels: for `listen`, which has a connection to break. */
  serve(request: SandboxRequest): Promise<Outcome>;
  /** The account's records: plain arrays that may be changed at any time. Made at first sight. */
  readonly data: SandboxData;
  /** Read and Write under Settings > API, and what becomes of a PUT that is not whole. */
  switches: { read: boolean; write: boolean; partialPut: PartialPut };
  faults: Faults;
  /** What has been asked, newest last; the last 10,000. */
  requests: SeenRequest[];
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const REQUESTS_KEPT = 10_000;

/** Answers to these can change something. */
function isWrite({ method }: SandboxRequest): boolean {
  return method === 'POST' || method === 'PUT';
}

/** The true time, not the account's `now`: tests measure with it how far apart requests are. */
function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

/** A sandbox of its own: nothing is shared between two. Cheap until the first request or the first look at `data`. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { seed = 1, now = Date.now, jobs = 600, key, latencyMs = 0, searchLagMs = 0 } = options;
  const setTimer: SetTimer = options.setTimer ?? setTimeout;
  const faults = createFaults();
  const switches: Sandbox['switches'] = { read: true, write: true, partialPut: 'replace' };
  const requests: SeenRequest[] = [];
  let { data } = options;
  let count = 0;

  const account = () => (data ??= generate({ seed, now: now(), jobs }));

  const store = createStore(account, { now, searchLagMs });

  function route(request: SandboxRequest): Answer | Write {
    const mark = request.path.indexOf('?');
    const path = mark === -1 ? request.path : request.path.slice(0, mark);
    const query = new URLSearchParams(mark === -1 ? '' : request.path.slice(mark));
    const { partialPut } = switches;
    return answerRoute(request.method, { data: account(), store, partialPut, path, query, request, now });
  }

  /** Carries a write out as the faults will have it, once at the most. Other answers pass. */
  function carryOut(result: Answer | Write, { commit, lateMs }: Pick<Verdict, 'commit' | 'lateMs'>): Answer {
    if (!('draft' in result)) return result;
    const draft = result.draft();
    if (commit === 'late') setTimer(() => result.draft().keep(), lateMs);
    else if (commit !== 'never') draft.keep();
    return draft.answer;
  }

  /** What stops a request before it reaches a route, in the order that Syncore looks: path, key, switches. */
  function refusal({ method, path, headers }: SandboxRequest): Answer | null {
    if (!path.startsWith(`${basePath}/`)) return { status: 404, body: { message: 'This resource was not found.' } };
    const sent = headers['x-api-key'] ?? '';
    const accepted = UUID.test(sent) && (key === undefined || sent.toLowerCase() === key.toLowerCase());
    if (!accepted) return { status: 401, body: { message: 'The API key is missing or not valid.' } };
    if (method === 'GET' && !switches.read) {
      return { status: 403, body: { message: 'Read access through the API is switched off.' } };
    }
    if (method !== 'GET' && !switches.write) {
      return { status: 403, body: { message: 'Write access through the API is switched off.' } };
    }
    return null;
  }

  function answer(request: SandboxRequest, verdict: Verdict): SandboxResponse {
    const replaced = replacement(verdict.final);
    if (replaced !== null && !isWrite(request)) return replaced;
    const unseen = isWrite(request) && verdict.commit === 'before';
    const { status, body, headers } = unseen
      ? { status: 503, body: { message: 'The service is not there.' } }
      : (refusal(request) ?? carryOut(route(request), verdict));
    if (replaced !== null) return replaced;
    let text = JSON.stringify(body);
    if (status < 300) {
      // Shapes are given text that was parsed again: they may tear it apart, the account's records stay whole.
      const get = (path: string) => carryOut(route({ ...request, method: 'GET', path }), verdict);
      const ask = (path: string) => JSON.parse(JSON.stringify(get(path).body));
      for (const shape of verdict.shapes) text = JSON.stringify(shape(JSON.parse(text), request, ask));
    }
    return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: text };
  }

  /**
   * The answer after its latency. A read shows the account as it was when the request came, and the work for it is part
   * of the latency; a fault that speaks of the commit counts from there too.
   */
  async function answerInTime(request: SandboxRequest, verdict: Verdict): Promise<SandboxResponse> {
    const delay = latencyMs + verdict.latencyMs;
    if (verdict.commit === null && isWrite(request)) {
      await wait(delay, setTimer);
      return answer(request, verdict);
    }
    const cameAt = now();
    const response = answer(request, verdict);
    await wait(delay - (now() - cameAt), setTimer);
    return response;
  }

  async function serve(sent: SandboxRequest): Promise<Outcome> {
    // Header names have no case on the wire; within one process nobody has lowered them yet.
    const lowered = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const request = { ...sent, headers: Object.fromEntries(lowered) };
    count += 1;
    const seen: SeenRequest = { ...request, n: count, startedAt: wallClock() };
    requests.push(seen);
    if (requests.length > REQUESTS_KEPT) requests.shift();
    await faults.onRequest?.(seen.n, request);
    const verdict = faults.judge(request);
    const delivery = deliveryOf(verdict.final);
    const response = await answerInTime(request, verdict);
    if (delivery.kind !== 'hang' && delivery.kind !== 'reset') seen.status = response.status;
    if (delivery.kind !== 'hang') seen.finishedAt = wallClock();
    return { response, delivery };
  }

  return {
    async handle(request) {
      const { response, delivery } = await serve(request);
      return deliver(response, delivery, setTimer);
    },
    serve,
    get data() {
      return account();
    },
    switches,
    faults,
    requests,
  };
}
