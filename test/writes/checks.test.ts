import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fresh, openWriting, type Writing } from '../support/writing.js';

/* Everything is checked before the first request that writes, and all that is wrong is told at once. */

let at: Writing;
beforeAll(async () => {
  at = await openWriting();
});
afterEach(() => expect(at.sent()).toEqual([]));
afterAll(() => at[Symbol.asyncDispose]());

/** The fields of a refusal, each with the likely one where it names one. */
async function wrong(tool: string, args: Record<string, unknown>) {
  const error = await at.refused(tool, args);
  expect(error).toMatchObject({ code: 'invalid_input', written: 'no', retryable: false });
  return Object.fromEntries((error.fields ?? []).map(({ field, nearest }) => [field, nearest ?? '']));
}

const mug = { description: 'Mug', price_value: 10, colors: [{ color: 'Navy', sizes: [{ size: 'M', quantity: 3 }] }] };

describe('what is wrong with an order', () => {
  it('is told all at once, with each field and what was likely meant', async () => {
    const found = await wrong('enter_order', {
      new_contact: { email: 'ana at acme', payment_term: 'Net 03', client_group: 'Acme Manufactoring' },
      new_job: { description: 'Mugs', primary_rep: 'Morgan Ellis', product_index: 'Aparel' },
      sales_order: {
        ship_to: { city: 'Paris', country: 'Frnace' },
        products: [
          { ...mug, supplier: 'Cascade Aparel Supply' },
          { ...mug, description: 'Pen', colors: [{ color: 'Red', sizes: [{ size: 'M', quantity: -3 }] }] },
        ],
      },
      payment: { amount_value: 3.333 },
    });
    expect(found).toEqual({
      'new_contact.business_name': '',
      'new_contact.email': '',
      'new_contact.payment_term': 'Net 30',
      'new_contact.client_group': 'Acme Manufacturing',
      'new_job.primary_rep': '',
      'new_job.product_index': 'Apparel',
      'sales_order.ship_to.country': 'FR',
      'sales_order.products[0].supplier': 'Cascade Apparel Supply',
      'sales_order.products[1].colors[0].sizes[0].quantity': '',
      'payment.amount_value': '',
    });
  });

  it('is told of names that are not known, at every level, with the nearest that is', async () => {
    expect(await wrong('create_contact', { business_name: 'New', dryrun: true })).toEqual({ dryrun: 'dry_run' });
    expect(await wrong('create_sales_order', { job_id: 32255, products: [{ ...mug, colours: [] }] })).toEqual({
      'products[0].colours': 'colors',
    });
    expect(await wrong('update_contact', { contact_id: 4101, changes: { e_mail: 'a@b.example' } })).toEqual({
      'changes.e_mail': 'email',
    });
    expect(await wrong('add_payment', { order: '32255-1', amount: 5 })).toEqual({
      amount: 'amount_value',
      amount_value: '',
    });
  });

  it('is told of names that people use for others, also where those stand elsewhere', async () => {
    const sales_order = { in_hands_date: '2026-12-20', po_number: 'PO 1', items: [] };
    expect(await wrong('enter_order', { job: { description: 'Mugs' }, due_date: '2026-12-20', sales_order })).toEqual({
      job: 'new_job',
      due_date: 'new_job.estimated_delivery_date',
      'sales_order.in_hands_date': 'new_job.estimated_delivery_date',
      'sales_order.po_number': 'customer_order_number',
      'sales_order.items': 'products',
      job_id: '',
    });
    const product = { ...mug, qty: 1, unit_price: 2, sizes: [] };
    expect(await wrong('create_sales_order', { job_id: 32255, in_hands: '2026-12-20', products: [product] })).toEqual({
      in_hands: 'customer_instructions',
      'products[0].qty': 'quantity',
      'products[0].unit_price': 'price_value',
      'products[0].sizes': 'colors[].sizes',
    });
    expect(await wrong('create_job', { client_id: 4101, description: 'Mugs', need_by: '2026-12-20' })).toEqual({
      need_by: 'estimated_delivery_date',
    });
  });

  it('is told of blank text as of none', async () => {
    expect(await wrong('create_job', { client_id: 4101, description: '   ' })).toEqual({ description: '' });
    expect(await wrong('create_contact', { business_name: ' ', email: 'a@b.example' })).toEqual({ business_name: '' });
    const names = { business_name: null, first_name: null, last_name: null };
    expect(await wrong('update_contact', { contact_id: 4101, changes: { ...names, class: null, title: ' ' } })).toEqual(
      {
        'changes.business_name': '',
        'changes.class': '',
        'changes.title': '',
      },
    );
    const spaced = { first_name: ' Ann ', last_name: 'Poe', email: 'ANN@new.example ', dry_run: true };
    const { requests } = await at.write('create_contact', spaced);
    expect(requests?.[0]?.body).toMatchObject({ first_name: 'Ann', email: 'ANN@new.example' });
  });

  it('is told how a rep is set by name, which a new job does not take', async () => {
    const { fields } = await at.refused('create_job', { client_id: 4101, description: 'Mugs', primary_rep: 'me' });
    expect(fields).toMatchObject([{ field: 'primary_rep', message: expect.stringContaining('update_job') }]);
  });

  it('is told with what there is to choose from: contacts instead of a dropship one, stores of earlier jobs', async () => {
    const dropship = at.data.contacts.find(
      ({ contact_class: its, business_name: name }) =>
        its === 'Dropship' &&
        at.data.contacts.some((one) => one.contact_class !== 'Dropship' && one.business_name === name),
    );
    const refusal = await at.refused('create_job', { client_id: dropship?.id, description: 'Mugs' });
    const open = at.data.contacts.filter(
      ({ contact_class: its, business_name: name }) => its !== 'Dropship' && name === dropship?.business_name,
    );
    expect(refusal).toMatchObject({ code: 'not_permitted', written: 'no', fields: [{ field: 'client_id' }] });
    expect(refusal.fields?.[0]?.candidates?.map(({ id }) => id).toSorted()).toEqual(
      open
        .map(({ id }) => id)
        .toSorted()
        .slice(0, 10),
    );
    const job = at.data.jobs.find(({ id }) => id === 32255);
    const buyer = at.data.contacts.find(({ contact_class: its }) => its === 'Store');
    const before = structuredClone(job);
    Object.assign(job ?? {}, { store: { id: 77, name: 'Spirit shop' }, client: { id: buyer?.id, business_name: 'x' } });
    const { fields } = await at.refused('create_job', { client_id: buyer?.id, description: 'Mugs' });
    expect(fields).toMatchObject([{ field: 'store_id', candidates: [{ id: 77, name: 'Spirit shop' }] }]);
    Object.assign(job ?? {}, before);
  });

  it('is told of records that are not there', async () => {
    expect(await wrong('create_job', { client_id: 999_999, description: 'Mugs' })).toEqual({ client_id: '' });
    expect(await wrong('create_sales_order', { job_id: 999_999, products: [mug] })).toEqual({ job_id: '' });
    expect(await wrong('create_sales_order', { job_id: 32255, products: [{ ...mug, supplier_id: 999_999 }] })).toEqual({
      'products[0].supplier_id': '',
    });
    for (const [tool, args] of [
      ['update_contact', { contact_id: 999_999, changes: { title: 'Buyer' } }],
      ['update_job', { job_id: 999_999, changes: { priority: 'Rush' } }],
      ['add_payment', { order: '999999-1', amount_value: 5 }],
      ['add_line_items', { order: '32255-77', comments: ['Rush'] }],
    ] as const) {
      expect(await at.refused(tool, args)).toMatchObject({ code: 'not_found', written: 'no' });
    }
  });

  it('is told of lines that hang under nothing, forward, or under what holds none', async () => {
    const charge = { type: 'SetupCharge', description: 'Set-up', quantity: 1, price_value: 5 };
    expect(await wrong('add_line_items', { order: '32255-1', line_items: [{ ...charge, parent: 1 }, charge] })).toEqual(
      {
        'line_items[0].parent': '',
      },
    );
    expect(await wrong('add_line_items', { order: '32255-1', line_items: [{ ...charge, parent: 0 }] })).toEqual({
      'line_items[0].parent': '',
    });
    const size = { type: 'Size', description: 'M', quantity: 1, parent: 0 };
    expect(Object.keys(await wrong('add_line_items', { order: '32255-1', line_items: [charge, size] }))).toEqual([
      'line_items[1].parent',
    ]);
    expect(
      await wrong('add_line_items', { order: '32255-1', line_items: [{ ...charge, type: 'SetupCharg' }] }),
    ).toEqual({
      'line_items[0].type': 'SetupCharge',
    });
  });

  it('is told of days that are none, and of amounts that Syncore could not keep', async () => {
    const job = { client_id: 4101, description: 'Mugs' };
    expect(await wrong('create_job', { ...job, estimated_delivery_date: '2026-02-30' })).toEqual({
      estimated_delivery_date: '',
    });
    expect(await wrong('create_sales_order', { job_id: 32255, products: [{ ...mug, price_value: 0.12345 }] })).toEqual({
      'products[0].price_value': '',
    });
    expect(await wrong('create_contact', { business_name: 'x'.repeat(501) })).toEqual({ business_name: '' });
  });

  it('is told of what belongs together and of what does not', async () => {
    const sales_order = { comments: ['Rush'] };
    expect(await wrong('enter_order', { client_id: 4101, sales_order })).toEqual({ job_id: '' });
    expect(await wrong('enter_order', { new_job: { description: 'Mugs' }, sales_order })).toEqual({ client_id: '' });
    expect(await wrong('enter_order', { job_id: 32255, new_job: { description: 'Mugs' }, sales_order })).toEqual({
      new_job: '',
    });
    expect(await wrong('add_line_items', { order: '32255-1' })).toEqual({ products: '' });
    expect(await wrong('add_line_items', { order: '32255-1', products: [], charges: [] })).toEqual({ products: '' });
    const stranger = at.data.contacts.find(({ business_name: name }) => name !== 'Acme Manufacturing');
    expect(await wrong('enter_order', { job_id: 32255, client_id: stranger?.id, sales_order })).toEqual({
      client_id: '',
    });
  });

  it('may be told of fifty things without a flood', async () => {
    const products = Array.from({ length: 50 }, () => ({ ...mug, price_value: 0.12345 }));
    const error = await at.refused('create_sales_order', { job_id: 32255, products });
    expect(error.fields).toHaveLength(25);
    expect(error.message).toContain('45 more (the first 25 are in fields)');
  });
});

describe('what get_sales_order shows', () => {
  it('is taken by a write as it is, of every order of the account', async () => {
    await using large = await openWriting({ sandbox: { jobs: 80 } });
    const orders = large.data.salesOrders.filter(({ line_items: lines }) => lines.length <= 200);
    let emptySizes = 0;
    for (const { id, job_number: job, number } of orders) {
      const { products, charges, comments, other } = await large.get('get_sales_order', { order: `${job}-${number}` });
      if (JSON.stringify(products).includes('"sizes":[]')) emptySizes += 1;
      const shown = { products, charges, comments, ...(other === undefined ? {} : { other }) };
      const asked = { job_id: 32255, ...shown, allow_duplicate: true, idempotency_key: `again-${id}` };
      expect((await large.write('create_sales_order', { ...asked, dry_run: true })).status).toBe('preview');
    }
    expect(emptySizes).toBeGreaterThan(0);
  }, 60_000);

  it('holds empty lists where nothing is in them, and so may a write', async () => {
    const pen = { description: 'Pen', quantity: 100, price_value: 0.895, colors: [], decoration: [], charges: [] };
    const asked = { job_id: 32255, products: [pen], other: [], comments: [], dry_run: true };
    expect((await at.write('create_sales_order', asked)).status).toBe('preview');
  });
});

describe('what hosts make of arguments', () => {
  it('is taken: objects as JSON text, numbers and booleans as text, null and "" for not given', async () => {
    const result = await at.write('enter_order', {
      client_id: '4101',
      new_contact: null,
      new_job: JSON.stringify({ description: fresh('Job'), priority: '' }),
      sales_order: { products: JSON.stringify([mug]), customer_order_number: null },
      payment: '',
      dry_run: 'true',
    });
    expect(result.status).toBe('preview');
    expect(result.requests?.map(({ path }) => path.split('/').at(-1))).toEqual([
      'jobs',
      'salesorders',
      'lineitems',
      'lineitems',
      'lineitems',
    ]);
  });
});
