import type { Contact } from '../records/contact.js';
import type { Job } from '../records/job.js';
import type { LineItem } from '../records/line-items.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { SalesOrder } from '../records/sales-order.js';

/*
 * Records as the working set holds them: as they were read, without the JSON they came in, which would double their size.
 */

type Bare<R> = Omit<R, 'raw'>;

export type HeldLine = Bare<LineItem>;
export type HeldJob = Bare<Job>;
export type HeldContact = Bare<Contact>;
export type HeldSalesOrder = Omit<SalesOrder, 'raw' | 'lineItems'> & { lineItems: readonly HeldLine[] | null };
/** Brief, as searches give it, until its lines are needed. */
export type HeldPurchaseOrder = Omit<PurchaseOrder, 'raw' | 'lineItems'> & { lineItems: readonly HeldLine[] | null };

export const HELD_KINDS = ['jobs', 'sales_orders', 'purchase_orders', 'contacts'] as const;
export type HeldKind = (typeof HELD_KINDS)[number];

/** What is held at a moment, by id: a view to compute with, not to keep. */
export type Held = {
  jobs: ReadonlyMap<number, HeldJob>;
  salesOrders: ReadonlyMap<number, HeldSalesOrder>;
  purchaseOrders: ReadonlyMap<number, HeldPurchaseOrder>;
  contacts: ReadonlyMap<number, HeldContact>;
};
