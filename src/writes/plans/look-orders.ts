import { isParty } from '../../client/filters.js';
import { normalName } from '../../client/names.js';
import type { PartyFit } from '../../client/queries.js';
import type { Call } from '../../client/request.js';
import type { Body } from '../../client/writer.js';
import { Failure } from '../../failure.js';
import { normalCustomerNumber } from '../../records/customer-number.js';
import { addDays } from '../../records/dates.js';
import { asLineItems, type NewLine, subTotalCents } from '../../records/order-lines.js';
import { orderName } from '../../records/order-name.js';
import { type ProductsView, toProducts } from '../../records/products.js';
import type { SalesOrder } from '../../records/sales-order.js';
import { sameProducts } from '../../records/same-products.js';
import type { Duplicate, Look, PlanContext } from '../plan.js';
import { isAlikeOrder } from '../steps/sales-order.js';
import { textIn } from '../steps/step.js';
import { underWay } from './look-contacts.js';
import { unlessGone, withinShare } from './looking.js';
import { madeBy } from './recent.js';

/** Orders of this age are compared: an equal one of last year is a repeat, not a double. */
const DAYS_BACK = 90;
/** Without an order number, the same products on another job are worth a word for so long: an e-mail read twice. */
const DAYS_ALIKE = 14;
/** Orders whose lists leave out what is compared are read by themselves, so many at most. */
const MOST_READS = 20;
/** Of the time for looking: where the contacts take longer, orders are known by the name of the business. */
const CLIENTS_SHARE = 0.5;
const EVERY = { limit: Number.POSITIVE_INFINITY };

const SAME_NUMBER = 'the same client has an order with the same customer order number';
const SAME_PRODUCTS = 'the job has an order with the same products, colours, sizes, quantities and sub-total';

export type OrderToBe = {
  /** The client by the id of a contact; null where it is not known. */
  clientId: number | null;
  /** Null where the plan makes the job. */
  jobId: number | null;
  /** Where the order's step stands in its plan. */
  at: number;
  body: Body;
  lines: readonly NewLine[];
};

type Looking = Pick<PlanContext, 'reader' | 'today' | 'recent' | 'now'>;

/**
 * What may have been entered already, by a person or by this journal a moment ago: an order of the same client with the
 * same customer order number, or one on the same job with the same total and the same products, colours, sizes and
 * quantities. The same products for the same client on another job are a note.
 */
export async function lookForOrder(order: OrderToBe, context: Looking, call: Call): Promise<Look> {
  return new OrderLook(order, context, call).look();
}

/** One look: what was found on its way stays with it. */
class OrderLook {
  readonly #order: OrderToBe;
  readonly #context: Looking;
  readonly #call: Call;
  readonly #number: string;
  readonly #view: ProductsView;
  readonly #since: string;
  readonly #notes: string[] = [];
  /** Orders for the same products on other jobs, each once. */
  readonly #alike = new Map<number, SalesOrder>();
  #reads = 0;
  #unread = 0;

  constructor(order: OrderToBe, context: Looking, call: Call) {
    this.#order = order;
    this.#context = context;
    this.#call = call;
    this.#number = normalCustomerNumber(textIn(order.body, 'customer_order_number'));
    this.#view = toProducts(asLineItems(order.lines));
    this.#since = addDays(context.today, -DAYS_BACK);
  }

  async look(): Promise<Look> {
    const { at, jobId, clientId } = this.#order;
    const ofJob = jobId === null ? null : await this.#ordersOfJob(jobId);
    const lookalikes = new Map(ofJob?.alike == null ? [] : [[at, ofJob.alike]]);
    let duplicate = ofJob?.duplicate ?? null;
    const asksForClient = this.#number !== '' || this.#comparesJobs;
    if (duplicate === null && clientId !== null && asksForClient) duplicate = await this.#ordersOfClient(clientId);
    if (jobId !== null && clientId === null && this.#number !== '') {
      this.#notes.push(
        'The job shows no client, so that its other jobs could not be looked through for the same customer order number.',
      );
    }
    if (this.#unread > 0) {
      this.#notes.push(
        `${this.#unread} of the client's orders could not be compared: Syncore's list does not show all of them.`,
      );
    }
    return { duplicate, notes: this.#notes, lookalikes };
  }

  /** The orders of one job are current, whatever was entered a moment ago. */
  async #ordersOfJob(jobId: number): Promise<{ duplicate: Duplicate | null; alike: number[] | null }> {
    const { body, lines } = this.#order;
    const { reader } = this.#context;
    const { rows, complete } = await reader.salesOrders.search({ jobId }, EVERY, this.#call);
    if (!complete) this.#notes.push('Not all orders of the job could be looked through for one like it.');
    const alike = complete ? rows.filter((other) => isAlikeOrder(other, body)).map(({ id }) => id) : null;
    const subTotal = subTotalCents(lines);
    for (const row of rows.filter(({ date }) => date === null || date >= this.#since)) {
      // Whose sub-total is another one needs no look at its lines.
      const mayBeEqual = row.subTotalCents === null || row.subTotalCents === subTotal;
      const other = await this.#whole(row, jobId, mayBeEqual && this.#view.products.length > 0);
      if (this.#hasNumber(other)) return { duplicate: duplicateOf(other, SAME_NUMBER), alike };
      if (other.subTotalCents === subTotal && this.#hasProducts(other)) {
        return { duplicate: duplicateOf(other, SAME_PRODUCTS), alike };
      }
    }
    return { duplicate: null, alike };
  }

  async #ordersOfClient(clientId: number): Promise<Duplicate | null> {
    const { reader, today } = this.#context;
    const client = await this.#clientOf(clientId);
    const own = await this.#madeJustNow(clientId, client);
    if (own !== null) return own;
    const from = this.#number === '' ? addDays(today, -DAYS_ALIKE) : this.#since;
    const date = { from, to: addDays(today, 1) };
    const { rows, complete } = await reader.salesOrders.search({ date, client }, EVERY, this.#call);
    const alikeSince = addDays(today, -DAYS_ALIKE);
    for (const row of rows) {
      const isNew = this.#comparesJobs && (row.date === null || row.date >= alikeSince);
      const other = await this.#whole(row, row.jobNumber, isNew);
      if (this.#hasNumber(other)) return duplicateOf(other, SAME_NUMBER);
      if (isNew && this.#hasProducts(other)) this.#alike.set(other.id, other);
    }
    this.#notes.push(...[...this.#alike.values()].map(alikeNote));
    if (!complete)
      this.#notes.push(`Not all orders of the client since ${from} could be looked through for one like it.`);
    return null;
  }

  /** An order of an earlier write that searches may not show yet. */
  async #madeJustNow(clientId: number, client: PartyFit): Promise<Duplicate | null> {
    for (const made of madeBy(await this.#context.recent(), 'create_sales_order')) {
      const { id, jobBody, resolved } = made;
      const number = normalCustomerNumber(textIn(resolved.body, 'customer_order_number'));
      const hasNumber = this.#number !== '' && number === this.#number;
      const mayBeAlike = this.#comparesJobs && id !== null && isJobOf(jobBody, client);
      if (!hasNumber && !mayBeAlike) continue;
      const [jobId = 0] = resolved.ids;
      if (id === null) {
        if (jobBody !== null && jobBody.client_id !== clientId) continue;
        return underWay(made, 'a write that has not come to an end enters an order with the same number');
      }
      const order = await unlessGone(this.#context.reader.salesOrders.read(jobId, id, this.#call));
      if (order === null) continue;
      const named = { ...order, jobNumber: order.jobNumber ?? jobId };
      const ofClient = order.client === null ? jobBody?.client_id === clientId : isParty(order.client, client);
      if (ofClient && this.#hasNumber(named)) return duplicateOf(named, SAME_NUMBER);
      if (ofClient && mayBeAlike && this.#hasProducts(named)) this.#alike.set(named.id, named);
    }
    return null;
  }

  /** On the same job equal products are the same order; on a job of its own they are worth a word. */
  get #comparesJobs(): boolean {
    return this.#order.jobId === null && this.#view.products.length > 0;
  }

  #hasNumber({ customerOrderNumber }: SalesOrder): boolean {
    return this.#number !== '' && normalCustomerNumber(customerOrderNumber) === this.#number;
  }

  #hasProducts({ lineItems }: SalesOrder): boolean {
    return lineItems !== null && this.#view.products.length > 0 && sameProducts(toProducts(lineItems), this.#view);
  }

  /** An order with all that is compared, read by itself where its list leaves that out. */
  async #whole(row: SalesOrder, jobId: number | null, needsLines: boolean): Promise<SalesOrder> {
    const lacksNumber = this.#number !== '' && !('customer_order_number' in row.raw);
    const lacksLines = needsLines && (row.lineItems === null || row.subTotalCents === null);
    if (!lacksNumber && !lacksLines) return row;
    if (jobId === null || this.#reads === MOST_READS) {
      this.#unread += 1;
      return row;
    }
    this.#reads += 1;
    try {
      const read = await this.#context.reader.salesOrders.read(jobId, row.id, this.#call);
      if ((lacksLines && read.lineItems === null) || (lacksNumber && !('customer_order_number' in read.raw))) {
        this.#unread += 1;
      }
      return { ...read, number: read.number ?? row.number, jobNumber: read.jobNumber ?? jobId };
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
      if (error.code !== 'not_found') this.#unread += 1;
      return row;
    }
  }

  /** A company has many contacts: all of one business name are the same client. */
  async #clientOf(clientId: number): Promise<PartyFit> {
    const { reader } = this.#context;
    const { businessName } = await reader.contacts.read(clientId, this.#call);
    const alone = { ids: new Set([clientId]), name: normalName(businessName ?? '') || null, whole: false };
    if (businessName === null) return { ...alone, whole: true };
    const half = withinShare(this.#call, this.#context, CLIENTS_SHARE);
    const client = await reader.client(businessName, half).catch((error: unknown) => {
      if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
      return alone;
    });
    if (!client.whole) {
      this.#notes.push(
        "Not all contacts of the client's business could be read, so that orders of some may be missed.",
      );
    }
    return client;
  }
}

/** Whether the job that a write has opened may be the client's; not known is yes. */
function isJobOf(jobBody: Body | null, { ids }: PartyFit): boolean {
  const client = jobBody?.client_id;
  return typeof client !== 'number' || ids.has(client);
}

function alikeNote(order: SalesOrder): string {
  const { id, jobNumber, number, date } = order;
  const name = jobNumber === null || number === null ? `with id ${id}` : orderName(jobNumber, number);
  const of = date === null ? '' : ` of ${date}`;
  return `Order ${name}${of}, for the same client, has the same products and quantities: make sure that this is another one.`;
}

function duplicateOf(order: SalesOrder, why: string): Duplicate {
  const { id, jobNumber, number } = order;
  const named = jobNumber === null || number === null ? {} : { order: orderName(jobNumber, number) };
  return { kind: 'sales_order', id, ...named, why };
}
