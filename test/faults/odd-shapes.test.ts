import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oddShapes } from '../../src/sandbox/catalogue.js';
import { type Open, open } from '../sandbox/open.js';
import { type CallResult, type Connection, connect } from '../support/connect.js';
import { errorOf, itemsOf } from '../support/rows.js';

/** Every odd shape of the sandbox, on every kind of list, and what an answer must be then: right, or open about it. */

let box: Open;
let server: Connection;
const plain = new Map<string, CallResult>();

/** Few enough records that every list is read to its end, on several pages. */
const LISTS: [tool: string, args: Record<string, unknown>][] = [
  ['list_jobs', { limit: 100 }],
  ['list_sales_orders', { limit: 100, status: 'Open' }],
  ['list_purchase_orders', { limit: 100 }],
  ['list_contacts', { limit: 100, text: 'a' }],
  ['list_reference_data', { kind: 'product_indices' }],
];
/** Nothing tells how long these are, so that nobody can see that rows were left out; none may be made up. */
const UNCOUNTED: [tool: string, args: Record<string, unknown>][] = [
  ['list_reference_data', { kind: 'payment_terms' }],
  ['list_reference_data', { kind: 'suppliers' }],
];
const SINGLES: [tool: string, args: Record<string, unknown>][] = [
  ['get_job', { job_id: 32_255 }],
  ['get_sales_order', { order: '32255-1' }],
  ['get_purchase_order', { order: '32255-1' }],
  ['get_contact', { contact_id: 4101 }],
];
const nameOf = ([tool, args]: [string, Record<string, unknown>]) => `${tool} ${JSON.stringify(args)}`;

beforeAll(async () => {
  box = await open({ now: Date.now, jobs: 40 });
  server = await connect({ upstream: box.url });
  for (const call of [...LISTS, ...UNCOUNTED, ...SINGLES]) plain.set(nameOf(call), await server.call(...call));
});
afterAll(async () => {
  await server.close();
  await box[Symbol.asyncDispose]();
});

/** Rows of reference data go by their names: one shape takes the ids away. */
const keyOf = (row: Record<string, unknown>) => String(row.order ?? row.job_id ?? row.contact_id ?? row.name);
const keys = (answer: CallResult) => itemsOf(answer).map(keyOf).sort();
const plainAnswer = (name: string) => {
  const answer = plain.get(name);
  if (answer === undefined) throw new Error(`${name} was not asked before`);
  return answer;
};

describe.each(Object.entries(oddShapes))('when every answer is odd: %s,', (_shape, shape) => {
  beforeAll(() => box.sandbox.faults.add({ kind: 'shape', shape, times: Number.POSITIVE_INFINITY }));
  afterAll(() => box.sandbox.faults.clear());

  it.each(LISTS.map((call) => [nameOf(call), call] as const))(
    '%s is right or says that it is not',
    async (name, call) => {
      const answer = await server.call(...call);
      if (answer.isError) {
        expect(errorOf(answer)).toMatchObject({ code: 'upstream_invalid', message: expect.stringContaining('GET /') });
        return;
      }
      const before = plainAnswer(name);
      const found = keys(answer);
      expect(new Set(found).size).toBe(found.length);
      const { complete, notes, next_cursor: cursor } = answer.structuredContent;
      if (complete === false) expect(notes).not.toEqual(before.structuredContent.notes);
      else if (cursor === null) expect(found).toEqual(keys(before));
    },
  );

  it.each(UNCOUNTED.map((call) => [nameOf(call), call] as const))('%s makes nothing up', async (name, call) => {
    const answer = await server.call(...call);
    if (answer.isError) expect(errorOf(answer).code).toBe('upstream_invalid');
    else expect(keys(plainAnswer(name))).toEqual(expect.arrayContaining(keys(answer)));
  });

  it.each(SINGLES.map((call) => [nameOf(call), call] as const))('%s is that record or an error', async (name, call) => {
    const answer = await server.call(...call);
    const { structuredContent } = answer;
    if (answer.isError) expect(['upstream_invalid', 'timeout', 'not_found']).toContain(errorOf(answer).code);
    else expect(keyOf(structuredContent)).toBe(keyOf(plainAnswer(name).structuredContent));
  });
});
