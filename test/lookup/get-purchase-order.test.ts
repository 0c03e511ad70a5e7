import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address } from '../../src/sandbox/data/types.js';
import { linesMissing, missing } from '../../src/sandbox/odd-shapes.js';
import { dayOf, daysAgo } from '../support/days.js';
import { purchaseOrderRow, type Row, textOrNull } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { factsOfLines, factsOfView, orderView } from '../support/order-view.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
});

afterAll(() => desk[Symbol.asyncDispose]());

/** An address as answers show it: without its blank lines. */
const given = (address: Address): Row => Object.fromEntries(Object.entries(address).filter(([, text]) => text !== ''));

describe('get_purchase_order', () => {
  it('shows every order of the last 60 days as it is in Syncore', async () => {
    const orders = desk.data.purchaseOrders.filter(({ date }) => dayOf(date) >= daysAgo(60));
    expect(orders.length).toBeGreaterThan(20);
    for (const order of orders) {
      const { invoice_details } = order;
      const isInvoiced = invoice_details.supplier_invoice_number !== null;
      const shown = await desk.get('get_purchase_order', { order: `${order.job_number}-${order.number}` });
      expect(shown).toMatchObject({
        ...purchaseOrderRow(order),
        tax_value: order.tax_value,
        freight_value: order.freight_value,
        artwork_value: order.artwork_value,
        supplier_address: given(order.supplier_address),
        ship_to: given(order.ship_to),
        ship_via: textOrNull(order.ship_via),
        fob: textOrNull(order.fob),
        critical_comments: textOrNull(order.critical_comments),
        shipping_and_instructions: order.shipping_and_instructions,
        decoration_instructions: textOrNull(order.decoration_instructions),
        csr_instructions_from_so: textOrNull(order.csr_instructions_from_so),
        repeat_order_number: null,
        invoice_details: isInvoiced ? invoice_details : null,
        url: `https://www.ateasesystems.net/PurchaseOrder/Details/${order.id}`,
        notes: [],
      });
      // Of a decorator's lines only the order holds the product above: its lines stand for themselves.
      if (order.supplier.type !== 'Decorator') {
        expect(factsOfView(orderView.parse(shown)), String(shown.order)).toEqual(factsOfLines(order.line_items));
      }
    }
  });

  it('shows the charges of a decorator, whose lines have no product above them', async () => {
    const shown = orderView.parse(await desk.get('get_purchase_order', { order: '32255-2' }));
    expect(shown.products).toEqual([]);
    expect(shown.charges).toMatchObject([
      { type: 'SetupCharge', quantity: 1, cost_value: 40 },
      { type: 'RunCharge', quantity: 141, cost_value: 0.6725 },
    ]);
    expect(shown.other).toContainEqual({ type: 'DecorationMethod', description: 'Embroidery' });
  });

  it('is read by itself where the list of the job gives it in brief', async () => {
    const whole = await desk.get('get_purchase_order', { order: '32255-1' });
    const brief = missing('line_items', 'ship_to', 'supplier_address', 'shipping_and_instructions');
    desk.sandbox.faults.add({ kind: 'shape', match: { path: '/orders/jobs/32255/purchaseorders' }, shape: brief });
    expect(await desk.get('get_purchase_order', { order: '32255-1' })).toEqual(whole);
    expect(desk.asked().at(-1)).toBe('/orders/jobs/32255/purchaseorders/732101');
  });

  it('says so where Syncore gives its lines nowhere', async () => {
    desk.sandbox.faults.add({ kind: 'shape', times: 2, shape: linesMissing });
    const shown = await desk.get('get_purchase_order', { order: '32255-1' });
    expect(shown).toMatchObject({ products: null, total_value: 2087.35 });
    expect(shown.notes).toEqual([expect.stringMatching(/did not give the lines/)]);
  });
});
