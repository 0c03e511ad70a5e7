import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PurchaseOrder } from '../../src/sandbox/data/types.js';
import { missing } from '../../src/sandbox/odd-shapes.js';
import { dayOf, daysAgo, firstDayOfWindow, today } from '../support/days.js';
import { total } from '../support/exact.js';
import { newestFirst, purchaseOrderRow, type Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantPurchaseOrder } from '../support/plants.js';
import { expectWhole } from '../support/whole.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 150 } });
  const old = { date: `${daysAgo(300)}T09:00:00`, last_modified_date: `${daysAgo(299)} 09:00:00` };
  plantPurchaseOrder(desk.data, { ...old, status: 'Open', in_hand_date: daysAgo(280) });
  plantPurchaseOrder(desk.data, { ...old, status: 'Approved', in_hand_date: daysAgo(280) });
  plantPurchaseOrder(desk.data, { status: 'Open', in_hand_date: daysAgo(1) });
  plantPurchaseOrder(desk.data, { status: 'Open', in_hand_date: today() });
  plantPurchaseOrder(desk.data, { status: 'Open', in_hand_date: null });
  plantPurchaseOrder(desk.data, { status: 'Posted Manually', last_modified_date: `${daysAgo(4)} 23:59:59` });
  plantPurchaseOrder(desk.data, { status: 'Posted @ease AP', date: `${daysAgo(15)}T23:59:59` });
});

afterAll(() => desk[Symbol.asyncDispose]());

const expectOrders = (args: Row, fits: (order: PurchaseOrder) => boolean) => {
  const wanted = newestFirst(desk.data.purchaseOrders.filter(fits)).map(purchaseOrderRow);
  return expectWhole(desk, 'list_purchase_orders', args, wanted);
};

const between = (day: string | null, from: string, to: string) => day !== null && day >= from && day <= to;
const inWindow = (order: PurchaseOrder) => dayOf(order.date) >= firstDayOfWindow();
const isOverdue = ({ status, in_hand_date }: PurchaseOrder) =>
  status === 'Open' && in_hand_date !== null && in_hand_date < today();

const recent = { date_from: daysAgo(30), date_to: today() };
const isRecent = (order: PurchaseOrder) => dayOf(order.date) >= recent.date_from;

describe('list_purchase_orders', () => {
  it('gives the orders of a period, both days included, newest first, with the money added up to the cent', async () => {
    const args = { date_from: daysAgo(40), date_to: daysAgo(15) };
    const part = await expectOrders(args, ({ date }) => between(dayOf(date), args.date_from, args.date_to));
    const sum = (field: string) => total(part.items.map((row) => Number(row[field])));
    expect(part.totals).toEqual({ sub_total_value: sum('sub_total_value'), total_value: sum('total_value') });
    expect(part.items.map(({ status }) => status)).toContain('Posted @ease AP');
    expect(part.url_template).toBe('https://www.ateasesystems.net/PurchaseOrder/Details/{id}');
    expect(part.notes).toEqual([`Purchase orders dated ${args.date_from} to ${args.date_to}.`]);
  });

  it('filters by the days of the last change, whatever the date of the order', async () => {
    const args = { modified_from: daysAgo(7), modified_to: daysAgo(4) };
    await expectOrders(
      args,
      (order) => inWindow(order) && between(dayOf(order.last_modified_date), args.modified_from, args.modified_to),
    );
  });

  it('filters by the in-hand days; an order without one does not fit', async () => {
    const args = { ...recent, in_hand_from: daysAgo(10), in_hand_to: today() };
    await expectOrders(args, (order) => isRecent(order) && between(order.in_hand_date, args.in_hand_from, today()));
    await expectOrders({ ...recent, in_hand_to: daysAgo(1) }, (order) => {
      return isRecent(order) && order.in_hand_date !== null && order.in_hand_date <= daysAgo(1);
    });
  });

  it.each([
    ['open', ['Open']],
    ['posted @EASE ap', ['Posted @ease AP']],
    ['Approved,Posted Manually', ['Approved', 'Posted Manually']],
  ])('filters by status: %s', async (status, names) => {
    await expectOrders({ ...recent, status }, (order) => isRecent(order) && names.includes(order.status));
  });

  it.each([301, '301', 'cascade apparel SUPPLY', 'Cascade'])('filters by supplier: %j', async (supplier) => {
    await expectOrders({ ...recent, supplier }, (order) => isRecent(order) && order.supplier.id === 301);
  });

  it('never takes the first of several suppliers, and names what looks alike', async () => {
    const several = await desk.refused('list_purchase_orders', { supplier: 'summit' });
    expect(several).toMatchObject({ code: 'invalid_input', fields: [{ field: 'supplier' }] });
    expect(several.message).toMatch(/several/);
    expect(several.fields?.[0]?.candidates).toEqual(
      expect.arrayContaining([
        { id: 303, name: 'Summit Headwear' },
        { id: 313, name: 'Summit Freight & Fulfillment' },
      ]),
    );
    const none = await desk.refused('list_purchase_orders', { supplier: 'Inklyne Pen' });
    expect(none.message).toMatch(/fits no supplier/);
    expect(none.fields?.[0]?.candidates).toContainEqual({ id: 305, name: 'Inkline Pens' });
    expect((await desk.refused('list_purchase_orders', { supplier: 999 })).code).toBe('invalid_input');
  });

  it('is empty for a supplier that was never bought from', async () => {
    const part = await desk.list('list_purchase_orders', { supplier: 'Summit Freight & Fulfillment' });
    expect(part).toMatchObject({ items: [], total: 0, complete: true, totals: { sub_total_value: 0, total_value: 0 } });
  });

  it('gives those of one job, of any age, and filters them', async () => {
    const old = desk.data.purchaseOrders.find((order) => dayOf(order.date) < firstDayOfWindow());
    if (old === undefined) throw new Error('The sandbox reaches back no further than its window.');
    await expectOrders({ job_id: old.job_number }, ({ job_number }) => job_number === old.job_number);
    const ofJob = ({ job_number }: PurchaseOrder) => job_number === 32255;
    await expectOrders({ job_id: 32255, status: 'Open' }, (order) => ofJob(order) && order.status === 'Open');
    await expectOrders({ job_id: 32255, overdue: true }, (order) => ofJob(order) && isOverdue(order));
    await expectOrders({ job_id: 32255, supplier: 301, in_hand_from: today() }, (order) => {
      return ofJob(order) && order.supplier.id === 301 && order.in_hand_date !== null && order.in_hand_date >= today();
    });
    expect((await desk.refused('list_purchase_orders', { job_id: 99999 })).code).toBe('not_found');
  });
});

describe('list_purchase_orders, overdue', () => {
  it('reads all 13 months for open orders past their in-hand date', async () => {
    const part = await expectOrders({ overdue: true }, (order) => inWindow(order) && isOverdue(order));
    expect(part.items.map(({ in_hand_date }) => in_hand_date)).toContain(daysAgo(280));
    expect(part.notes.join(' ')).toContain(firstDayOfWindow());
  });

  it('keeps to the dates where they are given', async () => {
    await expectOrders({ ...recent, overdue: true }, (order) => isRecent(order) && isOverdue(order));
    await expectOrders({ modified_from: daysAgo(310), modified_to: daysAgo(290), overdue: true }, (order) => {
      return isOverdue(order) && between(dayOf(order.last_modified_date), daysAgo(310), daysAgo(290));
    });
  });

  it('reads an order by itself where the list does not give its in-hand date, and none that does not fit anyway', async () => {
    const ask = async (args: Row, fits: (order: PurchaseOrder) => boolean, read: PurchaseOrder[]) => {
      const asked = desk.asked().length;
      await expectOrders(args, fits);
      const reads = desk
        .asked()
        .slice(asked)
        .filter((path) => /purchaseorders\/\d+$/.test(path));
      const wanted = read.map(({ id, job_number }) => `/orders/jobs/${job_number}/purchaseorders/${id}`);
      expect(reads.sort()).toEqual(wanted.sort());
    };
    desk.sandbox.faults.add({
      kind: 'shape',
      match: { path: '/orders/jobs/purchaseorders' },
      times: Number.POSITIVE_INFINITY,
      shape: missing('in_hand_date'),
    });
    const among = desk.data.purchaseOrders.filter(isRecent);
    const open = among.filter(({ status }) => status === 'Open');
    await ask({ ...recent, overdue: true }, (order) => isRecent(order) && isOverdue(order), open);

    const from301 = among.filter(({ supplier }) => supplier.id === 301);
    const args = { ...recent, in_hand_from: daysAgo(3), in_hand_to: today(), supplier: 301 };
    await ask(args, (order) => from301.includes(order) && between(order.in_hand_date, daysAgo(3), today()), from301);
    desk.sandbox.faults.clear();
  });

  it('says null for an in-hand date that was not given and not asked for', async () => {
    desk.sandbox.faults.add({ kind: 'shape', shape: missing('in_hand_date', 'supplier', 'total_value') });
    const part = await desk.list('list_purchase_orders', { date_from: daysAgo(5), date_to: daysAgo(5), limit: 3 });
    expect(part.items[0]).toMatchObject({ in_hand_date: null, supplier: null, total_value: null });
  });
});
