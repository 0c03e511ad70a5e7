import { Failure } from '../failure.js';
import { Unreadable } from '../records/fields.js';
import type { ItemAction, ListAction } from './actions.js';

/** One page as it came. `total` is null where Syncore did not give a usable one; `bare` where there was no envelope. */
export type Page<R> = { rows: R[]; total: number | null; bare: boolean };

type Json = Record<string, unknown>;

/**
 * Reads a page in every shape seen in the wild: an envelope, a bare array, one object where an array belongs, the
 * collection under another name.
 * @throws Failure `upstream_invalid`, naming endpoint and field: never a silent empty list.
 */
export function readPage<Ids extends number[], R>(action: ListAction<Ids, R>, json: unknown): Page<R> {
  const bare = Array.isArray(json) ? json : loneRecord(action.collection, json);
  if (bare !== undefined) return { rows: readRows(action, bare), total: null, bare: true };
  const values = isObject(json) ? findCollection(action.collection, json) : undefined;
  if (!isObject(json) || values === undefined) throw unfit(action.endpoint, action.collection, 'a list');
  const rows = readRows(action, values);
  return { rows, total: readTotal(json.total_results, rows.length), bare: false };
}

/** Reads a single record, bare or wrapped: `{ "job": { … } }`. */
export function readItem<Ids extends number[], R>(action: ItemAction<Ids, R>, json: unknown): R {
  const value = Array.isArray(json) && json.length === 1 ? json[0] : json;
  if (!isObject(value)) throw unfit(action.endpoint, action.wrapper, 'a record');
  const inner = Object.entries(value).find(([name, part]) => sameName(name, action.wrapper) && isObject(part));
  return readRecord(action, inner !== undefined && value.id === undefined ? inner[1] : value, '');
}

/** The only record of a list, without anything around it. */
function loneRecord(collection: string, json: unknown): unknown[] | undefined {
  if (!isObject(json) || json.id === undefined) return undefined;
  return Object.keys(json).some((name) => sameName(name, collection)) ? undefined : [json];
}

function findCollection(collection: string, json: Json): unknown[] | undefined {
  const named = Object.entries(json).find(([name]) => sameName(name, collection));
  const value = named === undefined ? onlyList(json) : named[1];
  // No list is an empty one where Syncore counts, so that the count can contradict it.
  if (value === null && readTotal(json.total_results, 0) !== null) return [];
  if (Array.isArray(value)) return value;
  return isObject(value) ? [value] : undefined;
}

/** What an envelope may hold beside its records; a list of errors under status 200 is no list of records. */
const NO_COLLECTION = new Set(['links', 'error', 'errors', 'warnings', 'messages']);

/** The list under a name of its own, when there is exactly one that it can be. */
function onlyList(json: Json): unknown {
  const others = Object.entries(json).filter(([name]) => !NO_COLLECTION.has(name.toLowerCase()));
  const lists = others.filter(([, value]) => Array.isArray(value));
  if (lists.length === 1) return lists[0]?.[1];
  const objects = others.filter(([, value]) => isObject(value));
  return lists.length === 0 && objects.length === 1 && 'total_results' in json ? objects[0]?.[1] : undefined;
}

function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
  return plain(a) === plain(b);
}

/** A total that is missing, negative or smaller than the page itself says nothing. */
function readTotal(value: unknown, rows: number): number | null {
  const total = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= rows ? total : null;
}

function readRows<Ids extends number[], R>(action: ListAction<Ids, R>, values: unknown[]): R[] {
  return values.map((value, index) => readRecord(action, value, `${action.collection}[${index}]`));
}

function readRecord<R>(action: { endpoint: string; record: (value: unknown) => R }, value: unknown, at: string): R {
  try {
    return action.record(value);
  } catch (error) {
    if (error instanceof Unreadable) {
      const { field, expected } = at === '' ? error : error.within(at);
      throw unfit(action.endpoint, field === '' ? 'the record' : field, expected);
    }
    throw error;
  }
}

function unfit(endpoint: string, field: string, expected: string): Failure {
  return new Failure(
    'upstream_invalid',
    `${endpoint}: the answer does not fit what is known of Syncore: ${field} is not ${expected}. ` +
      'Run `syncore-mcp doctor --contract` and report what it prints.',
    { fields: [{ field, message: `expected ${expected}` }] },
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
