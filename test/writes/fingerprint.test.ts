import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, digestOf, fingerprintOf, referenceOf } from '../../src/writes/fingerprint.js';

const of = (content: unknown) => fingerprintOf('acme', 'order', canonical(content));

describe('a fingerprint', () => {
  it('does not see how the same is written', () => {
    const order = { job_id: 7, description: 'Navy polos', lines: [{ quantity: 10, price: 4.5, note: 'x' }] };
    const same = [
      { lines: [{ price: 4.5, note: 'X ', quantity: 10.0 }], description: '  navy   POLOS ', job_id: 7 },
      { ...order, comment: null, extra: undefined, empty: '', none: [], nothing: {} },
      JSON.parse(
        '{"job_id": 7.0, "description": "Navy\\tpolos", "lines": [{"quantity": 10, "price": 4.50, "note": "x"}]}',
      ),
    ];
    for (const other of same) expect(of(other)).toBe(of(order));
  });

  it('sees what is another', () => {
    const order = {
      job_id: 7,
      lines: [
        { size: 'M', quantity: 10 },
        { size: 'L', quantity: 2 },
      ],
    };
    const others = [
      { ...order, job_id: 8 },
      { ...order, lines: order.lines.toReversed() },
      {
        ...order,
        lines: [
          { size: 'M', quantity: 11 },
          { size: 'L', quantity: 2 },
        ],
      },
      { ...order, note: 'x' },
      {
        ...order,
        lines: [
          { size: 'M', quantity: '10' },
          { size: 'L', quantity: 2 },
        ],
      },
    ];
    for (const other of others) expect(of(other), JSON.stringify(other)).not.toBe(of(order));
    expect(fingerprintOf('other', 'order', canonical(order))).not.toBe(of(order));
    expect(fingerprintOf('acme', 'payment', canonical(order))).not.toBe(of(order));
  });

  it('keeps letter case where that is what is changed', () => {
    expect(canonical({ name: 'ACME' }, true)).not.toEqual(canonical({ name: 'Acme' }, true));
    expect(canonical({ name: 'ACME' })).toEqual(canonical({ name: 'Acme' }));
  });

  it('is the same for any order of names, at every level', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, inner]) => [name, reversed(inner)]),
      );
    };
    fc.assert(fc.property(fc.jsonValue(), (value) => of(reversed(value)) === of(value)));
  });
});

describe('a reference', () => {
  it('can be read out loud, and follows from content and generation', () => {
    const all = Array.from({ length: 500 }, (_, index) => referenceOf(of({ index }), 1));
    for (const one of all) expect(one).toMatch(/^Ref [2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    expect(new Set(all).size).toBe(all.length);
    expect(referenceOf('f', 1)).toBe(referenceOf('f', 1));
    expect(referenceOf('f', 2)).not.toBe(referenceOf('f', 1));
  });
});

it('a digest tells whether a record is as it was', () => {
  expect(digestOf({ a: 1, b: 'x' })).toBe(digestOf({ b: 'x', a: 1 }));
  expect(digestOf({ a: 1, b: 'X' })).not.toBe(digestOf({ a: 1, b: 'x' }));
});
