import { expect } from 'vitest';
import { type Row, shown } from './expected-rows.js';
import type { List, Lookup } from './lookup.js';

/**
 * Asks for a list that fits one answer and expects exactly `wanted`, in this order. It must not be empty: an answer
 * to a question that nothing fits proves little.
 */
export async function expectWhole(lookup: Lookup, tool: string, args: Row, wanted: readonly Row[]): Promise<List> {
  expect(wanted.length, 'the test expects nothing').toBeGreaterThan(0);
  expect(wanted.length, 'the test expects more than one answer holds').toBeLessThanOrEqual(100);
  const part = await lookup.list(tool, { limit: 100, ...args });
  expect(part.items).toEqual(wanted.map((row, index) => shown(row, part.items[index])));
  expect(part).toMatchObject({ returned: wanted.length, total: wanted.length, next_cursor: null, complete: true });
  return part;
}
