import { expect, it } from 'vitest';
import { firstDayOfWindow, today } from '../support/days.js';
import { openLookup } from '../support/lookup.js';

const DAY_MS = 86_400_000;

it('an order that was entered counts in the next sum, and its contact is found, while searches show neither', async () => {
  await using desk = await openLookup({ sandbox: { jobs: 60, searchLagMs: DAY_MS } });
  const sums = {
    record: 'sales_orders',
    group_by: ['status'],
    date_from: firstDayOfWindow(),
    date_to: today(),
  };
  const before = await desk.get('summarize_orders', sums);
  await desk.get('find_records', { text: 'polo', kinds: ['contacts', 'jobs', 'sales_orders'] });
  const made = await desk.get('enter_order', {
    new_contact: { business_name: 'Quuxwright Ltd', email: 'hello@quuxwright.example' },
    new_job: { description: 'Umbrellas for Quuxwright' },
    sales_order: {
      customer_order_number: 'QX-77',
      products: [{ description: 'Umbrella', colors: [{ color: 'Red', sizes: [{ quantity: 10, price_value: 12.5 }] }] }],
    },
    idempotency_key: 'umbrellas',
  });
  expect(made).toMatchObject({ status: 'created' });
  const after = await desk.get('summarize_orders', sums);
  expect(after).toMatchObject({ complete: true, as_of: { sales_orders: expect.any(String) } });
  const count = (answer: Record<string, unknown>) => Number(Object(answer.totals).count);
  expect(count(after)).toBe(count(before) + 1);
  const cents = (answer: Record<string, unknown>) => Math.round(Number(Object(answer.totals).sub_total_value) * 100);
  expect(cents(after) - cents(before)).toBe(12_500);
  const found = await desk.get('find_records', { text: 'quuxwright' });
  const rows: Record<string, unknown>[] = Object(found.items);
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['contacts', 'jobs', 'sales_orders']);

  const job = Number(rows.find(({ kind }) => kind === 'jobs')?.id);
  await desk.get('update_job', { job_id: job, changes: { description: 'Parasols for Quuxwright' } });
  const [parasols] = Object((await desk.get('find_records', { text: 'parasols' })).items);
  expect(parasols).toMatchObject({ kind: 'jobs', id: job });
});

it('an order that was entered before anything is held counts in the first sum, while searches do not show it', async () => {
  await using desk = await openLookup({ sandbox: { jobs: 60, searchLagMs: DAY_MS } });
  const made = await desk.get('create_sales_order', {
    job_id: desk.sandbox.data.jobs.at(-1)?.id,
    products: [{ description: 'Cap', quantity: 10, price_value: 2.5 }],
  });
  expect(made).toMatchObject({ status: 'created' });
  const sums = { record: 'sales_orders', group_by: ['status'], date_from: firstDayOfWindow(), date_to: today() };
  const { totals, complete } = await desk.get('summarize_orders', sums);
  const inDays = desk.sandbox.data.salesOrders.filter(({ date }) => date.slice(0, 10) >= firstDayOfWindow());
  expect(complete).toBe(true);
  expect(Object(totals).count).toBe(inDays.length);
});
