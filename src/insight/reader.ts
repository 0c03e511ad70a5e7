import type { ContactQuery, JobQuery, PurchaseOrderQuery, SalesOrderQuery } from '../client/queries.js';
import type { Found, Part, Reader } from '../client/reader.js';
import type { Contact } from '../records/contact.js';
import type { Job } from '../records/job.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { SalesOrder } from '../records/sales-order.js';

/** Answers lists from what is held; null where that is not fresh, or not whole for the question. Nothing is waited for. */
export type HeldLists = {
  jobs(query: JobQuery, part: Part): Found<Job> | null;
  salesOrders(query: SalesOrderQuery, part: Part): Found<SalesOrder> | null;
  purchaseOrders(query: PurchaseOrderQuery, part: Part): Found<PurchaseOrder> | null;
  contacts(query: ContactQuery, part: Part): Found<Contact> | null;
};

/**
 * One reader, two sources: lists are answered from memory where that is fresh and whole, and by asking Syncore
 * otherwise; who asks does not know. `lists` gives null as long as nothing is held.
 */
export function readerOfTwo(upstream: Reader, lists: () => HeldLists | null): Reader {
  return {
    ...upstream,
    jobs: {
      ...upstream.jobs,
      search: async (query, part, call) => lists()?.jobs(query, part) ?? upstream.jobs.search(query, part, call),
    },
    salesOrders: {
      ...upstream.salesOrders,
      search: async (query, part, call) =>
        lists()?.salesOrders(query, part) ?? upstream.salesOrders.search(query, part, call),
    },
    purchaseOrders: {
      ...upstream.purchaseOrders,
      search: async (query, part, call) =>
        lists()?.purchaseOrders(query, part) ?? upstream.purchaseOrders.search(query, part, call),
    },
    contacts: {
      ...upstream.contacts,
      search: async (query, part, call) =>
        lists()?.contacts(query, part) ?? upstream.contacts.search(query, part, call),
    },
  };
}
