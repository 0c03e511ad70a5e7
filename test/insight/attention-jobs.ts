import {
  ATTENTION_KINDS,
  ATTENTION_RULES,
  type AttentionQuestion,
  needsAttention,
} from '../../src/insight/attention.js';
import {
  heldOf,
  type RawAccount,
  type RawJob,
  type RawLine,
  type RawOrder,
  type RawPurchase,
} from '../support/account-data.js';
import { daysBefore } from '../support/days.js';

/*
 * Jobs with their orders, for tests of what needs attention: as of one day, and sound but for what a test says of them.
 */

export const TODAY = '2026-11-23';
export const ago = (days: number) => daysBefore(TODAY, days);

export type JobWithOrders = { job: RawJob; sales: RawOrder[]; purchases: RawPurchase[] };

/** A job with nothing to say of it: in work, changed yesterday, all bought and costed. */
export function sound(id: number, more: Partial<RawJob> = {}): JobWithOrders {
  const job: RawJob = {
    id,
    job_class: 'Program',
    status: 'WIP',
    date: ago(20),
    estimated_delivery_date: daysBefore(TODAY, -10),
    completed_date: null,
    client: { id: 100 + id, business_name: `Client ${id}`, name: null },
    primary_rep: { name: 'Rae Cole' },
    secondary_rep: null,
    customer_service_rep_name: null,
    ...more,
  };
  return { job, sales: [sale(id)], purchases: [purchase(id)] };
}

export function sale(job_number: number, more: Partial<RawOrder> = {}): RawOrder {
  return {
    id: job_number * 10,
    number: 1,
    job_number,
    date: ago(20),
    status: 'Open',
    client: { id: 100 + job_number, business_name: `Client ${job_number}`, name: null },
    sub_total_value: 100,
    tax_value: 0,
    total_value: 100,
    invoice_date: null,
    last_modified_date: `${ago(1)} 10:00:00`,
    line_items: [line(1)],
    ...more,
  };
}

export function purchase(job_number: number, more: Partial<RawPurchase> = {}): RawPurchase {
  const { client: _, invoice_date: __, line_items: ___, ...rest } = sale(job_number);
  return { ...rest, id: job_number * 10 + 5, supplier: { id: 1, name: 'Cascade' }, in_hand_date: ago(-5), ...more };
}

export function line(id: number, more: Partial<RawLine> = {}): RawLine {
  const amounts = { quantity: 10, price_value: 10, cost_value: 6 };
  return { line_id: id, parent_id: 0, type: 'Size', sku: '', supplier: null, from_stock: false, ...amounts, ...more };
}

export const withSale = (id: number, more: Partial<RawOrder>): JobWithOrders => ({
  ...sound(id),
  sales: [sale(id, more)],
});
export const withPurchase = (id: number, more: Partial<RawPurchase>): JobWithOrders => ({
  ...sound(id),
  purchases: [purchase(id, more)],
});
export const unbought = (id: number, more: Partial<RawOrder>): JobWithOrders => ({
  ...withSale(id, more),
  purchases: [],
});

export const ALL: AttentionQuestion = {
  kinds: ATTENTION_KINDS,
  rules: ATTENTION_RULES,
  client: undefined,
  rep: undefined,
  from: ago(395),
  wholeFrom: ago(395),
  noticed: new Map(),
};

export function accountOf(made: JobWithOrders[]): RawAccount {
  return {
    jobs: made.map(({ job }) => job),
    salesOrders: made.flatMap(({ sales }) => sales),
    purchaseOrders: made.flatMap(({ purchases }) => purchases),
    contacts: [],
  };
}

export function found(account: RawAccount, question = ALL): string[] {
  const { findings } = needsAttention(heldOf(account), question, TODAY);
  return findings.map(({ kind, record, rule, since }) => `${kind} ${record.id} ${rule} ${since}`);
}
