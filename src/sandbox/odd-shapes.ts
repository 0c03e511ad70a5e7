import type { SandboxRequest } from './exchange.js';
import type { Ask, Shape } from './faults.js';
import { pageLinks } from './routes/route.js';

/** Shapes of an answer that were seen against the live service, or that a client has to survive. */

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LISTS = ['jobs', 'salesorders', 'purchaseorders', 'contacts', 'payment_terms', 'product_indices'];

/** The name under which an answer carries its records, or null where it is no list in an envelope. */
function listName(json: unknown): string | null {
  if (!isObject(json)) return null;
  return LISTS.find((name) => Array.isArray(json[name])) ?? null;
}

function rowsOf(json: unknown): unknown[] {
  const name = listName(json);
  const rows = name !== null && isObject(json) ? json[name] : json;
  return Array.isArray(rows) ? rows : [];
}

/** Changes the rows of a list, in an envelope or bare; anything else is left alone. */
function onRows(change: (rows: unknown[]) => unknown): Shape {
  return (json) => {
    if (Array.isArray(json)) return change(json);
    const name = listName(json);
    if (name === null || !isObject(json)) return json;
    return { ...json, [name]: change(rowsOf(json)) };
  };
}

/** Changes every record: the rows of a list, or the one record of a single read. */
function onRecords(change: (record: Json) => unknown): Shape {
  const each = onRows((rows) => rows.map((row) => (isObject(row) ? change(row) : row)));
  return (json, request, ask) => {
    if (Array.isArray(json) || listName(json) !== null) return each(json, request, ask);
    return isObject(json) ? change(json) : json;
  };
}

/** Changes every value anywhere in an answer that `change` gives something else for. */
function everywhere(change: (key: string, value: unknown) => unknown): Shape {
  const walk = (key: string, value: unknown): unknown => {
    const changed = change(key, value);
    if (Array.isArray(changed)) return changed.map((item) => walk(key, item));
    if (!isObject(changed)) return changed;
    return Object.fromEntries(Object.entries(changed).map(([name, inner]) => [name, walk(name, inner)]));
  };
  return (json) => walk('', json);
}

function inEnvelope(change: (envelope: Json, request: SandboxRequest) => Json): Shape {
  return (json, request) => (listName(json) !== null && isObject(json) ? change({ ...json }, request) : json);
}

function without(record: Json, ...fields: string[]): Json {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)));
}

/** Where a request points, apart into path and query. */
function addressOf(request: SandboxRequest): { path: string; query: URLSearchParams } {
  const url = new URL(request.path, 'http://sandbox.invalid');
  return { path: url.pathname, query: url.searchParams };
}

function numberIn(query: URLSearchParams, name: string, missing: number): number {
  return Number(query.get(name) ?? missing);
}

function linkTo(request: SandboxRequest, page: number): string {
  const { path, query } = addressOf(request);
  query.set('page', String(page));
  return `${path}?${query.toString()}`;
}

function withNext(next: (request: SandboxRequest, page: number) => string): Shape {
  return inEnvelope((envelope, request) => {
    const page = numberIn(addressOf(request).query, 'page', 1);
    const links = isObject(envelope.links) ? envelope.links : {};
    return { ...envelope, links: { ...links, next: next(request, page) } };
  });
}

/** The first row alone where an array belongs; nothing is lost only where the page had one row. */
export const objectForArray: Shape = onRows((rows) => rows[0] ?? []);
/** The rows without their envelope. */
export const bareArray: Shape = (json) => (listName(json) === null ? json : rowsOf(json));
/** The rows under another name. */
export const otherName = (name: string): Shape =>
  inEnvelope((envelope) => ({ [name]: rowsOf(envelope), ...without(envelope, listName(envelope) ?? '') }));
export const totalMissing: Shape = inEnvelope((envelope) => without(envelope, 'total_results'));
export const totalNegative: Shape = inEnvelope((envelope) => ({ ...envelope, total_results: -1 }));
export const totalIs = (total: unknown): Shape => inEnvelope((envelope) => ({ ...envelope, total_results: total }));
export const linksMissing: Shape = inEnvelope((envelope) => without(envelope, 'links'));
/** A next page is promised even on the last one. */
export const nextOnLastPage: Shape = withNext((request, page) => linkTo(request, page + 1));
/** The next page is this page again, for ever. */
export const nextRepeats: Shape = withNext((request, page) => linkTo(request, page));
export const nextOtherHost: Shape = withNext(
  (request, page) => `https://elsewhere.example${linkTo(request, page + 1)}`,
);
/** Some rows of a page never come; the total stands. */
export const shortPage = (dropped: number): Shape =>
  onRows((rows) => rows.slice(0, Math.max(0, rows.length - dropped)));
export const emptyPage: Shape = onRows(() => []);
/** Every row comes twice. */
export const doubledRows: Shape = onRows((rows) => rows.flatMap((row) => [row, row]));
/** The rows in the opposite order. */
export const reversedRows: Shape = onRows((rows) => [...rows].reverse());

/** Every page holds the rows of page 1; the total stands. */
export const samePage: Shape = (json, request, ask) =>
  onRows(() => rowsOf(ask(linkTo(request, 1))))(json, request, ask);

/** Answers as if these query parameters had not been sent: rows outside the filter. A job search keeps its dates. */
export const ignoreFilter =
  (...names: string[]): Shape =>
  (json, request, ask) => {
    if (listName(json) === null) return json;
    const { path, query } = addressOf(request);
    for (const name of names) query.delete(name);
    if (path.endsWith('/orders/jobs')) {
      if (!query.has('date_from')) query.set('date_from', '2000-01-01');
      if (!query.has('date_to')) query.set('date_to', '2100-01-01');
    }
    return ask(`${path}?${query.toString()}`);
  };

/** All rows from `start` to before `end`, in as many pages of ten as it takes. */
function rowsBetween(request: SandboxRequest, ask: Ask, start: number, end: number): unknown[] {
  const { path, query } = addressOf(request);
  const rows: unknown[] = [];
  const firstPage = Math.floor(start / 10);
  for (let page = firstPage; page * 10 < end; page += 1) {
    query.set('count', '10');
    query.set('page', String(page + 1));
    rows.push(...rowsOf(ask(`${path}?${query.toString()}`)));
  }
  return rows.slice(start - firstPage * 10, end - firstPage * 10);
}

/** The server pages by its own count, whatever was asked: nothing is lost, every page is `size` long. */
export const serverCount =
  (size: number): Shape =>
  (json, request, ask) => {
    const name = listName(json);
    if (name === null || !isObject(json)) return json;
    const { path, query } = addressOf(request);
    const page = numberIn(query, 'page', 1);
    const total = Number(json.total_results);
    return {
      ...json,
      [name]: rowsBetween(request, ask, (page - 1) * size, page * size),
      links: pageLinks(path, query, { page, size }, total),
    };
  };

/** A single record inside `{ "job": … }`, as it was read by some. */
export const wrapped =
  (name: string): Shape =>
  (json) =>
    isObject(json) && listName(json) === null ? { [name]: json } : json;

const isId = (key: string) => key === 'id' || key.endsWith('_id') || key === 'job_number';

export const idsAsText: Shape = everywhere((key, value) =>
  isId(key) && typeof value === 'number' ? String(value) : value,
);
/** Money and quantities as text. */
export const numbersAsText: Shape = everywhere((key, value) =>
  typeof value === 'number' && (key.endsWith('_value') || key === 'quantity') ? String(value) : value,
);
export const visibleAsText: Shape = everywhere((key, value) => (key === 'visible' ? String(value) : value));
/** Dates with a time where there was none, and the other way round. */
export const otherDateForm: Shape = everywhere((_key, value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}($|[T ])/.test(value)) return value;
  if (value.length === 10) return `${value}T00:00:00`;
  return value[10] === 'T' ? value.replace('T', ' ') : value.replace(' ', 'T');
});
/** These fields of every record are null. */
export const nulls = (...fields: string[]): Shape =>
  onRecords((record) => ({ ...record, ...Object.fromEntries(fields.map((field) => [field, null])) }));
/** These fields of every record are missing. */
export const missing = (...fields: string[]): Shape => onRecords((record) => without(record, ...fields));
/** A field of every record holds something else. */
export const fieldIs = (field: string, value: unknown): Shape => onRecords((record) => ({ ...record, [field]: value }));
/** Every record but its id is of a type that nobody expects. */
export const wrongTypes: Shape = onRecords((record) =>
  Object.fromEntries(
    Object.entries(record).map(([field, value]) => [
      field,
      isId(field) ? value : typeof value === 'string' ? { text: value } : [value],
    ]),
  ),
);
/** Rows that are no records. */
export const rowsNull: Shape = onRows((rows) => rows.map(() => null));
export const linesMissing: Shape = missing('line_items');
/** The lines as one object where an array belongs. */
export const objectForLines: Shape = onRecords((record) =>
  Array.isArray(record.line_items) ? { ...record, line_items: record.line_items[0] ?? null } : record,
);
/** Fields that nobody has heard of, one of them with a name that a careless merge would obey. */
export const unknownFields: Shape = onRecords((record) =>
  JSON.parse(
    `${JSON.stringify({ ...record, brand_new_field: { a: [1, 2] } }).slice(0, -1)},"__proto__":{"polluted":true}}`,
  ),
);
