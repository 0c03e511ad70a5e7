import { fitsStatus, sameText } from '../client/filters.js';
import type { PartyFit, PersonFilter, StatusFilter } from '../client/queries.js';
import { clientOf, type GroupField, type HeldOrder, isSale, OrderKeys } from './group-keys.js';
import { type Grouped, Groups, type Place, type Sums } from './groups.js';
import type { Held, HeldJob } from './held.js';
import { linePortions, wholePortion } from './order-portions.js';
import type { ComparedPeriod, Span } from './periods.js';
import { partyTest, personTest } from './who.js';

export type SumQuestion = {
  record: 'sales_orders' | 'purchase_orders';
  /** One or two. */
  groupBy: readonly GroupField[];
  dateField: 'date' | 'invoice_date';
  span: Span;
  status: StatusFilter | undefined;
  client: PartyFit | undefined;
  /** By full name, as `people.ts` settles it. */
  rep: PersonFilter | undefined;
  supplier: PartyFit | undefined;
};

export type Summary = Grouped & {
  /** Whether lines were summed (supplier, SKU): tax and total are of whole orders, and then not known. */
  byLines: boolean;
  /** Orders of which something is not known that decides where they belong. */
  unknown: { day: number; job: number; lines: number };
  /** What the lines come to more than the sub-totals of their orders, where lines were summed for every supplier. */
  lineDifferenceCents: number;
};

/** Adds orders up by group, exactly: the `top` groups and `other` together are `totals`. */
export function summarize(held: Held, question: SumQuestion, top: number, compared?: ComparedPeriod): Summary {
  const summing = new Summing(question);
  summing.add(held, question.span);
  if (compared !== undefined) summing.add(held, compared);
  return summing.result(top);
}

/** A summary while records come in: those of the period and of the one compared to may be had one after the other. */
export class Summing {
  readonly #question: SumQuestion;
  readonly #byLines: boolean;
  readonly #ofClient;
  readonly #ofSupplier;
  readonly #ofRep;
  readonly #groups: Groups;
  readonly #unknown = { day: new Set<number>(), job: new Set<number>(), lines: new Set<number>() };
  #compares = false;
  #lineDifferenceCents = 0;

  constructor(question: SumQuestion) {
    this.#question = question;
    const { record, groupBy, supplier } = question;
    const linesHaveSupplier = groupBy.includes('supplier') || supplier !== undefined;
    this.#byLines = groupBy.includes('sku') || (record === 'sales_orders' && linesHaveSupplier);
    this.#groups = new Groups(this.#byLines);
    this.#ofClient = partyTest(question.client);
    this.#ofSupplier = partyTest(supplier);
    this.#ofRep = personTest(question.rep);
  }

  /** Takes the orders of one period. What is held besides does not count. */
  add(held: Held, period: Span | ComparedPeriod): void {
    const before = 'forward' in period;
    this.#compares ||= before;
    const span = before ? period.span : period;
    const keys = new OrderKeys(held);
    for (const order of ordersOf(held, this.#question)) {
      const day = dayOf(order, this.#question);
      const isInSpan = day === 'unknown' || (day !== 'none' && day >= span.from && day <= span.to);
      if (!isInSpan || !this.#fits(order, keys)) continue;
      if (day === 'unknown') this.#unknown.day.add(order.id);
      else this.#put(order, keys, { day: before ? period.forward(day) : day, isNow: !before });
    }
  }

  totals(): Sums {
    return this.#groups.totals(this.#compares);
  }

  /** `top` is how many groups to show; the others are added up in `other`. */
  result(top: number): Summary {
    const grouped = this.#groups.result(top, this.#compares);
    const { day, job, lines } = this.#unknown;
    return {
      ...grouped,
      byLines: this.#byLines,
      unknown: { day: day.size, job: job.size, lines: lines.size },
      lineDifferenceCents: this.#lineDifferenceCents,
    };
  }

  #fits(order: HeldOrder, keys: OrderKeys): boolean {
    if (!fitsStatus(order, this.#question.status, false)) return false;
    if (!isSale(order) && this.#ofSupplier?.(order.supplier) === false) return false;
    const job = keys.jobOf(order);
    if (job === undefined && needsJob(this.#question)) this.#unknown.job.add(order.id);
    return this.#ofClient?.(clientOf(order, job)) !== false && this.#ofRep?.(job) !== false;
  }

  #put(order: HeldOrder, keys: OrderKeys, place: Place): void {
    const { groupBy } = this.#question;
    const ofLines = (field: GroupField) => field === 'sku' || (field === 'supplier' && isSale(order));
    const parts = groupBy.map((field) => keys.of(order, field, place.day));
    const split = groupBy.includes('rep') && place.isNow ? (keys.jobOf(order)?.commissionSplit ?? null) : null;
    const note = split === null ? null : String(split);
    if (!this.#byLines) {
      this.#groups.put(parts, wholePortion(order), place, note);
      return;
    }
    const ofSupplier = isSale(order) ? this.#ofSupplier : undefined;
    if (ofSupplier !== undefined && order.lineItems === null) this.#unknown.lines.add(order.id);
    const lines = linePortions(order, ofSupplier);
    if (ofSupplier === undefined && place.isNow && order.subTotalCents !== null) {
      this.#lineDifferenceCents += lines.reduce((sum, line) => sum + (line.portion.subTotalCents ?? 0), 0);
      this.#lineDifferenceCents -= order.subTotalCents;
    }
    for (const line of lines) {
      const key = parts.map((part, at) => {
        const field = groupBy[at];
        return field !== undefined && ofLines(field) ? keys.ofLine(line, field) : part;
      });
      this.#groups.put(key, line.portion, place, note);
    }
  }
}

function ordersOf(held: Held, { record }: SumQuestion): Iterable<HeldOrder> {
  return record === 'sales_orders' ? held.salesOrders.values() : held.purchaseOrders.values();
}

/** The jobs of the orders of the period. */
export function jobsOf(held: Held, question: SumQuestion): HeldJob[] {
  const { from, to } = question.span;
  const jobs = new Set<HeldJob>();
  for (const order of ordersOf(held, question)) {
    const day = dayOf(order, question);
    const job = order.jobNumber === null || day < from || day > to ? undefined : held.jobs.get(order.jobNumber);
    if (job !== undefined) jobs.add(job);
  }
  return [...jobs];
}

/** Whether the job of an order decides where it belongs. */
export function needsJob({
  record,
  groupBy,
  client,
  rep,
}: Pick<SumQuestion, 'record' | 'groupBy' | 'client' | 'rep'>): boolean {
  if (rep !== undefined || groupBy.some((field) => field === 'rep' || field === 'csr' || field === 'class'))
    return true;
  const byClient = client !== undefined || groupBy.some((field) => field === 'client' || field === 'client_group');
  return record === 'purchase_orders' && byClient;
}

/** The day that an order counts on; `none` where it has no such day yet, as before it is invoiced. */
function dayOf(order: HeldOrder, { dateField }: SumQuestion): string | 'none' | 'unknown' {
  if (dateField !== 'invoice_date' || !isSale(order)) return order.date ?? 'unknown';
  if (order.invoiceDate !== null) return order.invoiceDate;
  return sameText(order.status, 'Invoiced') || sameText(order.status, 'Paid') ? 'unknown' : 'none';
}
