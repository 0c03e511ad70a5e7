import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../support/preloads.js';
import { fresh, openWriting, type Writing } from '../support/writing.js';

let at: Writing;
beforeAll(async () => {
  at = await openWriting();
});
beforeEach(() => {
  at.sandbox.requests.length = 0;
  at.sandbox.faults.clear();
});
afterAll(() => at[Symbol.asyncDispose]());

let number = 1;

/** An order of its own that comes to `total`. */
function orderOf(total: number, status = 'Open'): string {
  const known = at.data.salesOrders.find(({ id }) => id === 915501);
  if (known === undefined) throw new Error('the known order is gone');
  number += 1;
  const id = 990_000 + number;
  at.data.salesOrders.push({ ...structuredClone(known), id, number, status, total_value: total });
  return `32255-${number}`;
}

const pay = (order: string, amount_value: number, more = {}) =>
  at.write('add_payment', { order, amount_value, ...more });

describe('a payment', () => {
  it('is told as what was sent, since payments cannot be read', async () => {
    const order = orderOf(100);
    const result = await pay(order, 60, { method: 'Check', reference_number: '1044', date: '2026-11-20' });
    const { id } = at.data.payments.at(-1) ?? {};
    expect(result).toMatchObject({
      status: 'created',
      read_back: false,
      record: { payment_id: id, amount_value: 60, method: 'Check', reference_number: '1044', date: '2026-11-20' },
    });
  });

  it('is not above what the order comes to, less what was paid through this server', async () => {
    const order = orderOf(100);
    const error = await at.refused('add_payment', { order, amount_value: 100.01 });
    expect(error).toMatchObject({ code: 'invalid_input', written: 'no', fields: [{ field: 'amount_value' }] });
    await pay(order, 60);
    const second = await at.refused('add_payment', { order, amount_value: 40.01 });
    expect(second.fields?.[0]?.message).toContain('at most 40.00');
    expect((await pay(order, 40)).status).toBe('created');
    expect(at.sent()).toHaveLength(2);
    expect((await pay(order, 5, { allow_overpayment: true })).status).toBe('created');
  });

  it('is not made to an order that is Paid, unless it is meant', async () => {
    const order = orderOf(100, 'Paid');
    const error = await at.refused('add_payment', { order, amount_value: 10 });
    expect(error).toMatchObject({ code: 'invalid_input', written: 'no', fields: [{ field: 'order' }] });
    expect(at.sent()).toEqual([]);
    expect((await pay(order, 10, { allow_overpayment: true })).status).toBe('created');
  });

  it('is held to the total and the status of an order that the list of its job shows without them', async () => {
    await using own = await openWriting();
    own.sandbox.faults.add({
      kind: 'shape',
      times: Number.POSITIVE_INFINITY,
      match: { method: 'GET', path: /jobs\/32255\/salesorders(\?|$)/ },
      shape: (json) => {
        const rows = typeof json === 'object' && json !== null && 'salesorders' in json ? json.salesorders : [];
        for (const row of Array.isArray(rows) ? rows : []) Object.assign(row, { status: null, total_value: undefined });
        return json;
      },
    });
    const known = own.data.salesOrders.find(({ id }) => id === 915501);
    const total = known?.total_value ?? 0;
    const much = await own.refused('add_payment', { order: '32255-1', amount_value: total + 1 });
    expect(much).toMatchObject({ code: 'invalid_input', fields: [{ field: 'amount_value' }] });
    Object.assign(known ?? {}, { status: 'Paid' });
    const paid = await own.refused('add_payment', { order: '32255-1', amount_value: 1 });
    expect(paid).toMatchObject({ code: 'invalid_input', fields: [{ field: 'order' }] });
    expect(own.sent()).toEqual([]);
  });

  it.each([0, -5, 10.005, 0.001, 1e10, '12.345'])('of %s is refused before anything is sent', async (amount_value) => {
    const error = await at.refused('add_payment', { order: orderOf(100), amount_value });
    expect(error).toMatchObject({ code: 'invalid_input', written: 'no', fields: [{ field: 'amount_value' }] });
    expect(at.sent()).toEqual([]);
  });

  it('of the same amount with another reference number is another one', async () => {
    const order = orderOf(100);
    await pay(order, 20, { reference_number: '1044' });
    expect((await pay(order, 20, { reference_number: '1045' })).status).toBe('created');
    expect((await pay(order, 20, { reference_number: ' 1044' })).status).toBe('already_done');
    expect(at.sent()).toHaveLength(2);
  });

  it('is the same one however its comment is worded, and where one number is missing', async () => {
    const order = orderOf(100);
    const first = await pay(order, 20, { reference_number: '1044', comment: 'Deposit' });
    const reworded = await pay(order, 20, { comment: 'Deposit by check' });
    expect(reworded).toMatchObject({ status: 'already_done', key: first.key });
    const keyed = await pay(order, 20, { comment: 'Deposit', idempotency_key: fresh('key') });
    expect(keyed).toMatchObject({ status: 'possible_duplicate', duplicate: { key: first.key } });
    expect(at.sent()).toHaveLength(1);
  });

  it('through the job number alone, where the job has one order, is the same one', async () => {
    const job = at.data.jobs.find(({ id }) => id !== 32255 && only(id) !== undefined)?.id ?? 0;
    const order = only(job);
    if (order === undefined) throw new Error('no job has one order only');
    Object.assign(order, { status: 'Open', total_value: 500 });
    const first = await pay(`${job}-${order.number}`, 20);
    expect(await pay(` #${job} `, 20)).toMatchObject({ status: 'already_done', key: first.key });
  });

  function only(job: number) {
    const orders = at.data.salesOrders.filter(({ job_number: of }) => of === job);
    return orders.length === 1 ? orders[0] : undefined;
  }

  it('whose answer is lost is in doubt, and blocks an equal one under any key', async () => {
    const order = orderOf(100);
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'POST' } });
    const lost = await pay(order, 20, { idempotency_key: fresh('key'), reference_number: '7' });
    expect(lost).toMatchObject({ status: 'in_doubt', steps: [{ step: 'payment', status: 'in_doubt' }] });
    expect(lost.message).toMatch(/look in\s+Syncore/);
    for (const more of [
      {},
      { idempotency_key: fresh('key') },
      { idempotency_key: fresh('key'), allow_duplicate: true },
      { idempotency_key: fresh('key'), reference_number: '8', allow_duplicate: true },
    ]) {
      expect((await pay(order, 20, more)).status).toBe('in_doubt');
    }
    expect(at.sent()).toHaveLength(1);
    expect((await pay(order, 21)).status).toBe('created');
  });

  it('that Syncore takes without naming its id is entered, and counts as paid', async () => {
    const order = orderOf(100);
    at.sandbox.faults.add({ kind: 'shape', shape: () => ({ success: true }), match: { method: 'POST' } });
    const result = await pay(order, 60, { idempotency_key: fresh('key') });
    expect(result).toMatchObject({ status: 'created', record: { payment_id: null, amount_value: 60 } });
    expect(await at.refused('add_payment', { order, amount_value: 41 })).toMatchObject({ written: 'no' });
    at.sandbox.faults.add({ kind: 'shape', shape: () => ({ error: 'closed' }), match: { method: 'POST' } });
    expect((await pay(order, 10)).status).toBe('in_doubt');
  });

  it('made side by side with another never makes both too much', async () => {
    const order = orderOf(100);
    const beside = await at.beside({ era: '2025' });
    const answers = await Promise.all(
      [at, beside, at, beside].map(({ server }, index) =>
        server.call('add_payment', { order, amount_value: 60 + index, idempotency_key: fresh('key') }),
      ),
    );
    expect(answers.filter(({ isError }) => !isError)).toHaveLength(1);
    const paid = at.data.payments.filter(({ sales_order_id: id }) => id === 990_000 + number);
    expect(paid).toHaveLength(1);
  });
});

describe('two equal payments', () => {
  it('a month apart are both entered', async () => {
    await using own = await openWriting();
    const clock = settableClock(own.folder);
    const { write } = await own.beside({ env: clock.env });
    const deposit = { order: '32255-1', amount_value: 100 };
    expect((await write('add_payment', deposit)).status).toBe('created');

    // A day later by the machine's clock alone, it is the same call still.
    const day = 86_400_000;
    await clock.set(2 * day);
    expect((await write('add_payment', deposit)).status).toBe('already_done');

    own.setTime(31 * day);
    await clock.set(31 * day);
    expect((await write('add_payment', deposit)).status).toBe('created');
    expect(own.data.payments).toHaveLength(2);
  });
});
