import type { Job, SandboxData } from '../data/types.js';

/** A job as it is answered: briefs of its orders are made here, so they always agree with the orders. */
export function showJob(data: SandboxData, job: Job): unknown {
  return {
    ...job,
    sales_orders: data.salesOrders
      .filter((order) => order.job_number === job.id)
      .map(({ id, number, status, total_value }) => ({ id, number, status, total_value })),
    purchase_orders: data.purchaseOrders
      .filter((order) => order.job_number === job.id)
      .map(({ id, number, status, sub_total_value, tax_value, total_value, supplier }) => ({
        id,
        number,
        status,
        sub_total_value,
        tax_value,
        total_value,
        supplier: { id: supplier.id, name: supplier.name },
      })),
  };
}
