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

/** What this server writes. */
export type WrittenKind = 'jobs' | 'sales_orders' | 'contacts';
/** The ids of what was written a moment ago, and that a search need not show yet. */
export type Lately = (kind: WrittenKind) => readonly number[];

/** Whoever looks whether a write arrived must not read that it is nowhere. */
function withoutLately<R extends { id: number }>(found: Found<R>, lately: readonly number[]): Found<R> {
  const unseen = lately.filter((id) => !found.rows.some((row) => row.id === id)).length;
  if (unseen === 0 || found.next !== null) return found;
  const what = unseen === 1 ? 'One that was' : `${unseen} that were`;
  const note = `${what} written through this server a moment ago may be missing: Syncore's searches lag some seconds.`;
  return { ...found, complete: false, notes: [...found.notes, note] };
}

/**
 * One reader, two sources: lists are answered from memory where that is fresh and whole, and by asking Syncore
 * otherwise; who asks does not know. `lists` gives null as long as nothing is held.
 */
export function readerOfTwo(upstream: Reader, lists: () => HeldLists | null, lately: Lately): Reader {
  const seen = <R extends { id: number }>(kind: WrittenKind, found: Found<R>) => withoutLately(found, lately(kind));
  return {
    ...upstream,
    jobs: {
      ...upstream.jobs,
      search: async (query, part, call) =>
        lists()?.jobs(query, part) ?? seen('jobs', await upstream.jobs.search(query, part, call)),
    },
    salesOrders: {
      ...upstream.salesOrders,
      async search(query, part, call) {
        const held = lists()?.salesOrders(query, part);
        if (held != null) return held;
        const found = await upstream.salesOrders.search(query, part, call);
        // The orders of one job are no search: they are current.
        return query.jobId === undefined ? seen('sales_orders', found) : found;
      },
    },
    purchaseOrders: {
      ...upstream.purchaseOrders,
      search: async (query, part, call) =>
        lists()?.purchaseOrders(query, part) ?? upstream.purchaseOrders.search(query, part, call),
    },
    contacts: {
      ...upstream.contacts,
      search: async (query, part, call) =>
        lists()?.contacts(query, part) ?? seen('contacts', await upstream.contacts.search(query, part, call)),
    },
  };
}
