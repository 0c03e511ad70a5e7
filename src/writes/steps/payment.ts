import { Failure } from '../../failure.js';
import { toCents } from '../../records/money.js';
import { readId } from '../../records/order-name.js';
import { isRecord } from '../../records/write-form.js';
import type { Resolved, Sighting, StepKind, StepReading } from './step.js';

/**
 * Payments cannot be read through the API. Should an order come to show its payments all the same, a lost one is looked
 * for there.
 */
export const addPaymentStep: StepKind = {
  async before(resolved, reading) {
    const { order, shown } = await look(resolved, reading);
    const cents = amountCents(resolved);
    const mayExceed = resolved.step.basis?.overpayment === true;
    if (!mayExceed && order.totalCents !== null && cents > order.totalCents) throw tooMuch();
    return { ids: (shown ?? []).filter((payment) => payment.cents === cents).map(({ id }) => id), whole: true };
  },
  submit: ({ ids: [jobId = 0, orderId = 0], body }, writer, call) => writer.addPayment(jobId, orderId, body, call),
  async find(resolved, before, reading): Promise<Sighting> {
    const { shown } = await look(resolved, reading);
    const cents = amountCents(resolved);
    const found = (shown ?? []).filter((payment) => payment.cents === cents && !before.includes(payment.id));
    const [only] = found;
    if (only !== undefined && found.length === 1) return { kind: 'found', id: only.id, by: 'content' };
    return { kind: 'cannot_tell', why: 'payments cannot be read through the API' };
  },
};

async function look({ ids: [jobId = 0, orderId = 0] }: Resolved, { reader, call }: StepReading) {
  const order = await reader.salesOrders.read(jobId, orderId, call);
  const { payments } = order.raw;
  const shown = Array.isArray(payments) ? payments.flatMap(readShown) : null;
  return { order, shown };
}

function readShown(payment: unknown): { id: number; cents: number }[] {
  if (!isRecord(payment)) return [];
  const id = readId(payment.id);
  const { amount_value: amount } = payment;
  return id === null || typeof amount !== 'number' ? [] : [{ id, cents: toCents(amount) }];
}

function amountCents({ body }: Resolved): number {
  return typeof body.amount_value === 'number' ? toCents(body.amount_value) : 0;
}

function tooMuch(): Failure {
  const message = 'The payment is more than the total_value that the order has come to, so it was not sent.';
  return new Failure('invalid_input', message, {
    fields: [{ field: 'amount_value', message: 'is more than the total_value of the order' }],
  });
}
