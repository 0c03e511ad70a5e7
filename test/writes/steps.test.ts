import { describe, expect, it, vi } from 'vitest';
import type { Era } from '../support/connect.js';
import { openWriting, type Writing } from '../support/writing.js';

const ERAS: readonly Era[] = ['2026', '2025'];

/** Thirty lines that can be told apart. */
const thirty = Array.from({ length: 30 }, (_, index) => ({
  type: 'SetupCharge',
  description: `Charge ${index}`,
  quantity: index + 1,
  price_value: 5,
}));

const order = { job_id: 32255, line_items: thirty, idempotency_key: 'thirty' };

/** The order that the test has entered on the known job. */
function entered({ data }: Writing) {
  const orders = data.salesOrders.filter(({ job_number: job, id }) => job === 32255 && id !== 915501);
  expect(orders.length).toBeLessThanOrEqual(1);
  return orders[0]?.line_items.map(({ description }) => description) ?? [];
}

const all = thirty.map(({ description }) => description);

describe.each(ERAS)('an order of thirty lines (%s)', (era) => {
  it('is entered line by line, in order, and tells how far it is', async () => {
    await using at = await openWriting({ era });
    const told: string[] = [];
    const result = await at.write('create_sales_order', order, {
      onProgress: ({ progress, total, message }) => told.push(`${progress}/${total} ${message}`),
    });
    expect(result).toMatchObject({ status: 'created', record: { order: '32255-2', sub_total_value: 465 * 5 } });
    expect(entered(at)).toEqual(all);
    expect(told).toEqual(['0/31 sales order', ...all.map((_, index) => `${index + 1}/31 line ${index + 1}`)]);
    const ids = at.data.salesOrders.at(-1)?.line_items.map(({ line_id: id }) => id);
    expect(result.steps.slice(1)).toEqual(ids?.map((id, index) => ({ step: `line ${index + 1}`, status: 'done', id })));
  });

  it('that is refused in the middle is told with exactly what stands, and goes on from there', async () => {
    await using at = await openWriting({ era });
    at.sandbox.faults.add({ kind: 'status', status: 400, match: { method: 'POST', nth: 13 }, times: 1 });
    const broken = await at.write('create_sales_order', order);
    expect(broken.status).toBe('partial');
    expect(broken.message).toMatch(/^12 of 31 steps/);
    expect(broken.steps.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 12 }, () => 'done'),
      'refused',
      ...Array.from({ length: 18 }, () => 'pending'),
    ]);
    expect(entered(at)).toEqual(all.slice(0, 11));
    // Its key is bound now: other content is a conflict.
    const other = await at.refused('create_sales_order', { ...order, line_items: thirty.slice(1) });
    expect(other).toMatchObject({ code: 'conflict', written: 'no' });
    expect((await at.write('create_sales_order', order)).status).toBe('created');
    expect(entered(at)).toEqual(all);
    // One more than there are steps: the one that was refused.
    expect(at.sent()).toHaveLength(32);
  });

  it('that is cancelled stops between two lines, and the same key enters the rest', async () => {
    await using at = await openWriting({ era });
    const giveUp = new AbortController();
    at.sandbox.faults.add({ kind: 'latency', ms: 20, match: { method: 'POST' }, times: Number.POSITIVE_INFINITY });
    let posts = 0;
    at.sandbox.faults.onRequest = (_, { method }) => {
      if (method === 'POST') posts += 1;
      if (posts === 8) giveUp.abort(new Error('the user gave it up'));
    };
    await expect(at.write('create_sales_order', order, { signal: giveUp.signal })).rejects.toThrow();
    const { items } = await at.get('review_writes', { key: 'thirty' });
    expect(items).toEqual([expect.objectContaining({ status: 'partial', tool: 'create_sales_order' })]);
    const stopped = at.sent().length;
    expect(stopped).toBeLessThan(31);
    expect(entered(at)).toEqual(all.slice(0, stopped - 1));
    expect((await at.write('create_sales_order', order)).status).toBe('created');
    expect(entered(at)).toEqual(all);
    expect(at.sent()).toHaveLength(31);
  });

  it('that takes longer than a call goes on behind it, and the same key tells how it went', async () => {
    await using at = await openWriting({ era, env: { SYNCORE_CALL_BUDGET_MS: '600' } });
    at.sandbox.faults.add({ kind: 'latency', ms: 40, match: { method: 'POST' }, times: Number.POSITIVE_INFINITY });
    let result = await at.write('create_sales_order', order);
    expect(result).toMatchObject({ status: 'in_progress', key: 'thirty', retry_at: expect.any(String) });
    while (result.status === 'in_progress') result = await at.write('create_sales_order', order);
    expect(['created', 'already_done']).toContain(result.status);
    expect(entered(at)).toEqual(all);
    expect(at.sent()).toHaveLength(31);
  });
});

describe('a first step that is refused', () => {
  it('is an error, for nothing was written', async () => {
    await using at = await openWriting();
    at.sandbox.switches.write = false;
    const asked = { new_contact: { business_name: 'New' }, new_job: { description: 'Mugs' }, sales_order: {} };
    const error = await at.refused('enter_order', { ...asked, idempotency_key: 'order' });
    expect(error).toMatchObject({ code: 'write_disabled', written: 'no' });
    at.sandbox.switches.write = true;
    const result = await at.write('enter_order', { ...asked, idempotency_key: 'order' });
    expect(result).toMatchObject({
      status: 'created',
      steps: [
        { step: 'contact', status: 'done' },
        { step: 'job', status: 'done' },
        { step: 'sales order', status: 'done' },
      ],
    });
    expect(at.sent()).toHaveLength(4);
  });
});

describe('an answer that shows another record with what it made', () => {
  it('gives the order its own job, and no job of somebody else', async () => {
    await using at = await openWriting();
    const [other] = at.data.jobs;
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'POST', path: '/orders/jobs' },
      // Without an id of its own, and with a client whose id is that of another job.
      shape: () => ({ description: 'Mugs', client: { id: other?.id } }),
    });
    const result = await at.write('enter_order', {
      client_id: 4101,
      new_job: { description: 'Mugs for the fair' },
      sales_order: { comments: ['Rush'] },
    });
    const made = at.data.jobs.find(({ description }) => description === 'Mugs for the fair');
    expect(result).toMatchObject({ status: 'created', steps: [{ step: 'job', id: made?.id }, {}, {}] });
    expect(at.data.salesOrders.at(-1)?.job_number).toBe(made?.id);
  });

  it('hangs lines under the line_id of their parent', async () => {
    await using at = await openWriting();
    let count = 0;
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'POST' },
      times: Number.POSITIVE_INFINITY,
      shape: (json) => {
        count += 1;
        return { ...Object(json), id: count };
      },
    });
    const products = [
      { description: 'Polo', price_value: 10, colors: [{ color: 'Red', sizes: [{ size: 'M', quantity: 2 }] }] },
    ];
    expect(await at.write('add_line_items', { order: '32255-1', products })).toMatchObject({ status: 'created' });
    const [product, color, size] = at.data.salesOrders.find(({ id }) => id === 915501)?.line_items.slice(-3) ?? [];
    expect([product?.type, color?.parent_id, size?.parent_id]).toEqual(['Asi', product?.line_id, color?.line_id]);
  });
});

describe('an order of a new client', () => {
  it('is client, job, order, lines and payment, each upon the one before', async () => {
    await using at = await openWriting();
    const result = await at.write('enter_order', {
      new_contact: { business_name: 'Northwind', last_name: 'Falk', email: 'ida@northwind.example' },
      new_job: { description: 'Mugs', primary_rep: 'morgan.ellis@lantern-promo.example' },
      sales_order: {
        customer_order_number: 'NW-1',
        products: [
          { description: 'Mug', colors: [{ color: 'Navy', sizes: [{ size: 'M', quantity: 3, price_value: 10 }] }] },
        ],
      },
      payment: { amount_value: 10, method: 'Check' },
    });
    const [contact, job, salesOrder, payment] = [
      at.data.contacts.at(-1),
      at.data.jobs.at(-1),
      at.data.salesOrders.at(-1),
      at.data.payments.at(-1),
    ];
    expect(result).toMatchObject({ status: 'created', record: { order: `${job?.id}-1`, id: salesOrder?.id } });
    expect(contact).toMatchObject({ business_name: 'Northwind', email: 'ida@northwind.example' });
    expect(job).toMatchObject({ client: { id: contact?.id }, primary_rep: { name: 'Morgan Ellis' } });
    expect(salesOrder).toMatchObject({
      job_number: job?.id,
      client: { id: contact?.id },
      customer_order_number: 'NW-1',
    });
    expect(payment).toMatchObject({ sales_order_id: salesOrder?.id, amount_value: 10 });
    const [product, color, size] = salesOrder?.line_items ?? [];
    expect([product?.type, color?.type, size?.type]).toEqual(['Asi', 'Color', 'Size']);
    expect([color?.parent_id, size?.parent_id]).toEqual([product?.line_id, color?.line_id]);
    expect(result.steps.map(({ step, id }) => [step, id])).toEqual([
      ['contact', contact?.id],
      ['job', job?.id],
      ['sales order', salesOrder?.id],
      ['line 1', product?.line_id],
      ['line 2', color?.line_id],
      ['line 3', size?.line_id],
      ['payment', payment?.id],
    ]);
  });

  it('takes nothing that another call has made for its own, though it looks the same', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'reset', commit: 'before', match: { method: 'POST' } });
    const one = { order: '32255-1', comments: ['Rush'], idempotency_key: 'one' };
    const lost = at.server.call('add_line_items', one);
    await vi.waitFor(() => expect(at.sent()).toHaveLength(1));
    const both = { order: '32255-1', comments: ['Rush', 'Call first'], idempotency_key: 'two' };
    expect((await at.write('add_line_items', both)).status).toBe('created');
    // The line of the first call never came to Syncore: that is found out, and it is sent again.
    const rush = () => at.data.salesOrders.flatMap(({ line_items: lines }) => lines).filter(isRush).length;
    const isRush = ({ description }: { description: string }) => description === 'Rush';
    expect((await lost).structuredContent).toMatchObject({ error: { written: 'no', retryable: true } });
    expect(rush()).toBe(1);
    expect((await at.write('add_line_items', one)).status).toBe('created');
    expect(rush()).toBe(2);
  });

  it('never posts anything twice when its answers are lost', async () => {
    await using at = await openWriting();
    for (const nth of [1, 2, 3, 5]) {
      at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'POST', nth } });
    }
    const asked = {
      new_contact: { business_name: 'Northwind', email: 'ida@northwind.example' },
      new_job: { description: 'Mugs' },
      sales_order: { comments: ['Rush', 'Rush', 'Rush'] },
      idempotency_key: 'order',
    };
    const result = await at.write('enter_order', asked);
    expect(result).toMatchObject({ status: 'created', matched: 'content' });
    expect(at.sent()).toHaveLength(6);
    expect(at.data.salesOrders.at(-1)?.line_items).toHaveLength(3);
  });
});
