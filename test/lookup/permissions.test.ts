import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';

/** The table of syncore-api.md, typed out: read, create, edit, delete. */
const TABLE = `
contacts                   program   yes   yes   yes   never
contacts                   store     yes   yes   yes   never
contacts                   dropship  yes   soon  soon  never
jobs                       program   yes   yes   yes   never
jobs                       store     yes   yes   yes   never
jobs                       dropship  yes   soon  soon  never
sales_orders               -         yes   yes   soon  never
sales_order_line_items     -         soon  yes   soon  never
sales_order_payments       -         soon  yes   no    never
purchase_orders            -         yes   soon  soon  never
purchase_order_line_items  -         soon  soon  soon  never
purchase_order_payments    -         soon  soon  no    never
products                   -         no    no    no    never
inventory                  -         no    no    no    never
job_logs                   -         no    no    no    never
quotes                     -         no    no    no    never
`;

const ACTIONS = ['read', 'create', 'edit', 'delete'];

const expected = TABLE.trim()
  .split('\n')
  .flatMap((line) => {
    const [area, jobClass, ...cells] = line.split(/\s+/);
    return ACTIONS.map((action, at) => ({
      area,
      class: jobClass === '-' ? null : jobClass,
      action,
      allowed: cells[at],
    }));
  });

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 1 } });
});

afterAll(() => desk[Symbol.asyncDispose]());

async function rows(args: Row = {}) {
  const answer = await desk.get('check_permissions', args);
  const { items } = answer;
  if (!Array.isArray(items)) throw new Error('no items');
  expect(answer).toMatchObject({ returned: items.length, total: items.length, complete: true, notes: [] });
  return items;
}

describe('check_permissions', () => {
  it('is the vendor table, cell by cell', async () => {
    const shown = (await rows()).map(({ reason, ...cell }) => cell);
    expect(shown).toEqual(expected);
  });

  it('gives a reason for each, and a way out of each refusal', async () => {
    for (const { allowed, action, reason } of await rows()) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      if (allowed === 'yes') expect(reason).not.toMatch(/\bnot\b|by hand/);
      if (allowed === 'soon') expect(reason).toMatch(/coming soon/);
      if (allowed !== 'yes') expect(reason).toMatch(/in Syncore\.|get_(sales|purchase)_order/);
      if (action === 'delete') expect(reason).toMatch(/by hand in Syncore/);
    }
  });

  it.each([
    { area: 'jobs' },
    { action: 'delete' },
    { area: 'sales_order_payments', action: 'edit' },
    { area: 'Sales Order Payments', action: 'EDIT' },
  ])('narrows to %j', async (args: { area?: string; action?: string }) => {
    const wanted = expected.filter(
      ({ area, action }) =>
        (args.area === undefined || area === args.area.toLowerCase().replaceAll(' ', '_')) &&
        (args.action === undefined || action === args.action.toLowerCase()),
    );
    expect((await rows(args)).map(({ reason, ...cell }) => cell)).toEqual(wanted);
  });

  it('does not ask Syncore', async () => {
    await rows();
    expect(desk.asked()).toEqual([]);
  });

  it('refuses an area that is none, with the nearest', async () => {
    const refused = await desk.refused('check_permissions', { area: 'purchase_order' });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'area', nearest: 'purchase_orders' }] });
  });
});
