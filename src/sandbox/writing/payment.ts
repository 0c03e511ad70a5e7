import { toCents } from '../data/money.js';
import type { Payment, SalesOrder } from '../data/types.js';
import { pacificDay, spacedTime } from '../pacific.js';
import type { Draft, RouteContext } from '../routes/route.js';
import { derived } from './derived.js';
import type { Fields } from './fields.js';
import type { Check } from './write.js';

/** Syncore numbers a payment; its order is that of the path. */
const notWritten = derived('id', 'sales_order_id', 'job_number', 'status', 'date_created', 'last_modified_date');

function readPayment(fields: Fields) {
  const amount = fields.number('amount_value', 2);
  fields.require('amount_value', amount);
  if (amount !== null && amount <= 0) fields.problem('amount_value', 'amount_value must be above 0.');
  const written = {
    amount_value: amount ?? 0,
    date: fields.date('date'),
    method: fields.text('method'),
    reference_number: fields.text('reference_number'),
    comment: fields.text('comment'),
  };
  fields.refuseOthers(notWritten);
  return written;
}

/** A payment to an order of any status. An invoiced order that is paid in full by it becomes `Paid`. */
export function addPayment(context: RouteContext, order: SalesOrder): Check {
  const { data, store, now } = context;
  return (fields) => {
    const { date, ...written } = readPayment(fields);
    let id: number | undefined;
    return (): Draft => {
      id ??= store.payments.reserveId();
      const payment: Payment = {
        id,
        sales_order_id: order.id,
        job_number: order.job_number,
        ...written,
        date: date ?? pacificDay(now()),
      };
      return {
        answer: { status: 201, body: payment },
        keep() {
          store.payments.insert(payment);
          const paidCents = data.payments
            .filter(({ sales_order_id }) => sales_order_id === order.id)
            .reduce((sum, { amount_value }) => sum + toCents(amount_value), 0);
          const paid = order.status === 'Invoiced' && paidCents >= toCents(order.total_value);
          store.salesOrders.update(order, {
            status: paid ? 'Paid' : order.status,
            last_modified_date: spacedTime(now()),
          });
        },
      };
    };
  };
}
