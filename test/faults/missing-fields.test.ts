import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lookup, openLookup } from '../support/lookup.js';
import { daysAgo } from '../support/rows.js';

let here: Lookup;

beforeAll(async () => {
  here = await openLookup();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
});

/** Takes a field out of every record of a list, as a Syncore would that names it otherwise. */
function without(path: RegExp, field: string): void {
  here.sandbox.faults.clear();
  here.sandbox.faults.add({
    kind: 'shape',
    match: { path },
    times: Number.POSITIVE_INFINITY,
    shape: (json: unknown) => JSON.parse(JSON.stringify(json, (key, value) => (key === field ? undefined : value))),
  });
}

const jobs = /orders\/jobs\?/;
const salesOrders = /salesorders/;
const purchaseOrders = /purchaseorders/;
const contacts = /crm\/contacts/;

describe('a filter by a field that no record has', () => {
  it.each([
    ['list_jobs', { class: 'store' }, jobs, 'job_class'],
    ['list_jobs', { overdue: true }, jobs, 'estimated_delivery_date'],
    ['list_jobs', { client: 'Acme Manufacturing' }, jobs, 'client'],
    ['list_jobs', { rep: 'Morgan Ellis' }, jobs, 'primary_rep'],
    ['list_jobs', { status: 'Open' }, jobs, 'status'],
    ['list_sales_orders', { customer_order_number: 'PO-88213' }, salesOrders, 'customer_order_number'],
    ['list_purchase_orders', { supplier: 'Cascade Apparel Supply' }, purchaseOrders, 'supplier'],
    ['list_contacts', { class: 'store' }, contacts, 'contact_class'],
  ])('is refused by %s %j, and never reads as "there are none"', async (tool, args, path, field) => {
    without(path, field);
    const error = await here.refused(tool, args);
    expect(error).toMatchObject({ code: 'upstream_invalid', written: 'no' });
    expect(error.message).toContain(field);
    expect(error.message).toMatch(/GET \/(orders|crm)/);
  });

  it('is only doubted where few records were seen, since each may have it empty', async () => {
    without(/32255\/salesorders/, 'customer_order_number');
    const answer = await here.list('list_sales_orders', { job_id: 32255, customer_order_number: 'PO-88213' });
    expect(answer).toMatchObject({ items: [], complete: false });
    expect(answer.notes.join(' ')).toContain('customer_order_number');
  });
});

describe('rows that Syncore itself filtered', () => {
  it.each([
    ['list_jobs', { status: 'WIP' }, jobs, 'status'],
    ['list_purchase_orders', { status: 'Open' }, purchaseOrders, 'status'],
    ['list_sales_orders', { invoice_date_from: daysAgo(60) }, salesOrders, 'invoice_date'],
  ])('are kept by %s %j when they do not repeat the field', async (tool, args, path, field) => {
    here.sandbox.faults.clear();
    const whole = await here.list(tool, args);
    without(path, field);
    const answer = await here.list(tool, args);
    expect(answer.returned).toBe(whole.returned);
    expect(answer.total).toBe(whole.total);
    expect(answer.returned).toBeGreaterThan(0);
  });
});
