import { Failure, type FieldProblem } from '../failure.js';
import type { ActionFacts } from './actions.js';
import { TRIES_WHEN_PUSHED_BACK, Transient } from './retry-reads.js';
import type { WireResponse } from './wire.js';

/** How much is kept of the words in which Syncore refuses something. */
const LONGEST_TEXT = 2_000;
const MOST_PROBLEMS = 20;

/**
 * The JSON of a good answer.
 * @throws Failure for a refusal; Transient, which holds one, for what can pass by itself (429, 408, 425, 5xx, no JSON).
 */
export function readAnswer(action: ActionFacts, answer: WireResponse, pauseMs: number | undefined): unknown {
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
        : fail(
            'write_disabled',
            'Syncore does not let this key write (403). Somebody with rights turns Write on in Syncore, Settings > ' +
              'API; where it is on, upstream_message says what is not permitted.',
          );
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
