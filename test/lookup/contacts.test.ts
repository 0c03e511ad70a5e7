import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../src/sandbox/data/types.js';
import { contactRow, type Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantContact } from '../support/plants.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 20 } });
  desk.data.clientGroups.push({ id: 9_999, name: 'Vacant Lots' });
  plantContact(desk.data, {
    business_name: '',
    client_group: null,
    contact_class: 'Dropship',
    email: 'zq.person@quarrel.example',
    phone: '(555) 555-0199',
    mobile: '(555) 555-0142',
    first_name: '',
    last_name: 'Zeqiri',
  });
});

afterAll(() => desk[Symbol.asyncDispose]());

const byId = (rows: Row[]) => [...rows].sort((a, b) => Number(a.contact_id) - Number(b.contact_id));

async function expectContacts(args: Row, fits: (contact: Contact) => boolean) {
  const wanted = desk.data.contacts.filter(fits).map(contactRow);
  expect(wanted.length, 'the test expects nothing').toBeGreaterThan(0);
  expect(byId(await desk.all('list_contacts', args))).toEqual(byId(wanted));
}

describe('list_contacts', () => {
  it('gives every contact, with every field and null for what is blank', async () => {
    await expectContacts({}, () => true);
    const { items, total } = await desk.list('list_contacts', { text: 'Zeqiri' });
    expect(items).toEqual([expect.objectContaining({ business_name: null, name: 'Zeqiri', client_group: null })]);
    expect(total).toBe(1);
  });

  it.each(['program', 'store', 'Dropship'])('filters by class: %s', async (name) => {
    await expectContacts({ class: name }, (contact) => contact.contact_class?.toLowerCase() === name.toLowerCase());
  });

  it.each([
    ['business', 'harborline', (contact: Contact) => contact.business_name],
    ['person', 'dana whitfield', (contact: Contact) => `${contact.first_name} ${contact.last_name}`],
    ['e-mail', 'zq.person@QUARREL', (contact: Contact) => contact.email],
    ['phone', '(555) 555-0199', (contact: Contact) => contact.phone],
    ['mobile phone', '555-0142', (contact: Contact) => `${contact.mobile} ${contact.phone}`],
    ['client group', 'lakeshore health', (contact: Contact) => contact.client_group?.name ?? ''],
  ])('finds a part of the %s: %s', async (_, text, place) => {
    await expectContacts({ text }, (contact) => place(contact)?.toLowerCase().includes(text.toLowerCase()) === true);
  });

  it.each(['harborline  HOSPITALITY', 'Hospitality', 'id', 'id as text'])(
    'filters by client group: %s',
    async (given) => {
      const group = desk.data.clientGroups.find(({ name }) => name === 'Harborline Hospitality');
      if (group === undefined) throw new Error('The sandbox has no such group.');
      const inGroup = (contact: Contact) => contact.client_group?.id === group.id;
      const client_group = given.startsWith('id') ? (given === 'id' ? group.id : String(group.id)) : given;
      await expectContacts({ client_group }, inGroup);
      const store = { client_group, class: 'store' };
      await expectContacts(store, (contact) => inGroup(contact) && contact.contact_class === 'Store');
    },
  );

  it('never takes the first of several client groups, and names what looks alike', async () => {
    const several = await desk.refused('list_contacts', { client_group: 'acme' });
    expect(several).toMatchObject({ code: 'invalid_input', fields: [{ field: 'client_group' }] });
    expect(several.message).toMatch(/several/);
    const names = several.fields?.[0]?.candidates?.map(({ name }) => name) ?? [];
    expect(names.sort()).toEqual(['Acme Manufacturing', 'Acme Tool & Die']);
    const none = await desk.refused('list_contacts', { client_group: 'Lakeshor Helth' });
    expect(none.message).toMatch(/fits no client group/);
    expect(none.fields?.[0]?.candidates).toContainEqual(expect.objectContaining({ name: 'Lakeshore Health' }));
    expect((await desk.refused('list_contacts', { client_group: 1 })).code).toBe('invalid_input');
  });

  it('is empty for a client group that nobody is in', async () => {
    const part = await desk.list('list_contacts', { client_group: 9_999 });
    expect(part).toMatchObject({ items: [], total: 0, next_cursor: null, complete: true });
  });

  it('names what is most like a text that no contact has, so that nobody is entered twice', async () => {
    const contact = desk.data.contacts.find(({ business_name: name }) => (name?.split(' ').length ?? 0) > 1);
    const name = contact?.business_name ?? '';
    const [first = '', ...rest] = name.split(' ');
    const misspelt = [`${first.slice(0, 2)}${first.slice(3)}`, ...rest].join(' ');
    const before = desk.sandbox.requests.length;
    const { items, nearest, notes } = await desk.get('list_contacts', { text: misspelt });
    const pages = desk.sandbox.requests.slice(before).map(({ path }) => path);
    expect(new Set(pages).size, 'the names are not read twice').toBe(pages.length);
    expect(items).toEqual([]);
    expect(Object(nearest)[0]).toMatchObject({ name });
    expect(String(notes)).toContain('nearest has the names most like it');
    expect(String(notes)).not.toContain(name);
    const none = await desk.get('list_contacts', { text: 'zzzqqqxxx' });
    expect(none).not.toHaveProperty('nearest');
    expect(String(none.notes)).toContain('find_records');
  });

  it('has no page of its own in Syncore to point to, and no money to add up', async () => {
    expect(await desk.list('list_contacts', { text: 'acme' })).toMatchObject({ url_template: null, totals: null });
  });
});

describe('get_contact', () => {
  it('gives all that Syncore has of a contact', async () => {
    const contact = desk.data.contacts.find(({ id }) => id === 4101);
    if (contact === undefined) throw new Error('The sandbox has lost its known contact.');
    const address = (shown: Contact['billing_address']) => {
      const { address2, ...given } = shown ?? { address2: '' };
      return address2 === '' ? given : { ...given, address2 };
    };
    expect(await desk.get('get_contact', { contact_id: 4101 })).toEqual({
      ...contactRow(contact),
      first_name: 'Dana',
      last_name: 'Whitfield',
      title: 'Purchasing Manager',
      mobile: contact.mobile === '' ? null : contact.mobile,
      website: contact.website,
      payment_term: contact.payment_term,
      tax_exempt: false,
      billing_address: address(contact.billing_address),
      shipping_address: address(contact.shipping_address),
      contact_notes: contact.notes,
      created_date: contact.created_date.slice(0, 10),
      last_modified_date: contact.last_modified_date.slice(0, 10),
      url: null,
      notes: [],
    });
  });

  it('says that there is no such contact', async () => {
    const refused = await desk.refused('get_contact', { contact_id: 1 });
    expect(refused).toMatchObject({ code: 'not_found', written: 'no', retryable: false });
  });
});

describe('list_reference_data', () => {
  it.each(['client_groups', 'payment_terms', 'product_indices', 'suppliers'])('gives all %s', async (kind) => {
    const { clientGroups, paymentTerms, productIndices, suppliers } = desk.data;
    const lists: Record<string, object[]> = {
      client_groups: clientGroups,
      payment_terms: paymentTerms,
      product_indices: productIndices,
      suppliers,
    };
    const part = await desk.list('list_reference_data', { kind });
    expect(part).toMatchObject({ total: lists[kind]?.length, next_cursor: null, complete: true });
    expect(part.items).toHaveLength(part.total ?? 0);
    expect(part.items).toEqual(expect.arrayContaining(lists[kind] ?? []));
  });

  it('finds entries by a part of their name', async () => {
    const { items, total } = await desk.list('list_reference_data', { kind: 'suppliers', text: 'SUMMIT' });
    expect(items.map(({ name }) => name).sort()).toEqual(['Summit Freight & Fulfillment', 'Summit Headwear']);
    expect(total).toBe(2);
    const none = await desk.list('list_reference_data', { kind: 'payment_terms', text: 'never' });
    expect(none).toMatchObject({ items: [], total: 0, next_cursor: null, complete: true });
  });

  it('is walked in parts without loss or repeat', async () => {
    const rows = await desk.all('list_reference_data', { kind: 'client_groups', limit: 7 });
    expect(rows.map(({ id }) => id).sort()).toEqual(desk.data.clientGroups.map(({ id }) => id).sort());
  });

  it('takes a cursor with the text left out; the kind is always said', async () => {
    const text = 'union';
    const all = await desk.list('list_reference_data', { kind: 'client_groups', text });
    const first = await desk.list('list_reference_data', { kind: 'client_groups', text, limit: 1 });
    const cursor = first.next_cursor;
    expect(all.returned).toBeGreaterThan(1);
    const rest = await desk.list('list_reference_data', { kind: 'client_groups', cursor });
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id))).toEqual(
      new Set(all.items.map(({ id }) => id)),
    );
    expect((await desk.refused('list_reference_data', { kind: 'suppliers', cursor })).fields?.[0]?.field).toBe('kind');
    expect((await desk.refused('list_reference_data', { cursor })).fields?.[0]?.field).toBe('kind');
  });

  it('asks for the kind', async () => {
    expect((await desk.refused('list_reference_data')).fields).toEqual([{ field: 'kind', message: 'is required' }]);
    const refused = await desk.refused('list_reference_data', { kind: 'supplier' });
    expect(refused.fields).toMatchObject([{ field: 'kind', nearest: 'suppliers' }]);
    expect((await desk.list('list_reference_data', { kind: 'Payment Terms' })).total).toBe(
      desk.data.paymentTerms.length,
    );
  });
});
