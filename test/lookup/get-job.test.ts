import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../src/sandbox/odd-shapes.js';
import { firstDayOfWindow } from '../support/days.js';
import { jobRow, purchaseOrderRow, type Row, salesOrderRow } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob, plantSalesOrder } from '../support/plants.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
});

afterAll(() => desk[Symbol.asyncDispose]());

const ofJob = (id: number) => {
  const { salesOrders, purchaseOrders } = desk.data;
  const mine = ({ job_number }: { job_number: number }) => job_number === id;
  return { sales: salesOrders.filter(mine), purchases: purchaseOrders.filter(mine) };
};

const byOrder = (rows: unknown): Row[] => {
  if (!Array.isArray(rows)) throw new Error('no rows');
  return rows.sort((a, b) => String(a.order).localeCompare(String(b.order)));
};

describe('get_job', () => {
  it('shows a job in full, with its orders in brief, whatever its age', async () => {
    const old = desk.data.jobs.filter(({ date }) => date < firstDayOfWindow()).slice(0, 5);
    expect(old.length).toBeGreaterThan(0);
    for (const job of [...old, ...desk.data.jobs.slice(-30)]) {
      const { sales, purchases } = ofJob(job.id);
      const brief = ({ job_number, number, id, status, total_value }: (typeof sales | typeof purchases)[number]) => ({
        order: `${job_number}-${number}`,
        id,
        status,
        total_value,
      });
      expect(await desk.get('get_job', { job_id: job.id })).toEqual({
        ...jobRow(desk.data, job),
        completed_date: job.completed_date,
        job_type: job.job_type,
        priority: job.priority,
        store: job.store,
        product_index: job.product_index,
        secondary_rep: job.secondary_rep?.name ?? null,
        commission_split: job.commission_split,
        sales_orders: sales.map(brief),
        purchase_orders: purchases.map((order) => ({
          ...brief(order),
          supplier: { id: order.supplier.id, name: order.supplier.name },
        })),
        url: `https://www.ateasesystems.net/Job/Details/${job.id}`,
        notes: [],
      });
    }
  });

  it('shows in full rows the orders that it is told to include', async () => {
    const sales = await desk.get('get_job', { job_id: 32255, include: ['sales_orders'] });
    expect(byOrder(sales.sales_orders)).toEqual(ofJob(32255).sales.map(salesOrderRow));
    expect(byOrder(sales.purchase_orders)[0]).not.toHaveProperty('in_hand_date');
    const both = await desk.get('get_job', { job_id: 32255, include: ['purchase_orders', 'sales_orders'] });
    expect(byOrder(both.purchase_orders)).toEqual(ofJob(32255).purchases.map(purchaseOrderRow));
    expect(byOrder(both.sales_orders)).toHaveLength(1);
  });

  it('includes every order, also more than a page holds', async () => {
    const { id } = plantJob(desk.data);
    for (let n = 1; n <= 24; n += 1) plantSalesOrder(desk.data, { job_number: id });
    const { sales_orders, purchase_orders } = await desk.get('get_job', { job_id: id, include: ['sales_orders'] });
    expect(byOrder(sales_orders)).toHaveLength(24);
    expect(purchase_orders).toEqual([]);
  });

  it('gives a long description whole, where a list gives its beginning', async () => {
    const description = `${'Holiday kits with card and ribbon. '.repeat(12)}END`;
    const { id } = plantJob(desk.data, { description });
    expect(await desk.get('get_job', { job_id: id })).toMatchObject({ description });
    const { items } = await desk.list('list_jobs', { text: 'holiday kits with card' });
    expect(items[0]?.description).toMatch(/^Holiday kits with card.*…$/);
  });

  it('says null for orders that Syncore did not name, and for their sum', async () => {
    desk.sandbox.faults.add({ kind: 'shape', shape: missing('sales_orders', 'purchase_orders', 'store', 'client') });
    const shown = await desk.get('get_job', { job_id: 32255 });
    expect(shown).toMatchObject({ sales_orders: null, purchase_orders: null, sales_total_value: null, client: null });
  });

  it.each(['1/../../crm', '%2e%2e', '٣٢٢٥٥', 1e21, -5, 0, 1.5, '32255-1', [], {}])(
    'refuses the id %j before Syncore is asked',
    async (job_id) => {
      const asked = desk.asked().length;
      const refused = await desk.refused('get_job', { job_id });
      expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'job_id' }] });
      expect(desk.asked()).toHaveLength(asked);
    },
  );

  it('says that there is no such job', async () => {
    const refused = await desk.refused('get_job', { job_id: 99999, include: ['sales_orders'] });
    expect(refused).toMatchObject({ code: 'not_found', written: 'no', retryable: false });
  });
});
