import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fresh, openWriting, type Writing } from '../support/writing.js';

/* What a person has entered in Syncore by hand counts too. */

let at: Writing;
beforeAll(async () => {
  at = await openWriting();
});
beforeEach(() => {
  at.sandbox.requests.length = 0;
});
afterAll(() => at[Symbol.asyncDispose]());

describe('an order that a person has entered', () => {
  it("is known by the same client's order number, however it is spelled", async () => {
    for (const number of ['PO-88213', ' po-88213 ', 'PO - 88213', '88213', 'P.O. #88213', 'Purchase order no. 88213']) {
      const asked = { client_id: 4101, new_job: { description: fresh('Job') } };
      const sales_order = { customer_order_number: number, comments: [fresh('Rush')] };
      const result = await at.write('enter_order', { ...asked, sales_order });
      expect(result).toMatchObject({
        status: 'possible_duplicate',
        duplicate: { kind: 'sales_order', id: 915501, order: '32255-1' },
      });
    }
    expect(at.sent()).toEqual([]);
  });

  it('is known where another contact of the same business has sent it', async () => {
    const other = at.data.contacts.find((one) => one.business_name === 'Acme Manufacturing' && one.id !== 4101);
    const result = await at.write('enter_order', {
      client_id: other?.id,
      new_job: { description: fresh('Job'), ...(other?.contact_class === 'Store' ? { store_id: 1 } : {}) },
      sales_order: { customer_order_number: 'PO-88213', comments: [fresh('Rush')] },
    });
    expect(result).toMatchObject({ status: 'possible_duplicate', duplicate: { order: '32255-1' } });
  });

  it('is known by the same products, colours, sizes and quantities on the job', async () => {
    const { products, charges, comments } = await at.get('get_sales_order', { order: '32255-1' });
    const result = await at.write('create_sales_order', { job_id: 32255, products, charges, comments });
    expect(result).toMatchObject({ status: 'possible_duplicate', duplicate: { order: '32255-1' } });
    expect(result.message).toMatch(/nothing was sent/i);
    expect(at.sent()).toEqual([]);
  });

  it('is another one with another quantity, and with another number', async () => {
    const { products } = await at.get('get_sales_order', { order: '32255-1' });
    if (!Array.isArray(products)) throw new Error('the order has no products');
    const [polo] = structuredClone(products);
    polo.colors[0].sizes[0].quantity += 1;
    const result = await at.write('create_sales_order', {
      job_id: 32255,
      products: [polo],
      customer_order_number: 'PO-88214',
    });
    expect(result.status).toBe('created');
  });

  it('is not known by a blank number', async () => {
    for (const customer_order_number of ['', '  ', null]) {
      const asked = { job_id: 32255, comments: [fresh('Rush')] };
      expect((await at.write('create_sales_order', { ...asked, customer_order_number })).status).toBe('created');
    }
  });

  it('is entered a second time where that is meant', async () => {
    const asked = { job_id: 32255, customer_order_number: 'PO-88213', comments: [fresh('Rush')] };
    expect((await at.write('create_sales_order', asked)).status).toBe('possible_duplicate');
    const meant = { ...asked, allow_duplicate: true, idempotency_key: fresh('key') };
    expect((await at.write('create_sales_order', meant)).status).toBe('created');
  });
});

/** Lists of sales orders without some of their fields. */
function briefLists(of: Writing, ...fields: string[]) {
  of.sandbox.faults.add({
    kind: 'shape',
    times: Number.POSITIVE_INFINITY,
    match: { method: 'GET', path: /salesorders(\?|$)/ },
    shape: (json) => {
      for (const order of rowsOf(json)) for (const field of fields) Reflect.deleteProperty(order, field);
      return json;
    },
  });
}

function rowsOf(json: unknown): object[] {
  const rows = typeof json === 'object' && json !== null && 'salesorders' in json ? json.salesorders : [];
  return Array.isArray(rows) ? rows : [];
}

describe('an order that lists do not show whole', () => {
  it('is known by its products all the same: it is read by itself', async () => {
    await using own = await openWriting();
    const { products } = await own.get('get_sales_order', { order: '32255-1' });
    briefLists(own, 'line_items', 'sub_total_value');
    const result = await own.write('create_sales_order', { job_id: 32255, products });
    expect(result).toMatchObject({ status: 'possible_duplicate', duplicate: { order: '32255-1' } });
  });

  it("is known by the client's number all the same", async () => {
    await using own = await openWriting();
    briefLists(own, 'customer_order_number');
    const result = await own.write('create_sales_order', {
      job_id: 32255,
      customer_order_number: 'PO 88213',
      comments: ['Rush'],
    });
    expect(result).toMatchObject({ status: 'possible_duplicate', duplicate: { order: '32255-1' } });
  });

  it('is said to be one that could not be compared where it cannot be read', async () => {
    await using own = await openWriting();
    const { products } = await own.get('get_sales_order', { order: '32255-1' });
    briefLists(own, 'line_items', 'sub_total_value');
    own.sandbox.faults.add({
      kind: 'status',
      status: 400,
      times: Number.POSITIVE_INFINITY,
      match: { method: 'GET', path: /salesorders\/\d+/ },
    });
    const result = await own.write('create_sales_order', { job_id: 32255, products, dry_run: true });
    expect(result.status).toBe('preview');
    expect(result.notes).toContainEqual(expect.stringContaining('could not be compared'));
  });
});

/** A job of the same client, but not that of the known order. */
function otherJob({ data }: Writing): number {
  const job = data.jobs.find(({ id }) => id !== 32255);
  Object.assign(job ?? {}, { client: data.jobs.find(({ id }) => id === 32255)?.client });
  return job?.id ?? 0;
}

describe('what could not be looked through', () => {
  const asked = { job_id: 32255, customer_order_number: 'PO-1', comments: ['Rush'], dry_run: true };

  it('is said of a job that shows no client', async () => {
    await using own = await openWriting();
    for (const job of own.data.jobs) if (job.id === 32255) Object.assign(job, { client: null });
    const { notes } = await own.write('create_sales_order', asked);
    expect(notes).toContainEqual(expect.stringContaining('shows no client'));
  });

  it("is said where the client's other contacts take too long, and its orders are compared all the same", async () => {
    await using own = await openWriting({ env: { SYNCORE_CALL_BUDGET_MS: '4000' } });
    own.sandbox.faults.add({
      kind: 'hang',
      times: Number.POSITIVE_INFINITY,
      match: { method: 'GET', path: '/crm/contacts' },
    });
    const known = await own.write('create_sales_order', {
      ...asked,
      customer_order_number: '88213',
      job_id: otherJob(own),
    });
    expect(known).toMatchObject({ status: 'possible_duplicate', duplicate: { order: '32255-1' } });
    expect(known.notes).toContainEqual(expect.stringContaining('Not all contacts'));
  });

  it("is said where the client's other contacts cannot be read", async () => {
    await using own = await openWriting();
    own.sandbox.faults.add({
      kind: 'status',
      status: 400,
      times: Number.POSITIVE_INFINITY,
      match: { method: 'GET', path: '/crm/contacts' },
    });
    const { notes } = await own.write('create_sales_order', asked);
    expect(notes).toContainEqual(expect.stringContaining('Not all contacts'));
    // Those of the same business name are looked through all the same.
    const known = await own.write('create_sales_order', { ...asked, customer_order_number: '88213' });
    expect(known).toMatchObject({ status: 'possible_duplicate', duplicate: { order: '32255-1' } });
  });
});

describe('what this server has entered a moment ago', () => {
  const mug = { description: 'Mug', price_value: 2, quantity: 5 };

  it('is known though no search shows it yet: an order by its number, a contact by its e-mail', async () => {
    await using own = await openWriting({ sandbox: { searchLagMs: 3_600_000 }, env: { SYNCORE_SETTLE_MS: '75000' } });
    const job = { client_id: 4101, new_job: { description: fresh('Job') } };
    const first = await own.write('enter_order', {
      ...job,
      sales_order: { customer_order_number: 'PO 5501', products: [mug] },
    });
    expect(first.status).toBe('created');
    const mended = { customer_order_number: '5501', products: [{ ...mug, quantity: 6 }] };
    const beside = await own.beside({ env: { SYNCORE_SETTLE_MS: '75000' } });
    expect(
      await beside.write('enter_order', { client_id: 4101, new_job: { description: 'Other' }, sales_order: mended }),
    ).toMatchObject({ status: 'possible_duplicate', duplicate: { order: first.record?.order } });
    expect(await own.write('create_sales_order', { job_id: first.record?.job_id, ...mended })).toMatchObject({
      status: 'possible_duplicate',
      duplicate: { order: first.record?.order },
    });

    const contact = { business_name: 'Neo', first_name: 'N', last_name: 'O', email: 'n@neo.example' };
    const made = await own.write('create_contact', contact);
    const again = await beside.write('enter_order', {
      new_contact: { ...contact, phone: '5551234567' },
      new_job: { description: 'Job' },
      sales_order: { products: [mug] },
    });
    expect(again).toMatchObject({
      status: 'possible_duplicate',
      duplicate: { kind: 'contact', id: made.record?.contact_id },
    });
  });

  it('is not known any more where it was deleted by hand', async () => {
    await using own = await openWriting({ sandbox: { searchLagMs: 3_600_000 }, env: { SYNCORE_SETTLE_MS: '75000' } });
    const made = await own.write('create_contact', { business_name: 'Neo', email: 'n@neo.example' });
    const at = own.data.contacts.findIndex(({ id }) => id === made.record?.contact_id);
    own.data.contacts.splice(at, 1);
    const again = await own.write('create_contact', { business_name: 'Neo', email: 'n@neo.example', phone: '5' });
    expect(again.status).toBe('created');
  });
});

describe('an order for the same client on another job', () => {
  it('with the same products is entered, and the preview names the other one', async () => {
    await using own = await openWriting();
    const sales_order = { products: [{ description: 'Mug', sku: 'M-1', price_value: 2, quantity: 5 }] };
    const enter = (description: string, more = {}) =>
      own.write('enter_order', { client_id: 4101, new_job: { description }, sales_order, ...more });
    const first = await enter('Mugs');
    const { status, notes } = await enter('Mugs as in the e-mail', { dry_run: true });
    expect(status).toBe('preview');
    expect(notes).toContainEqual(expect.stringContaining(`Order ${first.record?.order}`));
  });
});

describe('a contact that a person has entered', () => {
  const dana = () => at.data.contacts.find(({ id }) => id === 4101);

  it('is known by the e-mail address', async () => {
    const email = ` ${dana()?.email?.toUpperCase()}`;
    const asked = { business_name: fresh('Client'), email: email.trim() };
    const result = await at.write('create_contact', asked);
    expect(result).toMatchObject({ status: 'possible_duplicate', duplicate: { kind: 'contact', id: 4101 } });
    const entered = await at.write('enter_order', {
      new_contact: asked,
      new_job: { description: fresh('Job') },
      sales_order: { comments: ['Rush'] },
    });
    expect(entered).toMatchObject({ status: 'possible_duplicate', duplicate: { kind: 'contact', id: 4101 } });
    expect(at.sent()).toEqual([]);
  });

  it('is known by phone and last name, as the number is dialled', async () => {
    const phone = `+1 ${dana()?.phone?.replace(/\D/g, '-')}`;
    const asked = { first_name: 'D.', last_name: 'WHITFIELD', phone };
    expect(await at.write('create_contact', asked)).toMatchObject({
      status: 'possible_duplicate',
      duplicate: { kind: 'contact', id: 4101 },
    });
    expect(at.sent()).toEqual([]);
  });

  it('is known by business and person where there is no e-mail to tell them apart', async () => {
    const { first_name, last_name } = dana() ?? {};
    const asked = { business_name: 'acme manufacturing', first_name, last_name };
    expect(await at.write('create_contact', asked)).toMatchObject({
      status: 'possible_duplicate',
      duplicate: { kind: 'contact', id: 4101 },
    });
    const other = await at.write('create_contact', { ...asked, email: 'other.dana@acme.example', dry_run: true });
    expect(other.status).toBe('preview');
  });

  it('is named in the preview where only the business is alike, but for a letter or its legal form', async () => {
    for (const business_name of ['Acme Manufacturing, Inc.', 'Acme Manufacturng']) {
      const { status, notes } = await at.write('create_contact', { business_name, last_name: 'Poe', dry_run: true });
      expect(status).toBe('preview');
      expect(notes).toContainEqual(expect.stringMatching(/4101.*same or nearly the same business name/));
    }
    for (const business_name of ['Zephyr Kayak Rentals', 'Acme Manufacturing 2']) {
      const other = await at.write('create_contact', { business_name, last_name: 'Poe', dry_run: true });
      expect(other.notes).toEqual([]);
    }
  });

  it('is not known by one of the two alone: families and companies share them', async () => {
    const { phone } = dana() ?? {};
    const first = await at.write('create_contact', { last_name: fresh('Other'), phone });
    const second = await at.write('create_contact', { last_name: 'Whitfield', first_name: fresh('Other') });
    expect([first.status, second.status]).toEqual(['created', 'created']);
  });

  it('was not looked for whole where the time does not allow it, and that is said', async () => {
    await using slow = await openWriting({ env: { SYNCORE_CALL_BUDGET_MS: '1500', SYNCORE_MAX_CONCURRENCY: '1' } });
    slow.sandbox.faults.add({ kind: 'latency', ms: 100, times: Number.POSITIVE_INFINITY });
    const result = await slow.write('create_contact', { business_name: 'New', dry_run: true });
    expect(result.notes).toContainEqual(
      expect.stringMatching(/^(Not all contacts could be looked through|There was no time to look)/),
    );
  });
});
