import { isDeepStrictEqual } from 'node:util';
import type { Reader } from '../client/reader.js';
import type { Call } from '../client/request.js';
import type { Search } from '../client/search.js';
import { contactSearch, jobSearch, purchaseOrderSearch, salesOrderSearch } from '../client/searches.js';
import type { Contact } from '../records/contact.js';
import type { ClientRef } from '../records/fields.js';
import type { Job } from '../records/job.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { SalesOrder } from '../records/sales-order.js';
import type { Bare } from './bare.js';
import type { Facts } from './change-log.js';
import type { HeldContact, HeldJob, HeldKind, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import { ALL_DAYS, type Span } from './span.js';

/** A list of Syncore's that is read by days; sales orders have two, by their own date and by the invoice's. */
export type AxisName = HeldKind | 'invoiced';

export type AxisRules<Full, R> = {
  name: AxisName;
  /** Syncore cannot cut this list by days: it is one window. */
  undivided: boolean;
  list(span: Span): Search<[], Full>;
  day(record: R): string | null;
};

/** What must be known of a kind of record to hold it. */
export type KindRules<Full, R> = {
  kind: HeldKind;
  axes: readonly AxisRules<Full, R>[];
  bare(full: Full): R;
  /** The record by itself. @throws Failure `not_found` where it is gone; null where it cannot be asked for. */
  read(reader: Reader, record: { id: number; jobNumber: number | null }, call: Call): Promise<Full | null>;
  /** What changed at a Pacific moment or since; null where Syncore has no such filter. */
  changedSince: ((moment: string) => Search<[], Full>) | null;
  /** When Syncore says it was changed, a Pacific moment; null where it does not say. */
  modified(record: R): string | null;
  /** The number of its job; null where it has none, or is one. */
  jobNumber(record: R): number | null;
  number(record: R): number | null;
  client(record: R): ClientRef | null;
  people(record: R): Facts['people'];
  /** What it takes in memory, as a number of records and lines. */
  weight(record: R): number;
  /** Both states without what only one of them can tell, since a search leaves out what a reading by itself gives. */
  comparable(before: R, after: R): [R, R];
  isBrief(record: R): boolean;
};

/** Whether a row of a search says nothing new of a record that is held in full. */
export function isStillGood<Full, R>(
  { isBrief, comparable, modified }: Pick<KindRules<Full, R>, 'isBrief' | 'comparable' | 'modified'>,
  held: R,
  row: R,
): boolean {
  if (!isBrief(row) || isBrief(held)) return false;
  const at = modified(row);
  return at !== null && at === modified(held) && isDeepStrictEqual(...comparable(held, row));
}

export const jobAxis: AxisRules<Job, HeldJob> = {
  name: 'jobs',
  undivided: false,
  list: (date) => jobSearch({ date }),
  day: (job) => job.date,
};

export const salesOrderAxis: AxisRules<SalesOrder, HeldSalesOrder> = {
  name: 'sales_orders',
  undivided: false,
  list: (date) => salesOrderSearch({ date }),
  day: (order) => order.date,
};

/** An order that was dated months before may be invoiced in a period: Syncore's filter by the invoice date finds it. */
export const invoiceAxis: AxisRules<SalesOrder, HeldSalesOrder> = {
  name: 'invoiced',
  undivided: false,
  list: (invoiceDate) => salesOrderSearch({ invoiceDate }),
  day: (order) => order.invoiceDate,
};

export const purchaseOrderAxis: AxisRules<PurchaseOrder, HeldPurchaseOrder> = {
  name: 'purchase_orders',
  undivided: false,
  list: (date) => purchaseOrderSearch({ date }),
  day: (order) => order.date,
};

export const contactAxis: AxisRules<Contact, HeldContact> = {
  name: 'contacts',
  undivided: true,
  list: () => contactSearch({}),
  day: () => ALL_DAYS.from,
};

export function jobRules(bare: Bare): KindRules<Job, HeldJob> {
  return {
    kind: 'jobs',
    axes: [jobAxis],
    bare: bare.job,
    read: (reader, { id }, call) => reader.jobs.read(id, call),
    changedSince: null,
    modified: () => null,
    jobNumber: () => null,
    number: () => null,
    client: (job) => job.client,
    people: ({ primaryRep, secondaryRep, csr }) => ({ primaryRep, secondaryRep, csr }),
    weight: (job) => 1 + (job.salesOrders?.length ?? 0) + (job.purchaseOrders?.length ?? 0),
    comparable: (before, after) => [before, after],
    isBrief: () => false,
  };
}

export function salesOrderRules(bare: Bare): KindRules<SalesOrder, HeldSalesOrder> {
  return {
    kind: 'sales_orders',
    axes: [salesOrderAxis, invoiceAxis],
    bare: bare.salesOrder,
    read: async (reader, { id, jobNumber }, call) =>
      jobNumber === null ? null : reader.salesOrders.read(jobNumber, id, call),
    changedSince: (modifiedSince) => salesOrderSearch({ modifiedSince }),
    modified: (order) => order.lastModified,
    jobNumber: (order) => order.jobNumber,
    number: (order) => order.number,
    client: (order) => order.client,
    people: () => null,
    weight: (order) => 1 + (order.lineItems?.length ?? 0),
    comparable: (before, after) =>
      before.lineItems === null || after.lineItems === null
        ? [
            { ...before, lineItems: null },
            { ...after, lineItems: null },
          ]
        : [before, after],
    isBrief: (order) => order.lineItems === null,
  };
}

export function purchaseOrderRules(bare: Bare): KindRules<PurchaseOrder, HeldPurchaseOrder> {
  return {
    kind: 'purchase_orders',
    axes: [purchaseOrderAxis],
    bare: bare.purchaseOrder,
    read: async (reader, { id, jobNumber }, call) =>
      jobNumber === null ? null : reader.purchaseOrders.read(jobNumber, id, call),
    changedSince: (modifiedSince) => purchaseOrderSearch({ modifiedSince }),
    modified: (order) => order.lastModified,
    jobNumber: (order) => order.jobNumber,
    number: (order) => order.number,
    // The job has it.
    client: () => null,
    people: () => null,
    weight: (order) => 1 + (order.lineItems?.length ?? 0),
    comparable(before, after) {
      const isBrief = before.lineItems === null || after.lineItems === null;
      const undated = !before.inHandDateGiven || !after.inHandDateGiven;
      const without = { ...(isBrief ? NOT_IN_SEARCHES : {}), ...(undated ? NO_IN_HAND_DATE : {}) };
      return [
        { ...before, ...without },
        { ...after, ...without },
      ];
    },
    isBrief: (order) => order.lineItems === null,
  };
}

/** What a search leaves out of a purchase order [seen]; that the in-hand date is in it is assumed. */
const NO_IN_HAND_DATE = { inHandDate: null, inHandDateGiven: false } as const;
const NOT_IN_SEARCHES = {
  lineItems: null,
  supplierAddress: null,
  shipTo: null,
  criticalComments: null,
  shippingAndInstructions: null,
  decorationInstructions: null,
  csrInstructions: null,
} as const;

export function contactRules(bare: Bare): KindRules<Contact, HeldContact> {
  return {
    kind: 'contacts',
    axes: [contactAxis],
    bare: bare.contact,
    read: (reader, { id }, call) => reader.contacts.read(id, call),
    changedSince: null,
    modified: (contact) => contact.lastModified,
    jobNumber: () => null,
    number: () => null,
    client: (contact) => ({ id: contact.id, businessName: contact.businessName, name: nameOf(contact), email: null }),
    people: () => null,
    weight: () => 1,
    comparable: (before, after) => [before, after],
    isBrief: () => false,
  };
}

function nameOf({ firstName, lastName }: HeldContact): string | null {
  const name = [firstName, lastName].filter((part) => part !== null).join(' ');
  return name === '' ? null : name;
}
