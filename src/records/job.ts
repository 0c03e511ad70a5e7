import {
  asRecord,
  type ClientRef,
  cents,
  clientRef,
  date,
  id,
  list,
  lowerText,
  numberOrText,
  type Raw,
  type Ref,
  ref,
  requiredId,
  text,
} from './fields.js';

/** An order as a job names it. */
export type OrderBrief = {
  id: number | null;
  number: number | null;
  status: string | null;
  totalCents: number | null;
};

/** A purchase order as a job names it. */
export type PurchaseOrderBrief = OrderBrief & { supplier: Ref | null };

/** A job; its `id` is the job number that people say. Dates are `YYYY-MM-DD`, reps are names. */
export type Job = {
  id: number;
  /** `program`, `store`, `dropship`: in lower case. */
  jobClass: string | null;
  status: string | null;
  date: string | null;
  estimatedDeliveryDate: string | null;
  completedDate: string | null;
  description: string | null;
  jobType: string | null;
  priority: string | null;
  store: Ref | null;
  productIndex: Ref | null;
  client: ClientRef | null;
  primaryRep: string | null;
  secondaryRep: string | null;
  csr: string | null;
  /** How the two reps share the credit; its form is not known. */
  commissionSplit: number | string | null;
  salesOrders: OrderBrief[] | null;
  purchaseOrders: PurchaseOrderBrief[] | null;
  raw: Raw;
};

/** Reads one job. Throws `Unreadable`, naming the field. */
export function readJob(value: unknown): Job {
  const record = asRecord(value);
  return {
    id: requiredId(record, 'id'),
    jobClass: lowerText(record, 'job_class'),
    status: text(record, 'status'),
    date: date(record, 'date'),
    estimatedDeliveryDate: date(record, 'estimated_delivery_date'),
    completedDate: date(record, 'completed_date'),
    description: text(record, 'description'),
    jobType: text(record, 'job_type'),
    priority: text(record, 'priority'),
    store: ref(record, 'store'),
    productIndex: ref(record, 'product_index'),
    client: clientRef(record, 'client'),
    primaryRep: ref(record, 'primary_rep')?.name ?? null,
    secondaryRep: ref(record, 'secondary_rep')?.name ?? null,
    csr: text(record, 'customer_service_rep_name'),
    commissionSplit: numberOrText(record, 'commission_split'),
    salesOrders: list(record, 'sales_orders', readBrief),
    purchaseOrders: list(record, 'purchase_orders', readPurchaseOrderBrief),
    raw: record,
  };
}

function readBrief(value: unknown): OrderBrief {
  const record = asRecord(value);
  return {
    id: id(record, 'id'),
    number: id(record, 'number'),
    status: text(record, 'status'),
    totalCents: cents(record, 'total_value'),
  };
}

function readPurchaseOrderBrief(value: unknown): PurchaseOrderBrief {
  return { ...readBrief(value), supplier: ref(asRecord(value), 'supplier') };
}
