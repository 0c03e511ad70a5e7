import type { CallResult } from '../test/support/connect.js';

/** What a caller was told. `broken`: nothing, for the host hung up or the server has gone. */
export type Answer =
  | { kind: 'result'; status: string; body: Record<string, unknown> }
  | {
      kind: 'error';
      code: string;
      written: string;
      retryable: boolean;
      body: Record<string, unknown>;
    }
  | { kind: 'broken'; why: string };

export function answerOf({ isError, structuredContent, text }: CallResult): Answer {
  if (!isError) return { kind: 'result', status: String(structuredContent.status), body: structuredContent };
  const body = asRecord(structuredContent.error);
  if (typeof body.code !== 'string') return { kind: 'broken', why: `an error without a code: ${text.slice(0, 200)}` };
  const { code, written, retryable } = body;
  return { kind: 'error', code, written: String(written), retryable: retryable === true, body };
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The steps of a result by their status. */
export function stepsWith(status: string, answer: Answer): number {
  const steps = answer.kind === 'result' && Array.isArray(answer.body.steps) ? answer.body.steps : [];
  return steps.filter((step) => asRecord(step).status === status).length;
}

/** Milliseconds until an answer may be asked after; undefined where it does not say. */
export function waitMs(answer: Answer): number | undefined {
  if (answer.kind === 'broken') return undefined;
  const at = typeof answer.body.retry_at === 'string' ? Date.parse(answer.body.retry_at) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** An answer in one line. */
export function told(answer: Answer): string {
  switch (answer.kind) {
    case 'broken':
      return `nothing (${answer.why})`;
    case 'error':
      return `error ${answer.code}, written ${answer.written}: ${String(answer.body.message)}`;
    case 'result': {
      const { key, message, duplicate } = answer.body;
      const named = duplicate === undefined ? '' : ` ${JSON.stringify(duplicate)}`;
      return `${answer.status} (key ${String(key)})${named}: ${String(message)}`;
    }
  }
}

const STANDS = new Set(['created', 'updated', 'already_done']);

/** Whether it says that what was asked for stands in Syncore. */
export function saysDone(answer: Answer): boolean {
  return answer.kind === 'result' && (STANDS.has(answer.status) || answer.status === 'unchanged');
}

const NOTHING_SENT = new Set(['declined', 'not_confirmed', 'preview']);

/** Whether it says that nothing of it stands. */
export function saysNothing(answer: Answer): boolean {
  if (answer.kind === 'error') return answer.written === 'no';
  return answer.kind === 'result' && NOTHING_SENT.has(answer.status);
}

export function isStatus(answer: Answer, ...statuses: string[]): boolean {
  return answer.kind === 'result' && statuses.includes(answer.status);
}
