import type { Job, PurchaseOrder, SalesOrder, SandboxData } from '../data/types.js';

type Orders = { sales: SalesOrder[]; purchases: PurchaseOrder[] };

/** A job as it is answered: briefs of its orders are made here, so they always agree with the orders. */
export function showJob(data: SandboxData, job: Job): unknown {
  return showJobs(data, [job])[0];
}

/** Jobs as they are answered. The orders are looked through once for all of them: a large account has thousands. */
export function showJobs(data: SandboxData, jobs: readonly Job[]): unknown[] {
  const orders = new Map(jobs.map(({ id }): [number, Orders] => [id, { sales: [], purchases: [] }]));
  const [first, last] = [Math.min(...orders.keys()), Math.max(...orders.keys())];
  for (const order of data.salesOrders) {
    const job = order.job_number;
    if (job >= first && job <= last) orders.get(job)?.sales.push(order);
  }
  for (const order of data.purchaseOrders) {
    const job = order.job_number;
    if (job >= first && job <= last) orders.get(job)?.purchases.push(order);
  }
  return jobs.map((job) => ({
    ...job,
    sales_orders: orders.get(job.id)?.sales.map(({ id, number, status, total_value }) => ({
      id,
      number,
      status,
      total_value,
    })),
    purchase_orders: orders
      .get(job.id)
      ?.purchases.map(({ id, number, status, sub_total_value, tax_value, total_value, supplier }) => ({
        id,
        number,
        status,
        sub_total_value,
        tax_value,
        total_value,
        supplier: { id: supplier.id, name: supplier.name },
      })),
  }));
}
