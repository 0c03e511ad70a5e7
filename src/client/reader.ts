import type { Clock } from '../clock.js';
import type { Contact } from '../records/contact.js';
import type { Job } from '../records/job.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { ReferenceItem } from '../records/reference.js';
import type { SalesOrder } from '../records/sales-order.js';
import type { Limiter } from './limiter.js';
import type { Start } from './paging.js';
import type {
  ContactQuery,
  JobQuery,
  PartyFit,
  PurchaseOrderQuery,
  ReferenceQuery,
  SalesOrderQuery,
} from './queries.js';
import type { Call, Requester } from './request.js';

/** How much of an answer is wanted, and from where on. */
export type Part = {
  /** The most rows; `Infinity` for all. */
  limit: number;
  from?: Start | undefined;
};

/** What a search found. */
export type Found<R> = {
  rows: R[];
  /** Every row of the answer, where `rows` may be a part of it and the rest is known all the same. */
  all?: () => readonly R[];
  /** Rows in the whole answer; null where that is not known. */
  total: number | null;
  /** Everything that fits is in `rows`. */
  whole: boolean;
  /** False when something could not be read, or moved while it was read. */
  complete: boolean;
  /** Where the next part begins; null at the end. */
  next: Start | null;
  /** What a person should know of how this was read. */
  notes: string[];
  /** The full names that parts of names turned out to mean. */
  people: Partial<Record<'rep' | 'csr', string>>;
};

/** Reads Syncore, and cannot write. Every method throws Failure, and stops when its call is cancelled. */
export type Reader = {
  jobs: {
    search(query: JobQuery, part: Part, call: Call): Promise<Found<Job>>;
    read(jobId: number, call: Call): Promise<Job>;
  };
  salesOrders: {
    search(query: SalesOrderQuery, part: Part, call: Call): Promise<Found<SalesOrder>>;
    /** With its lines, read by itself where a list left them out. */
    read(jobId: number, salesOrderId: number, call: Call): Promise<SalesOrder>;
  };
  purchaseOrders: {
    search(query: PurchaseOrderQuery, part: Part, call: Call): Promise<Found<PurchaseOrder>>;
    read(jobId: number, purchaseOrderId: number, call: Call): Promise<PurchaseOrder>;
  };
  contacts: {
    search(query: ContactQuery, part: Part, call: Call): Promise<Found<Contact>>;
    read(contactId: number, call: Call): Promise<Contact>;
  };
  reference(query: ReferenceQuery, part: Part, call: Call): Promise<Found<ReferenceItem>>;
  /** The clients, client groups or suppliers that an id or a name means. */
  clientGroup(query: string, call: Call): Promise<PartyFit>;
  client(query: string, call: Call): Promise<PartyFit>;
  supplier(query: string, call: Call): Promise<PartyFit>;
};

export type ReaderOptions = {
  request: Requester;
  limiter: Limiter;
  clock: Clock;
  pageSize: number;
  /** Aborted when the account closes: reads that outlive their call stop then. */
  closing: AbortSignal;
};
