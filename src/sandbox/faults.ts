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
};

/** What the faults make of one request. */
export type Verdict = {
  latencyMs: number;
  shapes: Shape[];
  /** The fault that takes the answer's place or breaks its way, if there is one. */
  final: Exclude<FaultAction, { kind: 'latency' | 'shape' }> | null;
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
      const verdict: Verdict = { latencyMs: 0, shapes: [], final: null };
      for (const entry of entries) {
        if (!strikes(entry, request)) continue;
        const { fault } = entry;
        if (fault.kind === 'latency') verdict.latencyMs += fault.ms;
        else if (fault.kind === 'shape') verdict.shapes.push(fault.shape);
        else {
          // What comes after it in the list has not seen this request: two queued faults hit two requests.
          verdict.final = fault;
          break;
        }
      }
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
