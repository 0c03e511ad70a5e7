import { readId } from '../records/order-name.js';
import { isRecord } from '../records/write-form.js';
import type { ActionFacts } from './actions.js';
import type { WireResponse } from './wire.js';

/** Under which names the answer to a write may hold the record itself, in lower case without other signs. */
const WRAPPERS: Partial<Record<ActionFacts['area'], readonly string[]>> = {
  contacts: ['contact'],
  jobs: ['job', 'project'],
  sales_orders: ['salesorder', 'order'],
  sales_order_line_items: ['lineitem', 'line', 'item'],
  sales_order_payments: ['payment'],
};
const ANY_RECORD = ['data', 'result', 'record'];

/**
 * The id of what was written, bare or wrapped: `{ "id": 7 }`, `{ "job": { "id": 7 } }`. Under any other name stands
 * another record: a new job is shown with the id of its client. Of a line it is the `line_id`, which lines below it name.
 */
export function madeId({ area }: Pick<ActionFacts, 'area'>, json: unknown, isInner = false): number | null {
  const record = Array.isArray(json) && json.length === 1 ? json[0] : json;
  if (!isRecord(record)) return null;
  const own = (area === 'sales_order_line_items' ? readId(record.line_id) : null) ?? readId(record.id);
  if (own !== null || isInner) return own;
  const names = [...(WRAPPERS[area] ?? []), ...ANY_RECORD];
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
  const ids = Object.entries(record).flatMap(([name, value]) =>
    names.includes(plain(name)) ? (madeId({ area }, value, true) ?? []) : [],
  );
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/**
 * The id of a payment, as a `Location` header names it right under the path that was posted to. Of no other record: an
 * address may count otherwise than the ids that later requests build on, and the record itself can be read.
 */
export function locatedId({ area }: ActionFacts, path: string, location: string | undefined): number | null {
  if (location === undefined || area !== 'sales_order_payments') return null;
  const [at = ''] = location.split(/[?#]/);
  const [id = '', under = ''] = at.replace(/\/$/, '').split('/').reverse();
  return under === path.split('/').at(-1) ? readId(id) : null;
}

/** A good answer without a body, whole as it came: its headers say that there is none. */
export function isEmptyAnswer({ status, headers, body }: WireResponse): boolean {
  return body.trim() === '' && (status === 204 || headers['content-length']?.trim() === '0');
}

/** An answer with a good status may still say that nothing was done. */
export function saysOtherwise(json: unknown): boolean {
  if (json === null) return false;
  if (!isRecord(json)) return !Array.isArray(json);
  const { error, errors, success } = json;
  const isFilled = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  return isFilled(error) || isFilled(errors) || success === false;
}
