import type { PlanContext, WritePlan } from '../plan.js';
import {
  amountCents,
  checkAmount,
  doubtfulPayment,
  type PaymentInput,
  paidCents,
  paymentStep,
  paymentWords,
  plannedCents,
  plannedPayment,
  referenceOfPayment,
} from './payment-part.js';
import { Problems } from './problems.js';
import { readTarget, type Target, targetName } from './sales-order-target.js';
import { clientName, money, quoted, statusOf } from './texts.js';

export type AddPaymentInput = PaymentInput & { order?: string | undefined };

/** A payment to an order that is there. It is known by order and amount: a reworded comment is the same payment. */
export const addPaymentPlan: WritePlan<AddPaymentInput> = {
  tool: 'add_payment',
  kind: 'payment',
  creates: true,
  async content(input, reading) {
    const cents = amountCents(input, 'amount_value', new Problems());
    return { content: { order: await targetName(input.order, reading), cents }, reference: referenceOfPayment(input) };
  },
  async prepare(input, context) {
    const problems = new Problems(context.refused);
    const cents = amountCents(input, 'amount_value', problems);
    const target = await readTarget(input.order, problems, context);
    if (target === null) return problems.fail();
    const { order, jobId, name } = await withTotal(target, context);
    const earlier = await context.paymentsTo(order.id);
    const doubtful = doubtfulPayment(earlier, cents);
    checkAmount(input, cents, order, paidCents(earlier), problems);
    if (doubtful === null) problems.refuse();
    const total = order.totalCents === null ? '' : `, total ${money(order.totalCents)}`;
    return {
      steps: [paymentStep(input, jobId, order.id)],
      summary: `Add a ${paymentWords(input, cents)} to order ${name}${statusOf(order)} for ${clientName(order.client)}${total}.`,
      details: input.comment === undefined ? [] : [`comment ${quoted(input.comment, 300)}`],
      notes: order.totalCents === null ? [NO_TOTAL] : [],
      payment: plannedPayment(input, order.id, cents),
      ...(doubtful === null ? {} : { inDoubt: doubtful }),
      ...(input.allow_overpayment === true || order.totalCents === null
        ? {}
        : { stillFits: (before) => plannedCents(before) + cents <= (order.totalCents ?? 0) }),
    };
  },
};

const NO_TOTAL = 'Syncore does not show the total of this order, so that the amount could not be compared with it.';

/** The limits of a payment are those of the order: where the list of its job leaves them out, it is read by itself. */
async function withTotal(target: Target, { reader, call }: Pick<PlanContext, 'reader' | 'call'>): Promise<Target> {
  const { order, jobId } = target;
  if (order.status !== null && order.totalCents !== null) return target;
  const read = await reader.salesOrders.read(jobId, order.id, call);
  return { ...target, order: { ...read, number: order.number, jobNumber: order.jobNumber } };
}
