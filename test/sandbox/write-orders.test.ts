import { expect, it } from 'vitest';
import { type Open, open, rows, wrongFields } from './open.js';

const orders = '/orders/jobs/32255/salesorders';
const known = `${orders}/915501`;

it('creates an order with the next number of its job, pending, empty and shown in the job', async () => {
  await using box = await open({ jobs: 60 });
  const made = await box.write('POST', orders, {
    customer_order_number: 'PO-90001',
    customer_instructions: 'Call before delivery.',
    description: 'Second run',
    date: '2026-11-20',
    ship_to: {
      business_name: 'Acme Annex',
      first_name: 'Tina',
      address1: '9 Foundry Road',
      state: 'OR',
      country: 'US',
    },
  });
  expect(made).toMatchObject({
    number: 2,
    job_number: 32255,
    status: 'Pending',
    date: '2026-11-20',
    client: { id: 4101, business_name: 'Acme Manufacturing' },
    customer_order_number: 'PO-90001',
    customer_instructions: 'Call before delivery.',
    description: 'Second run',
    sold_to: { business_name: 'Acme Manufacturing', name: 'Dana Whitfield', country: 'United States' },
    ship_to: { business_name: 'Acme Annex', name: 'Tina', city: null, country: 'United States' },
    sub_total_value: 0,
    tax_value: 0,
    total_value: 0,
    invoice_date: null,
    last_modified_date: '2026-11-23 10:00:00',
    line_items: [],
  });
  expect(box.sandbox.data.salesOrders.filter(({ id }) => id === made.id)).toHaveLength(1);
  expect(await box.read(`${orders}/${made.id}`)).toEqual(made);
  expect((await box.read('/orders/jobs/32255')).sales_orders).toEqual([
    { id: 915501, number: 1, status: 'Open', total_value: 3989.84 },
    { id: made.id, number: 2, status: 'Pending', total_value: 0 },
  ]);
});

it('dates an order that has no date of its own, and takes the addresses of its client', async () => {
  await using box = await open({ jobs: 1 });
  const made = await box.write('POST', orders, {});
  const contact = await box.read('/crm/contacts/4101');
  expect(made).toMatchObject({
    date: '2026-11-23T10:00:00',
    customer_order_number: null,
    sold_to: contact.billing_address,
    bill_to: contact.billing_address,
    ship_to: contact.shipping_address,
  });
});

it('takes orders, lines and payments on a dropship job that exists', async () => {
  await using box = await open({ jobs: 60 });
  const job = box.sandbox.data.jobs.find(({ job_class }) => job_class === 'Dropship');
  const made = await box.write('POST', `/orders/jobs/${job?.id}/salesorders`, {});
  const path = `/orders/jobs/${job?.id}/salesorders/${made.id}`;
  await box.write('POST', `${path}/lineitems`, { type: 'Comment', description: 'One recipient' });
  await box.write('POST', `${path}/payments`, { amount_value: 5 });
});

it('names all that is wrong with an order at once', async () => {
  await using box = await open({ jobs: 1 });
  const wrong = {
    customer_order_number: 88213,
    date: '2026-11-31',
    ship_to: { name: 'Tina', country: 'us' },
    number: 2,
    status: 'Open',
    total_value: 10,
    last_modified_date: '2026-11-20',
    line_items: [],
  };
  expect(wrongFields(await box.send('POST', orders, wrong))).toEqual([
    'customer_order_number',
    'date',
    'ship_to.country',
    'ship_to.name',
    'number',
    'status',
    'total_value',
    'last_modified_date',
    'line_items',
  ]);
  expect((await box.send('POST', '/orders/jobs/1/salesorders', {})).status).toBe(404);
  expect(box.sandbox.data.salesOrders).toHaveLength(1);
});

/** A new order of job 32255 with its path. */
async function newOrder(box: Open): Promise<string> {
  const { id } = await box.write('POST', orders, {});
  return `${orders}/${id}`;
}

it('adds lines one by one, parents first, and adds the order up', async () => {
  await using box = await open({ jobs: 1 });
  const path = await newOrder(box);
  const product = await box.write('POST', `${path}/lineitems`, {
    type: 'Asi',
    description: 'Trailhead Performance Polo',
    sku: 'CAS4410',
    product_id: 880431,
    supplier_id: 301,
  });
  expect(product).toEqual({
    id: product.line_id,
    line_id: expect.any(Number),
    parent_id: 0,
    type: 'Asi',
    description: 'Trailhead Performance Polo',
    sku: 'CAS4410',
    product_id: 880431,
    quantity: null,
    price_value: null,
    cost_value: null,
    line_total_value: null,
    taxability: 'Taxable',
    supplier: expect.objectContaining({ id: 301, name: 'Cascade Apparel Supply', asi_id: 99011 }),
    visible: true,
    from_stock: false,
  });
  const color = await box.write('POST', `${path}/lineitems`, {
    parent_id: product.line_id,
    type: 'Color',
    description: 'Navy',
  });
  // 3 × 0.895 is 2.685, 1 × 0.005 half a cent: both round away from zero, and so does what is taken off.
  for (const [quantity, price_value, total] of [
    [3, 0.895, 2.69],
    [1, 0.005, 0.01],
    [7, 1.125, 7.88],
    [1, -0.005, -0.01],
    [0, 12, 0],
  ]) {
    const line = {
      parent_id: color.line_id,
      type: 'Size',
      description: 'M',
      quantity,
      price_value,
      cost_value: 0.6725,
    };
    expect(await box.write('POST', `${path}/lineitems`, line)).toMatchObject({ line_total_value: total });
  }
  const order = await box.read(path);
  expect(order).toMatchObject({ sub_total_value: 10.57, tax_value: 0.77, total_value: 11.34 });
  const ids = rows(order, 'line_items').map(({ line_id }) => Number(line_id));
  expect(ids).toHaveLength(7);
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  const job = await box.read('/orders/jobs/32255');
  expect(rows(job, 'sales_orders')[1]).toMatchObject({ number: 2, total_value: 11.34 });
});

it('takes the other spelling of the path, and a line without tax', async () => {
  await using box = await open({ jobs: 1 });
  const path = await newOrder(box);
  const line = { type: 'SetupCharge', quantity: 2, price_value: 50, taxability: 'Exempt' };
  await box.write('POST', `${path.replace('salesorders', 'saleseorders')}/lineitems`, line);
  expect(await box.read(path)).toMatchObject({ sub_total_value: 100, tax_value: 0, total_value: 100 });
});

it('keeps the sums of every order that a line without a price is added to', async () => {
  await using box = await open({ jobs: 60 });
  for (const { id, job_number, sub_total_value, tax_value, total_value } of [...box.sandbox.data.salesOrders]) {
    const path = `/orders/jobs/${job_number}/salesorders/${id}`;
    await box.write('POST', `${path}/lineitems`, { type: 'Comment', description: 'Proof sent.' });
    expect(await box.read(path)).toMatchObject({
      sub_total_value,
      tax_value,
      total_value,
      last_modified_date: '2026-11-23 10:00:00',
    });
  }
});

it('hangs a line under any line of its order, old or new', async () => {
  await using box = await open({ jobs: 1 });
  const [first] = rows(await box.read(known), 'line_items');
  const made = await box.write('POST', `${known}/lineitems`, { parent_id: first?.line_id, type: 'ProductComment' });
  expect(Number(made.line_id)).toBeGreaterThan(Number(first?.line_id));
  const lines = rows(await box.read(known), 'line_items');
  expect(lines.at(-1)).toMatchObject({ line_id: made.line_id, parent_id: first?.line_id });
});

it.each([
  ['parent_id', 4_100_999],
  ['parent_id', -1],
  ['parent_id', '0'],
  ['supplier_id', 99],
  ['supplier_id', 'Cascade Apparel Supply'],
  ['supplier', { id: 301 }],
  ['type', ''],
  ['quantity', '12'],
  ['quantity', -1],
  ['price_value', 0.12345],
  ['cost_value', '3.10'],
  ['product_id', 1.5],
  ['visible', 'true'],
  ['line_id', 5],
  ['line_total_value', 12],
  ['colour', 'Navy'],
])('refuses a line whose %s is %j, and names the field', async (field, value) => {
  await using box = await open({ jobs: 1 });
  const before = await box.read(known);
  const line = { type: 'Size', description: 'M', quantity: 12, price_value: 1, [field]: value };
  expect(wrongFields(await box.send('POST', `${known}/lineitems`, line))).toEqual([field]);
  expect(await box.read(known)).toEqual(before);
});

it('finds no line of another order, and no order of another job', async () => {
  await using box = await open({ jobs: 1 });
  const path = await newOrder(box);
  const [foreign] = rows(await box.read(known), 'line_items');
  const line = { type: 'Size', parent_id: foreign?.line_id };
  expect(wrongFields(await box.send('POST', `${path}/lineitems`, line))).toEqual(['parent_id']);
  await box.write('POST', '/orders/jobs', { client_id: 4101, description: 'Another' });
  for (const end of ['lineitems', 'payments']) {
    expect((await box.send('POST', `/orders/jobs/32256/salesorders/915501/${end}`, line)).status).toBe(404);
  }
});
