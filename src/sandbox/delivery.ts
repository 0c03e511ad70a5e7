import type { Delivery, SandboxResponse } from './exchange.js';
import type { Verdict } from './faults.js';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Runs something once, `ms` milliseconds later. */
export type SetTimer = (run: () => void, ms: number) => void;

/** Resolves after `ms` milliseconds; at once, and without a timer, after 0. */
export async function wait(ms: number, setTimer: SetTimer): Promise<void> {
  if (ms > 0) await new Promise<void>((resolve) => setTimer(resolve, ms));
}

/** How the connection is treated under a fault. */
export function deliveryOf(final: Verdict['final']): Delivery {
  switch (final?.kind) {
    case 'reset':
    case 'hang':
    case 'truncated':
    case 'stall':
      return { kind: final.kind };
    case 'drip':
      return { kind: 'drip', everyMs: final.everyMs ?? 5 };
    default:
      return { kind: 'whole' };
  }
}

/** The answer that a fault puts in the place of Syncore's own, or null where it leaves that alone. */
export function replacement(final: Verdict['final']): SandboxResponse | null {
  switch (final?.kind) {
    case 'status': {
      const { status, headers = {}, body = { message: `The sandbox answers ${status}.` } } = final;
      if (typeof body === 'string') return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
      return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
    }
    case 'html': {
      const { status = 200, body = '<!doctype html><html><body><h1>Service unavailable</h1></body></html>' } = final;
      return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
    }
    case 'body': {
      const { status = 200, contentType = JSON_TYPE, body } = final;
      return { status, headers: { 'content-type': contentType }, body };
    }
    default:
      return null;
  }
}

/**
 * What is left of a delivery where there is no connection: a broken one rejects, one that hangs stays pending.
 * @throws Error with the code `ECONNRESET`, as a socket would
 */
export async function deliver(
  response: SandboxResponse,
  delivery: Delivery,
  setTimer: SetTimer,
): Promise<SandboxResponse> {
  switch (delivery.kind) {
    case 'whole':
      return response;
    case 'reset':
      throw Object.assign(new Error('The sandbox reset the connection.'), { code: 'ECONNRESET' });
    case 'truncated':
      throw Object.assign(new Error('The sandbox cut the answer short.'), { code: 'ECONNRESET' });
    case 'drip':
      await wait(Buffer.byteLength(response.body) * delivery.everyMs, setTimer);
      return response;
    case 'hang':
    case 'stall':
      return new Promise(() => undefined);
  }
}
