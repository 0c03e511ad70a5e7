import { describe, expect, it } from 'vitest';
import { compare } from '../../src/doctor/contract/compare.js';
import {
  BRIEF_PURCHASE_ORDER,
  CONTACT,
  type Expected,
  type Fields,
  JOB,
  PURCHASE_ORDER,
  REFERENCE,
  SALES_ORDER,
  SUPPLIER,
} from '../../src/doctor/contract/expected.js';
import { readContact } from '../../src/records/contact.js';
import { readJob } from '../../src/records/job.js';
import { readPurchaseOrder } from '../../src/records/purchase-order.js';
import { readReferenceItem } from '../../src/records/reference.js';
import { readSalesOrder } from '../../src/records/sales-order.js';

/** A value that a field of the table can have. */
function sample(expected: Expected): unknown {
  if (expected.date) return '2026-11-02';
  if (expected.known !== undefined) return expected.known[0];
  const [type] = expected.types;
  const inner = expected.fields === undefined ? {} : record(expected.fields);
  return { string: 'text', number: 7, boolean: true, object: inner, array: [inner], null: null }[type ?? 'null'];
}

function record(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, expected]) => [name, sample(expected)]));
}

/** The same value, which notes the path of every field that is looked at. */
function noting(value: unknown, at: string, looked: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => noting(item, `${at}[]`, looked));
  if (typeof value !== 'object' || value === null) return value;
  const path = (name: string) => (at === '' ? name : `${at}.${name}`);
  return new Proxy(value, {
    get(target, name) {
      if (typeof name !== 'string') return undefined;
      looked.add(path(name));
      return noting(Object.entries(target).find(([own]) => own === name)?.[1], path(name), looked);
    },
  });
}

function paths(fields: Fields, at: string, optional: boolean): string[] {
  return Object.entries(fields).flatMap(([name, expected]) => {
    if (expected.optional && !optional) return [];
    const here = at === '' ? name : `${at}.${name}`;
    const inner = expected.types.includes('array') ? `${here}[]` : here;
    return [here, ...(expected.fields === undefined ? [] : paths(expected.fields, inner, optional))];
  });
}

const kinds: [string, Fields, (value: unknown) => unknown][] = [
  ['job', JOB, readJob],
  ['sales order', SALES_ORDER, readSalesOrder],
  ['purchase order', PURCHASE_ORDER, readPurchaseOrder],
  ['contact', CONTACT, readContact],
  ['reference entry', REFERENCE, readReferenceItem],
];

describe('the fields that the doctor expects', () => {
  it.each(kinds)('are those that the reader of a %s looks at', (_, fields, read) => {
    const looked = new Set<string>();
    read(noting(record(fields), '', looked));
    const known = paths(fields, '', true);
    expect([...looked].filter((path) => !known.includes(path))).toEqual([]);
    expect(paths(fields, '', false).filter((path) => !looked.has(path))).toEqual([]);
  });

  it('are fewer in a brief purchase order, and more in a supplier, but no others', () => {
    const known = paths(PURCHASE_ORDER, '', true);
    expect(paths(BRIEF_PURCHASE_ORDER, '', true).filter((path) => !known.includes(path))).toEqual([]);
    expect(paths(REFERENCE, '', false)).toEqual(paths(SUPPLIER, '', false));
  });

  it.each(kinds)('find nothing amiss in a %s made of them', (_, fields) => {
    expect(compare(fields, [record(fields)])).toMatchObject({ missing: [], added: [], types: [], otherDates: [] });
  });
});

describe('comparing', () => {
  it('counts what is missing in some records and passes over empty ones', () => {
    const fields: Fields = { a: { types: ['string'] }, b: { types: ['object'], fields: { c: { types: ['number'] } } } };
    const found = compare(fields, [{ a: 'x', b: null }, { a: null, b: {} }, { b: { c: 'one' } }]);
    expect(found.missing).toEqual([
      { field: 'a', missing: 1, of: 3 },
      { field: 'b.c', missing: 1, of: 2 },
    ]);
    expect(found.types).toEqual([{ field: 'b.c', expected: 'number', found: 'string' }]);
  });

  it('names a new field once, with the types it had, and no name that is not one', () => {
    const rows = [{ n: 1 }, { n: [] }, JSON.parse('{"Dana Whitfield": 1, "__proto__": {"a": 1}}')];
    expect(compare({}, rows).added).toEqual([
      { field: 'n', type: 'array or number' },
      { field: '(a name that is no identifier)', type: 'number' },
      { field: '__proto__', type: 'object' },
    ]);
  });

  it('does not drown in records that are maps', () => {
    const map = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]));
    expect(compare({}, [map]).added).toHaveLength(40);
  });
});
