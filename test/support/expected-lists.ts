import type {
  ClientBrief,
  Contact,
  Job,
  PurchaseOrder,
  SalesOrder,
  SandboxData,
} from '../../src/sandbox/data/types.js';
import { dayOf } from './days.js';

/*
 * What lists must hold, worked out from Syncore's own records: the rules of interface.md said a second time, apart from
 * the code under test.
 */

export type Span = { from: string; to: string };

export type JobAsk = {
  date: Span;
  status?: { names: string[]; not: boolean };
  jobClass?: string;
  client?: string;
  rep?: string;
  csr?: string;
  delivery?: Span;
  text?: string;
  overdueOn?: string;
};
export type SalesOrderAsk = {
  date?: Span;
  invoiceDate?: Span;
  modified?: Span;
  status?: { names: string[]; not: boolean };
  client?: string;
  customerOrderNumber?: string;
  rep?: string;
};
export type PurchaseOrderAsk = {
  date: Span;
  modified?: Span;
  inHand?: Span;
  status?: { names: string[]; not: boolean };
  supplier?: string;
  overdueOn?: string;
};
export type ContactAsk = { text?: string; contactClass?: string; clientGroup?: string };

const isIn = (date: string | null, span: Span | undefined) =>
  span === undefined || (date !== null && dayOf(date) >= span.from && dayOf(date) <= span.to);
const same = (a: string | null | undefined, b: string) => a?.trim().toLowerCase() === b.trim().toLowerCase();
const fits = (status: string, ask: JobAsk['status']) =>
  ask === undefined || ask.names.some((name) => same(status, name)) !== ask.not;
const nameOf = ({ business_name, name }: ClientBrief) => (business_name?.trim() ? business_name : name);
const isClient = (client: ClientBrief, name: string | undefined) => name === undefined || same(nameOf(client), name);
const holds = (text: string | undefined, places: (string | null)[]) =>
  text === undefined || places.some((place) => place?.toLowerCase().includes(text.toLowerCase()));

/** Newest first by day, then by id. */
function sorted<T extends { id: number }>(records: T[], date: (record: T) => string): number[] {
  return records.sort((a, b) => date(b).localeCompare(date(a)) || b.id - a.id).map(({ id }) => id);
}

const repsOf = (job: Job | undefined) => [job?.primary_rep?.name, job?.secondary_rep?.name];

export function expectedJobs({ jobs }: SandboxData, ask: JobAsk): number[] {
  const found = jobs.filter(
    (job) =>
      isIn(job.date, ask.date) &&
      fits(job.status, ask.status) &&
      (ask.jobClass === undefined || same(job.job_class, ask.jobClass)) &&
      isClient(job.client, ask.client) &&
      (ask.rep === undefined || repsOf(job).some((name) => same(name, ask.rep ?? ''))) &&
      (ask.csr === undefined || same(job.customer_service_rep_name, ask.csr)) &&
      isIn(job.estimated_delivery_date, ask.delivery) &&
      holds(ask.text, [job.description, job.client.business_name, job.client.name, null]) &&
      (ask.overdueOn === undefined ||
        (job.status !== 'Closed' &&
          job.completed_date === null &&
          job.estimated_delivery_date !== null &&
          job.estimated_delivery_date < ask.overdueOn)),
  );
  return sorted(found, ({ date }) => dayOf(date));
}

export function expectedSalesOrders({ salesOrders, jobs }: SandboxData, ask: SalesOrderAsk, oldest: string): number[] {
  const squeeze = (text: string | null) => (text ?? '').replace(/\s/g, '').toLowerCase();
  const found = salesOrders.filter(
    (order: SalesOrder) =>
      dayOf(order.date) >= oldest &&
      isIn(order.date, ask.date) &&
      isIn(order.invoice_date, ask.invoiceDate) &&
      isIn(order.last_modified_date, ask.modified) &&
      fits(order.status, ask.status) &&
      isClient(order.client, ask.client) &&
      (ask.customerOrderNumber === undefined ||
        squeeze(order.customer_order_number) === squeeze(ask.customerOrderNumber)) &&
      (ask.rep === undefined ||
        repsOf(jobs.find(({ id }) => id === order.job_number)).some((name) => same(name, ask.rep ?? ''))),
  );
  return sorted(found, ({ date }) => dayOf(date));
}

export function expectedPurchaseOrders({ purchaseOrders }: SandboxData, ask: PurchaseOrderAsk): number[] {
  const found = purchaseOrders.filter(
    (order: PurchaseOrder) =>
      isIn(order.date, ask.date) &&
      isIn(order.last_modified_date, ask.modified) &&
      isIn(order.in_hand_date, ask.inHand) &&
      fits(order.status, ask.status) &&
      (ask.supplier === undefined || same(order.supplier.name, ask.supplier)) &&
      (ask.overdueOn === undefined ||
        (order.status === 'Open' && order.in_hand_date !== null && order.in_hand_date < ask.overdueOn)),
  );
  return sorted(found, ({ date }) => dayOf(date));
}

export function expectedContacts({ contacts }: SandboxData, ask: ContactAsk): number[] {
  const found = contacts.filter(
    (contact: Contact) =>
      (ask.contactClass === undefined || same(contact.contact_class, ask.contactClass)) &&
      (ask.clientGroup === undefined || same(contact.client_group?.name, ask.clientGroup)) &&
      holds(ask.text, [
        contact.business_name,
        `${contact.first_name} ${contact.last_name}`,
        contact.email,
        contact.phone,
        contact.mobile,
        contact.client_group?.name ?? null,
      ]),
  );
  return sorted(found, ({ created_date }) => created_date.replace(' ', 'T'));
}
