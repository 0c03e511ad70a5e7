import type { Contact, Job, PurchaseOrder, SalesOrder } from '../../src/sandbox/data/types.js';
import type { SandboxData } from '../../src/sandbox/handler.js';
import { daysAgo } from './days.js';

/*
 * Records of a test's own, put among the sandbox's: what a test needs is then there on every day and with every seed.
 * Each is a copy of a known record under a new id, with what the test says of it.
 */

const KNOWN_JOB = 32255;
const KNOWN_CONTACT = 4101;

function copyOf<T extends { id: number }>(records: T[], known: (record: T) => boolean, changes: Partial<T>): T {
  const original = records.find(known);
  if (original === undefined) throw new Error('The sandbox has lost its known job.');
  const id = Math.max(...records.map((record) => record.id)) + 1;
  // Parsed again, so that lines made at first sight become plain ones.
  const copy: T = { ...JSON.parse(JSON.stringify(original)), id, ...changes };
  records.push(copy);
  return copy;
}

/** A job of five days ago, in work, without orders. */
export function plantJob(data: SandboxData, changes: Partial<Job> = {}): Job {
  return copyOf(data.jobs, ({ id }) => id === KNOWN_JOB, { date: daysAgo(5), ...changes });
}

/** A sales order of five days ago on the known job, unless another is given. */
export function plantSalesOrder(data: SandboxData, changes: Partial<SalesOrder> = {}): SalesOrder {
  const number =
    1 + data.salesOrders.filter(({ job_number }) => job_number === (changes.job_number ?? KNOWN_JOB)).length;
  const date = `${daysAgo(5)}T10:00:00`;
  return copyOf(data.salesOrders, ({ job_number }) => job_number === KNOWN_JOB, { number, date, ...changes });
}

/** A purchase order of five days ago on the known job, unless another is given. */
export function plantPurchaseOrder(data: SandboxData, changes: Partial<PurchaseOrder> = {}): PurchaseOrder {
  const orders = data.purchaseOrders;
  const number = 1 + orders.filter(({ job_number }) => job_number === (changes.job_number ?? KNOWN_JOB)).length;
  const date = `${daysAgo(5)}T10:00:00`;
  return copyOf(orders, ({ job_number }) => job_number === KNOWN_JOB, { number, date, ...changes });
}

export function plantContact(data: SandboxData, changes: Partial<Contact> = {}): Contact {
  return copyOf(data.contacts, ({ id }) => id === KNOWN_CONTACT, changes);
}
