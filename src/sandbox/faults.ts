import { basePath, type SandboxRequest } from './exchange.js';

/** Answers `path` (with base path and query) as the sandbox would without faults, for shapes that need other rows. */
export type Ask = (path: string) => unknown;

/** Changes the JSON of a successful answer. It is given a copy, so it may change it in place. */
export type Shape = (json: unknown, request: SandboxRequest, ask: Ask) => unknown;

export type FaultAction =
  /** Answers later. */
  | { kind: 'latency'; ms: number }
  /** Answers with this status and nothing of the record; the body is JSON unless it is a text. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  /** An HTML page, as a proxy gives it; status 200 unless told. */
  | { kind: 'html'; status?: number; body?: string }
  /** Replaces the whole body by any text; status 200 and JSON unless told. */
  | { kind: 'body'; body: string; status?: number; contentType?: string }
  /** Changes the JSON of the answer, its status and headers stay. */
  | { kind: 'shape'; shape: Shape }
  /** Breaks the connection before an answer. */
  | { kind: 'reset' }
  /** Never answers. */
  | { kind: 'hang' }
  /** Promises the whole body, sends half, breaks the connection. */
  | { kind: 'truncated' }
  /** Sends half of the body and then nothing more, with the connection open. */
  | { kind: 'stall' }
  /** Sends the body one byte at a time, every `everyMs` (5 unless told). */
  | { kind: 'drip'; everyMs?: number };

/**
 * What a fault leaves of a POST or PUT. `before`: it strikes before Syncore has seen the request, nothing is done (and
 * where an answer gets through, it is a 503). `after`: Syncore acts as soon as the request is there. `late`: it acts
 * `lateMs` after that, whatever was answered until then. `never`: it takes the request and loses it; an answer that
 * gets through says that it was done.
 */
export type Commit = 'before' | 'after' | 'late' | 'never';

export type FaultMatch = {
  method?: string;
  /** A text is the whole path without query, with or without the base path (`/orders/jobs`); a pattern sees path and query. */
  path?: string | RegExp;
  /** Only the nth request that fits the rest, from 1. */
  nth?: number;
};

export type Fault = FaultAction & {
  match?: FaultMatch;
  /** How many requests it hits; 1 unless told, `Infinity` for all. */
  times?: number;
  /** How many fitting requests go unharmed first. */
  skip?: number;
  /**
   * For a POST or PUT: unless told, `before` where the fault takes the answer's place (reset, hang, status, html,
   * body); the others wait, act and answer in this order. A 4xx never commits, but for 408, 409, 425 and 499.
   */
  commit?: Commit;
  /** How much later `late` is, in milliseconds of the sandbox's clock; 1,000 unless told. */
  lateMs?: number;
};

/** What the faults make of one request. */
export type Verdict = {
  latencyMs: number;
  shapes: Shape[];
  /** The fault that takes the answer's place or breaks its way, if there is one. */
  final: Exclude<FaultAction, { kind: 'latency' | 'shape' }> | null;
  /** What becomes of a write; null: what becomes of it without faults. */
  commit: Commit | null;
  lateMs: number;
};

/** The sandbox's list of faults. Faults act in the order they were added, each with its own count. */
export type Faults = {
  add(...faults: Fault[]): void;
  /** Takes all faults away, and the hook. */
  clear(): void;
  /** How many requests each fault has hit, in the order they were added. */
  hits(): number[];
  /** What happens to this request; counts it. */
  judge(request: SandboxRequest): Verdict;
  /** Called before request `n` (from 1) is answered: the place to add or remove records between two pages. */
  onRequest: ((n: number, request: SandboxRequest) => void | Promise<void>) | null;
};

function fits(match: FaultMatch | undefined, request: SandboxRequest): boolean {
  if (match?.method !== undefined && match.method.toUpperCase() !== request.method.toUpperCase()) return false;
  if (match?.path === undefined) return true;
  if (typeof match.path === 'string') {
    const [path = ''] = request.path.split('?');
    return path === match.path || path === basePath + match.path;
  }
  // A pattern with the g flag would remember where it stopped.
  return new RegExp(match.path.source, match.path.flags.replace(/[gy]/g, '')).test(request.path);
}

/** A client takes these for certain: nothing was done. So it has to be. */
function refuses(final: Verdict['final']): boolean {
  const status = final !== null && 'status' in final ? (final.status ?? 200) : 200;
  return status >= 400 && status < 500 && ![408, 409, 425, 499].includes(status);
}

function commitOf(final: Verdict['final'], told: Commit | null): Commit | null {
  if (refuses(final)) return 'before';
  if (told !== null || final === null) return told;
  return final.kind === 'truncated' || final.kind === 'stall' || final.kind === 'drip' ? null : 'before';
}

/** An empty list of faults. */
export function createFaults(): Faults {
  let entries: { fault: Fault; seen: number; hits: number }[] = [];

  function strikes(entry: { fault: Fault; seen: number; hits: number }, request: SandboxRequest): boolean {
    const { match, skip = 0, times = 1 } = entry.fault;
    if (!fits(match, request)) return false;
    entry.seen += 1;
    if (match?.nth !== undefined && entry.seen !== match.nth) return false;
    if (entry.seen <= skip || entry.hits >= times) return false;
    entry.hits += 1;
    return true;
  }

  const faults: Faults = {
    add(...added) {
      entries.push(...added.map((fault) => ({ fault, seen: 0, hits: 0 })));
    },
    clear() {
      entries = [];
      faults.onRequest = null;
    },
    hits: () => entries.map((entry) => entry.hits),
    judge(request) {
      const verdict: Verdict = { latencyMs: 0, shapes: [], final: null, commit: null, lateMs: 1000 };
      for (const entry of entries) {
        if (!strikes(entry, request)) continue;
        const { fault } = entry;
        verdict.commit = fault.commit ?? verdict.commit;
        verdict.lateMs = fault.lateMs ?? verdict.lateMs;
        if (fault.kind === 'latency') verdict.latencyMs += fault.ms;
        else if (fault.kind === 'shape') verdict.shapes.push(fault.shape);
        else {
          // What comes after it in the list has not seen this request: two queued faults hit two requests.
          verdict.final = fault;
          break;
        }
      }
      verdict.commit = commitOf(verdict.final, verdict.commit);
      return verdict;
    },
    onRequest: null,
  };
  return faults;
}

/** A 429. `retryAfter` is a number of seconds, or a moment that is sent as an HTTP date; without it no header. */
export function rateLimited(retryAfter?: number | Date): FaultAction {
  const body = { message: 'Too many requests.' };
  if (retryAfter === undefined) return { kind: 'status', status: 429, body };
  const value = typeof retryAfter === 'number' ? String(retryAfter) : retryAfter.toUTCString();
  return { kind: 'status', status: 429, headers: { 'retry-after': value }, body };
}
