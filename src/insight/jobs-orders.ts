import type { Held, HeldJob, HeldPurchaseOrder, HeldSalesOrder } from './held.js';

/** The orders of each job among the records held. */
export type JobsOrders = {
  jobOf(order: { jobNumber: number | null }): HeldJob | undefined;
  salesOrdersOf(jobId: number): readonly HeldSalesOrder[];
  purchaseOrdersOf(jobId: number): readonly HeldPurchaseOrder[];
};

export function jobsOrders(held: Held): JobsOrders {
  const sales = byJob(held.salesOrders.values());
  const purchases = byJob(held.purchaseOrders.values());
  return {
    jobOf: ({ jobNumber }) => (jobNumber === null ? undefined : held.jobs.get(jobNumber)),
    salesOrdersOf: (jobId) => sales.get(jobId) ?? [],
    purchaseOrdersOf: (jobId) => purchases.get(jobId) ?? [],
  };
}

function byJob<R extends { jobNumber: number | null }>(orders: Iterable<R>): Map<number, R[]> {
  const out = new Map<number, R[]>();
  for (const order of orders) {
    if (order.jobNumber === null) continue;
    const known = out.get(order.jobNumber);
    if (known === undefined) out.set(order.jobNumber, [order]);
    else known.push(order);
  }
  return out;
}
