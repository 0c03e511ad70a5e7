import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SalesOrder } from '../../src/sandbox/data/types.js';
import { dayOf, daysAgo, firstDayOfWindow, today } from '../support/days.js';
import { total } from '../support/exact.js';
import { newestFirst, type Row, salesOrderRow } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob, plantSalesOrder } from '../support/plants.js';
import { expectWhole } from '../support/whole.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
  plantSalesOrder(desk.data, { date: `${daysAgo(20)} 23:59:59`, customer_order_number: 'Zb 77-1 X', status: 'Open' });
  plantSalesOrder(desk.data, { invoice_date: daysAgo(8), status: 'Invoiced', description: '', tax_value: 0 });
  plantSalesOrder(desk.data, { invoice_date: `${daysAgo(8)} 23:59:59`, status: 'Invoiced' });
  plantSalesOrder(desk.data, { last_modified_date: `${daysAgo(3)}T23:59:59`, status: 'Paid' });
  plantSalesOrder(desk.data, { status: 'Pending', customer_order_number: '' });
});

afterAll(() => desk[Symbol.asyncDispose]());

const rowsOf = (fits: (order: SalesOrder) => boolean): Row[] =>
  newestFirst(desk.data.salesOrders.filter(fits)).map(salesOrderRow);

const expectOrders = (args: Row, fits: (order: SalesOrder) => boolean) =>
  expectWhole(desk, 'list_sales_orders', args, rowsOf(fits));

const between = (day: string | null, from: string, to: string) => day !== null && day >= from && day <= to;
/** Searches say nothing of orders that are older than 13 months. */
const inWindow = (order: SalesOrder) => dayOf(order.date) >= firstDayOfWindow();

const recent = { date_from: daysAgo(30), date_to: today() };
const isRecent = (order: SalesOrder) => dayOf(order.date) >= recent.date_from;

describe('list_sales_orders', () => {
  it('gives the orders of a period, both days included, newest first, with the money added up to the cent', async () => {
    const args = { date_from: daysAgo(45), date_to: daysAgo(20) };
    const wanted = rowsOf(({ date }) => between(dayOf(date), args.date_from, args.date_to));
    const part = await expectWhole(desk, 'list_sales_orders', args, wanted);
    const sum = (field: string) => total(wanted.map((row) => Number(row[field])));
    expect(part.totals).toEqual({
      sub_total_value: sum('sub_total_value'),
      tax_value: sum('tax_value'),
      total_value: sum('total_value'),
    });
    expect(part.items.map(({ customer_order_number }) => customer_order_number)).toContain('Zb 77-1 X');
    expect(part.url_template).toBe('https://www.ateasesystems.net/Job/Details/{job_id}');
    expect(part.notes).toEqual([`Sales orders dated ${args.date_from} to ${args.date_to}.`]);
  });

  it('takes the last 90 days and today where no period is given, and says from when on', async () => {
    const rows = await desk.all('list_sales_orders');
    const wanted = rowsOf(({ date }) => dayOf(date) >= daysAgo(90));
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(wanted.map(({ id }) => id)));
    const { notes } = await desk.list('list_sales_orders', { limit: 1 });
    expect(notes.join(' ')).toContain(`${daysAgo(90)} to ${today()}`);
  });

  it('filters by the days of the invoice, whatever the date of the order', async () => {
    const args = { invoice_date_from: daysAgo(25), invoice_date_to: daysAgo(8) };
    const part = await expectOrders(
      args,
      (order) => inWindow(order) && between(dayOf(order.invoice_date), args.invoice_date_from, args.invoice_date_to),
    );
    expect(part.items.filter(({ invoice_date }) => invoice_date === daysAgo(8)).length).toBeGreaterThanOrEqual(2);
  });

  it('filters by the days of the last change, whatever the date of the order', async () => {
    const args = { modified_from: daysAgo(6), modified_to: daysAgo(3) };
    await expectOrders(
      args,
      (order) => inWindow(order) && between(dayOf(order.last_modified_date), args.modified_from, args.modified_to),
    );
  });

  it('keeps to several periods at once', async () => {
    const args = { ...recent, modified_from: daysAgo(20), modified_to: today() };
    await expectOrders(args, (order) => isRecent(order) && dayOf(order.last_modified_date) >= args.modified_from);
  });

  it.each([
    ['Open', ['Open']],
    ['invoiced', ['Invoiced']],
    ['PENDING, paid', ['Pending', 'Paid']],
  ])('filters by status: %s', async (status, names) => {
    await expectOrders({ ...recent, status }, (order) => isRecent(order) && names.includes(order.status));
  });

  it('refuses a misspelt status with the nearest one', async () => {
    const refused = await desk.refused('list_sales_orders', { status: 'open, invoised' });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'status', nearest: 'Invoiced' }] });
  });

  it('does not take a word for the status that it is the opposite of', async () => {
    const refused = await desk.refused('list_sales_orders', { status: 'unpaid' });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'status' }] });
    expect(refused.fields?.[0]?.nearest).toBeUndefined();
  });

  it.each(['Zb 77-1 X', 'zb77-1x', ' ZB 77 - 1X '])('finds the customer order number %j', async (given) => {
    await expectOrders({ customer_order_number: given }, (order) => order.customer_order_number === 'Zb 77-1 X');
  });

  it('does not take a part of a customer order number for it', async () => {
    expect(await desk.list('list_sales_orders', { customer_order_number: 'Zb 77' })).toMatchObject({
      items: [],
      total: 0,
    });
  });

  it('filters by client', async () => {
    await expectOrders({ ...recent, client: 4101 }, (order) => isRecent(order) && order.client.id === 4101);
  });
});

describe('list_sales_orders of a rep', () => {
  const repsOf = (order: SalesOrder) => {
    const job = desk.data.jobs.find(({ id }) => id === order.job_number);
    return [job?.primary_rep?.name, job?.secondary_rep?.name];
  };
  const someone = () => repsOf(desk.data.salesOrders.at(-1) ?? never())[0] ?? '';
  const never = (): never => {
    throw new Error('The sandbox has no sales order.');
  };

  it('gives the orders whose job has that rep, primary or secondary', async () => {
    const rep = someone();
    await expectOrders({ ...recent, rep }, (order) => isRecent(order) && repsOf(order).includes(rep));
  });

  it('is walked in parts, by a part of the name', async () => {
    const rep = someone();
    const rows = await desk.all('list_sales_orders', { ...recent, rep: rep.split(' ')[1], limit: 5 });
    const wanted = desk.data.salesOrders.filter((order) => isRecent(order) && repsOf(order).includes(rep));
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(wanted.map(({ id }) => id)));
    expect(rows).toHaveLength(wanted.length);
  });

  it('refuses a name that is on none of their jobs, and me where nobody said who that is', async () => {
    expect(await desk.refused('list_sales_orders', { ...recent, rep: 'Xyzzy' })).toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'rep' }],
    });
    expect(await desk.refused('list_sales_orders', { ...recent, rep: 'me' })).toMatchObject({ code: 'invalid_input' });
  });
});

describe('list_sales_orders of one job', () => {
  it('reaches back beyond the 13 months', async () => {
    const old = desk.data.salesOrders.find((order) => dayOf(order.date) < firstDayOfWindow());
    if (old === undefined) throw new Error('The sandbox reaches back no further than its window.');
    const part = await expectOrders({ job_id: old.job_number }, ({ job_number }) => job_number === old.job_number);
    expect(part.notes).toEqual([]);
  });

  it('filters there too', async () => {
    const ofJob = (order: SalesOrder) => order.job_number === 32255;
    await expectOrders({ job_id: 32255, status: 'open' }, (order) => ofJob(order) && order.status === 'Open');
    await expectOrders({ job_id: '32255', invoice_date_to: daysAgo(8) }, (order) => {
      return ofJob(order) && order.invoice_date !== null && dayOf(order.invoice_date) <= daysAgo(8);
    });
    const args = { job_id: 32255, date_from: daysAgo(20), date_to: daysAgo(20), customer_order_number: 'ZB77-1X' };
    await expectOrders(args, (order) => order.customer_order_number === 'Zb 77-1 X');
    expect(await desk.list('list_sales_orders', { job_id: 32255, modified_to: '2001-01-01' })).toMatchObject({
      total: 0,
    });
  });

  it('is walked in parts, also where it is filtered', async () => {
    const job_number = plantJob(desk.data).id;
    for (let n = 0; n < 25; n += 1) plantSalesOrder(desk.data, { job_number, status: n % 3 === 0 ? 'Paid' : 'Open' });
    const numbers = (rows: Row[]) => rows.map(({ order }) => Number(String(order).split('-')[1])).sort((a, b) => a - b);
    const rows = await desk.all('list_sales_orders', { job_id: job_number, limit: 4 });
    expect(numbers(rows)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    const paid = await desk.all('list_sales_orders', { job_id: job_number, status: 'paid', limit: 4 });
    expect(numbers(paid)).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 25]);
  });

  it('says that there is no such job', async () => {
    expect(await desk.refused('list_sales_orders', { job_id: 99999 })).toMatchObject({ code: 'not_found' });
  });

  it('knows the job of its orders where the list does not name it', async () => {
    desk.sandbox.faults.add({
      kind: 'shape',
      match: { path: '/orders/jobs/32255/salesorders' },
      shape: (json) => JSON.parse(JSON.stringify(json).replaceAll('"job_number"', '"not_given"')),
    });
    const { items } = await desk.list('list_sales_orders', { job_id: 32255, limit: 5 });
    desk.sandbox.faults.clear();
    expect(items.map(({ order }) => order)).toEqual(items.map(() => expect.stringMatching(/^32255-\d$/)));
    expect(items.every(({ job_id }) => job_id === 32255)).toBe(true);
  });
});
