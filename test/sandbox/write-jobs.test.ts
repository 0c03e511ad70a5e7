import { expect, it } from 'vitest';
import { type Open, open, wrongFields } from './open.js';

const job = {
  client_id: 4101,
  description: 'Caps for the spring trade show',
  job_type: 'Order',
  priority: 'High',
  product_index_id: 2,
  estimated_delivery_date: '2027-02-12',
  primary_rep: 'morgan.ellis@lantern-promo.example',
  secondary_rep: 'Priya.Raman@lantern-promo.example',
  customer_service_rep: 'ben.sorensen@lantern-promo.example',
};

/** The body of a PUT that leaves job 32255 as it is. */
const known = {
  client_id: 4101,
  description: 'Navy and black polos for the fall safety kickoff',
  job_type: 'Order',
  priority: 'Normal',
  product_index_id: 1,
  estimated_delivery_date: '2026-12-05',
  primary_rep: 'Morgan Ellis',
  secondary_rep: 'Priya Raman',
  customer_service_rep: 'Alicia Nguyen',
  commission_split: 50,
};

function contactOf(box: Open, contactClass: string): number {
  const contact = box.sandbox.data.contacts.find(({ contact_class }) => contact_class === contactClass);
  if (contact === undefined) throw new Error(`There is no ${contactClass} contact.`);
  return contact.id;
}

it('knows its users by name and e-mail', async () => {
  await using box = await open({ jobs: 60 });
  const { users, jobs } = box.sandbox.data;
  const names = new Set(users.map(({ name }) => name));
  expect(new Set(users.map(({ email }) => email)).size).toBe(users.length);
  for (const { email } of users) expect(email).toMatch(/^[a-z]+\.[a-z]+@[a-z-]+\.example$/);
  for (const { primary_rep, customer_service_rep_name } of jobs) {
    expect(names).toContain(primary_rep?.name);
    if (customer_service_rep_name !== null) expect(names).toContain(customer_service_rep_name);
  }
});

it('creates a job with the next number, and shows its reps as names', async () => {
  await using box = await open({ jobs: 1 });
  const made = await box.write('POST', '/orders/jobs', job);
  expect(made).toEqual({
    id: 32256,
    store: null,
    job_class: 'Program',
    status: 'Pending',
    date: '2026-11-23',
    estimated_delivery_date: '2027-02-12',
    completed_date: null,
    description: 'Caps for the spring trade show',
    job_type: 'Order',
    priority: 'High',
    product_index: { id: 2, name: 'Headwear' },
    client: {
      id: 4101,
      business_name: 'Acme Manufacturing',
      name: 'Dana Whitfield',
      email: 'dana.whitfield@acme-manufacturing.example',
    },
    primary_rep: { name: 'Morgan Ellis' },
    secondary_rep: { name: 'Priya Raman' },
    commission_split: null,
    customer_service_rep_name: 'Ben Sorensen',
    sales_orders: [],
    purchase_orders: [],
  });
  expect(await box.read('/orders/jobs/32256')).toEqual(made);
});

it('needs a client and a description, and no more', async () => {
  await using box = await open({ jobs: 1 });
  expect(wrongFields(await box.send('POST', '/orders/jobs', {}))).toEqual(['client_id', 'description']);
  expect(wrongFields(await box.send('POST', '/orders/jobs', { client_id: 4101, description: ' ' }))).toEqual([
    'description',
  ]);
  const made = await box.write('POST', '/orders/jobs', { client_id: 4101, description: 'Pens' });
  expect(made).toMatchObject({ primary_rep: null, product_index: null, priority: null });
});

it('needs a store for a store client, and takes one for any other', async () => {
  await using box = await open({ jobs: 1 });
  const [store] = box.sandbox.data.stores;
  const client_id = contactOf(box, 'Store');
  expect(wrongFields(await box.send('POST', '/orders/jobs', { ...job, client_id }))).toEqual(['store_id']);
  const made = await box.write('POST', '/orders/jobs', { ...job, client_id, store_id: store?.id });
  expect(made).toMatchObject({ job_class: 'Store', store });
  const program = await box.write('POST', '/orders/jobs', { ...job, store_id: store?.id });
  expect(program).toMatchObject({ job_class: 'Store', store });
});

it.each([
  ['client_id', 1],
  ['client_id', '4101'],
  ['product_index_id', 99],
  ['store_id', 99],
  ['primary_rep', 'Morgan Ellis'],
  ['primary_rep', 'somebody@elsewhere.example'],
  ['secondary_rep', 'Priya'],
  ['customer_service_rep', 'Ben Sorensen'],
  ['estimated_delivery_date', '2027-02-30'],
  ['estimated_delivery_date', '02/12/2027'],
  ['description', 12],
  ['commission_split', 50],
  ['status', 'WIP'],
  ['job_class', 'Store'],
  ['client', { id: 4101 }],
])('refuses a new job whose %s is %j, and names the field', async (field, value) => {
  await using box = await open({ jobs: 1 });
  const refused = await box.send('POST', '/orders/jobs', { ...job, [field]: value });
  expect(wrongFields(refused)).toEqual([field]);
  expect(box.sandbox.data.jobs).toHaveLength(1);
});

it('leaves a job as it is that is written back whole, reps by the names that were read', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/orders/jobs/32255');
  expect(await box.write('PUT', '/orders/jobs/32255', known)).toEqual(read);
  expect(await box.read('/orders/jobs/32255')).toEqual(read);
});

it('edits a job, reps by name or by e-mail', async () => {
  await using box = await open({ jobs: 1 });
  const body = { ...known, primary_rep: 'tom.okafor@lantern-promo.example', customer_service_rep: 'Marcus Lee' };
  await box.write('PUT', '/orders/jobs/32255', { ...body, priority: 'Rush' });
  expect(await box.read('/orders/jobs/32255')).toMatchObject({
    priority: 'Rush',
    primary_rep: { name: 'Tom Okafor' },
    customer_service_rep_name: 'Marcus Lee',
    status: 'WIP',
    sales_orders: [{ number: 1 }],
  });
});

it('takes back the name of a rep who has left, and no other unknown name', async () => {
  await using box = await open({ jobs: 1 });
  for (const one of box.sandbox.data.jobs) one.primary_rep = { name: 'Gone Long Ago' };
  await box.write('PUT', '/orders/jobs/32255', { ...known, primary_rep: 'Gone Long Ago' });
  const refused = await box.send('PUT', '/orders/jobs/32255', { ...known, secondary_rep: 'Gone Long Ago' });
  expect(wrongFields(refused)).toEqual(['secondary_rep']);
});

it('wipes what a PUT leaves out, but for what Syncore sets', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/orders/jobs/32255');
  const { client_id, description } = known;
  const edited = await box.write('PUT', '/orders/jobs/32255', { client_id, description });
  expect(edited).toEqual({
    ...read,
    job_type: null,
    priority: null,
    product_index: null,
    estimated_delivery_date: null,
    primary_rep: null,
    secondary_rep: null,
    customer_service_rep_name: null,
    commission_split: null,
  });
});

it('refuses in a PUT what Syncore sets, and the forms of a read', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/orders/jobs/32255');
  const refused = await box.send('PUT', '/orders/jobs/32255', { ...read, client_id: 4101, primary_rep: 'Tom Okafor' });
  expect(wrongFields(refused).sort()).toEqual([
    'client',
    'completed_date',
    'customer_service_rep_name',
    'date',
    'id',
    'job_class',
    'product_index',
    'purchase_orders',
    'sales_orders',
    'secondary_rep',
    'status',
    'store',
  ]);
  expect(await box.read('/orders/jobs/32255')).toEqual(read);
  expect((await box.send('PUT', '/orders/jobs/1', known)).status).toBe(404);
});

it('keeps a store job in a store', async () => {
  await using box = await open({ jobs: 1 });
  const [store] = box.sandbox.data.stores;
  await box.write('PUT', '/orders/jobs/32255', { ...known, store_id: store?.id });
  expect(await box.read('/orders/jobs/32255')).toMatchObject({ job_class: 'Store', store });
  expect(wrongFields(await box.send('PUT', '/orders/jobs/32255', known))).toEqual(['store_id']);
});

it('neither creates nor edits dropship jobs', async () => {
  await using box = await open({ jobs: 60 });
  const client_id = contactOf(box, 'Dropship');
  const dropship = box.sandbox.data.jobs.find(({ job_class }) => job_class === 'Dropship');
  const refusals = [
    await box.send('POST', '/orders/jobs', { ...job, client_id }),
    await box.send('PUT', `/orders/jobs/${dropship?.id}`, known),
    await box.send('PUT', '/orders/jobs/32255', { ...known, client_id }),
  ];
  for (const { status, json } of refusals) {
    expect(status).toBe(403);
    expect(json).toEqual({ message: expect.stringContaining('dropship') });
  }
  expect(box.sandbox.data.jobs).toHaveLength(60);
});

it('can answer a partial PUT with 200 and ignore it', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/orders/jobs/32255');
  const contact = await box.read('/crm/contacts/4101');
  box.sandbox.switches.partialPut = 'ignore';
  expect(await box.write('PUT', '/orders/jobs/32255', { priority: 'Rush' })).toEqual(read);
  expect(await box.write('PUT', '/crm/contacts/4101', { notes: 'Call first.' })).toEqual(contact);
  expect(await box.read('/orders/jobs/32255')).toEqual(read);
  expect(await box.read('/crm/contacts/4101')).toEqual(contact);
  await box.write('PUT', '/orders/jobs/32255', { ...known, priority: 'Rush' });
  expect(await box.read('/orders/jobs/32255')).toMatchObject({ priority: 'Rush' });
});
