import type { Contact } from '../records/contact.js';
import type { ClientRef, Raw, Ref } from '../records/fields.js';
import type { Job } from '../records/job.js';
import { parseId } from '../records/order-name.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { ReferenceItem } from '../records/reference.js';
import type { SalesOrder } from '../records/sales-order.js';
import { normalName, plainText } from './names.js';
import type {
  ContactQuery,
  Days,
  JobQuery,
  PartyFit,
  PurchaseOrderQuery,
  SalesOrderQuery,
  StatusFilter,
} from './queries.js';

/**
 * What a query keeps, said once for every source of records. `asked` is what Syncore was asked for itself: a row that
 * fails it should not have come. `keep` is what only we know to filter.
 */
export type Filter<R, Judged = R> = {
  asked: (row: Judged) => boolean;
  keep: (row: Judged) => boolean;
  /** Syncore's fields that `keep` rests on: a list in which no record has one of them cannot be filtered by it. */
  needs?: readonly Need<R>[];
};

/** What filters look at: records that are held come without the JSON they were read from, and their lines do not count. */
export type JobFacts = Omit<Job, 'raw'>;
export type SalesOrderFacts = Omit<SalesOrder, 'raw' | 'lineItems'> & { raw?: Raw };
export type PurchaseOrderFacts = Omit<PurchaseOrder, 'raw' | 'lineItems'>;
export type ContactFacts = Omit<Contact, 'raw'>;

export type Need<R> = { field: string; given: (row: R) => boolean };

/** The needs of the parts of a query that were asked for. */
function needs<R extends { raw: Record<string, unknown> }>(asked: Record<string, unknown>): Need<R>[] {
  return Object.entries(asked).flatMap(([field, filter]) =>
    filter === undefined ? [] : [{ field, given: (row: R) => field in row.raw }],
  );
}

/** A filter for a list that Syncore was not asked to filter at all, such as the orders of one job. */
export function allHere<R, Judged>({ asked, keep, needs: needed = [] }: Filter<R, Judged>): Filter<R, Judged> {
  return { asked: () => true, keep: (row) => asked(row) && keep(row), needs: needed };
}

export function jobFilter(query: JobQuery): Filter<Job, JobFacts> {
  return {
    asked: (job) =>
      within(job.date, query.date, true) && (sentStatus(query.status) === null || fitsStatus(job, query.status, true)),
    keep: (job) =>
      fitsStatus(job, query.status, true) &&
      (query.jobClass === undefined || job.jobClass === query.jobClass) &&
      (query.client === undefined || isParty(job.client, query.client)) &&
      within(job.estimatedDeliveryDate, query.delivery, false) &&
      (query.text === undefined || holds(query.text, [job.description, ...clientNames(job.client)], job.id)) &&
      (query.overdueOn === undefined || isJobOverdue(job, query.overdueOn)),
    needs: needs({
      status: sentStatus(query.status) === null ? query.status : undefined,
      job_class: query.jobClass,
      client: query.client,
      estimated_delivery_date: query.delivery ?? query.overdueOn,
      primary_rep: query.rep,
      customer_service_rep_name: query.csr,
    }),
  };
}

/** `missing` decides about a row without the date asked for: Syncore, which filtered, may know better than its answer. */
export function salesOrderFilter(query: SalesOrderQuery, missing = true): Filter<SalesOrder, SalesOrderFacts> {
  return {
    asked: (order) =>
      within(order.date, query.date, missing) &&
      within(order.invoiceDate, query.invoiceDate, missing && !('invoice_date' in (order.raw ?? {}))) &&
      within(order.lastModified, query.modified, missing) &&
      isSince(order.lastModified, query.modifiedSince, missing) &&
      (sentStatus(query.status) === null || fitsStatus(order, query.status, missing)),
    keep: (order) =>
      fitsStatus(order, query.status, missing) &&
      (query.client === undefined || isParty(order.client, query.client)) &&
      (query.customerOrderNumber === undefined ||
        squeezed(order.customerOrderNumber) === squeezed(query.customerOrderNumber)),
    needs: needs({
      status: sentStatus(query.status) === null ? query.status : undefined,
      client: query.client,
      customer_order_number: query.customerOrderNumber,
    }),
  };
}

export function purchaseOrderFilter(
  query: PurchaseOrderQuery,
  missing = true,
): Filter<PurchaseOrder, PurchaseOrderFacts> {
  const dated = query.inHand !== undefined || query.overdueOn !== undefined;
  // Brief records may lack the date; the reader completes those that the rest of the query keeps.
  const isCandidate = (order: PurchaseOrderFacts) =>
    fitsStatus(order, query.status, missing) &&
    (query.supplier === undefined || isParty(order.supplier, query.supplier));
  const inHandNeed: Need<PurchaseOrder>[] = dated
    ? [{ field: 'in_hand_date', given: (order) => order.inHandDateGiven || !isCandidate(order) }]
    : [];
  const open = (order: PurchaseOrderFacts) =>
    order.status === null && missing ? { ...order, status: sentStatus(query.status) } : order;
  return {
    asked: (order) =>
      within(order.date, query.date, missing) &&
      within(order.lastModified, query.modified, missing) &&
      isSince(order.lastModified, query.modifiedSince, missing) &&
      (sentStatus(query.status) === null || fitsStatus(order, query.status, missing)),
    keep: (order) =>
      isCandidate(order) &&
      within(order.inHandDate, query.inHand, false) &&
      (query.overdueOn === undefined || isPurchaseOrderOverdue(open(order), query.overdueOn)),
    needs: [
      ...needs<PurchaseOrder>({
        status: sentStatus(query.status) === null ? query.status : undefined,
        supplier: query.supplier,
      }),
      ...inHandNeed,
    ],
  };
}

export function contactFilter(query: ContactQuery): Filter<Contact, ContactFacts> {
  return {
    asked: () => true,
    keep: (contact) =>
      (query.contactClass === undefined || contact.contactClass === query.contactClass) &&
      (query.clientGroup === undefined || isParty(contact.clientGroup, query.clientGroup)) &&
      (query.text === undefined || holds(query.text, contactTexts(contact), contact.id)),
    needs: needs({ contact_class: query.contactClass, client_group: query.clientGroup }),
  };
}

export function referenceFilter(text: string | undefined): Filter<ReferenceItem> {
  return { asked: () => true, keep: ({ id, name }) => text === undefined || holds(text, [name], id) };
}

/** A job that is not closed and not completed on a day after its estimated delivery. */
export function isJobOverdue(
  job: Pick<Job, 'status' | 'completedDate' | 'estimatedDeliveryDate'>,
  today: string,
): boolean {
  const due = job.estimatedDeliveryDate;
  return !sameText(job.status, 'Closed') && job.completedDate === null && due !== null && due < today;
}

/** An open purchase order on a day after it was to be in hand; the other statuses speak of the supplier's invoice. */
export function isPurchaseOrderOverdue(order: Pick<PurchaseOrder, 'status' | 'inHandDate'>, today: string): boolean {
  return sameText(order.status, 'Open') && order.inHandDate !== null && order.inHandDate < today;
}

/** The one status that Syncore's own filter can be asked for; null where the filter is ours alone. */
export function sentStatus(filter: StatusFilter | undefined): string | null {
  return filter !== undefined && !filter.not && !filter.unknown && filter.names.length === 1
    ? (filter.names[0] ?? null)
    : null;
}

/** A row without a status fits where Syncore itself was asked for one (`missing`): it knows better than its answer. */
export function fitsStatus(
  row: { status: string | null },
  filter: StatusFilter | undefined,
  missing: boolean,
): boolean {
  if (filter === undefined) return true;
  if (row.status === null && missing && sentStatus(filter) !== null) return true;
  return filter.names.some((name) => sameText(row.status, name)) !== filter.not;
}

/** Whether a date, or the day of a time, lies in the days. A missing one is in doubt: `whenMissing` decides. */
function within(date: string | null, days: Days | undefined, whenMissing: boolean): boolean {
  if (days === undefined || (days.from === null && days.to === null)) return true;
  if (date === null) return whenMissing;
  const day = date.slice(0, 10);
  return (days.from === null || day >= days.from) && (days.to === null || day <= days.to);
}

function isSince(moment: string | null, since: string | undefined, whenMissing: boolean): boolean {
  if (since === undefined) return true;
  return moment === null ? whenMissing : moment >= since;
}

/** Whether a record's client, supplier or group is one that was meant. */
export function isParty(ref: ClientRef | Ref | null, fit: PartyFit): boolean {
  if (ref === null) return false;
  if (ref.id !== null && fit.ids.has(ref.id)) return true;
  const name = 'businessName' in ref ? (ref.businessName ?? ref.name) : ref.name;
  return fit.name !== null && name !== null && normalName(name) === fit.name;
}

function holds(text: string, places: (string | null)[], id: number | null): boolean {
  const wanted = plainText(text).trim().replace(/\s+/g, ' ');
  if (parseId(text) !== null && String(id ?? '').includes(wanted.replace(/^#\s*/, ''))) return true;
  const normal = normalName(text);
  return places.some(
    (place) =>
      place !== null &&
      (plainText(place).replace(/\s+/g, ' ').includes(wanted) || (normal !== '' && normalName(place).includes(normal))),
  );
}

function clientNames(client: ClientRef | null): (string | null)[] {
  return client === null ? [] : [client.businessName, client.name];
}

function contactTexts(contact: ContactFacts): (string | null)[] {
  const person = [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
  const group = contact.clientGroup?.name ?? null;
  return [contact.businessName, person, contact.email, contact.phone, contact.mobile, group];
}

function squeezed(text: string | null): string {
  return plainText(text ?? '').replace(/\s+/g, '');
}

/** Whether a status is this one; letter case does not count. */
export function sameText(a: string | null, b: string): boolean {
  return a !== null && a.trim().toLowerCase() === b.trim().toLowerCase();
}
