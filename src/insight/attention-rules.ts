import { isJobOverdue, isPurchaseOrderOverdue, sameText } from '../client/filters.js';
import { daysBetween } from '../records/dates.js';
import type { HeldJob, HeldLine, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import type { JobsOrders } from './jobs-orders.js';
import { wholePortion } from './order-portions.js';

/*
 * What needs a person, one rule each: the day since when it is so, or null where it is not. Days are text; `today` is
 * US Pacific.
 */

/** The day since when a rule is broken; null where it is not, `unknown` where nobody can tell. */
export type Broken = string | null | 'unknown';

/** A sales order may wait this long for its first purchase order, an invoice for its payment, a job for any change. */
const DAYS_WITHOUT_PO = 3;
const DAYS_UNPAID = 30;
const DAYS_STALE = 30;

/** `job_late`: past its estimated delivery, not closed or completed. */
export function jobLate(job: HeldJob, today: string): string | null {
  return isJobOverdue(job, today) ? job.estimatedDeliveryDate : null;
}

/** `po_late`: open past its in-hand date. */
export function purchaseOrderLate(order: HeldPurchaseOrder, today: string): string | null {
  return isPurchaseOrderOverdue(order, today) ? order.inHandDate : null;
}

/**
 * `po_after_job`: open, and in hand only after the job is to be delivered; so since it was ordered. `unknown` where the
 * job could not be read.
 */
export function purchaseOrderAfterJob(order: HeldPurchaseOrder, job: HeldJob | undefined): Broken {
  if (!sameText(order.status, 'Open') || order.inHandDate === null) return null;
  if (job === undefined) return 'unknown';
  const due = job.estimatedDeliveryDate;
  if (due === null || order.inHandDate <= due) return null;
  return order.date ?? order.lastModified?.slice(0, 10) ?? due;
}

/**
 * `no_po`: a sales order that waits for goods of which nothing was ordered for its job. `unknown` where nobody can
 * tell: its lines were not given, or not all purchase orders of its job need be held (`wholeFrom` is the first day from
 * which on everything is).
 */
export function withoutPurchaseOrder(
  order: HeldSalesOrder,
  jobs: JobsOrders,
  today: string,
  wholeFrom: string,
): Broken {
  const isWaiting = sameText(order.status, 'Open') || sameText(order.status, 'Pending');
  if (!isWaiting || order.date === null || daysBetween(order.date, today) < DAYS_WITHOUT_PO) return null;
  const { jobNumber, lineItems } = order;
  if (jobNumber === null || jobs.purchaseOrdersOf(jobNumber).length > 0) return null;
  // The job names its purchase orders itself, also those too old to be held.
  const job = jobs.jobOf(order);
  const named = job?.purchaseOrders ?? null;
  if (named !== null && named.length > 0) return null;
  const isTold = named !== null || isWhole(job, wholeFrom);
  if (!isTold || lineItems === null) return 'unknown';
  return lineItems.some((line) => isBought(line, lineItems)) ? order.date : null;
}

/** `unpaid`: invoiced and not paid. Without the invoice's date, it was invoiced when it was last changed at the latest. */
export function unpaid(order: HeldSalesOrder, today: string): string | null {
  if (!sameText(order.status, 'Invoiced')) return null;
  const since = order.invoiceDate ?? order.lastModified?.slice(0, 10) ?? order.date;
  return since !== null && daysBetween(since, today) >= DAYS_UNPAID ? since : null;
}

/** Of a job: whether its orders are held, and when something on it was last seen to change. */
export type JobHistory = {
  jobs: JobsOrders;
  /** The first day from which on everything is held. */
  wholeFrom: string;
  /** By job, the latest change that was noticed on it while it was held; Pacific moments. */
  noticed: ReadonlyMap<number, string>;
};

/**
 * `stale`: not closed, and neither the job nor an order of it is newer, or was changed since. A job of which not all
 * orders need be held is not judged; `unknown` where an order does not tell when it was changed.
 */
export function stale(job: HeldJob, { jobs, wholeFrom, noticed }: JobHistory, today: string): Broken {
  if (sameText(job.status, 'Closed') || !isWhole(job, wholeFrom)) return null;
  const orders = [...jobs.salesOrdersOf(job.id), ...jobs.purchaseOrdersOf(job.id)];
  const ofOrders = orders.flatMap(({ date, lastModified }) => [date, lastModified]);
  const moments = [job.date, job.completedDate, noticed.get(job.id) ?? null, ...ofOrders];
  const last = moments.reduce((latest, at) => (at !== null && (latest === null || at > latest) ? at : latest), null);
  if (last === null || daysBetween(last.slice(0, 10), today) < DAYS_STALE) return null;
  return orders.some(({ lastModified }) => lastModified === null) ? 'unknown' : last.slice(0, 10);
}

/** `no_cost`: a sales order with lines that are sold and have no cost. */
export function withoutCost(order: HeldSalesOrder): string | null {
  return wholePortion(order).withoutCost ? (order.date ?? order.lastModified?.slice(0, 10) ?? null) : null;
}

/** Whether all orders of a job are held: none is older than the job. */
function isWhole(job: HeldJob | undefined, wholeFrom: string): boolean {
  return job !== undefined && job.date !== null && job.date >= wholeFrom;
}

/** What is no goods, whatever its quantity: a set-up, freight, a remark. */
const NO_GOODS = /charge$|comment$/;

/**
 * Whether a line is of something that has to be bought; what a line does not say of that, the line above says. What
 * comes back is not bought.
 */
function isBought(line: HeldLine, lines: readonly HeldLine[]): boolean {
  if (line.quantity === null || line.quantity <= 0) return false;
  if (NO_GOODS.test(line.type?.trim().toLowerCase() ?? '')) return false;
  let at: HeldLine | undefined = line;
  for (let steps = 0; at !== undefined && steps <= lines.length; steps += 1) {
    if (at.fromStock !== null) return !at.fromStock;
    const { parentId }: HeldLine = at;
    at = parentId === 0 ? undefined : lines.find(({ lineId }) => lineId === parentId);
  }
  return true;
}
