import { isObject, jsonType, safeName } from './compare.js';

/** The rows of a list answer, and in words how its envelope differs from the one that is known. */
export type Envelope = { rows: unknown[]; total: number | null; bare: boolean; differences: string[] };

/** What is expected of a list: searches come in the envelope; reference data was seen in it and as a bare array. */
export type EnvelopeKind = 'search' | 'reference';

const KNOWN = ['total_results', 'links'];

/**
 * Takes a list answer apart as the client does, but tells what it finds.
 * @param origin of the configured service: links may point nowhere else.
 */
export function openEnvelope(json: unknown, collection: string, kind: EnvelopeKind, origin: string): Envelope {
  if (Array.isArray(json)) {
    const differences = kind === 'search' ? ['a bare array, without an envelope'] : [];
    return { rows: json, total: null, bare: true, differences };
  }
  if (!isObject(json)) {
    return {
      rows: [],
      total: null,
      bare: false,
      differences: [`the answer is ${withArticle(jsonType(json))}, no list`],
    };
  }
  const differences: string[] = [];
  const name = Object.hasOwn(json, collection) ? collection : otherName(json);
  if (name === undefined) differences.push(`no list, neither under ${collection} nor under one other name`);
  else if (name !== collection) differences.push(`the rows stand under ${safeName(name)}, not under ${collection}`);
  const held = name === undefined ? [] : json[name];
  if (isObject(held)) differences.push('one object where an array belongs');
  else if (!Array.isArray(held)) differences.push(`${collection} is ${withArticle(jsonType(held))}`);
  const rows = Array.isArray(held) ? held : isObject(held) ? [held] : [];
  const total = readTotal(json.total_results, rows.length);
  // Reference data comes without both, and nothing hangs on them there.
  if (kind === 'search')
    differences.push(...judgeTotal(json, rows.length), ...judgeLinks(json, rows.length, total, origin));
  const others = Object.keys(json).filter((key) => key !== name && !KNOWN.includes(key));
  if (others.length > 0) differences.push(`also in the envelope: ${others.slice(0, 10).map(safeName).join(', ')}`);
  return { rows, total, bare: false, differences };
}

/** A single record, bare as expected or unwrapped; `differences` tells which. */
export function openItem(json: unknown, wrapper: string): { record: unknown; differences: string[] } {
  if (Array.isArray(json)) {
    return { record: json[0], differences: [`an array of ${json.length} where a single record belongs`] };
  }
  if (!isObject(json))
    return { record: json, differences: [`the answer is ${withArticle(jsonType(json))}, no record`] };
  const inner = Object.entries(json).filter(([, value]) => isObject(value));
  const [only] = inner;
  if (Object.hasOwn(json, 'id') || only === undefined || inner.length > 1) return { record: json, differences: [] };
  const told = only[0] === wrapper ? wrapper : safeName(only[0]);
  return { record: only[1], differences: [`wrapped under ${told}`] };
}

function otherName(json: Record<string, unknown>): string | undefined {
  const lists = Object.keys(json).filter((key) => Array.isArray(json[key]));
  return lists.length === 1 ? lists[0] : undefined;
}

function readTotal(value: unknown, rows: number): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= rows ? value : null;
}

function judgeTotal(json: Record<string, unknown>, rows: number): string[] {
  if (!Object.hasOwn(json, 'total_results')) return ['total_results is missing'];
  const value = json.total_results;
  if (typeof value !== 'number') return [`total_results is ${withArticle(jsonType(value))}`];
  if (value < 0) return ['total_results is negative'];
  return value < rows ? ['total_results is smaller than the page'] : [];
}

function judgeLinks(json: Record<string, unknown>, rows: number, total: number | null, origin: string): string[] {
  const { links } = json;
  if (!isObject(links)) return [links === undefined ? 'links is missing' : `links is ${withArticle(jsonType(links))}`];
  const missing = ['prev', 'self', 'next'].filter((name) => !Object.hasOwn(links, name));
  const found = missing.length === 0 ? [] : [`missing in links: ${missing.join(', ')}`];
  const { next } = links;
  if (typeof next !== 'string') return found;
  if (total !== null && total <= rows) found.push('links.next is set on the last page');
  const isForeign = URL.canParse(next, origin) && new URL(next, origin).origin !== new URL(origin).origin;
  if (isForeign) found.push('links.next points to another host');
  return found;
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return `${/^[ao]/.test(type) ? 'an' : 'a'} ${type}`;
}
