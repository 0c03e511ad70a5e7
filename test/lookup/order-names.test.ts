import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob, plantPurchaseOrder, plantSalesOrder } from '../support/plants.js';

let desk: Lookup;
let several: number;
let bare: number;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 20 } });
  several = plantJob(desk.data).id;
  bare = plantJob(desk.data).id;
  for (const _ of [1, 2, 3]) {
    plantSalesOrder(desk.data, { job_number: several });
    plantPurchaseOrder(desk.data, { job_number: several });
  }
});

afterAll(() => desk[Symbol.asyncDispose]());

describe.each([
  ['get_sales_order', 'sales order', 915501],
  ['get_purchase_order', 'purchase order', 732101],
])('%s', (tool, kind, id) => {
  it.each(['32255-1', '#32255-1', ' 32255 - 1 ', '# 32255-1', '032255-01'])('takes %j', async (order) => {
    expect(await desk.get(tool, { order })).toMatchObject({ order: '32255-1', id, job_id: 32255 });
  });

  it('tells the orders of one job apart by their number', async () => {
    for (const number of [1, 2, 3]) {
      const order = `${several}-${number}`;
      expect(await desk.get(tool, { order })).toMatchObject({ order, job_id: several });
    }
  });

  it('does not choose among several where a bare job number is given, and names them', async () => {
    const refused = await desk.refused(tool, { order: String(several) });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'order' }] });
    for (const number of [1, 2, 3]) expect(refused.message).toContain(`${several}-${number}`);
  });

  it('names the orders that there are where one is not', async () => {
    const refused = await desk.refused(tool, { order: `${several}-9` });
    expect(refused).toMatchObject({ code: 'not_found', written: 'no', retryable: false });
    expect(refused.message).toContain(kind);
    for (const number of [1, 2, 3]) expect(refused.message).toContain(`${several}-${number}`);
  });

  it('says that a job has none', async () => {
    for (const order of [String(bare), `${bare}-1`]) {
      const refused = await desk.refused(tool, { order });
      expect(refused.code).toBe('not_found');
      expect(refused.message).toMatch(/none/);
    }
  });

  it('says that there is no such job', async () => {
    const refused = await desk.refused(tool, { order: '99999-1' });
    expect(refused.code).toBe('not_found');
    expect(refused.message).toContain('99999');
  });

  it.each([
    '32255-',
    '-1',
    '32255-1-1',
    '32255-0',
    '0-1',
    '1/../../crm',
    '%2e%2e',
    '٣٢٢٥٥-1',
    '9'.repeat(19),
    'PO-88213',
    32255.5,
  ])('refuses %j before Syncore is asked', async (order) => {
    const asked = desk.asked().length;
    const refused = await desk.refused(tool, { order });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'order' }] });
    expect(desk.asked()).toHaveLength(asked);
  });

  it('is asked for the order', async () => {
    for (const given of [{}, { order: '' }, { order: null }]) {
      expect((await desk.refused(tool, given)).fields).toEqual([{ field: 'order', message: 'is required' }]);
    }
  });
});

it.each([
  ['get_sales_order', plantSalesOrder],
  ['get_purchase_order', plantPurchaseOrder],
] as const)('%s does not choose among orders of one number, and names their ids', async (tool, plant) => {
  const twice = plantJob(desk.data).id;
  const ids = [1, 2].map(() => plant(desk.data, { job_number: twice, number: 1 }).id);
  const refused = await desk.refused(tool, { order: `${twice}-1` });
  expect(refused.code).toBe('conflict');
  for (const id of ids) expect(refused.message).toContain(String(id));
});

it('takes a bare job number where the job has one such order', async () => {
  expect(await desk.get('get_sales_order', { order: '32255' })).toMatchObject({ order: '32255-1', id: 915501 });
  const one = plantJob(desk.data).id;
  plantPurchaseOrder(desk.data, { job_number: one });
  expect(await desk.get('get_purchase_order', { order: ` #${one} ` })).toMatchObject({ order: `${one}-1` });
});

it('finds an order of a job that has more of them than a page holds', async () => {
  const many = plantJob(desk.data).id;
  for (let n = 1; n <= 23; n += 1) plantSalesOrder(desk.data, { job_number: many });
  expect(await desk.get('get_sales_order', { order: `${many}-1` })).toMatchObject({ order: `${many}-1` });
  expect(await desk.get('get_sales_order', { order: `${many}-23` })).toMatchObject({ order: `${many}-23` });
  const { message } = await desk.refused('get_sales_order', { order: `${many}-24` });
  expect(message.match(/\d+-\d+/g)?.length).toBeLessThanOrEqual(21);
});

it('never says that an order is not there where the list could not be read to its end', async () => {
  await using hasty = await openLookup({ sandbox: { jobs: 1 }, env: { SYNCORE_CALL_BUDGET_MS: '900' } });
  for (let n = 1; n <= 14; n += 1) plantSalesOrder(hasty.data, { job_number: 32255 });
  hasty.sandbox.faults.add({ kind: 'hang', match: { path: /salesorders\?.*page=2/ }, times: Number.POSITIVE_INFINITY });
  const last = await hasty.refused('get_sales_order', { order: '32255-1' });
  expect(last).toMatchObject({ code: 'timeout', retryable: true });
  expect(await hasty.get('get_sales_order', { order: '32255-15' })).toMatchObject({ order: '32255-15' });
});
