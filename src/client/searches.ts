import type { Contact } from '../records/contact.js';
import type { Job } from '../records/job.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { ReferenceItem } from '../records/reference.js';
import type { SalesOrder } from '../records/sales-order.js';
import * as actions from './actions.js';
import {
  allHere,
  contactFilter,
  type Filter,
  type JobFacts,
  jobFilter,
  purchaseOrderFilter,
  referenceFilter,
  salesOrderFilter,
  sentStatus,
} from './filters.js';
import { namesOn } from './order-reps.js';
import type {
  ContactQuery,
  JobQuery,
  PersonFilter,
  PurchaseOrderQuery,
  ReferenceQuery,
  SalesOrderQuery,
} from './queries.js';
import type { Search } from './search.js';
import type { PersonTest } from './sieve.js';

/** Syncore reads a day without a time as its first moment, so the last day of a period needs its last second. */
function lastSecond(day: string | null | undefined): string | undefined {
  return day === null || day === undefined ? undefined : `${day}T23:59:59`;
}

export function jobSearch(query: JobQuery): Search<[], Job> {
  const { date, status, rep, csr, ...here } = query;
  return {
    action: actions.searchJobs,
    ids: [],
    query: {
      dateFrom: date.from ?? undefined,
      dateTo: lastSecond(date.to),
      status: sentStatus(status) ?? undefined,
    },
    id: (job) => job.id,
    day: (job) => job.date,
    filter: jobFilter(query),
    filteredHere: anyGiven(here) || (status !== undefined && sentStatus(status) === null),
    people: jobPeople({ rep, csr }),
  };
}

/** The people that a query for jobs names. */
export function jobPeople({ rep, csr }: Pick<JobQuery, 'rep' | 'csr'>): PersonTest<JobFacts>[] {
  const person = (field: 'rep' | 'csr', filter: PersonFilter | undefined): PersonTest<JobFacts>[] =>
    filter === undefined ? [] : [{ field, filter, names: (job) => namesOn(job, filter) }];
  return [...person('rep', rep), ...person('csr', csr)];
}

export function salesOrderSearch(query: SalesOrderQuery): Search<[], SalesOrder> {
  const { date, invoiceDate, modified, modifiedSince, status, rep: _, ...here } = query;
  return {
    action: actions.searchSalesOrders,
    ids: [],
    query: {
      dateFrom: date?.from ?? undefined,
      dateTo: lastSecond(date?.to),
      invoiceFrom: invoiceDate?.from ?? undefined,
      invoiceTo: lastSecond(invoiceDate?.to),
      modifiedFrom: modifiedSince ?? modified?.from ?? undefined,
      modifiedTo: lastSecond(modified?.to),
      status: sentStatus(status) ?? undefined,
    },
    id: (order) => order.id,
    day: (order) => order.date,
    filter: salesOrderFilter(query),
    filteredHere: anyGiven(here) || (status !== undefined && sentStatus(status) === null),
  };
}

export function salesOrdersOf(jobId: number, query: SalesOrderQuery): Search<[number], SalesOrder> {
  const { jobId: _, ...filters } = query;
  return {
    ...salesOrderSearch({}),
    action: actions.salesOrdersOfJob,
    ids: [jobId],
    filter: ofJob(jobId, salesOrderFilter(query, false)),
    filteredHere: anyGiven(filters),
    prepare: async (rows) => rows.map((row) => ({ ...row, jobNumber: row.jobNumber ?? jobId })),
  };
}

export function purchaseOrderSearch(query: PurchaseOrderQuery): Search<[], PurchaseOrder> {
  const { date, modified, modifiedSince, status, ...here } = query;
  return {
    action: actions.searchPurchaseOrders,
    ids: [],
    query: {
      dateFrom: date?.from ?? undefined,
      dateTo: lastSecond(date?.to),
      modifiedFrom: modifiedSince ?? modified?.from ?? undefined,
      modifiedTo: lastSecond(modified?.to),
      status: sentStatus(status) ?? undefined,
    },
    id: (order) => order.id,
    day: (order) => order.date,
    filter: purchaseOrderFilter(query),
    filteredHere: anyGiven(here) || (status !== undefined && sentStatus(status) === null),
  };
}

export function purchaseOrdersOf(jobId: number, query: PurchaseOrderQuery): Search<[number], PurchaseOrder> {
  const { jobId: _, ...filters } = query;
  return {
    ...purchaseOrderSearch({}),
    action: actions.purchaseOrdersOfJob,
    ids: [jobId],
    filter: ofJob(jobId, purchaseOrderFilter(query, false)),
    filteredHere: anyGiven(filters),
    prepare: async (rows) => rows.map((row) => ({ ...row, jobNumber: row.jobNumber ?? jobId })),
  };
}

export function contactSearch(query: ContactQuery): Search<[], Contact> {
  return {
    action: actions.searchContacts,
    ids: [],
    query: {},
    id: (contact) => contact.id,
    day: (contact) => contact.createdDate,
    filter: contactFilter(query),
    filteredHere: anyGiven(query),
  };
}

export function referenceSearch({ kind, text }: ReferenceQuery): Search<[], ReferenceItem> {
  return {
    action: actions.referenceLists[kind],
    ids: [],
    query: {},
    id: (row) => row.id ?? row.name ?? JSON.stringify(row.raw),
    day: undefined,
    filter: referenceFilter(text),
    filteredHere: text !== undefined,
  };
}

/** The orders of one job are asked for by their path: one of another job must not pass for `32255-1`. */
function ofJob<R extends { jobNumber: number | null }>(jobId: number, filter: Filter<R>): Filter<R> {
  return { ...allHere(filter), asked: (row) => row.jobNumber === null || row.jobNumber === jobId };
}

function anyGiven(query: Record<string, unknown>): boolean {
  return Object.values(query).some((value) => value !== undefined);
}
