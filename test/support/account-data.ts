import fc from 'fast-check';
import type { Held } from '../../src/insight/held.js';
import { readContact } from '../../src/records/contact.js';
import { readJob } from '../../src/records/job.js';
import { readPurchaseOrder } from '../../src/records/purchase-order.js';
import { readSalesOrder } from '../../src/records/sales-order.js';

/*
 * Accounts as Syncore would send them, for tests that work out by themselves what is to come of them: odd spellings,
 * missing amounts, refunds, and lines at any place of the tree.
 */

export type RawLine = {
  line_id: number;
  parent_id: number;
  type: string;
  sku: string;
  quantity: number | null;
  price_value: number | null;
  cost_value?: number | null;
  supplier: RawRef | null;
  from_stock?: boolean;
};
type RawRef = { id: number; name: string };
type RawClient = { id: number; business_name: string | null; name: string | null };
export type RawOrder = {
  id: number;
  number: number;
  job_number: number;
  date: string;
  status: string;
  client: RawClient | null;
  sub_total_value: number | null;
  tax_value: number | null;
  total_value: number | null;
  invoice_date: string | null;
  last_modified_date: string;
  line_items?: RawLine[];
};
export type RawPurchase = Omit<RawOrder, 'client' | 'invoice_date'> & {
  supplier: RawRef | null;
  in_hand_date: string | null;
};
export type RawJob = {
  id: number;
  job_class: string;
  status: string;
  date: string;
  estimated_delivery_date: string | null;
  completed_date: string | null;
  client: RawClient | null;
  primary_rep: { name: string } | null;
  secondary_rep: { name: string } | null;
  customer_service_rep_name: string | null;
  purchase_orders?: { id: number; number: number }[];
};
export type RawContact = { id: number; business_name: string | null; client_group: RawRef | null };
export type RawAccount = {
  jobs: RawJob[];
  salesOrders: RawOrder[];
  purchaseOrders: RawPurchase[];
  contacts: RawContact[];
};

/** What the working set holds of an account. */
export function heldOf(account: Partial<RawAccount>): Held {
  const bare = <R extends { id: number; raw: unknown }>(records: readonly R[]) =>
    new Map(records.map(({ raw: _, ...record }) => [record.id, record] as const));
  return {
    jobs: bare((account.jobs ?? []).map(readJob)),
    salesOrders: bare((account.salesOrders ?? []).map(readSalesOrder)),
    purchaseOrders: bare((account.purchaseOrders ?? []).map(readPurchaseOrder)),
    contacts: bare((account.contacts ?? []).map(readContact)),
  };
}

/** Spellings by the business that they are all names of. */
export const BUSINESSES: Readonly<Record<string, readonly string[]>> = {
  'acme inc': ['Acme, Inc.', 'ACME Inc', ' acme  inc'],
  'zoes cafe': ['Zoës Café', 'zoes cafe'],
  northwind: ['Northwind'],
};
const REPS = ['Rae Cole', 'Tom Okafor', 'Uma Quill'];
const SUPPLIERS: RawRef[] = [
  { id: 1, name: 'Cascade' },
  { id: 2, name: 'SanMar' },
  // One supplier under two ids.
  { id: 3, name: 'sanmar' },
];
const GROUPS: RawRef[] = [
  { id: 11, name: 'Acme Group' },
  { id: 12, name: 'Cafes' },
];
const SKUS = ['', '', 'PC61', 'pc61 ', 'PC61-2XL', 'K500', 'MUG-1'];
const TYPES = ['Asi', 'Color', 'Size', 'Size', 'Pricing', 'SetupCharge', 'RunCharge', 'DecorationMethod', 'Comment'];

/** Absent once in `times`. */
const absent = <T>(value: fc.Arbitrary<T>, times = 5) => fc.option(value, { nil: null, freq: times });
const units = (digits: number, most: number) =>
  fc.integer({ min: -most, max: most }).map((whole) => whole / 10 ** digits);
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 3 }, { arbitrary: odd, weight: 1 });
/** A unit price or cost; what is odd beside it may be a refund. */
const sold = fc.integer({ min: 1, max: 900_000 }).map((whole) => whole / 10_000);
const person = absent(fc.constantFrom(...REPS).map((name) => ({ name })));
const spelling = fc.constantFrom(...Object.values(BUSINESSES).flat());

/** A day of the 26 months around which the tests ask. */
export const anyDay = fc
  .integer({ min: 0, max: 790 })
  .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10));

const line = fc.record({
  type: fc.constantFrom(...TYPES),
  sku: fc.constantFrom(...SKUS),
  quantity: absent(mostly(fc.integer({ min: 1, max: 300 }), fc.oneof(units(2, 5000), fc.constant(0))), 8),
  price_value: absent(mostly(sold, fc.oneof(units(4, 900_000), fc.constant(0))), 8),
  cost_value: absent(mostly(sold, fc.oneof(units(4, 900_000), fc.constant(0))), 2),
  supplier: absent(fc.constantFrom(...SUPPLIERS), 2),
  above: fc.nat({ max: 7 }),
});

/** Lines hang under the top, under any line before them, or under one that is not there. */
const lines = fc.array(line, { maxLength: 7, size: 'max' }).map((rows): RawLine[] =>
  rows.map(({ above, ...row }, index) => ({
    ...row,
    line_id: index + 1,
    parent_id: above > index ? (above === 7 ? 99 : 0) : above,
  })),
);

const clients = fc.record({
  id: fc.integer({ min: 101, max: 106 }),
  business_name: absent(spelling),
  name: absent(fc.constant('Ada Long')),
});
const amounts = {
  sub_total_value: absent(units(2, 9_999_999), 12),
  tax_value: absent(units(2, 99_999), 12),
  total_value: absent(units(2, 9_999_999), 12),
};

const order = fc.record({
  job_number: fc.integer({ min: 1, max: 6 }),
  date: anyDay,
  status: fc.constantFrom('Pending', 'Open', 'Invoiced', 'Paid'),
  client: absent(clients, 10),
  ...amounts,
  invoice_date: absent(anyDay),
  lines: absent(lines, 12),
});

const purchase = fc.record({
  job_number: fc.integer({ min: 1, max: 6 }),
  date: anyDay,
  status: fc.constantFrom('Open', 'Approved', 'Posted Manually'),
  supplier: absent(fc.constantFrom(...SUPPLIERS)),
  ...amounts,
  in_hand_date: absent(anyDay),
  lines: absent(lines, 2),
});

const job = fc.record({
  job_class: fc.constantFrom('Program', 'Store', 'Dropship'),
  status: fc.constantFrom('WIP', 'Pending', 'Closed'),
  date: anyDay,
  client: absent(clients),
  primary_rep: person,
  secondary_rep: person,
  customer_service_rep_name: absent(fc.constantFrom(...REPS)),
});

/** A record with the lines that a list gave, or without any. */
function listed<T extends { date: string; lines: RawLine[] | null }>({ lines: items, ...row }: T, index: number) {
  const heading = { id: 900 + index, number: index + 1, last_modified_date: `${row.date} 10:00:00` };
  return { ...heading, ...row, ...(items === null ? {} : { line_items: items }) };
}

/** The job 6 and the contact 106 are named by some, and not held. */
export const anyAccount: fc.Arbitrary<RawAccount> = fc
  .record({
    jobs: fc.array(job, { minLength: 5, maxLength: 5 }),
    orders: fc.array(order, { maxLength: 40, size: 'max' }),
    purchases: fc.array(purchase, { maxLength: 20, size: 'max' }),
    contacts: fc.array(fc.record({ group: absent(fc.constantFrom(...GROUPS)), business: absent(spelling) }), {
      minLength: 5,
      maxLength: 5,
    }),
  })
  .map(({ jobs, orders, purchases, contacts }) => ({
    jobs: jobs.map((row, index) => ({ ...row, id: index + 1, estimated_delivery_date: null, completed_date: null })),
    salesOrders: orders.map(listed),
    purchaseOrders: purchases.map(listed),
    contacts: contacts.map(({ group, business }, index) => ({
      id: 101 + index,
      business_name: business,
      client_group: group,
    })),
  }));
