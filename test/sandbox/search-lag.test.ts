import { expect, it } from 'vitest';
import { monday, open, rows } from './open.js';

const jobs = '/orders/jobs?date_from=2026-11-01&date_to=2026-11-23T23:59:59&count=10';
const salesOrders = '/orders/jobs/salesorders?date_from=2026-11-01&count=10';
const contacts = '/crm/contacts?count=10';

/** A sandbox with one job whose searches lag by three seconds, and its clock. */
async function lagging() {
  const clock = { now: monday };
  const box = await open({ jobs: 1, searchLagMs: 3000, now: () => clock.now });
  return { box, clock };
}

it('shows a new record by id at once, and in searches when their lag is over', async () => {
  const { box, clock } = await lagging();
  await using _ = box;
  const total = Number((await box.read(contacts)).total_results);
  const { id } = await box.write('POST', '/crm/contacts', { last_name: 'Finch' });
  const job = await box.write('POST', '/orders/jobs', { client_id: id, description: 'Pens' });
  const order = await box.write('POST', `/orders/jobs/${job.id}/salesorders`, {});
  for (const path of [`/crm/contacts/${id}`, `/orders/jobs/${job.id}`]) expect((await box.get(path)).status).toBe(200);
  expect(rows(await box.read(`/orders/jobs/${job.id}/salesorders`), 'salesorders')).toEqual([order]);
  const search = async () => [
    (await box.read(jobs)).total_results,
    (await box.read(salesOrders)).total_results,
    Number((await box.read(contacts)).total_results) - total,
  ];
  clock.now += 2999;
  expect(await search()).toEqual([1, 1, 0]);
  clock.now += 1;
  expect(await search()).toEqual([2, 2, 1]);
});

it('shows the last known state of an edited record in searches until their lag is over', async () => {
  const { box, clock } = await lagging();
  await using _ = box;
  const path = '/orders/jobs/32255/salesorders/915501';
  const [before] = rows(await box.read(salesOrders), 'salesorders');
  const line = { type: 'RunCharge', quantity: 1, price_value: 10 };
  await box.write('POST', `${path}/lineitems`, line);
  clock.now += 2000;
  await box.write('POST', `${path}/lineitems`, line);
  expect(rows(await box.read(salesOrders), 'salesorders')).toEqual([before]);
  const [brief] = rows(rows(await box.read(jobs), 'jobs')[0], 'sales_orders');
  expect(brief).toMatchObject({ total_value: before?.total_value });
  clock.now += 1000;
  expect(rows(await box.read(salesOrders), 'salesorders')).toMatchObject([{ sub_total_value: 3730.13 }]);
  clock.now += 2000;
  expect(rows(await box.read(salesOrders), 'salesorders')).toEqual([await box.read(path)]);
  expect(rows(await box.read(jobs), 'jobs')).toEqual([await box.read('/orders/jobs/32255')]);
});

it('does not lag unless told', async () => {
  await using box = await open({ jobs: 1 });
  await box.write('POST', '/orders/jobs', { client_id: 4101, description: 'Pens' });
  expect((await box.read(jobs)).total_results).toBe(2);
});
