import { type Contact, readContact } from '../records/contact.js';
import { type Job, readJob } from '../records/job.js';
import { type PurchaseOrder, readPurchaseOrder } from '../records/purchase-order.js';
import { type ReferenceItem, readReferenceItem } from '../records/reference.js';
import { readSalesOrder, type SalesOrder } from '../records/sales-order.js';
import { type Path, path } from './path.js';
import type { Area } from './permissions.js';

/** What is known of one request to Syncore; `endpoint` names it in messages, without ids. */
export type ActionFacts = {
  area: Area;
  verb: 'read' | 'create' | 'edit';
  method: 'GET' | 'POST' | 'PUT';
  endpoint: string;
};

export type Action<Ids extends number[]> = ActionFacts & { path: (...ids: Ids) => Path };

/** A list: `collection` is the name in the envelope, `record` reads one row. */
export type ListAction<Ids extends number[], R> = Action<Ids> & { collection: string; record: (value: unknown) => R };
/** A single record, bare or wrapped under `wrapper`. */
export type ItemAction<Ids extends number[], R> = Action<Ids> & { wrapper: string; record: (value: unknown) => R };

const reads = { verb: 'read', method: 'GET' } as const;
const jobRecord = { collection: 'jobs', wrapper: 'job', record: readJob };
const salesOrderRecord = { collection: 'salesorders', wrapper: 'salesorder', record: readSalesOrder };
const purchaseOrderRecord = { collection: 'purchaseorders', wrapper: 'purchaseorder', record: readPurchaseOrder };
const contactRecord = { collection: 'contacts', wrapper: 'contact', record: readContact };

export const searchJobs: ListAction<[], Job> = {
  ...reads,
  ...jobRecord,
  area: 'jobs',
  endpoint: 'GET /orders/jobs',
  path: () => path`/orders/jobs`,
};

export const readOneJob: ItemAction<[number], Job> = {
  ...reads,
  ...jobRecord,
  area: 'jobs',
  endpoint: 'GET /orders/jobs/{job_id}',
  path: (jobId) => path`/orders/jobs/${jobId}`,
};

export const searchSalesOrders: ListAction<[], SalesOrder> = {
  ...reads,
  ...salesOrderRecord,
  area: 'sales_orders',
  endpoint: 'GET /orders/jobs/salesorders',
  path: () => path`/orders/jobs/salesorders`,
};

export const salesOrdersOfJob: ListAction<[number], SalesOrder> = {
  ...reads,
  ...salesOrderRecord,
  area: 'sales_orders',
  endpoint: 'GET /orders/jobs/{job_id}/salesorders',
  path: (jobId) => path`/orders/jobs/${jobId}/salesorders`,
};

export const readOneSalesOrder: ItemAction<[number, number], SalesOrder> = {
  ...reads,
  ...salesOrderRecord,
  area: 'sales_orders',
  endpoint: 'GET /orders/jobs/{job_id}/salesorders/{salesorder_id}',
  path: (jobId, id) => path`/orders/jobs/${jobId}/salesorders/${id}`,
};

export const searchPurchaseOrders: ListAction<[], PurchaseOrder> = {
  ...reads,
  ...purchaseOrderRecord,
  area: 'purchase_orders',
  endpoint: 'GET /orders/jobs/purchaseorders',
  path: () => path`/orders/jobs/purchaseorders`,
};

export const purchaseOrdersOfJob: ListAction<[number], PurchaseOrder> = {
  ...reads,
  ...purchaseOrderRecord,
  area: 'purchase_orders',
  endpoint: 'GET /orders/jobs/{job_id}/purchaseorders',
  path: (jobId) => path`/orders/jobs/${jobId}/purchaseorders`,
};

export const readOnePurchaseOrder: ItemAction<[number, number], PurchaseOrder> = {
  ...reads,
  ...purchaseOrderRecord,
  area: 'purchase_orders',
  endpoint: 'GET /orders/jobs/{job_id}/purchaseorders/{purchaseorder_id}',
  path: (jobId, id) => path`/orders/jobs/${jobId}/purchaseorders/${id}`,
};

export const searchContacts: ListAction<[], Contact> = {
  ...reads,
  ...contactRecord,
  area: 'contacts',
  endpoint: 'GET /crm/contacts',
  path: () => path`/crm/contacts`,
};

export const readOneContact: ItemAction<[number], Contact> = {
  ...reads,
  ...contactRecord,
  area: 'contacts',
  endpoint: 'GET /crm/contacts/{contact_id}',
  path: (contactId) => path`/crm/contacts/${contactId}`,
};

const creates = { verb: 'create', method: 'POST' } as const;
const edits = { verb: 'edit', method: 'PUT' } as const;

export const createContact: Action<[]> = {
  ...creates,
  area: 'contacts',
  endpoint: 'POST /crm/contacts',
  path: () => path`/crm/contacts`,
};

export const updateContact: Action<[number]> = {
  ...edits,
  area: 'contacts',
  endpoint: 'PUT /crm/contacts/{contact_id}',
  path: (contactId) => path`/crm/contacts/${contactId}`,
};

export const createJob: Action<[]> = {
  ...creates,
  area: 'jobs',
  endpoint: 'POST /orders/jobs',
  path: () => path`/orders/jobs`,
};

export const updateJob: Action<[number]> = {
  ...edits,
  area: 'jobs',
  endpoint: 'PUT /orders/jobs/{job_id}',
  path: (jobId) => path`/orders/jobs/${jobId}`,
};

export const createSalesOrder: Action<[number]> = {
  ...creates,
  area: 'sales_orders',
  endpoint: 'POST /orders/jobs/{job_id}/salesorders',
  path: (jobId) => path`/orders/jobs/${jobId}/salesorders`,
};

/** The vendor's reference spells `salesorders` otherwise in one place; this spelling was seen to work. */
export const addLineItem: Action<[number, number]> = {
  ...creates,
  area: 'sales_order_line_items',
  endpoint: 'POST /orders/jobs/{job_id}/salesorders/{salesorder_id}/lineitems',
  path: (jobId, id) => path`/orders/jobs/${jobId}/salesorders/${id}/lineitems`,
};

export const addPayment: Action<[number, number]> = {
  ...creates,
  area: 'sales_order_payments',
  endpoint: 'POST /orders/jobs/{job_id}/salesorders/{salesorder_id}/payments',
  path: (jobId, id) => path`/orders/jobs/${jobId}/salesorders/${id}/payments`,
};

export const REFERENCE_KINDS = ['client_groups', 'payment_terms', 'product_indices', 'suppliers'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** The permission table has no rows for reference data: each kind follows the area whose records point to it. */
export const referenceLists: Record<ReferenceKind, ListAction<[], ReferenceItem>> = {
  client_groups: {
    ...reads,
    area: 'contacts',
    collection: 'client_groups',
    endpoint: 'GET /crm/client-groups',
    path: () => path`/crm/client-groups`,
    record: readReferenceItem,
  },
  payment_terms: {
    ...reads,
    area: 'contacts',
    collection: 'payment_terms',
    endpoint: 'GET /crm/payment-terms',
    path: () => path`/crm/payment-terms`,
    record: readReferenceItem,
  },
  product_indices: {
    ...reads,
    area: 'jobs',
    collection: 'product_indices',
    endpoint: 'GET /orders/product-indices',
    path: () => path`/orders/product-indices`,
    record: readReferenceItem,
  },
  suppliers: {
    ...reads,
    area: 'purchase_orders',
    collection: 'suppliers',
    endpoint: 'GET /orders/suppliers',
    path: () => path`/orders/suppliers`,
    record: readReferenceItem,
  },
};

/** How Syncore spells the parameters of a search. */
export const QUERY = {
  page: 'page',
  count: 'count',
  status: 'status',
  dateFrom: 'date_from',
  dateTo: 'date_to',
  modifiedFrom: 'last_modified_date_from',
  modifiedTo: 'last_modified_date_to',
  invoiceFrom: 'invoice_date_from',
  invoiceTo: 'invoice_date_to',
} as const;

export type Query = Partial<Record<keyof typeof QUERY, string | number | undefined>>;
