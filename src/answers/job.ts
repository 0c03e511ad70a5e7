import * as z from 'zod/v4';
import type { Job, OrderBrief } from '../records/job.js';
import { centsToValue } from '../records/money.js';
import { orderName } from '../records/order-name.js';
import { jobPage } from './links.js';
import { brief, type Width } from './list.js';
import { briefClient, clientAnswer, party, refAnswer } from './party.js';
import { valueOrNull } from './value.js';

/** Fields of a row, and of the whole answer, that hold text from Syncore: statuses are its words, not ours. */
export const JOB_ROW_TEXTS = ['class', 'status', 'description', 'client.name', 'primary_rep', 'customer_service_rep'];
export const JOB_TEXTS = [
  ...JOB_ROW_TEXTS,
  'job_type',
  'priority',
  'store.name',
  'product_index.name',
  'secondary_rep',
  'commission_split',
  'sales_orders',
  'purchase_orders',
];

const text = z.string().nullable();

export const jobRowSchema = z.object({
  job_id: z.int(),
  class: text,
  status: text,
  date: text,
  estimated_delivery_date: text,
  description: text,
  client: party,
  primary_rep: text,
  customer_service_rep: text,
  sales_total_value: z.number().nullable(),
});

export const jobSchema = jobRowSchema.extend({
  completed_date: text,
  job_type: text,
  priority: text,
  store: party,
  product_index: party,
  secondary_rep: text,
  commission_split: z.union([z.number(), z.string()]).nullable(),
  sales_orders: z.array(z.looseObject({})).nullable(),
  purchase_orders: z.array(z.looseObject({})).nullable(),
  url: text,
  notes: z.array(z.string()),
});

export function jobRow(job: Job, { text, name }: Width) {
  return {
    ...jobFacts(job),
    description: brief(job.description, text),
    client: briefClient(job.client, name),
    primary_rep: brief(job.primaryRep, name),
    customer_service_rep: brief(job.csr, name),
    sales_total_value: valueOrNull(salesTotalCents(job)),
  };
}

/** The whole job; the orders are those that the job itself names, unless they were read. */
export function jobAnswer(job: Job, orders: { sales?: unknown[]; purchases?: unknown[] }, notes: string[]) {
  return {
    ...jobFacts(job),
    description: job.description,
    client: clientAnswer(job.client),
    primary_rep: job.primaryRep,
    customer_service_rep: job.csr,
    sales_total_value: valueOrNull(salesTotalCents(job)),
    completed_date: job.completedDate,
    job_type: job.jobType,
    priority: job.priority,
    store: refAnswer(job.store),
    product_index: refAnswer(job.productIndex),
    secondary_rep: job.secondaryRep,
    commission_split: job.commissionSplit,
    sales_orders: orders.sales ?? job.salesOrders?.map((order) => orderBrief(job.id, order)) ?? null,
    purchase_orders:
      orders.purchases ??
      job.purchaseOrders?.map((order) => ({ ...orderBrief(job.id, order), supplier: refAnswer(order.supplier) })) ??
      null,
    url: jobPage(job.id),
    notes,
  };
}

/** What the job's sales orders come to, in cents; null unless every one of them has a total. */
export function salesTotalCents(job: Job): number | null {
  if (job.salesOrders === null) return null;
  const totals = job.salesOrders.map((order) => order.totalCents);
  return totals.reduce<number | null>((sum, total) => (sum === null || total === null ? null : sum + total), 0);
}

function jobFacts(job: Job) {
  return {
    job_id: job.id,
    class: job.jobClass,
    status: job.status,
    date: job.date,
    estimated_delivery_date: job.estimatedDeliveryDate,
  };
}

function orderBrief(jobId: number, order: OrderBrief) {
  return {
    order: order.number === null ? null : orderName(jobId, order.number),
    id: order.id,
    status: order.status,
    total_value: order.totalCents === null ? null : centsToValue(order.totalCents),
  };
}
