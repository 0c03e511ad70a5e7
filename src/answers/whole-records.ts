import type { ReferenceKind } from '../client/actions.js';
import { findOrder } from '../client/find-order.js';
import type { Part, Reader } from '../client/reader.js';
import type { Call } from '../client/request.js';
import { contactAnswer } from './contact.js';
import { jobAnswer } from './job.js';
import type { Width } from './list.js';
import { purchaseOrderAnswer, purchaseOrderRow } from './purchase-order.js';
import { salesOrderAnswer, salesOrderRow } from './sales-order.js';

/*
 * Single records as answers, for the tools and the resources that show the same. All throw Failure, `not_found` where
 * there is no such record.
 */

/** Rows inside another record show the beginning of a text; the order itself has all of it. */
const IN_RECORD: Width = { text: 80, name: 80 };
const EVERY: Part = { limit: Number.POSITIVE_INFINITY };

/** A job; its orders in full rows where `include` names them, else as the job itself names them. */
export async function wholeJob(
  reader: Reader,
  jobId: number,
  include: readonly ('sales_orders' | 'purchase_orders')[],
  call: Call,
) {
  const reads = [
    reader.jobs.read(jobId, call),
    include.includes('sales_orders') ? reader.salesOrders.search({ jobId }, EVERY, call) : undefined,
    include.includes('purchase_orders') ? reader.purchaseOrders.search({ jobId }, EVERY, call) : undefined,
  ] as const;
  // Where one fails, the others are not left to go on behind the answer.
  await Promise.allSettled(reads);
  const [job, sales, purchases] = await Promise.all(reads);
  const orders = {
    ...(sales === undefined ? {} : { sales: sales.rows.map((order) => salesOrderRow(order, IN_RECORD)) }),
    ...(purchases === undefined ? {} : { purchases: purchases.rows.map(purchaseOrderRow) }),
  };
  return jobAnswer(job, orders, [...(sales?.notes ?? []), ...(purchases?.notes ?? [])]);
}

/** The sales order of this name, with its lines: where the list left them out, it is read by itself. */
export async function wholeSalesOrder(reader: Reader, name: string, call: Call) {
  const found = await findOrder(
    'sales order',
    name,
    (jobId, inner) => reader.salesOrders.search({ jobId }, EVERY, inner),
    call,
  );
  const { lineItems, jobNumber, id } = found;
  const lacksLines = lineItems === null && jobNumber !== null;
  return salesOrderAnswer(lacksLines ? await reader.salesOrders.read(jobNumber, id, call) : found, []);
}

/** The purchase order of this name. A record without lines is a brief one: it lacks addresses and instructions too. */
export async function wholePurchaseOrder(reader: Reader, name: string, call: Call) {
  const found = await findOrder(
    'purchase order',
    name,
    (jobId, inner) => reader.purchaseOrders.search({ jobId }, EVERY, inner),
    call,
  );
  const { lineItems, jobNumber, id } = found;
  const isBrief = lineItems === null && jobNumber !== null;
  return purchaseOrderAnswer(isBrief ? await reader.purchaseOrders.read(jobNumber, id, call) : found, []);
}

export async function wholeContact(reader: Reader, contactId: number, call: Call) {
  return contactAnswer(await reader.contacts.read(contactId, call), []);
}

/** Everything of one reference list. */
export async function wholeReference(reader: Reader, kind: ReferenceKind, call: Call) {
  return reader.reference({ kind }, EVERY, call);
}
