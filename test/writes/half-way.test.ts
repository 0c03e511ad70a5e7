import { describe, expect, it } from 'vitest';
import * as people from '../support/clients.js';
import type { Era } from '../support/connect.js';
import { openWriting, type Writing } from '../support/writing.js';

/* What is told of a write that came half-way: whoever reads it must not be led to enter it a second time. */

const ERAS: readonly Era[] = ['2026', '2025'];
const forever = Number.POSITIVE_INFINITY;

/** Syncore refuses what is posted to such a path. */
function refuses(at: Writing, path: RegExp, more = {}): void {
  at.sandbox.faults.add({
    kind: 'status',
    status: 400,
    body: { message: 'Bad taxability code', errors: [{ field: 'taxability', message: 'is required on charges' }] },
    match: { method: 'POST', path },
    times: forever,
    ...more,
  });
}

const order = (more = {}) => ({
  job_id: 32255,
  charges: [
    { type: 'SetupCharge', description: 'Screens', quantity: 1, price_value: 50 },
    { type: 'SetupCharge', description: 'Freight', quantity: 1, price_value: 9 },
  ],
  ...more,
});

const ordersOf = ({ data }: Writing, job = 32255) => data.salesOrders.filter(({ job_number: of }) => of === job);

describe.each(ERAS)('a step that Syncore refuses (%s)', (era) => {
  it('is told in its own words, with the order that stands and the tool to go on with', async () => {
    await using at = await openWriting({ era });
    refuses(at, /lineitems$/, { skip: 1 });
    const result = await at.write('create_sales_order', order({ idempotency_key: 'k' }));
    expect(result).toMatchObject({
      status: 'partial',
      record: { order: '32255-2' },
      refusal: {
        step: 'line 2',
        code: 'invalid_input',
        fields: [{ field: 'taxability', message: 'is required on charges' }],
        upstream_message: 'Bad taxability code',
      },
    });
    expect(result.message).toMatch(/^2 of 3 steps/);
    expect(result.message).toMatch(/32255-2 stands: do not enter it again/);
    expect(result.message).toMatch(/line 2.*with add_line_items/);
    expect(result.message).not.toMatch(/same arguments|Bad taxability/);
    // Following it ends with one order.
    at.sandbox.faults.clear();
    const rest = { order: '32255-2', charges: [{ ...order().charges[1], description: 'Freight, taxed' }] };
    expect((await at.write('add_line_items', rest)).status).toBe('created');
    expect(ordersOf(at)).toHaveLength(2);
  });

  it('is named by its key also where the arguments were mended, and no new key is offered', async () => {
    await using at = await openWriting({ era });
    refuses(at, /lineitems$/, { skip: 1 });
    await at.write('create_sales_order', order({ idempotency_key: 'k' }));
    const mended = await at.refused('create_sales_order', order({ comments: ['Mended'], idempotency_key: 'k' }));
    expect(mended).toMatchObject({ code: 'conflict', written: 'no', fields: [{ field: 'idempotency_key' }] });
    expect(mended.message).toMatch(/32255-2 stands: do not enter it again.*add_line_items/);
    expect(mended.message).not.toMatch(/new key/);
    const settled = await at.write('settle_write', { key: 'k', outcome: 'look_again' });
    expect(settled).toMatchObject({ status: 'partial', refusal: { step: 'line 2' } });
    expect(settled.message).toMatch(/32255-2 stands/);
  });
});

describe('what stands', () => {
  const whole = {
    new_contact: { business_name: 'Zed Works' },
    new_job: { description: 'Caps' },
    sales_order: { comments: ['Rush'] },
  };

  it.each([
    ['the job', /\/orders\/jobs$/, /Contact \d+ stands: do not make it again.*enter_order, client_id \d+ and new_job/],
    ['the order', /salesorders$/, /Job \d+ stands: do not make it again.*create_sales_order and job_id \d+/],
  ])('is named where %s is refused', async (_, path, words) => {
    await using at = await openWriting();
    refuses(at, path);
    const result = await at.write('enter_order', whole);
    expect(result.status).toBe('partial');
    expect(result.message).toMatch(words);
    const made = [at.data.contacts.at(-1)?.id, at.data.jobs.at(-1)?.id];
    expect(made.some((id) => result.message.includes(` ${id} stands`))).toBe(true);
  });

  it('is named where a payment comes to more than the order', async () => {
    await using at = await openWriting();
    const result = await at.write('enter_order', {
      client_id: 4101,
      new_job: { description: 'Pens' },
      sales_order: { products: [{ description: 'Pen', quantity: 10, price_value: 1 }] },
      payment: { amount_value: 12.5 },
    });
    const job = at.data.jobs.at(-1)?.id;
    expect(result).toMatchObject({ status: 'partial', refusal: { step: 'payment', code: 'invalid_input' } });
    expect(result.message).toMatch(new RegExp(`order ${job}-1 stands: do not enter it again.*with add_payment`));
    expect(result.message).not.toMatch(/same arguments/);
  });

  it('is completed by the same call where Syncore refused for a setting that can be mended', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'status', status: 403, match: { method: 'POST', path: /lineitems$/ } });
    const result = await at.write('create_sales_order', order({ idempotency_key: 'k' }));
    expect(result.status).toBe('partial');
    expect(result.refusal).toBeUndefined();
    expect(result.message).toMatch(/same idempotency_key \(key\) and the same arguments/);
    expect((await at.write('create_sales_order', order({ idempotency_key: 'k' }))).status).toBe('created');
    expect(ordersOf(at)).toHaveLength(2);
  });
});

describe('what Syncore said it made and does not show', () => {
  it('is no success: a job', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'POST' },
      shape: (json) => {
        at.data.jobs.pop();
        return json;
      },
    });
    const asked = { client_id: 4101, description: 'Caps', idempotency_key: 'k' };
    const result = await at.write('create_job', asked);
    expect(result).toMatchObject({ status: 'in_doubt', record: null, read_back: false });
    expect(result.message).toMatch(/had made job \d+, and does not show it/);
    expect(await at.write('create_job', asked)).toMatchObject({ status: 'already_done', record: null });
    expect(await at.write('settle_write', { key: 'k', outcome: 'look_again' })).toMatchObject({
      status: 'already_done',
      message: expect.stringMatching(/not in Syncore any more/),
    });
    expect(at.sent()).toHaveLength(1);
  });

  it('is no success: the job under an order, and lines', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'POST', path: /lineitems$/ },
      times: 2,
      shape: (json) => {
        at.data.salesOrders.at(-1)?.line_items.splice(0);
        at.data.jobs.splice(4);
        return json;
      },
    });
    const asked = { client_id: 4101, new_job: { description: 'Caps' }, sales_order: { comments: ['Rush', 'Call'] } };
    const result = await at.write('enter_order', asked);
    expect(result.status).toBe('in_doubt');
    expect(result.message).toMatch(/had made job \d+, line \d+, line \d+, and does not show it/);
  });
});

describe('a write in doubt', () => {
  it('says which order and amount to look for, and where', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'POST' } });
    const result = await at.write('add_payment', { order: '32255-1', amount_value: 100, reference_number: '7' });
    expect(result.status).toBe('in_doubt');
    expect(result.message).toMatch(/whether sales order 32255-1 has the payment of 100\.00/);
    expect(result.requests).toEqual([
      {
        method: 'POST',
        path: '/orders/jobs/32255/salesorders/915501/payments',
        body: expect.objectContaining({ amount_value: 100, reference_number: '7' }),
      },
    ]);
    expect(result.notes).toContainEqual(expect.stringContaining('https://www.ateasesystems.net/Job/Details/32255'));
  });

  it('shows what stands of it already', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'POST', path: /payments$/ } });
    const result = await at.write('enter_order', {
      client_id: 4101,
      new_job: { description: 'Pens' },
      sales_order: { products: [{ description: 'Pen', quantity: 10, price_value: 1 }] },
      payment: { amount_value: 5 },
    });
    const name = `${at.data.jobs.at(-1)?.id}-1`;
    expect(result).toMatchObject({ status: 'in_doubt', record: { order: name } });
    expect(result.message).toContain(`sales order ${name} has the payment of 5.00`);
  });
});

describe('what is told of an answer that was no yes', () => {
  it('keeps the words of a conflict, and does not call it lost', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({
      kind: 'status',
      status: 409,
      body: { message: 'A job of that name is open' },
      match: { method: 'POST' },
    });
    const error = await at.refused('create_job', { client_id: 4101, description: 'Caps' });
    expect(error).toMatchObject({ code: 'conflict', written: 'no', upstream_message: 'A job of that name is open' });
    expect(error.message).toMatch(/409/);
    expect(error.message).not.toMatch(/lost/);
  });

  it('says of an edit that the change was not made, and doubts no record whose id is known', async () => {
    await using at = await openWriting();
    const edit = { contact_id: 4101, changes: { title: 'Buyer' }, idempotency_key: 'k' };
    at.sandbox.faults.add({ kind: 'reset', commit: 'before', match: { method: 'PUT' } });
    const error = await at.refused('update_contact', edit);
    expect(error.message).toMatch(/the change was not made/);
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'PUT' } });
    const result = await at.write('update_contact', edit);
    expect(result).toMatchObject({ status: 'updated', notes: [] });
    expect(result.matched).toBeUndefined();
  });

  it('names no field of a call that was right until the record changed', async () => {
    await using at = await openWriting();
    const edit = { contact_id: 4101, changes: { title: 'Buyer' } };
    const { confirmation } = await at.write('update_contact', { ...edit, dry_run: true });
    for (const contact of at.data.contacts) if (contact.id === 4101) contact.phone = '555 010 0000';
    const error = await at.refused('update_contact', { ...edit, confirm: confirmation?.token });
    expect(error).toMatchObject({ code: 'conflict', message: expect.stringMatching(/changed in Syncore after/) });
    expect(error.fields).toBeUndefined();
  });
});

describe.each(ERAS)('a person who said no to a call without a key (%s)', (era) => {
  it('is asked when it comes again, and a preview is a preview', async () => {
    const replies = [people.declines, people.saysYes];
    await using at = await openWriting({
      era,
      person: (question) => {
        const person = replies.shift();
        return typeof person === 'function' ? person(question) : { action: 'cancel' };
      },
    });
    const job = { client_id: 4101, description: 'Caps' };
    const declined = await at.write('create_job', job);
    expect(declined.status).toBe('declined');
    expect(declined.message).not.toMatch(/idempotency_key/);
    expect((await at.write('create_job', { ...job, dry_run: true })).status).toBe('preview');
    expect((await at.write('create_job', job)).status).toBe('created');
    expect(at.sent()).toHaveLength(1);
  });
});
