import type { Draw } from './draw.js';
import type { Weather } from './weather.js';

/** What comes back to whoever asked; `own` is Syncore's answer to what it did. */
export type Reply =
  | { kind: 'own' }
  | { kind: 'status'; status: number; headers: Record<string, string>; body: string }
  /** The connection breaks. */
  | { kind: 'broken' }
  | { kind: 'silence' }
  /** No connection came about: nothing has left. */
  | { kind: 'refused' }
  /** Syncore says yes to a PUT, shows the record, and does nothing. */
  | { kind: 'ignored' };

/**
 * What becomes of one request: how long making a connection takes, when Syncore acts on it after it has left (null:
 * never), and when what comes back.
 */
export type Fate = { leavesAfterMs: number; actsAfterMs: number | null; reply: Reply; repliesAfterMs: number };

/** Syncore commits or drops a request within this time of its last byte: the bound that the product stands on. */
export const COMMITS_WITHIN_MS = 60_000;
const CONNECTS_WITHIN_MS = 10_000;

const FAULTS = {
  refused: 2,
  lost: 3,
  answer_lost: 5,
  error_before: 3,
  error_after: 4,
  late: 6,
  limited: 3,
  open_refusal: 2,
  refusal: 1,
  slow: 2,
  ignored: 1,
} as const;

export function fateOf(draw: Draw, weather: Weather, method: string, now: number): Fate {
  const faulty = draw.chance(method === 'GET' ? weather.readFault : weather.writeFault);
  const leavesAfterMs = faulty && draw.chance(0.15) ? draw.int(1, CONNECTS_WITHIN_MS) : 0;
  return { leavesAfterMs, ...answerOf(draw, weather, method, now, faulty) };
}

function answerOf(
  draw: Draw,
  weather: Weather,
  method: string,
  now: number,
  faulty: boolean,
): Omit<Fate, 'leavesAfterMs'> {
  const there = draw.int(1, weather.latencyMs);
  const answered: Omit<Fate, 'leavesAfterMs'> = {
    actsAfterMs: there,
    reply: { kind: 'own' },
    repliesAfterMs: there + draw.int(0, 5),
  };
  if (!faulty) return answered;
  const soon = draw.chance(0.7) ? there : draw.int(1, 40_000);
  switch (draw.weighted(FAULTS)) {
    case 'refused':
      return { actsAfterMs: null, reply: { kind: 'refused' }, repliesAfterMs: there };
    case 'lost':
      return { actsAfterMs: null, reply: noAnswer(draw), repliesAfterMs: soon };
    case 'answer_lost':
      return { actsAfterMs: there, reply: noAnswer(draw), repliesAfterMs: Math.max(there, soon) };
    case 'error_before':
      return { actsAfterMs: null, reply: failure(draw), repliesAfterMs: soon };
    case 'error_after':
      return { actsAfterMs: there, reply: failure(draw), repliesAfterMs: Math.max(there, soon) };
    case 'late':
      return {
        actsAfterMs: lateness(draw),
        reply: draw.chance(0.5) ? failure(draw) : noAnswer(draw),
        repliesAfterMs: soon,
      };
    case 'limited':
      return { actsAfterMs: null, reply: limited(draw, now), repliesAfterMs: there };
    case 'open_refusal': {
      const status = draw.pick([408, 409, 425, 499]);
      return { actsAfterMs: draw.chance(0.5) ? lateness(draw) : null, reply: plain(status), repliesAfterMs: soon };
    }
    case 'refusal':
      return {
        actsAfterMs: null,
        reply: plain(method === 'GET' ? 403 : draw.pick([400, 403, 404, 422])),
        repliesAfterMs: there,
      };
    case 'slow': {
      const slow = draw.int(1, 45_000);
      return { actsAfterMs: slow, reply: { kind: 'own' }, repliesAfterMs: slow };
    }
    case 'ignored':
      return method === 'PUT' ? { actsAfterMs: null, reply: { kind: 'ignored' }, repliesAfterMs: there } : answered;
  }
}

function lateness(draw: Draw): number {
  return draw.chance(0.3) ? draw.int(COMMITS_WITHIN_MS - 2_000, COMMITS_WITHIN_MS) : draw.int(1, COMMITS_WITHIN_MS);
}

function noAnswer(draw: Draw): Reply {
  return { kind: draw.chance(0.5) ? 'broken' : 'silence' };
}

function failure(draw: Draw): Reply {
  const status = draw.pick([500, 502, 503, 504]);
  if (draw.chance(0.3)) {
    const body = '<!doctype html><html><body><h1>Service unavailable</h1></body></html>';
    return { kind: 'status', status: draw.chance(0.2) ? 200 : status, headers: { 'content-type': 'text/html' }, body };
  }
  const headers = status === 503 && draw.chance(0.4) ? { 'retry-after': String(draw.int(0, 20)) } : {};
  return plain(status, headers);
}

function limited(draw: Draw, now: number): Reply {
  const seconds = draw.chance(0.3) ? draw.int(30, 120) : draw.int(0, 10);
  const header = draw.chance(0.5) ? String(seconds) : new Date(now + seconds * 1000).toUTCString();
  return plain(429, draw.chance(0.7) ? { 'retry-after': header } : {});
}

function plain(status: number, headers: Record<string, string> = {}): Reply {
  const body = JSON.stringify({ message: `The simulation answers ${status}.` });
  return { kind: 'status', status, headers: { 'content-type': 'application/json', ...headers }, body };
}
