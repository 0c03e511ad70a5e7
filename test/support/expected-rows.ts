import type { ClientBrief, Contact, Job, PurchaseOrder, SalesOrder } from '../../src/sandbox/data/types.js';
import type { SandboxData } from '../../src/sandbox/handler.js';
import { dayOf } from './days.js';
import { total } from './exact.js';

/** What interface.md says that a row holds, worked out from Syncore's own records by the test. */

export type Row = Record<string, unknown>;

/** Blank text is how Syncore spells that there is none. */
export function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === '' ? null : text;
}

function clientOf({ id, business_name, name }: ClientBrief): Row {
  return { id, name: textOrNull(business_name) ?? textOrNull(name) };
}

/** The job's row; a description may be cut in a list, see `shown`. */
export function jobRow(data: SandboxData, job: Job): Row {
  const orders = data.salesOrders.filter((order) => order.job_number === job.id);
  return {
    job_id: job.id,
    class: job.job_class.toLowerCase(),
    status: job.status,
    date: job.date,
    estimated_delivery_date: job.estimated_delivery_date,
    description: job.description,
    client: clientOf(job.client),
    primary_rep: job.primary_rep?.name ?? null,
    customer_service_rep: job.customer_service_rep_name,
    sales_total_value: total(orders.map((order) => order.total_value)),
  };
}

export function salesOrderRow(order: SalesOrder): Row {
  return {
    order: `${order.job_number}-${order.number}`,
    id: order.id,
    job_id: order.job_number,
    status: order.status,
    date: dayOf(order.date),
    invoice_date: dayOf(order.invoice_date),
    client: clientOf(order.client),
    customer_order_number: textOrNull(order.customer_order_number),
    description: textOrNull(order.description),
    sub_total_value: order.sub_total_value,
    tax_value: order.tax_value,
    total_value: order.total_value,
  };
}

export function purchaseOrderRow(order: PurchaseOrder): Row {
  return {
    order: `${order.job_number}-${order.number}`,
    id: order.id,
    job_id: order.job_number,
    status: order.status,
    date: dayOf(order.date),
    in_hand_date: order.in_hand_date,
    supplier: { id: order.supplier.id, name: order.supplier.name },
    sub_total_value: order.sub_total_value,
    total_value: order.total_value,
  };
}

export function contactRow(contact: Contact): Row {
  return {
    contact_id: contact.id,
    class: contact.contact_class?.toLowerCase() ?? null,
    business_name: textOrNull(contact.business_name),
    name: textOrNull(`${contact.first_name} ${contact.last_name}`)?.trim() ?? null,
    email: textOrNull(contact.email),
    phone: textOrNull(contact.phone),
    client_group: contact.client_group,
  };
}

/** The same row with the description as a list may show it: whole, or its beginning and a mark. */
export function shown(expected: Row, row: Row | undefined): Row {
  const { description } = expected;
  const given = row?.description;
  if (typeof description !== 'string' || typeof given !== 'string' || !given.endsWith('…')) return expected;
  const beginning = given.slice(0, -1);
  return beginning.length >= 25 && description.startsWith(beginning) ? { ...expected, description: given } : expected;
}

/** Newest first by date, then by id: how an answer that was read whole is sorted. */
export function newestFirst<T extends { date: string; id: number }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => dayOf(b.date).localeCompare(dayOf(a.date)) || b.id - a.id);
}
