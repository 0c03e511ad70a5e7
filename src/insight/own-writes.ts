import type { Raw } from '../records/fields.js';
import type { HeldContact, HeldJob, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import type { Holdings } from './holdings.js';
import type { Shelf } from './shelf.js';

/** A write of our own: the record as it was read back, or where it can be read. */
export type Written =
  | { kind: 'jobs'; record: HeldJob }
  | { kind: 'sales_orders'; record: HeldSalesOrder }
  | { kind: 'purchase_orders'; record: HeldPurchaseOrder }
  | { kind: 'contacts'; record: HeldContact }
  | { kind: 'jobs' | 'contacts'; id: number }
  | { kind: 'sales_orders' | 'purchase_orders'; id: number; jobId: number };

/** Holds a write until a search shows it; an order that is written is a change of its job too. */
export function noteWritten({ jobs, salesOrders, purchaseOrders, contacts }: Holdings, write: Written): void {
  const jobNumber = jobOf(write);
  if (jobNumber !== null) jobs.noteOwn({ id: jobNumber, jobNumber: null, unread: true });
  if (!('record' in write)) {
    const shelf = { jobs, sales_orders: salesOrders, purchase_orders: purchaseOrders, contacts }[write.kind];
    shelf.noteOwn({ id: write.id, jobNumber, unread: true });
    return;
  }
  switch (write.kind) {
    case 'jobs':
      hold(jobs, write.record, null);
      return;
    case 'sales_orders':
      hold(salesOrders, write.record, jobNumber);
      return;
    case 'purchase_orders':
      hold(purchaseOrders, write.record, jobNumber);
      return;
    case 'contacts':
      hold(contacts, write.record, null);
  }
}

function hold<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  record: R,
  jobNumber: number | null,
): void {
  shelf.noteOwn({ id: record.id, jobNumber, unread: false });
  shelf.put(record, 'read');
}

function jobOf(write: Written): number | null {
  if ('jobId' in write) return write.jobId;
  return 'record' in write && 'jobNumber' in write.record ? write.record.jobNumber : null;
}
