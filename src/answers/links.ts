/** Pages of Syncore's own web application [seen], worth giving to a person next to an answer. */
const SITE = 'https://www.ateasesystems.net';

/** A sales order has no page of its own: its job's page shows it. */
export const JOB_PAGE = `${SITE}/Job/Details/{job_id}`;
export const PURCHASE_ORDER_PAGE = `${SITE}/PurchaseOrder/Details/{id}`;

export function jobPage(jobId: number | null): string | null {
  return jobId === null ? null : JOB_PAGE.replace('{job_id}', String(jobId));
}

export function purchaseOrderPage(id: number): string {
  return PURCHASE_ORDER_PAGE.replace('{id}', String(id));
}
