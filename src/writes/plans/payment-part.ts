import type { Body } from '../../client/writer.js';
import { lineAmountCents, toE4 } from '../../records/money.js';
import type { SalesOrder } from '../../records/sales-order.js';
import { type Entry, type PlannedPayment, type PlanStep, paymentIn, type StepId, stepsOf } from '../journal.js';
import { given } from './contact-part.js';
import type { Problems } from './problems.js';
import { listed, money, quoted } from './texts.js';

export type PaymentInput = {
  amount_value?: number | undefined;
  date?: string | undefined;
  method?: string | undefined;
  reference_number?: string | undefined;
  comment?: string | undefined;
  allow_overpayment?: boolean | undefined;
};

/** The amount in cents; 0 where it is a problem. */
export function amountCents({ amount_value: amount }: PaymentInput, field: string, problems: Problems): number {
  if (amount === undefined) {
    problems.add(field, 'is required');
    return 0;
  }
  const e4 = Math.abs(amount) < 1e10 ? toE4(amount) : Number.NaN;
  if (!(e4 > 0)) problems.add(field, 'must be above 0, and below 10,000,000,000');
  else if (e4 % 100 !== 0 || String(amount).replace(/^\d+\.?/, '').length > 2) {
    problems.add(field, 'must have at most two decimals');
  } else return lineAmountCents(1, e4);
  return 0;
}

/** A payment's number as it is compared: letter case and spaces make no difference. */
export function referenceOfPayment({ reference_number: number }: PaymentInput): string | null {
  const plain = number?.replace(/\s+/g, '').toLowerCase() ?? '';
  return plain === '' ? null : plain;
}

export function paymentBody(input: PaymentInput): Body {
  return given({
    amount_value: input.amount_value,
    date: input.date,
    method: input.method,
    reference_number: input.reference_number,
    comment: input.comment,
  });
}

export function paymentStep(input: PaymentInput, job: number | StepId, order: number | StepId): PlanStep {
  const step: PlanStep = { name: 'payment', action: 'add_payment', ids: [job, order], body: paymentBody(input) };
  return input.allow_overpayment === true ? { ...step, basis: { overpayment: true } } : step;
}

/** What this journal has paid to an order, or may have, in cents. */
export function paidCents(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + (paysOrMayPay(entry) ? (paymentIn(entry)?.amountCents ?? 0) : 0), 0);
}

/** What entries pay, or are about to pay, in cents. */
export function plannedCents(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + (paymentIn(entry)?.amountCents ?? 0), 0);
}

/** An entry of several steps may be under way without having come to its payment. */
function paysOrMayPay(entry: Entry): boolean {
  if (entry.torn) return false;
  const status = stepsOf(entry)[paymentIn(entry)?.step ?? -1]?.status;
  return status === 'sending' || status === 'done' || status === 'in_doubt';
}

/** A payment of this amount of which nobody knows whether it was entered. */
export function doubtfulPayment(entries: readonly Entry[], cents: number): Entry | null {
  const isDoubtful = (entry: Entry) => {
    const payment = entry.torn ? null : paymentIn(entry);
    return payment?.amountCents === cents && stepsOf(entry)[payment.step]?.status === 'in_doubt';
  };
  return entries.find(isDoubtful) ?? null;
}

/**
 * Notes what speaks against a payment to an order that is there: it is paid, or the sum would be more than its total.
 * What was paid by hand cannot be read through the API.
 */
export function checkAmount(
  input: PaymentInput,
  cents: number,
  order: SalesOrder,
  paid: number,
  problems: Problems,
): void {
  if (input.allow_overpayment === true || cents === 0) return;
  if (order.status?.trim().toLowerCase() === 'paid') {
    problems.add('order', 'is Paid already; if a payment is to be added all the same, set allow_overpayment');
  } else if (order.totalCents !== null && paid + cents > order.totalCents) {
    const left = Math.max(0, order.totalCents - paid);
    const told = paid === 0 ? '' : ` of which ${money(paid)} were paid through this server`;
    problems.add(
      'amount_value',
      `is more than the order's total_value ${money(order.totalCents)}${told}; at most ${money(left)}, or set allow_overpayment`,
    );
  }
}

export function plannedPayment(input: PaymentInput, orderId: number, cents: number): PlannedPayment {
  return { orderId, amountCents: cents, reference: referenceOfPayment(input) };
}

/** A payment in words. */
export function paymentWords(input: PaymentInput, cents: number): string {
  return listed(
    `payment of ${money(cents)}`,
    input.date === undefined ? null : `dated ${input.date}`,
    input.method === undefined ? null : `by ${quoted(input.method, 30)}`,
    input.reference_number === undefined ? null : `reference ${quoted(input.reference_number, 30)}`,
    input.allow_overpayment === true ? 'also above the total' : null,
  );
}
