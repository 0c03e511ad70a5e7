import { addDays, daysBetween, earlier, later, workday } from '../pacific.js';
import type { Basket } from './basket.js';
import { sumBasket } from './lines.js';
import { makePurchaseOrder, noInvoice } from './purchase-orders.js';
import type { Random } from './random.js';
import { type Content, makeSalesOrder } from './sales-orders.js';
import type { Contact, Job, PurchaseOrder, SalesOrder } from './types.js';

/** Where a job stands. `completed` is a day. */
export type Stage = { status: string; completed: string | null };

type Scene = { random: Random; now: string; takeLineIds: (count: number) => number };

const instructions = [
  '',
  '',
  'Please pack by size.',
  'Send tracking to the buyer.',
  'No packing slips with prices.',
  'Deliver between 8 and 11 a.m. only.',
];

/** Office hours, in seconds of the day. */
const OPENS = 7 * 3600;
const CLOSES = 18 * 3600;

/** A moment of a working day; of today, one that has been. `between` is `T` or a blank, as the field has it. */
function moment(scene: Scene, day: string, between: 'T' | ' '): string {
  const { random } = scene;
  const second = (random.int(7, 17) * 60 + random.int(0, 59)) * 60 + random.int(0, 59);
  const [today, time = ''] = scene.now.split('T');
  if (day !== today) return `${day}${between}${clockTime(second)}`;
  // The part of the day that is to come is folded into the part that was: what changes in an account never piles up.
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const passed = (hours * 60 + minutes) * 60 + seconds;
  return `${day}${between}${clockTime(Math.floor(((second - OPENS) / (CLOSES - OPENS)) * passed))}`;
}

function clockTime(second: number): string {
  return [second / 3600, (second / 60) % 60, second % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
}

/** Finished work is invoiced and then paid, except where somebody forgot; open work waits. */
function billing(scene: Scene, stage: Stage): { status: string; invoicedOn: string | null } {
  const { random } = scene;
  const today = scene.now.slice(0, 10);
  if (stage.completed === null) {
    return { status: stage.status === 'WIP' || random.chance(0.2) ? 'Open' : 'Pending', invoicedOn: null };
  }
  if (random.chance(0.05)) return { status: 'Open', invoicedOn: null };
  const invoicedOn = later(workday(addDays(stage.completed, random.int(0, 4))), stage.completed);
  if (invoicedOn > today) return { status: 'Open', invoicedOn: null };
  const age = daysBetween(invoicedOn, today);
  const paid = age > 45 ? random.chance(0.95) : random.chance(age / 60);
  return { status: paid ? 'Paid' : 'Invoiced', invoicedOn };
}

/** Large companies send a ten-digit number, small ones often none. */
function customerOrderNumber(random: Random): string | null {
  const draw = random.next();
  if (draw < 0.6) return `PO-${random.int(10_000, 99_999)}`;
  if (draw < 0.75) return String(random.int(4_500_000_000, 4_500_999_999));
  return draw < 0.9 ? '' : null;
}

/** The first order of a job is written with it, the others come in the week after. */
function oneSalesOrder(
  scene: Scene,
  job: Job,
  client: Contact,
  stage: Stage,
  content: Content,
  number: number,
): SalesOrder {
  const { random } = scene;
  const today = scene.now.slice(0, 10);
  const day = earlier(
    workday(addDays(job.date, number === 1 ? 0 : random.int(2, 8))),
    earlier(stage.completed ?? today, today),
  );
  const bill = billing(scene, stage);
  const touched = bill.invoicedOn ?? earlier(addDays(day, random.int(0, 9)), today);
  const paidOn = bill.status === 'Paid' ? earlier(addDays(touched, random.int(5, 40)), today) : touched;
  const dated = moment(scene, later(day, job.date), 'T');
  const modified = moment(scene, later(paidOn, day), ' ');
  return makeSalesOrder(client, content, {
    jobId: job.id,
    number,
    date: dated,
    status: bill.status,
    customerOrderNumber: customerOrderNumber(random),
    customerInstructions: random.pick(instructions),
    description: job.description,
    invoiceDate: bill.invoicedOn === null ? null : `${bill.invoicedOn}T00:00:00`,
    lastModifiedDate: later(modified, dated.replace('T', ' ')),
  });
}

/** What the supplier's invoice went through, by the purchase order's age. */
function posting(scene: Scene, inHand: string): { status: string; invoice: PurchaseOrder['invoice_details'] } {
  const { random } = scene;
  const age = daysBetween(inHand, scene.now.slice(0, 10));
  if (age < 2 || random.chance(age > 20 ? 0.01 : 0.25)) return { status: 'Open', invoice: noInvoice() };
  const invoice = {
    supplier_invoice_number: `INV-${random.int(100_000, 999_999)}`,
    supplier_invoice_date: addDays(inHand, 1),
    approval_date: addDays(inHand, 2),
    posting_date: null,
  };
  if (age < 9 || random.chance(0.1)) return { status: 'Approved', invoice };
  const status = random.chance(0.5) ? 'Posted Manually' : 'Posted @ease AP';
  return { status, invoice: { ...invoice, posting_date: addDays(inHand, random.int(3, 8)) } };
}

/** One purchase order for each supplier that the sales order needs. */
function purchasesFor(
  scene: Scene,
  salesOrder: SalesOrder,
  { basket, sums }: Content,
  delivery: string,
  firstNumber: number,
): PurchaseOrder[] {
  // Nothing is bought before the client has agreed.
  if (salesOrder.status === 'Pending') return [];
  const { random } = scene;
  const today = scene.now.slice(0, 10);
  const ordered = salesOrder.date.slice(0, 10);
  // Whoever is paid nothing is sent nothing.
  const shares = sums.shares.filter(({ costCents }) => costCents > 0);
  return shares.map((share, index) => {
    const { supplier, lineCount } = share;
    const decorates = supplier.type === 'Decorator';
    const inHand = later(workday(addDays(delivery, decorates ? -3 : -random.int(6, 10))), addDays(ordered, 1));
    const { status, invoice } = posting(scene, inHand);
    const touched = invoice.posting_date ?? invoice.approval_date ?? ordered;
    // Nothing is bought before it is sold.
    const dated = later(moment(scene, earlier(addDays(ordered, random.int(0, 2)), today), 'T'), salesOrder.date);
    const modified = moment(scene, earlier(later(touched, dated.slice(0, 10)), today), ' ');
    return makePurchaseOrder(salesOrder, basket, share, scene.takeLineIds(lineCount), {
      number: firstNumber + index,
      date: dated,
      lastModifiedDate: later(modified, dated.replace('T', ' ')),
      status,
      inHandDate: inHand,
      freight: decorates ? 0 : random.int(1200, 16_000) / 100,
      artwork: decorates && random.chance(0.2) ? 25 : 0,
      criticalComments: random.chance(0.15) ? 'IN-HANDS DATE IS FIRM.' : '',
      invoice,
    });
  });
}

/** The sales orders of a job, one for each basket, and what is bought for them. Numbers count within the job. */
export function makeJobOrders(
  scene: Scene,
  job: Job,
  client: Contact,
  delivery: string,
  stage: Stage,
  baskets: Basket[],
): { salesOrders: SalesOrder[]; purchaseOrders: PurchaseOrder[] } {
  const salesOrders: SalesOrder[] = [];
  const purchaseOrders: PurchaseOrder[] = [];
  for (const basket of baskets) {
    const sums = sumBasket(basket);
    const content = { basket, sums, firstLineId: scene.takeLineIds(sums.lineCount) };
    const salesOrder = oneSalesOrder(scene, job, client, stage, content, salesOrders.length + 1);
    salesOrders.push(salesOrder);
    purchaseOrders.push(...purchasesFor(scene, salesOrder, content, delivery, purchaseOrders.length + 1));
  }
  return { salesOrders, purchaseOrders };
}
