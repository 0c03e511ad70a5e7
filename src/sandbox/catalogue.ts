import { type FaultAction, rateLimited, type Shape } from './faults.js';
import * as odd from './odd-shapes.js';

/** Odd shapes by name, for tests that walk through all of them. Those that take arguments stand with usual ones. */
export const oddShapes: Readonly<Record<string, Shape>> = {
  'object for array': odd.objectForArray,
  'bare array': odd.bareArray,
  'other name': odd.otherName('results'),
  'total missing': odd.totalMissing,
  'total negative': odd.totalNegative,
  'total as text': odd.totalIs('many'),
  'links missing': odd.linksMissing,
  'next on last page': odd.nextOnLastPage,
  'next repeats': odd.nextRepeats,
  'next on other host': odd.nextOtherHost,
  'short page': odd.shortPage(3),
  'empty page': odd.emptyPage,
  'doubled rows': odd.doubledRows,
  'reversed rows': odd.reversedRows,
  'same page': odd.samePage,
  'status filter ignored': odd.ignoreFilter('status'),
  'page size of the server': odd.serverCount(7),
  'ids as text': odd.idsAsText,
  'numbers as text': odd.numbersAsText,
  'visible as text': odd.visibleAsText,
  'other date form': odd.otherDateForm,
  'client null': odd.nulls('client', 'supplier', 'store', 'client_group'),
  'money null': odd.nulls('sub_total_value', 'tax_value', 'total_value'),
  'id missing': odd.missing('id'),
  'wrong types': odd.wrongTypes,
  'rows null': odd.rowsNull,
  'lines missing': odd.linesMissing,
  'object for lines': odd.objectForLines,
  'unknown fields': odd.unknownFields,
};

/** JSON that is nested `depth` arrays deep. */
export function deepJson(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** JSON of about `bytes` bytes. */
export function bigJson(bytes: number): string {
  return JSON.stringify({ message: 'x'.repeat(bytes) });
}

/** Faults of the service and of the connection by name. Each is made anew, so that no two tests share one. */
export const faultCatalogue: Readonly<Record<string, () => FaultAction>> = {
  'slow answer': () => ({ kind: 'latency', ms: 250 }),
  'rate limit, seconds': () => rateLimited(1),
  'rate limit, date': () => rateLimited(new Date(Date.now() + 2000)),
  'rate limit, no header': () => rateLimited(),
  'bad request': () => ({
    kind: 'status',
    status: 400,
    body: { message: 'A field is wrong.', errors: [{ field: 'date_from', message: 'date_from is wrong.' }] },
  }),
  'problem details': () => ({
    kind: 'status',
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'A field is wrong.' },
  }),
  'error in plain text': () => ({ kind: 'status', status: 500, body: 'Internal error' }),
  'not found': () => ({ kind: 'status', status: 404, body: { message: 'Not found.' } }),
  conflict: () => ({ kind: 'status', status: 409, body: { message: 'The record was changed.' } }),
  'server error': () => ({ kind: 'status', status: 500 }),
  'bad gateway, HTML': () => ({ kind: 'html', status: 502 }),
  unavailable: () => ({ kind: 'status', status: 503, headers: { 'retry-after': '1' } }),
  'gateway time-out, HTML': () => ({ kind: 'html', status: 504 }),
  'HTML with 200': () => ({ kind: 'html' }),
  'redirect to another host': () => ({
    kind: 'status',
    status: 302,
    headers: { location: 'https://elsewhere.example/v2/orders/jobs' },
    body: '',
  }),
  'empty body': () => ({ kind: 'body', body: '' }),
  'no JSON': () => ({ kind: 'body', body: '{"jobs": [' }),
  'JSON null': () => ({ kind: 'body', body: 'null' }),
  // Deeper than any record, and deep enough to exhaust the stack of a walk that calls itself.
  'deep JSON': () => ({ kind: 'body', body: deepJson(20_000) }),
  // Above the 10 MB that a client should read.
  'huge body': () => ({ kind: 'body', body: bigJson(11_000_000) }),
  'connection reset': () => ({ kind: 'reset' }),
  'no answer': () => ({ kind: 'hang' }),
  'answer cut short': () => ({ kind: 'truncated' }),
  'answer stalls': () => ({ kind: 'stall' }),
  'answer drips': () => ({ kind: 'drip', everyMs: 20 }),
};
