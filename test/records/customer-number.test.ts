import { describe, expect, it } from 'vitest';
import { normalCustomerNumber } from '../../src/records/customer-number.js';

describe("a customer's order number", () => {
  it.each([
    '7781',
    'PO 7781',
    'po7781',
    'P.O. #7781',
    'P O: 7781',
    'Purchase Order No. 7781',
    'PO-77 81',
    'Order number 7781',
    ' #7781 ',
  ])('is the same however it is written: %j', (text) => {
    expect(normalCustomerNumber(text)).toBe('7781');
  });

  it.each([
    ['POLO-12', 'polo12'],
    ['NOV-3', 'nov3'],
    ['PORT 9', 'port9'],
    ['A-77/81', 'a7781'],
    ['PO', 'po'],
    ['№ Ü-5', 'ü5'],
  ])('keeps what belongs to it: %j', (text, number) => {
    expect(normalCustomerNumber(text)).toBe(number);
  });

  it.each([null, '', '  ', '#', '--'])('is none where nothing is written: %j', (text) => {
    expect(normalCustomerNumber(text)).toBe('');
  });
});
