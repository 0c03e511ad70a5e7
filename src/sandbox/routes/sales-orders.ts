import type { SalesOrder } from '../data/types.js';
import type { Answer } from '../exchange.js';
import { hasStatus, newestFirst, oldestMoment, type Problem, passes, readRange } from '../query.js';
import { addLineItem } from '../writing/line-item.js';
import { addPayment } from '../writing/payment.js';
import { createSalesOrder } from '../writing/sales-order.js';
import { type Check, onBody } from '../writing/write.js';
import { listAnswer, notFound, type Route, type RouteContext, type Write } from './route.js';

/** Every filter is optional; all that are given must fit. The window holds for an order's own date in any case. */
function searchSalesOrders({ store, query, now }: RouteContext, problems: Problem[]): SalesOrder[] {
  const dates = readRange(query, 'date', problems);
  const modified = readRange(query, 'last_modified_date', problems);
  const invoiced = readRange(query, 'invoice_date', problems);
  // What sets this date apart from the invoice date is not known: they are taken to be the same.
  const invoiceStatus = readRange(query, 'invoice_status_date', problems);
  const oldest = oldestMoment(now());
  const whole = { from: oldest, to: null, toIsExclusive: false };
  const { salesOrders } = store.searched();
  const found = salesOrders.filter(
    (order) =>
      passes(order.last_modified_date, modified, oldest) &&
      passes(order.date, dates, oldest) &&
      passes(order.date, whole, oldest) &&
      passes(order.invoice_date, invoiced, oldest) &&
      passes(order.invoice_date, invoiceStatus, oldest) &&
      hasStatus(order.status, query),
  );
  return newestFirst(found, (order) => order.date);
}

/** The order by its id, not by its number in the job; under another job it is not found. */
function orderOf({ data, ids: [jobId, orderId] }: RouteContext): SalesOrder | undefined {
  return data.salesOrders.find(({ id, job_number }) => id === orderId && job_number === jobId);
}

function orderNotFound({ ids: [jobId, orderId] }: RouteContext): Answer {
  return notFound(`Sales order ${orderId} of job ${jobId}`);
}

/** A write to an order that stands. */
function onOrder(check: (context: RouteContext, order: SalesOrder) => Check) {
  return (context: RouteContext): Answer | Write => {
    const order = orderOf(context);
    return order === undefined ? orderNotFound(context) : onBody(context, check(context, order));
  };
}

/** Sales orders always come with their lines, in lists too [seen]. */
export const salesOrderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders/jobs/salesorders',
    run: (context) =>
      listAnswer(context, 'salesorders', 'absolute', (problems) => searchSalesOrders(context, problems)),
  },
  {
    method: 'GET',
    path: '/orders/jobs/#/salesorders',
    // A job that does not exist is not found; one without orders has an empty list.
    run(context) {
      const { data, ids } = context;
      const [jobId] = ids;
      if (!data.jobs.some(({ id }) => id === jobId)) return notFound(`Job ${jobId}`);
      const orders = data.salesOrders.filter((order) => order.job_number === jobId);
      return listAnswer(context, 'salesorders', 'absolute', () => newestFirst(orders, (order) => order.date));
    },
  },
  {
    method: 'GET',
    path: '/orders/jobs/#/salesorders/#',
    run(context) {
      const order = orderOf(context);
      return order === undefined ? orderNotFound(context) : { status: 200, body: order };
    },
  },
  {
    method: 'POST',
    path: '/orders/jobs/#/salesorders',
    run(context) {
      const [jobId] = context.ids;
      const job = context.store.jobs.find(jobId);
      return job === undefined ? notFound(`Job ${jobId}`) : onBody(context, createSalesOrder(context, job));
    },
  },
  // Lines and payments are added, never read by themselves: a GET is a 405.
  { method: 'POST', path: '/orders/jobs/#/salesorders/#/lineitems', run: onOrder(addLineItem) },
  // So spelled in one place of the vendor's reference: which spelling the service takes is not known.
  { method: 'POST', path: '/orders/jobs/#/saleseorders/#/lineitems', run: onOrder(addLineItem) },
  { method: 'POST', path: '/orders/jobs/#/salesorders/#/payments', run: onOrder(addPayment) },
];
