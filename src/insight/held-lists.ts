import { contactFilter, type Filter, jobFilter, purchaseOrderFilter, salesOrderFilter } from '../client/filters.js';
import { namesOn } from '../client/order-reps.js';
import type { Days, PersonFilter, StatusFilter } from '../client/queries.js';
import type { Found, Part } from '../client/reader.js';
import { contactSearch, jobPeople, jobSearch, purchaseOrderSearch, salesOrderSearch } from '../client/searches.js';
import { type PersonTest, RowSieve } from '../client/sieve.js';
import { type Order, sortedPart, sortedRows } from '../client/sorted.js';
import { cut, doubted, reachable, within } from '../client/window.js';
import type { Clock } from '../clock.js';
import type { Raw } from '../records/fields.js';
import type { HeldLine, HeldSalesOrder } from './held.js';
import type { Holdings } from './holdings.js';
import type { Keeper } from './keeper.js';
import { type AxisRules, contactAxis, invoiceAxis, jobAxis, purchaseOrderAxis, salesOrderAxis } from './kinds.js';
import type { HeldLists } from './reader.js';
import type { Refresher } from './refresher.js';
import type { Shelf } from './shelf.js';
import { ALL_DAYS, coveredFrom, OPEN_END, type Span } from './span.js';
import { type Ages, isStale, wholeWindows, windowsIn } from './windows.js';

export type HeldListsOptions = { holdings: Holdings; ages: Ages; refresher: Refresher; clock: Clock };

type Asked<R> = {
  filter: Filter<never, R>;
  people: PersonTest<R>[];
  order: Order<R>;
  part: Part;
  status: StatusFilter | undefined;
};

/** What was read a minute ago is as good as new; of older jobs and contacts it is said. */
const AS_GOOD_AS_NEW_MS = 60_000;
/** Judged on the record itself: not every list leaves it out. */
const ON_THE_RECORD = 'in_hand_date';
const START = { page: 1, index: 0, passed: 0, size: 1, after: null };

/** Lists out of what is held, by the filters, in the order and with the cursors of lists that are read. */
export function heldLists({ holdings, ages, refresher, clock }: HeldListsOptions): HeldLists {
  const { jobs, salesOrders, purchaseOrders, contacts, keepers, loneJobs } = holdings;

  /** Nothing of the days is missing, gone, or older than it may be. */
  function isWhole(keeper: Keeper, span: Span): boolean {
    if (isStale(keeper, span, ages)) return false;
    const whole = wholeWindows(keeper, span, ages);
    const covers = keeper.undivided ? whole.length > 0 : coveredFrom(span, whole) === span.from;
    return covers && whole.every(({ strays }) => strays === 0) && !refresher.uncounted.has(keeper);
  }

  /** Syncore does not know these filters: who has only others gets the answer of the moment from Syncore. */
  function isOurs(filteredHere: boolean, { from }: Part): boolean {
    return from === undefined ? filteredHere : from.position.day !== undefined;
  }

  function answer<Full extends { id: number; raw: Raw }, R extends { id: number; status?: string | null }>(
    shelf: Shelf<Full, R>,
    axis: AxisRules<Full, R>,
    span: Span,
    { filter, people, order, part, status }: Asked<R>,
  ): Found<R> | null {
    const lacks = (filter.needs ?? []).some(({ field }) => field !== ON_THE_RECORD && !shelf.given.has(field));
    if (lacks) return null;
    const sieve = new RowSieve<R>(Number.POSITIVE_INFINITY, { asked: filter.asked, keep: filter.keep }, people);
    for (const record of shelf.records.values()) {
      const day = axis.day(record);
      if (day === null || day < span.from || day > span.to) continue;
      // Syncore would know better than a record without a status.
      if (status !== undefined && record.status === null) return null;
      sieve.take(record, START);
    }
    const { rows, people: names } = sieve.result(true);
    const sorted = sortedRows(
      rows.map(({ row }) => row),
      order,
    );
    return sortedPart(sorted, order, part, { complete: true, notes: [], people: names });
  }

  function aged<R>(found: Found<R> | null, keeper: Keeper, span: Span): Found<R> | null {
    const oldest = Math.min(...windowsIn(keeper, span).map(({ asOf }) => asOf));
    if (found === null || clock.now() - oldest <= AS_GOOD_AS_NEW_MS) return found;
    const note = `From memory: these ${keeper.kind} stood so at ${new Date(oldest).toISOString()} or later.`;
    return { ...found, notes: [...found.notes, note] };
  }

  return {
    jobs(query, part) {
      const list = jobSearch(query);
      if (!isOurs(list.filteredHere || (list.people ?? []).length > 0, part)) return null;
      const { days, cutAt } = reachable(query.date, clock.now());
      const span = spanOf(days);
      if (span === null || !isWhole(keepers.jobs, span)) return null;
      const order = { id: list.id, day: jobAxis.day };
      const found = answer(jobs, jobAxis, span, {
        filter: jobFilter({ ...query, date: days }),
        people: jobPeople(query),
        order: { ...order, id: ({ id }) => id },
        part,
        status: query.status,
      });
      const read = readAs(found, (job) => ({ ...job, raw: {} }));
      return finished(aged(read, keepers.jobs, span), cutAt, query.client);
    },

    salesOrders(query, part) {
      const list = salesOrderSearch(query);
      if (query.jobId !== undefined || query.modifiedSince !== undefined) return null;
      if (!isOurs(list.filteredHere || query.rep !== undefined, part)) return null;
      const date = within(query.date, clock.now());
      const invoice = within(query.invoiceDate, clock.now());
      const modified = within(query.modified, clock.now());
      const axis = date.days === undefined ? invoiceAxis : salesOrderAxis;
      const keeper = date.days === undefined ? keepers.invoiced : keepers.sales_orders;
      const span = spanOf(date.days ?? invoice.days);
      if (span === null || !isWhole(keeper, span)) return null;
      const asked = { ...query, date: date.days, invoiceDate: invoice.days, modified: modified.days };
      const filter = salesOrderFilter(asked, false);
      const people = query.rep === undefined ? [] : repOf(query.rep, filter, salesOrders.shown(axis, span));
      if (people === null || (query.modified !== undefined && salesOrders.isUnmarked)) return null;
      const order = { id: ({ id }: HeldSalesOrder) => id, day: salesOrderAxis.day };
      const found = answer(salesOrders, axis, span, { filter, people, order, part, status: query.status });
      const read = readAs(found, (row) => ({ ...row, ...unread(row) }));
      return finished(read, date.cutAt ?? invoice.cutAt ?? modified.cutAt, query.client);
    },

    purchaseOrders(query, part) {
      const list = purchaseOrderSearch(query);
      if (query.jobId !== undefined || query.modifiedSince !== undefined || query.date === undefined) return null;
      if (!isOurs(list.filteredHere, part)) return null;
      const date = reachable(query.date, clock.now());
      const modified = within(query.modified, clock.now());
      const span = spanOf(date.days);
      if (span === null || !isWhole(keepers.purchase_orders, span)) return null;
      if (query.modified !== undefined && purchaseOrders.isUnmarked) return null;
      const asked = { ...query, date: date.days, modified: modified.days };
      if (query.inHand !== undefined || query.overdueOn !== undefined) {
        const candidates = purchaseOrderFilter({ ...asked, inHand: undefined, overdueOn: undefined }, false);
        const rows = purchaseOrders.shown(purchaseOrderAxis, span).filter((row) => candidates.keep(row));
        if (rows.some((row) => !row.inHandDateGiven)) return null;
      }
      const found = answer(purchaseOrders, purchaseOrderAxis, span, {
        filter: purchaseOrderFilter(asked, false),
        people: [],
        order: { id: ({ id }) => id, day: purchaseOrderAxis.day },
        part,
        status: query.status,
      });
      const read = readAs(found, (row) => ({ ...row, ...unread(row) }));
      return finished(read, date.cutAt ?? modified.cutAt, query.supplier);
    },

    contacts(query, part) {
      const list = contactSearch(query);
      if (!isOurs(list.filteredHere, part) || !isWhole(keepers.contacts, ALL_DAYS)) return null;
      const found = answer(contacts, contactAxis, ALL_DAYS, {
        filter: contactFilter(query),
        people: [],
        order: { id: ({ id }) => id, day: ({ createdDate }) => createdDate },
        part,
        status: undefined,
      });
      const read = readAs(found, (row) => ({ ...row, raw: {} }));
      return finished(aged(read, keepers.contacts, ALL_DAYS), null, query.clientGroup);
    },
  };

  /** The rep of an order is on its job; null where a job of one of the orders that count is not known well enough. */
  function repOf(
    rep: PersonFilter,
    { asked, keep }: Filter<never, HeldSalesOrder>,
    orders: readonly HeldSalesOrder[],
  ): PersonTest<HeldSalesOrder>[] | null {
    const names = new Map<number, (string | null)[]>();
    const known = new Map<string, boolean>();
    for (const order of orders) {
      if (order.jobNumber === null || !asked(order) || !keep(order)) continue;
      const job = jobs.records.get(order.jobNumber);
      const lone = loneJobs.get(order.jobNumber);
      const date = job?.date ?? '';
      if (lone === undefined || !ages.recent.isFresh(lone)) {
        if (!known.has(date)) known.set(date, date !== '' && isWhole(keepers.jobs, { from: date, to: date }));
        if (known.get(date) !== true) return null;
      }
      if (job !== undefined) names.set(order.id, namesOn(job, rep));
    }
    return [{ field: 'rep', filter: rep, names: ({ id }) => names.get(id) ?? [] }];
  }
}

function spanOf(days: Days | undefined): Span | null {
  return days?.from == null ? null : { from: days.from, to: days.to ?? OPEN_END };
}

function finished<R>(
  found: Found<R> | null,
  cutAt: string | null,
  party: Parameters<typeof doubted>[1],
): Found<R> | null {
  return found === null ? null : doubted(cut(found, cutAt), party);
}

/** What was found, with each record as a reader gives it. */
function readAs<R, Full>(found: Found<R> | null, full: (record: R) => Full): Found<Full> | null {
  if (found === null) return null;
  const { rows, all = () => rows, ...rest } = found;
  return { ...rest, rows: rows.map(full), all: () => all().map(full) };
}

/** A record from memory came without the JSON that it was read from. */
function unread({ lineItems }: { lineItems: readonly HeldLine[] | null }) {
  return { raw: {}, lineItems: lineItems?.map((line) => ({ ...line, raw: {} })) ?? null };
}
