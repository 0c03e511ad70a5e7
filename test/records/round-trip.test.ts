import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grossProfit, type LineItem, readLineItem } from '../../src/records/line-items.js';
import {
  asLineItems,
  type LineInput,
  lineBody,
  type NewLine,
  subTotalCents,
  toLines,
} from '../../src/records/order-lines.js';
import { type ProductsView, toProducts } from '../../src/records/products.js';
import { createSandbox } from '../../src/sandbox/handler.js';
import { open } from '../sandbox/open.js';
import { anyOrder } from './any-products.js';
import { normalForm } from './normal-form.js';
import { directory, lookedUp, readBack, stored } from './stored.js';

/** Lines without what only a write says, for a view does not show it. */
const shownOf = (lines: readonly NewLine[]) => stored(lines).map(({ product_id: _, taxability: __, ...line }) => line);

describe('products that are written', () => {
  it('are read as the same products, and written as the same lines again', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const { lines, problems } = toLines(order);
        expect(problems).toEqual([]);
        const view = toProducts(readBack(lines));
        expect(view).toEqual(normalForm(order));
        const again = toLines(view);
        expect(again.problems).toEqual([]);
        expect(shownOf(again.lines)).toEqual(shownOf(lines));
      }),
      { numRuns: 1500 },
    );
  });

  it('are shown before they are written as they are shown after it', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const { lines } = toLines(order);
        expect(toProducts(asLineItems(lines.map(lookedUp)))).toEqual(toProducts(readBack(lines)));
      }),
    );
  });
});

describe('products that were read', () => {
  const types = [
    ...['Comment', 'Asi', 'Pricing', 'Color', 'Size', 'ProductComment', 'DecorationMethod', 'SetupCharge', 'RunCharge'],
    ...['DecorationLocation', 'DecorationSize', 'DesignName', 'StitchCount', 'DecorationColor', 'DecorationVendor'],
    ...['ColorAtImprint', 'DecorationComment', 'Hologram'],
  ];
  const amount = fc.option(fc.integer({ min: 0, max: 3 }));
  const record = fc.record({
    type: fc.constantFrom(...types),
    description: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', '8000', null),
    sku: fc.constantFrom('', '', 'S1', 'S2'),
    quantity: fc.oneof(fc.integer({ min: 1, max: 9 }), amount),
    price_value: amount,
    cost_value: amount,
    visible: fc.constantFrom(true, true, false),
    from_stock: fc.boolean(),
    supplier: fc.constantFrom(null, null, ...directory),
    parent: fc.nat(),
  });
  /** Half of them hang on a product: a forest of lines of any types holds few. */
  const trees = fc.tuple(fc.boolean(), fc.array(record, { maxLength: 12, size: 'max' })).map(([isProduct, records]) =>
    records.map(({ parent, ...line }, index) => ({
      ...line,
      ...(isProduct && index === 0 ? { type: 'Asi', description: 'Tee' } : {}),
      line_id: index + 1,
      parent_id: parent % (index + 1),
    })),
  );

  it('are written as lines that are read the same, from any tree of lines that can be written', () => {
    let written = 0;
    fc.assert(
      fc.property(trees, (records) => {
        const view = toProducts(records.map(readLineItem));
        const { lines, problems } = toLines(view);
        if (problems.length > 0) return;
        written += 1;
        expect(toProducts(readBack(lines))).toEqual(view);
      }),
      { numRuns: 4000 },
    );
    expect(written).toBeGreaterThan(1500);
  });
});

describe('every order of the sandbox', () => {
  const orders = createSandbox().data.salesOrders;
  const read = (records: readonly object[]) => records.map((record) => readLineItem(record));
  const nameOf = ({ job_number, number }: (typeof orders)[number]) => `${job_number}-${number}`;
  /** The two orders come to the same, in what is shown and in money. */
  const expectSame = (lines: readonly LineItem[], given: readonly LineItem[], subTotal: number, name: string) => {
    expect(toProducts(lines), name).toEqual(toProducts(given));
    expect(grossProfit(lines, subTotal), name).toEqual(grossProfit(given, subTotal));
  };

  it('is the same order when its products are written anew', () => {
    expect(orders.length).toBeGreaterThan(500);
    for (const order of orders) {
      const given = read(order.line_items);
      const { lines, problems, notes } = toLines(toProducts(given));
      expect([problems, notes], nameOf(order)).toEqual([[], []]);
      expect(lines, nameOf(order)).toHaveLength(given.length);
      const subTotal = Math.round(order.sub_total_value * 100);
      expect(subTotalCents(lines), nameOf(order)).toBe(subTotal);
      expectSame(readBack(lines), given, subTotal, nameOf(order));
    }
  });

  it('is the same order, line by line, when its lines are written anew', () => {
    for (const order of orders) {
      const given = read(order.line_items);
      const positions = new Map(given.map(({ lineId }, index) => [lineId, index]));
      const { lines, problems } = toLines({
        line_items: given.map((line) => asInput(line, positions.get(line.parentId))),
      });
      expect(problems, nameOf(order)).toEqual([]);
      const plain = ({ lineId: _, parentId: __, lineTotalCents: ___, raw: ____, ...line }: LineItem) => line;
      const supplied = (line: LineItem) => ({ ...plain(line), supplier: line.supplier?.id ?? null });
      expect(readBack(lines).map(supplied), nameOf(order)).toEqual(given.map(supplied));
      expectSame(readBack(lines), given, subTotalCents(lines), nameOf(order));
    }
  });

  it('is taken by the sandbox, line by line, and read as it was written', async () => {
    await using box = await open({ jobs: 1 });
    const views = orders.filter((_, index) => index % 60 === 0).map(({ line_items }) => toProducts(read(line_items)));
    expect(views.length).toBeGreaterThan(5);
    for (const view of views) expect(await entered(box, toLines(view).lines)).toEqual(view);
  });

  it('is taken by the sandbox with everything that a write can say', async () => {
    await using box = await open({ jobs: 1 });
    const samples = fc.sample(anyOrder, { numRuns: 15, seed: 7 });
    for (const sample of samples) {
      const { lines } = toLines(sample);
      expect(await entered(box, lines.map(lookedUp))).toEqual(normalForm(sample));
    }
  });
});

/** Sends the lines of a new order one by one, and reads the order. */
async function entered(box: Awaited<ReturnType<typeof open>>, lines: readonly NewLine[]): Promise<ProductsView> {
  const orders = '/orders/jobs/32255/salesorders';
  const { id } = await box.write('POST', orders, {});
  const ids: unknown[] = [];
  for (const line of lines) {
    const parent = line.parent === null ? {} : { parent_id: ids[line.parent] };
    const made = await box.write('POST', `${orders}/${id}/lineitems`, { ...lineBody(line), ...parent });
    ids.push(made.line_id);
  }
  const order = await box.read(`${orders}/${id}`);
  if (!Array.isArray(order.line_items)) throw new Error('The order has no lines.');
  return toProducts(order.line_items.map(readLineItem));
}

/** A line as a caller names it among `line_items`. */
function asInput(line: LineItem, parent: number | undefined): LineInput {
  const value = (e4: number | null) => (e4 === null ? undefined : e4 / 10_000);
  return {
    type: line.type ?? undefined,
    description: line.description ?? undefined,
    sku: line.sku ?? undefined,
    product_id: line.productId ?? undefined,
    quantity: line.quantity ?? undefined,
    price_value: value(line.unitPriceE4),
    cost_value: value(line.unitCostE4),
    taxability: line.taxability ?? undefined,
    supplier_id: line.supplier?.id ?? undefined,
    visible: line.visible ?? undefined,
    from_stock: line.fromStock ?? undefined,
    parent,
  };
}
