import { expect, it } from 'vitest';
import { type Open, open, wrongFields } from './open.js';

const order = '/orders/jobs/32255/salesorders/915501';

function setStatus(box: Open, status: string): void {
  for (const one of box.sandbox.data.salesOrders) one.status = status;
}

it('stores a payment, dated today unless told, and shows it nowhere', async () => {
  await using box = await open({ jobs: 1 });
  const before = await box.read(order);
  const payment = { amount_value: 250.5, date: '2026-11-20', method: 'Check', reference_number: '1041', comment: null };
  const made = await box.write('POST', `${order}/payments`, payment);
  expect(made).toEqual({ id: 1, sales_order_id: 915501, job_number: 32255, ...payment });
  expect(box.sandbox.data.payments).toEqual([made]);
  expect(await box.write('POST', `${order}/payments`, { amount_value: 250.5 })).toMatchObject({
    id: 2,
    date: '2026-11-23',
    method: null,
  });
  expect((await box.get(`${order}/payments`)).status).toBe(405);
  expect(await box.read(order)).toEqual({ ...before, last_modified_date: '2026-11-23 10:00:00' });
});

it('makes an invoiced order paid when its payments reach its total', async () => {
  await using box = await open({ jobs: 1 });
  setStatus(box, 'Invoiced');
  await box.write('POST', `${order}/payments`, { amount_value: 3989.83 });
  expect(await box.read(order)).toMatchObject({ status: 'Invoiced', total_value: 3989.84 });
  await box.write('POST', `${order}/payments`, { amount_value: 0.01 });
  expect(await box.read(order)).toMatchObject({ status: 'Paid' });
  expect(await box.read('/orders/jobs/32255')).toMatchObject({ sales_orders: [{ status: 'Paid' }] });
});

it.each(['Pending', 'Open', 'Paid'])('leaves an order %s that is paid in full', async (status) => {
  await using box = await open({ jobs: 1 });
  setStatus(box, status);
  await box.write('POST', `${order}/payments`, { amount_value: 5000 });
  expect(await box.read(order)).toMatchObject({ status });
});

it.each([
  ['amount_value', null],
  ['amount_value', 0],
  ['amount_value', -10],
  ['amount_value', 10.005],
  ['amount_value', '10.00'],
  ['date', 'today'],
  ['method', 3],
  ['reference_number', 1041],
  ['id', 7],
  ['sales_order_id', 915501],
  ['amount', 10],
])('refuses a payment whose %s is %j, and names the field', async (field, value) => {
  await using box = await open({ jobs: 1 });
  const refused = await box.send('POST', `${order}/payments`, { amount_value: 10, [field]: value });
  expect(wrongFields(refused)).toEqual([field]);
  expect(box.sandbox.data.payments).toEqual([]);
});
