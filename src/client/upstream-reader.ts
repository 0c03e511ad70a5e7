import { Failure } from '../failure.js';
import type { Contact } from '../records/contact.js';
import { parseId } from '../records/order-name.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import * as actions from './actions.js';
import { readItem } from './envelope.js';
import { purchaseOrderFilter } from './filters.js';
import { normalName } from './names.js';
import { type JobOf, withReps } from './order-reps.js';
import { type ClientEntry, fitClient, fitListed, type ListedName } from './parties.js';
import type { ContactQuery, NameFit, PartyFit, PurchaseOrderQuery } from './queries.js';
import type { Found, Part, Reader, ReaderOptions } from './reader.js';
import type { Call } from './request.js';
import { type PrepareRows, search } from './search.js';
import {
  contactSearch,
  jobSearch,
  purchaseOrderSearch,
  purchaseOrdersOf,
  referenceSearch,
  salesOrderSearch,
  salesOrdersOf,
} from './searches.js';
import { SharedRead } from './shared-read.js';
import { ambiguous } from './sieve.js';
import { cut, doubted, reachable, within } from './window.js';

/** Names of clients and suppliers change rarely, and a name that is missing is looked up again. */
const NAMES_KEPT_MS = 5 * 60_000;
const EVERYTHING: Part = { limit: Number.POSITIVE_INFINITY };

/** Answers every question by asking Syncore. */
export function upstreamReader(options: ReaderOptions): Reader {
  const { request, clock, closing } = options;

  async function item<Ids extends number[], R extends { id: number }>(
    action: actions.ItemAction<Ids, R>,
    ids: Ids,
    call: Call,
  ): Promise<R> {
    const record = readItem(action, await request(action, ids, {}, call));
    if (record.id !== ids.at(-1)) throw otherRecord(action.endpoint);
    return record;
  }

  async function readPurchaseOrder(jobId: number, id: number, call: Call): Promise<PurchaseOrder> {
    const order = await item(actions.readOnePurchaseOrder, [jobId, id], call);
    return { ...order, jobNumber: order.jobNumber ?? jobId };
  }

  /** A brief record without its in-hand date is read by itself, where the answer hangs on that date. */
  async function withInHandDates(
    rows: PurchaseOrder[],
    query: PurchaseOrderQuery,
    call: Call,
  ): Promise<PurchaseOrder[]> {
    if (query.inHand === undefined && query.overdueOn === undefined) return rows;
    const { keep } = purchaseOrderFilter({ ...query, inHand: undefined, overdueOn: undefined });
    return Promise.all(
      rows.map((row) => {
        if (row.inHandDateGiven || row.jobNumber === null || !keep(row)) return row;
        return readPurchaseOrder(row.jobNumber, row.id, call).catch((error: unknown) => {
          // Gone since the list was read: without its date it is left out.
          if (isNotFound(error)) return row;
          throw error;
        });
      }),
    );
  }

  /** The job of an order, each read once for one answer. */
  function jobsOnce(): JobOf {
    const jobs = new Map<number, ReturnType<JobOf>>();
    return (jobId, call) => {
      const known = jobs.get(jobId);
      if (known !== undefined) return known;
      const job = item(actions.readOneJob, [jobId], call).catch((error: unknown) => {
        // Deleted since: it names nobody.
        if (isNotFound(error)) return null;
        throw error;
      });
      jobs.set(jobId, job);
      return job;
    };
  }

  /** What a list does with a page's rows, and then their in-hand dates. */
  function dated(
    { prepare }: { prepare?: PrepareRows<PurchaseOrder> },
    query: PurchaseOrderQuery,
  ): PrepareRows<PurchaseOrder> {
    return async (rows, call) => withInHandDates(prepare === undefined ? rows : await prepare(rows, call), query, call);
  }

  /**
   * Of a job without orders, Syncore may say that it has no such list. It has none where the job itself is there and names
   * none; where the job does not tell, that is said.
   */
  async function ofJob<R>(
    jobId: number,
    kind: 'salesOrders' | 'purchaseOrders',
    read: () => Promise<Found<R>>,
    call: Call,
  ): Promise<Found<R>> {
    try {
      return await read();
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const job = await item(actions.readOneJob, [jobId], call).catch(() => null);
      const named = job?.[kind] ?? null;
      if (job === null || (named !== null && named.length > 0)) throw error;
      const complete = named !== null;
      const notes = complete ? [] : ['Syncore has no list of orders for this job, which is taken for none.'];
      return { rows: [], total: 0, whole: complete, complete, next: null, notes, people: {} };
    }
  }

  const shared = <T>(read: (call: Call) => Promise<Names<T>>) => new SharedRead(read, NAMES_KEPT_MS, clock, closing);
  const clients = shared<ClientEntry>(async (call) => {
    const { rows, complete } = await search(options, contactSearch({}), EVERYTHING, call);
    return { entries: rows.map(asClientEntry), whole: complete };
  });
  const listed = (kind: actions.ReferenceKind) =>
    shared<ListedName>(async (call) => {
      const { rows, complete } = await search(options, referenceSearch({ kind }), EVERYTHING, call);
      return { entries: rows.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }])), whole: complete };
    });
  const suppliers = listed('suppliers');
  const clientGroups = listed('client_groups');

  return {
    jobs: {
      async search(query, part, call) {
        const { days, cutAt } = reachable(query.date, clock.now());
        const found = await search(options, jobSearch({ ...query, date: days }), part, call);
        return doubted(cut(found, cutAt), query.client);
      },
      read: (jobId, call) => item(actions.readOneJob, [jobId], call),
    },
    salesOrders: {
      async search(query, part, call) {
        if (query.jobId !== undefined) {
          const list = withReps(salesOrdersOf(query.jobId, query), query.rep, jobsOnce());
          return doubted(
            await ofJob(query.jobId, 'salesOrders', () => search(options, list, part, call), call),
            query.client,
          );
        }
        const date = within(query.date, clock.now());
        const invoice = within(query.invoiceDate, clock.now());
        const modified = within(query.modified, clock.now());
        const asked = { ...query, date: date.days, invoiceDate: invoice.days, modified: modified.days };
        const list = withReps(salesOrderSearch(asked), query.rep, jobsOnce());
        const found = await search(options, list, part, call);
        return doubted(cut(found, date.cutAt ?? invoice.cutAt ?? modified.cutAt), query.client);
      },
      async read(jobId, salesOrderId, call) {
        const order = await item(actions.readOneSalesOrder, [jobId, salesOrderId], call);
        return { ...order, jobNumber: order.jobNumber ?? jobId };
      },
    },
    purchaseOrders: {
      async search(query, part, call) {
        const { jobId } = query;
        if (jobId !== undefined) {
          const list = purchaseOrdersOf(jobId, query);
          const read = () => search(options, { ...list, prepare: dated(list, query) }, part, call);
          return doubted(await ofJob(jobId, 'purchaseOrders', read, call), query.supplier);
        }
        const date = within(query.date, clock.now());
        const modified = within(query.modified, clock.now());
        const asked = { ...query, date: date.days, modified: modified.days };
        const list = purchaseOrderSearch(asked);
        const found = await search(options, { ...list, prepare: dated(list, query) }, part, call);
        return doubted(cut(found, date.cutAt ?? modified.cutAt), query.supplier);
      },
      read: readPurchaseOrder,
    },
    contacts: {
      search: async (query, part, call) => doubted(await searchContacts(query, part, call), query.clientGroup),
      read: (contactId, call) => item(actions.readOneContact, [contactId], call),
    },
    reference: (query, part, call) => search(options, referenceSearch(query), part, call),
    client: (query, call) => clientOf(query, call),
    clientGroup: async (query, call) =>
      resolved(clientGroups, (entries) => fitListed('client_group', query, entries), call),
    supplier: async (query, call) => resolved(suppliers, (entries) => fitListed('supplier', query, entries), call),
  };

  /** Syncore filters no contacts: who has read them to the end has read every client's name as well. */
  async function searchContacts(query: ContactQuery, part: Part, call: Call): Promise<Found<Contact>> {
    const entries = new Map<number, ClientEntry>();
    const prepare: PrepareRows<Contact> = async (rows) => {
      for (const row of rows) {
        const entry = asClientEntry(row);
        entries.set(row.id, entry);
        // Worked out while pages are awaited, and remembered: the answer need not wait for it.
        for (const name of [entry.business, entry.person, entry.group]) normalName(name ?? '');
      }
      return rows;
    };
    const found = await search(options, { ...contactSearch(query), prepare }, part, call);
    if (found.whole && found.complete) clients.put({ entries: [...entries.values()], whole: true });
    return found;
  }

  async function clientOf(query: string, call: Call): Promise<PartyFit> {
    const id = parseId(query);
    if (id === null) return resolved(clients, (entries) => fitClient(query, entries), call);
    try {
      await item(actions.readOneContact, [id], call);
      return { ids: new Set([id]), name: null, whole: true };
    } catch (error) {
      if (isNotFound(error)) {
        throw ambiguous(
          'client',
          'is the id of no contact in Syncore; give the name, or find it with list_contacts',
          [],
        );
      }
      throw error;
    }
  }
}

/** Names as they were read; `whole` is false where some may be missing. */
type Names<T> = { entries: T[]; whole: boolean };

/** A name that the kept list does not know may be new: it is looked up once more before it is refused. */
async function resolved<T>(names: SharedRead<Names<T>>, fit: (entries: T[]) => NameFit, call: Call): Promise<PartyFit> {
  const kept = await names.get(call);
  try {
    return { ...fit(kept.entries), whole: kept.whole };
  } catch (error) {
    const again = await names.get(call, 1000);
    if (again === kept) throw error;
    return { ...fit(again.entries), whole: again.whole };
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Failure && error.code === 'not_found';
}

function otherRecord(endpoint: string): Failure {
  const message = `${endpoint}: the answer is another record than the one asked for. Report this to the vendor.`;
  return new Failure('upstream_invalid', message, { fields: [{ field: 'id', message: 'expected the id asked for' }] });
}

function asClientEntry(contact: Contact): ClientEntry {
  const person = [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
  return {
    id: contact.id,
    business: contact.businessName,
    person: person === '' ? null : person,
    group: contact.clientGroup?.name ?? null,
  };
}
