import { addDays, addMonths, daysBetween, later, pacificTime, weekday, workday } from '../pacific.js';
import { knownJobId, knownPurchaseOrderId, knownSalesOrderId, makeKnownJob } from './acme-order.js';
import { paymentTerms, productIndices, suppliers } from './catalog.js';
import { makeJob, stores, type World } from './jobs.js';
import { danaWhitfieldId, makePeople } from './people.js';
import { createRandom, type Random } from './random.js';
import type { Contact, SandboxData } from './types.js';
import { makeUsers } from './users.js';

/** The account reaches back further than the 13 months that a search answers for, so that the window can be seen. */
const MONTHS = 15;

/** The known job is this many days old. */
const KNOWN_JOB_AGE = 20;

export type GenerateOptions = {
  seed: number;
  /** Milliseconds since the epoch; the account's newest records are of that day in US Pacific. */
  now: number;
  /** How many jobs, the known one included. */
  jobs: number;
};

/** Working days over the whole span, oldest first. */
function jobDays(random: Random, today: string, count: number): string[] {
  const start = addMonths(today, -MONTHS);
  const span = daysBetween(start, today);
  const days = Array.from({ length: count }, () => workday(addDays(start, random.int(0, span))));
  // The newest day is never empty: "today" has to show something.
  if (days.length > 0 && weekday(today) % 6 !== 0) days[0] = today;
  return days.map((day) => later(day, start)).sort();
}

function byClass(contacts: readonly Contact[]): Record<string, Contact[]> {
  const groups: Record<string, Contact[]> = { Program: [], Store: [], Dropship: [] };
  for (const contact of contacts) groups[contact.contact_class ?? '']?.push(contact);
  return groups;
}

/** Numbers records in their order, so that the one that is known gets the id it is known by. */
function numberAround(records: { id: number; job_number: number }[], knownId: number): void {
  const known = records.findIndex((record) => record.job_number === knownJobId);
  records.forEach((record, index) => {
    record.id = knownId + index - known;
  });
}

/** A whole account: the same for the same seed and day. */
export function generate(options: GenerateOptions): SandboxData {
  const random = createRandom(options.seed);
  const now = pacificTime(options.now);
  const today = now.slice(0, 10);
  const { contacts, clientGroups } = makePeople(random, (age) => addDays(today, -age));
  const data: SandboxData = {
    jobs: [],
    salesOrders: [],
    purchaseOrders: [],
    contacts,
    payments: [],
    users: makeUsers(),
    stores: stores.map((store) => ({ ...store })),
    clientGroups,
    paymentTerms: paymentTerms.map((term) => ({ ...term })),
    productIndices: productIndices.map((index) => ({ ...index })),
    suppliers: suppliers.map((supplier) => ({ ...supplier })),
  };
  let lineId = 5_000_000;
  const takeLineIds = (count: number) => {
    lineId += count;
    return lineId - count;
  };
  const world: World = { random, now, contactsByClass: byClass(contacts), takeLineIds };
  const dana = contacts.find(({ id }) => id === danaWhitfieldId);
  if (dana === undefined) throw new Error('The sandbox has lost the client of its known job.');
  const knownDay = workday(addDays(today, -KNOWN_JOB_AGE));
  const days = jobDays(random, today, options.jobs - 1);
  const older = days.filter((day) => day < knownDay).length;
  days.splice(older, 0, knownDay);
  days.forEach((day, index) => {
    const made = index === older ? makeKnownJob(dana, day) : makeJob(world, knownJobId + index - older, day);
    data.jobs.push(made.job);
    data.salesOrders.push(...made.salesOrders);
    data.purchaseOrders.push(...made.purchaseOrders);
  });
  numberAround(data.salesOrders, knownSalesOrderId);
  numberAround(data.purchaseOrders, knownPurchaseOrderId);
  return data;
}
