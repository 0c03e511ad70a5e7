import { expect, it } from 'vitest';
import { isObject, open, wrongFields } from './open.js';

const contact = {
  business_name: 'Gable & Finch',
  contact_class: 'Program',
  first_name: 'Ruth',
  last_name: 'Gable',
  email: 'ruth.gable@gable-finch.example',
  phone: '(503) 555-0142',
  payment_term: { id: 2, name: 'Net 15' },
  tax_exempt: false,
  billing_address: { first_name: 'Ruth', last_name: 'Gable', address1: '12 Mill Street', city: 'Salem', country: 'US' },
};

it('creates a contact, and reads show it in their own shape', async () => {
  await using box = await open({ jobs: 1 });
  const made = await box.write('POST', '/crm/contacts', contact);
  const before = box.sandbox.data.contacts.filter(({ id }) => id !== made.id).map(({ id }) => id);
  expect(made.id).toBe(Math.max(...before) + 1);
  const read = await box.read(`/crm/contacts/${made.id}`);
  expect(read).toEqual(made);
  expect(read).toEqual({
    ...contact,
    id: made.id,
    client_group: null,
    title: null,
    mobile: null,
    website: null,
    notes: null,
    billing_address: {
      business_name: null,
      name: 'Ruth Gable',
      address1: '12 Mill Street',
      address2: null,
      city: 'Salem',
      state: null,
      zip: null,
      country: 'United States',
    },
    shipping_address: null,
    created_date: '2026-11-23',
    last_modified_date: '2026-11-23 10:00:00',
  });
});

it('takes a group and a term by id, or as they are read', async () => {
  await using box = await open({ jobs: 1 });
  const [group] = box.sandbox.data.clientGroups;
  const flat = { ...contact, payment_term: undefined, payment_term_id: 3, client_group_id: group?.id };
  const made = await box.write('POST', '/crm/contacts', flat);
  expect(made).toMatchObject({ payment_term: { id: 3, name: 'Due on Receipt' }, client_group: group });
  const again = await box.write('POST', '/crm/contacts', { ...contact, client_group: group });
  expect(again).toMatchObject({ client_group: group });
});

it('takes a class in any letter case, and a contact without one for a program contact', async () => {
  await using box = await open({ jobs: 1 });
  expect(await box.write('POST', '/crm/contacts', { ...contact, contact_class: 'store' })).toMatchObject({
    contact_class: 'Store',
  });
  expect(await box.write('POST', '/crm/contacts', { last_name: 'Finch' })).toMatchObject({ contact_class: 'Program' });
});

it('names all that is wrong with a contact at once', async () => {
  await using box = await open({ jobs: 1 });
  const wrong = {
    business_name: 7,
    contact_class: 'Wholesale',
    email: 'nobody',
    payment_term: { id: 99 },
    client_group_id: 'Acme',
    tax_exempt: 'no',
    shipping_address: { name: 'Ruth Gable', country: 'United States', street: 'Mill Street' },
    billing_address: 'Mill Street',
    fax: '1',
    constructor: 'x',
  };
  const refused = await box.send('POST', '/crm/contacts', wrong);
  expect(wrongFields(refused)).toEqual([
    'business_name',
    'client_group_id',
    'contact_class',
    'email',
    'payment_term',
    'tax_exempt',
    'billing_address',
    'shipping_address.country',
    'shipping_address.name',
    'shipping_address.street',
    'fax',
    'constructor',
  ]);
});

it.each(['us', 'USA', 'UK', 'EU', 'ZZ', 'United States'])('refuses %j as a country', async (country) => {
  await using box = await open({ jobs: 1 });
  const refused = await box.send('POST', '/crm/contacts', { ...contact, shipping_address: { country } });
  expect(wrongFields(refused)).toEqual(['shipping_address.country']);
});

it.each([
  ['GB', 'United Kingdom'],
  ['CA', 'Canada'],
  ['MX', 'Mexico'],
])('shows the country %s as %s', async (country, name) => {
  await using box = await open({ jobs: 1 });
  const made = await box.write('POST', '/crm/contacts', { ...contact, shipping_address: { country } });
  expect(made.shipping_address).toMatchObject({ country: name, name: null });
});

it('refuses a contact without any name, and a body that is no object', async () => {
  await using box = await open({ jobs: 1 });
  expect(wrongFields(await box.send('POST', '/crm/contacts', {}))).toEqual(['business_name']);
  for (const body of ['', '{"business_name":', '[]', 'null', '"text"']) {
    const refused = await box.send('POST', '/crm/contacts', body);
    expect(refused.status).toBe(400);
    expect(refused.json).toEqual({ message: expect.any(String) });
  }
  expect(box.sandbox.data.contacts.some(({ id }) => id > 4400)).toBe(false);
});

it('replaces a contact: what a PUT leaves out is wiped', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/crm/contacts/4101');
  expect(read.phone).toEqual(expect.any(String));
  const edited = await box.write('PUT', '/crm/contacts/4101', { last_name: 'Whitfield-Cole', notes: null });
  const wiped = Object.fromEntries(Object.keys(read).map((field) => [field, null]));
  const { id, created_date } = read;
  const expected = { id, created_date, last_name: 'Whitfield-Cole', last_modified_date: '2026-11-23 10:00:00' };
  expect(edited).toEqual({ ...wiped, ...expected });
  expect(await box.read('/crm/contacts/4101')).toEqual(edited);
});

it('keeps a contact whole that is written back whole', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/crm/contacts/4101');
  const { id, created_date, last_modified_date, ...fields } = read;
  const address = (value: unknown) => {
    if (!isObject(value)) throw new Error('The contact has no address.');
    const { name, country, ...rest } = value;
    return { ...rest, first_name: 'Dana', last_name: 'Whitfield', country: 'US' };
  };
  const body = {
    ...fields,
    title: 'Head of Purchasing',
    billing_address: address(read.billing_address),
    shipping_address: address(read.shipping_address),
  };
  await box.write('PUT', '/crm/contacts/4101', body);
  expect(await box.read('/crm/contacts/4101')).toEqual({
    ...read,
    title: 'Head of Purchasing',
    last_modified_date: '2026-11-23 10:00:00',
  });
});

it('refuses what Syncore sets itself', async () => {
  await using box = await open({ jobs: 1 });
  const read = await box.read('/crm/contacts/4101');
  const { billing_address, shipping_address, ...body } = read;
  const refused = await box.send('PUT', '/crm/contacts/4101', body);
  expect(wrongFields(refused)).toEqual(['id', 'created_date', 'last_modified_date']);
  expect(await box.read('/crm/contacts/4101')).toEqual(read);
  expect((await box.send('PUT', '/crm/contacts/1', {})).status).toBe(404);
});

it('neither creates nor edits dropship contacts, and says so in other words than for the switch', async () => {
  await using box = await open({ jobs: 1 });
  const recipient = box.sandbox.data.contacts.find(({ contact_class }) => contact_class === 'Dropship');
  const refusals = [
    await box.send('POST', '/crm/contacts', { ...contact, contact_class: 'Dropship' }),
    await box.send('PUT', `/crm/contacts/${recipient?.id}`, { last_name: 'Cole' }),
    await box.send('PUT', '/crm/contacts/4101', { ...contact, contact_class: 'dropship' }),
  ];
  for (const { status, json } of refusals) {
    expect(status).toBe(403);
    expect(json).toEqual({ message: expect.stringContaining('dropship') });
  }
  expect(await box.read(`/crm/contacts/${recipient?.id}`)).toMatchObject({ last_name: recipient?.last_name });
});
