import type { SalesOrder } from '../data/types.js';
import { hasStatus, newestFirst, oldestMoment, type Problem, passes, readRange } from '../query.js';
import { listAnswer, notFound, type Route, type RouteContext } from './route.js';

/** Every filter is optional; all that are given must fit. The window holds for an order's own date in any case. */
function searchSalesOrders({ data, query, now }: RouteContext, problems: Problem[]): SalesOrder[] {
  const dates = readRange(query, 'date', problems);
  const modified = readRange(query, 'last_modified_date', problems);
  const invoiced = readRange(query, 'invoice_date', problems);
  // What sets this date apart from the invoice date is not known: they are taken to be the same.
  const invoiceStatus = readRange(query, 'invoice_status_date', problems);
  const oldest = oldestMoment(now());
  const whole = { from: oldest, to: null, toIsExclusive: false };
  const found = data.salesOrders.filter(
    (order) =>
      passes(order.date, whole, oldest) &&
      passes(order.date, dates, oldest) &&
      passes(order.last_modified_date, modified, oldest) &&
      passes(order.invoice_date, invoiced, oldest) &&
      passes(order.invoice_date, invoiceStatus, oldest) &&
      hasStatus(order.status, query),
  );
  return newestFirst(found, (order) => order.date);
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
    // By the record's id, not by its number in the job; under another job it is not found.
    run({ data, ids: [jobId, orderId] }) {
      const order = data.salesOrders.find(({ id, job_number }) => id === orderId && job_number === jobId);
      return order === undefined ? notFound(`Sales order ${orderId} of job ${jobId}`) : { status: 200, body: order };
    },
  },
];
