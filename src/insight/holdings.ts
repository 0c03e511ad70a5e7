import type { Clock } from '../clock.js';
import type { Contact } from '../records/contact.js';
import { addMonthsClamped, todayPacific, windowStart } from '../records/dates.js';
import type { Raw } from '../records/fields.js';
import type { Job } from '../records/job.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { SalesOrder } from '../records/sales-order.js';
import { bareRecords } from './bare.js';
import { type Change, ChangeLog } from './change-log.js';
import type { Held, HeldContact, HeldJob, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import { type Keeper, keeper, type Line } from './keeper.js';
import {
  type AxisName,
  contactAxis,
  contactRules,
  invoiceAxis,
  jobAxis,
  jobRules,
  purchaseOrderAxis,
  purchaseOrderRules,
  salesOrderAxis,
  salesOrderRules,
} from './kinds.js';
import { Shelf, type ShelfState } from './shelf.js';
import { later } from './span.js';

/** Everything that is held of an account, as one plain JSON value. */
export type HoldingsState = {
  version: 1;
  jobs: ShelfState<HeldJob>;
  salesOrders: ShelfState<HeldSalesOrder>;
  purchaseOrders: ShelfState<HeldPurchaseOrder>;
  contacts: ShelfState<HeldContact>;
  /** Jobs of changed orders that are still to be read. */
  staleJobs: number[];
  changes: Change[];
  changesCutAt: string;
};

export type Holdings = {
  jobs: Shelf<Job, HeldJob>;
  salesOrders: Shelf<SalesOrder, HeldSalesOrder>;
  purchaseOrders: Shelf<PurchaseOrder, HeldPurchaseOrder>;
  contacts: Shelf<Contact, HeldContact>;
  keepers: Record<AxisName, Keeper>;
  held: Held;
  log: ChangeLog;
  staleJobs: Set<number>;
  /** Jobs outside of all windows that were read by themselves, also those that were not there. */
  loneJobs: Map<number, { readAt: number }>;
  /** The first day that Syncore's searches answer for, and today; Pacific days. */
  oldest(): string;
  today(): string;
  /** Records and lines, over all kinds. */
  weight(): number;
  /** Lets go of days that searches answer for no more, once a day. */
  age(): void;
  /** Lets go of what belongs to no window. */
  sweep(): void;
  toState(): HoldingsState;
};

/** Months that a search looks back. */
const WINDOW_MONTHS = 13;

export function makeHoldings(line: Line, clock: Clock, state?: HoldingsState): Holdings {
  const log = new ChangeLog(state?.changes, state?.changesCutAt);
  const bare = bareRecords();
  const jobs = new Shelf(jobRules(bare), log, clock, state?.jobs);
  const salesOrders = new Shelf(salesOrderRules(bare), log, clock, state?.salesOrders);
  const purchaseOrders = new Shelf(purchaseOrderRules(bare), log, clock, state?.purchaseOrders);
  const contacts = new Shelf(contactRules(bare), log, clock, state?.contacts);
  const shelves = [jobs, salesOrders, purchaseOrders, contacts];
  log.jobOf = (jobId) => jobs.records.get(jobId);

  /** Syncore's own day, as far as records tell: a clock of ours that is behind must not widen what it answers for. */
  function newestDay(): string {
    return shelves.reduce((newest, shelf) => later(newest, shelf.moments.witnessedDay), '');
  }
  function oldest(): string {
    const newest = newestDay();
    const byClock = windowStart(clock.now());
    return newest === '' ? byClock : later(byClock, addMonthsClamped(newest, -WINDOW_MONTHS));
  }

  /** A job outside of all windows is there for its orders, which may be many. */
  function sweep(): void {
    sweepShelf(salesOrders);
    sweepShelf(purchaseOrders);
    sweepShelf(contacts);
    sweepShelf(jobs);
    loneJobs.clear();
  }
  let agedTo = '';
  function age(): void {
    const first = oldest();
    if (first === agedTo) return;
    agedTo = first;
    for (const shelf of shelves) {
      for (const { name, undivided } of shelf.rules.axes) {
        if (undivided) continue;
        const windows = shelf.windowsOf(name).filter(({ to }) => to >= first);
        for (const window of windows) window.from = later(window.from, first);
        shelf.windows.set(name, windows);
      }
    }
    sweep();
  }

  const staleJobs = new Set(state?.staleJobs);
  const loneJobs = new Map<number, { readAt: number }>();
  return {
    jobs,
    salesOrders,
    purchaseOrders,
    contacts,
    keepers: {
      jobs: keeper(jobs, jobAxis, line, oldest),
      sales_orders: keeper(salesOrders, salesOrderAxis, line, oldest),
      invoiced: keeper(salesOrders, invoiceAxis, line, oldest),
      purchase_orders: keeper(purchaseOrders, purchaseOrderAxis, line, oldest),
      contacts: keeper(contacts, contactAxis, line, oldest),
    },
    held: {
      jobs: jobs.records,
      salesOrders: salesOrders.records,
      purchaseOrders: purchaseOrders.records,
      contacts: contacts.records,
    },
    log,
    staleJobs,
    loneJobs,
    oldest,
    today: () => later(todayPacific(clock.now()), newestDay()),
    age,
    sweep,
    weight: () => shelves.reduce((sum, { weight }) => sum + weight, 0),
    toState: () => ({
      version: 1,
      jobs: jobs.toState(),
      salesOrders: salesOrders.toState(),
      purchaseOrders: purchaseOrders.toState(),
      contacts: contacts.toState(),
      staleJobs: [...staleJobs],
      changes: [...log.all()],
      changesCutAt: log.cutAt,
    }),
  };
}

function sweepShelf<Full extends { id: number; raw: Raw }, R extends { id: number }>(shelf: Shelf<Full, R>): void {
  for (const record of [...shelf.records.values()]) {
    if (!shelf.covers(record) && !shelf.own.has(record.id)) shelf.drop(record.id, record);
  }
}
