import { isDeepStrictEqual } from 'node:util';
import { centsToValue, e4ToValue } from '../records/money.js';

type Plain = string | number | boolean | null;

/** One field of a record as answers name it, before and after a change; null where there was or is nothing. */
export type FieldChange = { field: string; before: Plain; after: Plain };

/** Names that do not follow from ours by rule. */
const NAMES: Readonly<Record<string, string>> = {
  jobNumber: 'job_id',
  jobClass: 'class',
  contactClass: 'class',
  csr: 'customer_service_rep',
  csrInstructions: 'csr_instructions_from_so',
  unitPriceE4: 'price_value',
  unitCostE4: 'cost_value',
};
/** What tells of a record how it came, or what its orders tell better themselves. */
const UNTOLD = new Set(['id', 'lastModified', 'inHandDateGiven', 'salesOrders', 'purchaseOrders', 'lineId']);
/** More than anybody reads of one record: a whole order that was entered anew has hundreds. */
export const MOST_FIELDS = 40;

/** How two states of one record differ, field by field; lines are named by their id: `line_items[5000012].quantity`. */
export function changedFields(before: object, after: object): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [was, is] = [flat(before), flat(after)];
  const fields: FieldChange[] = [];
  for (const field of new Set([...was.keys(), ...is.keys()])) {
    const change = { field, before: was.get(field) ?? null, after: is.get(field) ?? null };
    if (change.before !== change.after) fields.push(change);
  }
  return fields.slice(0, MOST_FIELDS);
}

function flat(record: object): Map<string, Plain> {
  const fields = new Map<string, Plain>();
  put(fields, '', record);
  return fields;
}

function put(fields: Map<string, Plain>, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      put(fields, `${path}[${lineId(item) ?? index}]`, item);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (!UNTOLD.has(key)) put(fields, path === '' ? nameOf(key) : `${path}.${nameOf(key)}`, amount(key, inner));
    }
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    fields.set(path, value);
  }
}

function lineId(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'lineId' in item ? item.lineId : undefined;
}

function nameOf(key: string): string {
  return NAMES[key] ?? key.replace(/Cents$/, 'Value').replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

function amount(key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (key.endsWith('Cents')) return centsToValue(value);
  return key.endsWith('E4') ? e4ToValue(value) : value;
}
