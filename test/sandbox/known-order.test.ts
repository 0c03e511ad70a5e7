import { expect, it } from 'vitest';
import type { LineItem } from '../../src/sandbox/data/types.js';
import { createSandbox } from '../../src/sandbox/handler.js';
import { monday } from './open.js';

function knownJob(seed: number) {
  const { jobs, salesOrders, purchaseOrders, contacts } = createSandbox({ seed, now: () => monday }).data;
  return {
    job: jobs.find((job) => job.id === 32255),
    salesOrders: salesOrders.filter((order) => order.job_number === 32255),
    purchaseOrders: purchaseOrders.filter((order) => order.job_number === 32255),
    client: contacts.find((contact) => contact.id === 4101),
  };
}

it('is the same whatever the seed', () => {
  const [one, two] = [knownJob(1), knownJob(99)].map((known) => JSON.stringify(known));
  expect(one).toBe(two);
});

it('is an open polo order of Acme Manufacturing, a few weeks old', () => {
  const { job, salesOrders, client } = knownJob(1);
  expect(job).toMatchObject({ status: 'WIP', date: '2026-11-03', estimated_delivery_date: '2026-12-05' });
  expect(job?.client).toMatchObject({ id: 4101, business_name: 'Acme Manufacturing', name: 'Dana Whitfield' });
  expect(client?.client_group?.name).toBe('Acme Manufacturing');
  expect(salesOrders).toHaveLength(1);
  expect(salesOrders[0]).toMatchObject({
    id: 915501,
    number: 1,
    status: 'Open',
    customer_order_number: 'PO-88213',
    sub_total_value: 3720.13,
    tax_value: 269.71,
    total_value: 3989.84,
  });
});

it('holds navy and black polos by size, embroidery, a set-up charge and a run charge', () => {
  const lines = knownJob(1).salesOrders[0]?.line_items ?? [];
  const under = (parent: LineItem | undefined) => lines.filter((line) => line.parent_id === parent?.line_id);
  const named = (type: string) => lines.find((line) => line.type === type);
  const product = named('Asi');
  expect(product).toMatchObject({ sku: 'CAS4410', parent_id: 0, supplier: { name: 'Cascade Apparel Supply' } });
  const colors = lines.filter((line) => line.type === 'Color');
  expect(colors.map((line) => line.description)).toEqual(['Navy', 'Black']);
  const sizes = colors.map((color) => under(color).map((line) => `${line.description} ${line.quantity}`));
  expect(sizes).toEqual([
    ['S 13', 'M 24', 'L 30', 'XL 18', '2XL 8', '3XL 4'],
    ['M 10', 'L 16', 'XL 12', '2XL 6'],
  ]);
  const decoration = named('DecorationMethod');
  expect(decoration).toMatchObject({ description: 'Embroidery', parent_id: product?.line_id });
  expect(under(decoration).map((line) => line.type)).toEqual([
    'DecorationLocation',
    'DecorationSize',
    'StitchCount',
    'DesignName',
    'DecorationColor',
  ]);
  expect(named('SetupCharge')).toMatchObject({ quantity: 1, price_value: 65, cost_value: 40, line_total_value: 65 });
  expect(named('RunCharge')).toMatchObject({ quantity: 141, price_value: 1.125, line_total_value: 158.63 });
  expect(named('ProductComment')?.parent_id).toBe(product?.line_id);
  expect(named('Comment')?.parent_id).toBe(0);
  const priced = lines.filter((line) => line.quantity !== null);
  expect(priced.every((line) => typeof line.cost_value === 'number')).toBe(true);
});

it('is bought from two suppliers at cost', () => {
  const { purchaseOrders } = knownJob(1);
  expect(purchaseOrders.map(({ id, number, status, supplier }) => [id, number, status, supplier.name])).toEqual([
    [732101, 1, 'Approved', 'Cascade Apparel Supply'],
    [732102, 2, 'Open', 'Ironwood Embroidery'],
  ]);
  expect(purchaseOrders.map(({ sub_total_value, total_value }) => [sub_total_value, total_value])).toEqual([
    [2038.7, 2087.35],
    [134.82, 134.82],
  ]);
});

it('can have its lines changed, replaced and copied like any plain record', () => {
  const [order] = knownJob(1).salesOrders;
  if (order === undefined) throw new Error('The known order is missing.');
  order.line_items.splice(1);
  expect({ ...order }.line_items).toHaveLength(1);
  order.line_items = [];
  expect(JSON.parse(JSON.stringify(order)).line_items).toEqual([]);
});
