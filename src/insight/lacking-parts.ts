import { Failure } from '../failure.js';
import { type Lone, lone } from './alone.js';
import type { HeldJob, HeldKind, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import type { Holdings } from './holdings.js';
import type { DaysRead, Keeper, Line } from './keeper.js';
import { invoiceAxis, purchaseOrderAxis, salesOrderAxis } from './kinds.js';
import type { Window } from './shelf.js';
import { isWithin, type Span } from './span.js';
import { type Ages, isDue } from './windows.js';

/** What a question needs of orders beyond what lists give. */
export type Wanted = {
  kinds: readonly HeldKind[];
  lines?: boolean;
  inHandDates?: boolean;
  by?: 'date' | 'invoice_date';
};

export type LackingPartsOptions = {
  holdings: Holdings;
  line: Line;
  ages: Ages;
  /** The days were read whole. */
  covered(keeper: Keeper, span: Span, read: DaysRead): void;
};

/** Reads what lists leave out: jobs of orders whose own date lies elsewhere, lines, in-hand dates. */
export class LackingParts {
  readonly #options: LackingPartsOptions;
  /** Orders that were read by themselves, as they are held since: whatever these lack, Syncore does not give. */
  readonly #asked = new WeakSet<HeldSalesOrder | HeldPurchaseOrder>();

  constructor(options: LackingPartsOptions) {
    this.#options = options;
  }

  /** What has to be read by itself, newest first. */
  of(wanted: Wanted, span: Span): Lone[] {
    const { kinds, lines = false, inHandDates = false } = wanted;
    const { sold, bought } = this.#orders(wanted, span);
    return [
      ...(kinds.includes('jobs') ? this.jobsOf([...sold, ...bought]) : []),
      ...sold
        .filter((order) => lines && order.lineItems === null && this.#isNew(order))
        .map((order) => this.#sale(order)),
      ...bought
        .filter((order) => (lines && order.lineItems === null) || (inHandDates && isUndatedOpen(order)))
        .filter((order) => this.#isNew(order))
        .map((order) => this.#purchase(order)),
    ];
  }

  /** The jobs of orders that are not held, or not well enough; many of one window with their window. */
  jobsOf(orders: readonly { jobNumber: number | null }[]): Lone[] {
    const { holdings, line } = this.#options;
    const { jobs, keepers } = holdings;
    const sinceOf = this.#jobAges();
    const alone: number[] = [];
    const byWindow = new Map<Window, number[]>();
    for (const id of new Set(orders.map(({ jobNumber }) => jobNumber))) {
      if (id === null || sinceOf(id) !== undefined) continue;
      const date = jobs.records.get(id)?.date ?? null;
      const window = keepers.jobs.windows().find((one) => isWithin(date, one));
      if (window === undefined) alone.push(id);
      else byWindow.set(window, [...(byWindow.get(window) ?? []), id]);
    }
    const windows: Window[] = [];
    for (const [window, ids] of byWindow) {
      if (ids.length > Math.ceil(keepers.jobs.held(window) / line.pageSize)) windows.push(window);
      else alone.push(...ids);
    }
    return [...windows.map((window) => this.#jobsIn(window)), ...alone.map((id) => this.#job(id))];
  }

  /** Since when the jobs of a question's orders are as they are held, milliseconds; infinite where there are none. */
  jobsSince(wanted: Wanted, span: Span): number {
    const { sold, bought } = this.#orders(wanted, span);
    const sinceOf = this.#jobAges();
    let oldest = Number.POSITIVE_INFINITY;
    for (const { jobNumber } of [...sold, ...bought]) {
      const since = jobNumber === null ? undefined : sinceOf(jobNumber);
      if (since !== undefined && since < oldest) oldest = since;
    }
    return oldest;
  }

  #orders({ kinds, by = 'date' }: Wanted, span: Span) {
    const { salesOrders, purchaseOrders } = this.#options.holdings;
    const axis = by === 'date' ? salesOrderAxis : invoiceAxis;
    return {
      sold: kinds.includes('sales_orders') ? salesOrders.shown(axis, span) : [],
      bought: kinds.includes('purchase_orders') ? purchaseOrders.shown(purchaseOrderAxis, span) : [],
    };
  }

  /** Tells since when a job is as it is held; undefined where it has to be read. */
  #jobAges(): (id: number) => number | undefined {
    const { holdings, ages } = this.#options;
    const { jobs, loneJobs, keepers } = holdings;
    const windows = keepers.jobs.windows().filter((window) => !isDue(keepers.jobs, window, ages));
    const byWindow = (held: HeldJob | undefined) => windows.find((one) => isWithin(held?.date ?? null, one))?.asOf;
    return (id) => {
      const lone = loneJobs.get(id);
      const alone = lone === undefined ? undefined : ages.recent.since(lone);
      return alone ?? byWindow(jobs.records.get(id));
    };
  }

  #isNew(order: HeldSalesOrder | HeldPurchaseOrder): boolean {
    return order.jobNumber !== null && !this.#asked.has(order);
  }

  #job(id: number): Lone {
    const { holdings, line, ages } = this.#options;
    const { jobs, loneJobs } = holdings;
    return lone(jobs, { id, jobNumber: null }, line, (held) => {
      if (held === null) jobs.remove(id);
      const read = { readAt: line.clock.now() };
      loneJobs.set(id, read);
      ages.recent.confirm(read, read.readAt);
    });
  }

  #jobsIn({ from, to }: Window): Lone {
    const { holdings, covered } = this.#options;
    const { jobs } = holdings.keepers;
    return {
      name: `jobs ${from} ${to}`,
      read: async (call) => {
        const read = await jobs.read({ from, to }, call);
        if (!read.whole) throw restless();
        covered(jobs, { from, to }, read);
      },
    };
  }

  #sale({ id, jobNumber }: HeldSalesOrder): Lone {
    const { holdings, line } = this.#options;
    return lone(holdings.salesOrders, { id, jobNumber }, line, (held) => {
      if (held === null) holdings.salesOrders.remove(id);
      else this.#asked.add(held);
    });
  }

  #purchase({ id, jobNumber }: HeldPurchaseOrder): Lone {
    const { holdings, line } = this.#options;
    return lone(holdings.purchaseOrders, { id, jobNumber }, line, (held) => {
      if (held === null) holdings.purchaseOrders.remove(id);
      else this.#asked.add(held);
    });
  }
}

function restless(): Failure {
  return new Failure('upstream_error', 'The list of jobs changed each time it was read. Ask again.', {
    retryable: true,
  });
}

/** Only an open order can be late; the other statuses speak of the supplier's invoice. */
function isUndatedOpen({ inHandDateGiven, status }: HeldPurchaseOrder): boolean {
  return !inHandDateGiven && (status === null || status.trim().toLowerCase() === 'open');
}
