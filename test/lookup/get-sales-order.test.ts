import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LineItem, SalesOrder } from '../../src/sandbox/data/types.js';
import { linesMissing } from '../../src/sandbox/odd-shapes.js';
import { dayOf, daysAgo } from '../support/days.js';
import { asValue, cents, lineCents, percent } from '../support/exact.js';
import { type Row, salesOrderRow, textOrNull } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { factsOfLines, factsOfView, orderView } from '../support/order-view.js';
import { plantSalesOrder } from '../support/plants.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup();
});

afterEach(() => desk.sandbox.faults.clear());

afterAll(() => desk[Symbol.asyncDispose]());

const nameOf = ({ job_number, number }: SalesOrder) => `${job_number}-${number}`;
const read = (order: SalesOrder): Promise<Row> => desk.get('get_sales_order', { order: nameOf(order) });

/** What was made on an order, by the rules of interface.md. */
function profitOf({ line_items, sub_total_value }: SalesOrder) {
  const counted = line_items.filter(({ quantity }) => quantity !== null && quantity !== 0);
  const costed = counted.filter(({ cost_value }) => cost_value !== null && cost_value !== undefined);
  const cost = costed.reduce((sum, line) => sum + lineCents(line.quantity ?? 0, line.cost_value ?? 0), 0n);
  const profit = cents(sub_total_value) - cost;
  const known = costed.length > 0;
  return {
    cost_value: known ? asValue(cost) : null,
    gross_profit_value: known ? asValue(profit) : null,
    margin_percent: known ? percent(profit, cents(sub_total_value)) : null,
    lines_without_cost: counted.filter((line) => (line.price_value ?? 0) > 0 && !costed.includes(line)).length,
  };
}

/** A line of the test's own under the top. */
function line(changes: Partial<LineItem>): LineItem {
  const empty = {
    parent_id: 0,
    description: '',
    sku: '',
    product_id: 0,
    supplier: null,
    from_stock: false,
    visible: true,
  };
  const bare = { quantity: null, price_value: null, cost_value: null, line_total_value: null, taxability: 'Taxable' };
  return { line_id: 1, type: 'Asi', ...empty, ...bare, ...changes };
}

describe('get_sales_order', () => {
  it('shows every order of the last 60 days as it is in Syncore, with cost, profit and margin to the cent', async () => {
    const orders = desk.data.salesOrders.filter(({ date }) => dayOf(date) >= daysAgo(60));
    expect(orders.length).toBeGreaterThan(40);
    for (const order of orders) {
      const shown = await read(order);
      const words = { description: order.description, customer_instructions: textOrNull(order.customer_instructions) };
      expect(shown).toMatchObject({ ...salesOrderRow(order), ...words, ...profitOf(order) });
      expect(factsOfView(orderView.parse(shown)), nameOf(order)).toEqual(factsOfLines(order.line_items));
      expect(shown.url).toBe(`https://www.ateasesystems.net/Job/Details/${order.job_number}`);
    }
  });

  it('shows products with colours and sizes, decoration, charges and comments', async () => {
    const { products, charges, comments } = orderView.parse(await desk.get('get_sales_order', { order: '32255-1' }));
    expect(products).toMatchObject([
      {
        description: 'Trailhead Performance Polo',
        sku: 'CAS4410',
        supplier_id: 301,
        colors: [{ color: 'Navy' }, { color: 'Black' }],
        decoration: [
          { method: 'Embroidery', location: 'Left Chest', stitch_count: 7500, colors: ['White 1001, Red 1147'] },
        ],
        charges: [
          { type: 'SetupCharge', description: 'Digitizing set-up', quantity: 1, price_value: 65, cost_value: 40 },
          { type: 'RunCharge', quantity: 141, price_value: 1.125, cost_value: 0.6725, supplier: 'Ironwood Embroidery' },
        ],
      },
    ]);
    expect(products[0]?.colors?.[1]?.sizes).toEqual([
      { size: 'M', quantity: 10, price_value: 24.5, cost_value: 14.2 },
      { size: 'L', quantity: 16, price_value: 24.5, cost_value: 14.2 },
      { size: 'XL', quantity: 12, price_value: 24.5, cost_value: 14.2 },
      { size: '2XL', quantity: 6, price_value: 26.5, cost_value: 15.95 },
    ]);
    expect(charges).toEqual([]);
    expect(comments).toEqual(['Deliver to Receiving Dock B, attention Dana Whitfield.']);
  });

  it('says each price once where all sizes have it', async () => {
    const lines = [
      line({ description: 'Cap' }),
      line({ line_id: 2, parent_id: 1, type: 'Color', description: 'Red' }),
      line({ line_id: 3, parent_id: 2, type: 'Size', description: 'S', quantity: 2, price_value: 5, cost_value: 3 }),
      line({ line_id: 4, parent_id: 2, type: 'Size', description: 'L', quantity: 1, price_value: 5, cost_value: 3.5 }),
    ];
    const { products } = orderView.parse(await read(plantSalesOrder(desk.data, { line_items: lines })));
    const sizes = [
      { size: 'S', quantity: 2, cost_value: 3 },
      { size: 'L', quantity: 1, cost_value: 3.5 },
    ];
    expect(products).toEqual([{ description: 'Cap', price_value: 5, colors: [{ color: 'Red', sizes }] }]);
  });

  it('gives the three addresses without their blank lines', async () => {
    const order = desk.data.salesOrders.find(({ ship_to }) => ship_to.address2 === '');
    if (order === undefined) throw new Error('Every address has a second line.');
    const { address2, ...given } = order.ship_to;
    const shown = await read(order);
    expect(shown.ship_to).toEqual(given);
    expect(shown).toMatchObject({ sold_to: { city: order.sold_to.city }, bill_to: { zip: order.bill_to.zip } });
  });
});

describe('the profit of an order', () => {
  it('rounds each line half away from zero, and then adds up', async () => {
    const lines = [
      line({ quantity: 3, price_value: 1.115, cost_value: 0.335 }),
      line({ line_id: 2, quantity: 1, price_value: 0.895, cost_value: 0.005 }),
      line({ line_id: 3, quantity: -1, price_value: 0.895, cost_value: 0.125 }),
    ];
    const order = plantSalesOrder(desk.data, { line_items: lines, sub_total_value: 3.35 });
    // 3 × 0.335 = 1.005, 0.005 and -0.125 are 1.01, 0.01 and -0.13.
    expect(await read(order)).toMatchObject({ cost_value: 0.89, gross_profit_value: 2.46, margin_percent: 73.4 });
  });

  it('takes a cost of 0 for a cost, and says how many lines lack one', async () => {
    const lines = [
      line({ quantity: 10, price_value: 2, cost_value: 0 }),
      line({ line_id: 2, quantity: 10, price_value: 2 }),
      line({ line_id: 3, quantity: 10, price_value: 0 }),
      line({ line_id: 4, quantity: 0, price_value: 2 }),
    ];
    const shown = await read(plantSalesOrder(desk.data, { line_items: lines, sub_total_value: 40 }));
    expect(shown).toMatchObject({ cost_value: 0, gross_profit_value: 40, margin_percent: 100, lines_without_cost: 1 });
    expect(shown.notes).toEqual([expect.stringMatching(/without a cost: 1\b/)]);
  });

  it('is null with a note, never 0, where no line has a cost', async () => {
    const lines = [
      line({ quantity: 10, price_value: 2 }),
      line({ line_id: 2, quantity: 0, price_value: 0, cost_value: 0 }),
    ];
    const shown = await read(plantSalesOrder(desk.data, { line_items: lines, sub_total_value: 20 }));
    const unknown = { cost_value: null, gross_profit_value: null, margin_percent: null };
    expect(shown).toMatchObject({ ...unknown, lines_without_cost: 1 });
    expect(shown.notes).toEqual([expect.stringMatching(/no line has a cost/i)]);
  });

  it('has no margin where the sub-total is 0, and a negative one where more was paid than billed', async () => {
    const lines = [line({ quantity: 1, price_value: 10, cost_value: 12.5 })];
    const free = plantSalesOrder(desk.data, { line_items: lines, sub_total_value: 0 });
    expect(await read(free)).toMatchObject({ gross_profit_value: -12.5, margin_percent: null });
    const loss = plantSalesOrder(desk.data, { line_items: lines, sub_total_value: 10 });
    expect(await read(loss)).toMatchObject({ gross_profit_value: -2.5, margin_percent: -25 });
  });
});

describe('the lines of an order', () => {
  it('are read with the order itself where the list leaves them out', async () => {
    const [order] = desk.data.salesOrders.filter(({ id }) => id === 915501);
    if (order === undefined) throw new Error('The sandbox has lost its known order.');
    const whole = await read(order);
    desk.sandbox.faults.add({ kind: 'shape', match: { path: '/orders/jobs/32255/salesorders' }, shape: linesMissing });
    expect(await read(order)).toEqual(whole);
    expect(desk.asked().at(-1)).toBe('/orders/jobs/32255/salesorders/915501');
  });

  it('are null with a note, and profit too, where Syncore gives them nowhere', async () => {
    desk.sandbox.faults.add({ kind: 'shape', times: Number.POSITIVE_INFINITY, shape: linesMissing });
    const shown = await desk.get('get_sales_order', { order: '32255-1' });
    const unknown = { cost_value: null, gross_profit_value: null, margin_percent: null, lines_without_cost: null };
    expect(shown).toMatchObject({ ...unknown, products: null, sub_total_value: 3720.13 });
    expect(shown.notes).toEqual([expect.stringMatching(/did not give the lines/)]);
  });
});
