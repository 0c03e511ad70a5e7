import type { PurchaseOrder } from '../data/types.js';
import { hasStatus, newestFirst, oldestMoment, type Problem, passes, readRange } from '../query.js';
import { listAnswer, notFound, type Route, type RouteContext } from './route.js';

/** Only these two dates and the status filter a search [seen]; `in_hand_date` and supplier do not. */
function searchPurchaseOrders({ data, query, now }: RouteContext, problems: Problem[]): PurchaseOrder[] {
  const dates = readRange(query, 'date', problems);
  const modified = readRange(query, 'last_modified_date', problems);
  const oldest = oldestMoment(now());
  const whole = { from: oldest, to: null, toIsExclusive: false };
  const found = data.purchaseOrders.filter(
    (order) =>
      passes(order.last_modified_date, modified, oldest) &&
      passes(order.date, dates, oldest) &&
      passes(order.date, whole, oldest) &&
      hasStatus(order.status, query),
  );
  return newestFirst(found, (order) => order.date);
}

/** Their absence was seen; that `in_hand_date` stays is assumed. */
const notInSearches = new Set([
  'line_items',
  'supplier_address',
  'ship_to',
  'critical_comments',
  'shipping_and_instructions',
  'decoration_instructions',
  'csr_instructions_from_so',
]);

/** The record of a search: without lines, addresses and instructions. */
function brief(order: PurchaseOrder): unknown {
  return Object.fromEntries(Object.entries(order).filter(([field]) => !notInSearches.has(field)));
}

/** Purchase orders, for reading only: the vendor opens neither creating nor editing them. */
export const purchaseOrderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders/jobs/purchaseorders',
    run: (context) =>
      listAnswer(
        context,
        'purchaseorders',
        'root-relative',
        (problems) => searchPurchaseOrders(context, problems),
        (page) => page.map(brief),
      ),
  },
  {
    method: 'GET',
    path: '/orders/jobs/#/purchaseorders',
    // Whole records and no window: a read by parent is current [assumed].
    run(context) {
      const { data, ids } = context;
      const [jobId] = ids;
      if (!data.jobs.some(({ id }) => id === jobId)) return notFound(`Job ${jobId}`);
      const orders = data.purchaseOrders.filter((order) => order.job_number === jobId);
      return listAnswer(context, 'purchaseorders', 'root-relative', () => newestFirst(orders, (order) => order.date));
    },
  },
  {
    method: 'GET',
    path: '/orders/jobs/#/purchaseorders/#',
    // By the record's id, not by its number in the job.
    run({ data, ids: [jobId, orderId] }) {
      const order = data.purchaseOrders.find(({ id, job_number }) => id === orderId && job_number === jobId);
      if (order === undefined) return notFound(`Purchase order ${orderId} of job ${jobId}`);
      return { status: 200, body: order };
    },
  },
];
