import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderName, parseId, parseOrderName, readId } from '../../src/records/order-name.js';

describe('the name of an order', () => {
  it.each(['32255-1', '#32255-1', ' 32255-1 ', '32255 - 1', '# 32255 -1', '\t32255-\u00a01', '032255-01'])(
    'reads "%s"',
    (text) => {
      expect(parseOrderName(text)).toEqual({ jobNumber: 32_255, number: 1 });
    },
  );

  it('reads a bare job number', () => {
    expect(parseOrderName('#32255')).toEqual({ jobNumber: 32_255, number: null });
  });

  it.each([
    '',
    '#',
    '-1',
    '32255-',
    '32255-0',
    '0-1',
    '0',
    '32255-1-2',
    '32255.1',
    '3 2255-1',
    '٣٢٢٥٥-1',
    '３２２５５-1',
    'abc',
    '1e3',
    '+5',
    '9007199254740992-1',
    '1-9007199254740992',
    '9'.repeat(400),
  ])('does not read "%s"', (text) => {
    expect(parseOrderName(text)).toBeNull();
  });

  it('reads every name that it gives', () => {
    const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(count, count, (jobNumber, number) => {
        expect(parseOrderName(orderName(jobNumber, number))).toEqual({ jobNumber, number });
      }),
    );
  });
});

describe('an id', () => {
  it.each([
    [5, 5],
    ['5', 5],
    ['#5', 5],
    [' # 5 ', 5],
    ['007', 7],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [0, null],
    [-1, null],
    [1.5, null],
    [2 ** 53, null],
    ['1.0', null],
    ['1/../2', null],
    ['', null],
    [null, null],
    [[5], null],
    [true, null],
  ])('%j is read as %j', (value, id) => {
    expect(parseId(value)).toBe(id);
  });

  it('comes without # from Syncore', () => {
    expect(readId('5')).toBe(5);
    expect(readId('#5')).toBeNull();
  });
});
