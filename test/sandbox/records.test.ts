import { expect, it } from 'vitest';
import { isObject, open, rows } from './open.js';

it('gives single records bare, with their dates in three forms', async () => {
  await using box = await open();
  const job = await box.read('/orders/jobs/32255');
  expect(job).toMatchObject({ id: 32255, date: '2026-11-03', client: { business_name: 'Acme Manufacturing' } });
  const order = await box.read('/orders/jobs/32255/salesorders/915501');
  expect(order).toMatchObject({ number: 1, job_number: 32255, date: '2026-11-03T09:42:00' });
  expect(order.last_modified_date).toBe('2026-11-05 14:05:31');
});

it('gives reference lists in the shapes that were seen', async () => {
  await using box = await open();
  const [suppliers, groups, terms, indices] = await Promise.all(
    ['/orders/suppliers', '/crm/client-groups', '/crm/payment-terms', '/orders/product-indices'].map((path) =>
      box.get(`${path}?count=99`),
    ),
  );
  expect(suppliers?.json).toContainEqual(expect.objectContaining({ id: 301, name: 'Cascade Apparel Supply' }));
  expect(groups?.json).toContainEqual({ id: expect.any(Number), name: 'Acme Manufacturing' });
  expect(terms?.json).toEqual({ payment_terms: expect.arrayContaining([{ id: 1, name: 'Net 30' }]) });
  expect(indices?.json).toMatchObject({ product_indices: expect.any(Array), total_results: 7 });
});

it('shows purchase orders briefly in a search, whole elsewhere', async () => {
  await using box = await open();
  const search = rows(await box.read('/orders/jobs/purchaseorders?count=10'), 'purchaseorders');
  const whole = ['line_items', 'ship_to', 'supplier_address', 'shipping_and_instructions', 'critical_comments'];
  for (const order of search) {
    expect(order).toMatchObject({ in_hand_date: expect.any(String), supplier: { name: expect.any(String) } });
    for (const field of whole) expect(order).not.toHaveProperty(field);
  }
  const ofJob = rows(await box.read('/orders/jobs/32255/purchaseorders?count=10'), 'purchaseorders');
  const single = await box.read('/orders/jobs/32255/purchaseorders/732101');
  for (const order of [...ofJob, single]) {
    for (const field of whole) expect(order).toHaveProperty(field);
  }
});

it('brings the lines inside a sales order, in searches too', async () => {
  await using box = await open();
  for (const order of rows(await box.read('/orders/jobs/salesorders?count=10'), 'salesorders')) {
    expect(rows(order, 'line_items').length).toBeGreaterThan(1);
  }
});

it('embeds in a job what its orders say now', async () => {
  await using box = await open();
  const [order] = box.sandbox.data.salesOrders.filter((candidate) => candidate.job_number === 32255);
  if (order === undefined) throw new Error('The known order is missing.');
  order.status = 'Invoiced';
  expect((await box.read('/orders/jobs/32255')).sales_orders).toEqual([
    { id: 915501, number: 1, status: 'Invoiced', total_value: order.total_value },
  ]);
});

it('writes countries out and keeps a contact in its group', async () => {
  await using box = await open();
  const contact = await box.read('/crm/contacts/4101');
  expect(contact).toMatchObject({
    business_name: 'Acme Manufacturing',
    contact_class: 'Program',
    client_group: { name: 'Acme Manufacturing' },
    billing_address: { name: 'Dana Whitfield', country: 'United States' },
  });
  expect(isObject(contact.payment_term)).toBe(true);
});
