import type { CallToolResult } from '@modelcontextprotocol/server';
import { Failure } from '../failure.js';
import type { Tool } from './tool.js';
import { cleanRecord, withoutSecret } from './untrusted.js';

/** Enough to see what Syncore meant; the text is somebody else's and is clipped. */
const LONGEST_UPSTREAM = 500;

/** Any thrown thing as a failure. What nobody foresaw is `internal`, and nothing of it is told. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new Failure('cancelled', 'The call was cancelled before it ended.', { retryable: true, cause: thrown });
  }
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    const message = 'The time for this call was up before Syncore had answered. Ask for less, or call again.';
    return new Failure('timeout', message, { retryable: true, cause: thrown });
  }
  const message = 'This server made a mistake; the log on its stderr says which. Calling again will not help.';
  return new Failure('internal', message, { cause: thrown });
}

/**
 * A failure as the model and programs read it: cleaned, without `secret`, with Syncore's own words as data of their
 * own.
 */
export function failureData(failure: Failure, secret = ''): Record<string, unknown> {
  const { code, message, written, retryable, retryAt, fields, upstreamText } = failure;
  const error: Record<string, unknown> = { code, message, written, retryable };
  if (retryAt !== undefined) error.retry_at = new Date(retryAt).toISOString();
  if (fields !== undefined) error.fields = fields;
  if (upstreamText !== undefined) {
    error.upstream_message = withoutSecret(upstreamText, secret).slice(0, LONGEST_UPSTREAM);
  }
  return cleanRecord({ error }, secret);
}

/** The fields of an error result that can hold text from Syncore: names to choose from are such text too. */
function untrustedOf({ upstreamText, fields }: Failure): string[] {
  return [
    ...(upstreamText === undefined ? [] : ['error.upstream_message']),
    ...(fields === undefined ? [] : ['error.fields']),
  ];
}

/** The error result of a call, without `secret`. */
export function failureResult(thrown: unknown, secret = ''): CallToolResult {
  const failure = asFailure(thrown);
  const structuredContent = failureData(failure, secret);
  return {
    isError: true,
    structuredContent,
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
    _meta: { 'syncore-mcp/untrusted': untrustedOf(failure) },
  };
}

/** The result of a call that succeeded, without `secret`: the same JSON for programs and as text. */
export function successResult(
  result: Record<string, unknown>,
  { untrusted, documents = [] }: Pick<Tool, 'untrusted' | 'documents'>,
  secret = '',
): CallToolResult {
  const structuredContent = cleanRecord(result, secret, documents);
  return {
    structuredContent,
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
    _meta: { 'syncore-mcp/untrusted': [...untrusted] },
  };
}
