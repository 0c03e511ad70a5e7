import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTree, grossProfit, type LineNode, readLineItem } from '../../src/records/line-items.js';

function lines(...records: object[]) {
  return records.map((record) => readLineItem(record));
}

/** The tree as text: `1(2 3(4)) 5`. */
function drawn(nodes: LineNode[]): string {
  return nodes
    .map(({ line, children }) => `${line.lineId}${children.length > 0 ? `(${drawn(children)})` : ''}`)
    .join(' ');
}

function edges(pairs: [number, number][]) {
  return pairs.map(([line_id, parent_id]) => readLineItem({ line_id, parent_id }));
}

describe('the tree of lines', () => {
  it('hangs lines under their parents in the order they came', () => {
    expect(
      drawn(
        buildTree(
          edges([
            [1, 0],
            [2, 1],
            [3, 1],
            [4, 3],
            [5, 0],
          ]),
        ),
      ),
    ).toBe('1(2 3(4)) 5');
  });

  it('finds a parent that comes later', () => {
    expect(
      drawn(
        buildTree(
          edges([
            [2, 1],
            [1, 0],
            [3, 1],
          ]),
        ),
      ),
    ).toBe('1(2 3)');
  });

  it('puts a line whose parent is missing at the top', () => {
    expect(
      drawn(
        buildTree(
          edges([
            [1, 0],
            [2, 99],
            [3, 2],
          ]),
        ),
      ),
    ).toBe('1 2(3)');
  });

  it('opens a line that is its own parent, and rings, at their first line', () => {
    expect(
      drawn(
        buildTree(
          edges([
            [1, 1],
            [2, 1],
          ]),
        ),
      ),
    ).toBe('1(2)');
    expect(
      drawn(
        buildTree(
          edges([
            [9, 3],
            [2, 3],
            [3, 4],
            [4, 2],
          ]),
        ),
      ),
    ).toBe('2(4(3(9)))');
    expect(
      drawn(
        buildTree(
          edges([
            [9, 4],
            [2, 3],
            [3, 4],
            [4, 2],
          ]),
        ),
      ),
    ).toBe('2(4(9 3))');
  });

  it('takes the first of two lines with one id as the parent', () => {
    const [first, second] = buildTree(lines({ line_id: 1, sku: 'a' }, { line_id: 1, sku: 'b' }, { parent_id: 1 }));
    expect([first?.children.length, second?.children.length]).toEqual([1, 0]);
  });

  it('holds every line once, whatever the parents are', () => {
    const id = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(fc.array(fc.record({ line_id: id, parent_id: id }), { maxLength: 20 }), (records) => {
        const all = lines(...records);
        const seen = new Set<unknown>();
        const walk = (nodes: LineNode[]): number =>
          nodes.reduce((count, node) => {
            seen.add(node.line);
            const places = node.children.map((child) => all.indexOf(child.line));
            expect(places).toEqual(places.toSorted((a, b) => a - b));
            return count + 1 + walk(node.children);
          }, 0);
        expect(walk(buildTree(all))).toBe(all.length);
        expect(seen.size).toBe(all.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('stands a chain and a ring as deep as an answer can be long', () => {
    const chain = Array.from({ length: 100_000 }, (_, index): [number, number] => [index + 1, index]);
    expect(buildTree(edges(chain))).toHaveLength(1);
    chain[0] = [1, 100_000];
    expect(buildTree(edges(chain))).toHaveLength(1);
  });
});

describe('gross profit', () => {
  it('is the sub-total less the cost of each line, rounded line by line', () => {
    const order = lines(
      { quantity: 1, cost_value: 0.125, price_value: 1 },
      { quantity: 1, cost_value: 0.125, price_value: 1 },
      { quantity: 3, cost_value: '2.0050', price_value: 4 },
    );
    expect(grossProfit(order, 1400)).toEqual({
      costCents: 13 + 13 + 602,
      profitCents: 1400 - 628,
      marginPercent: 55.1,
      linesWithoutCost: 0,
      uncostedCents: 0,
      reason: null,
    });
  });

  it('counts refunds, and lines at every depth once', () => {
    const order = lines(
      { line_id: 1, quantity: 10, cost_value: 2, price_value: 5 },
      { line_id: 2, parent_id: 1, quantity: 1, cost_value: 3, price_value: 5 },
      { line_id: 3, parent_id: 2, quantity: -2, cost_value: 2, price_value: 5 },
    );
    expect(grossProfit(order, 4500)).toMatchObject({ costCents: 1900, profitCents: 2600, marginPercent: 57.8 });
  });

  it('counts the lines that are sold but whose cost is not known; 0 is a cost', () => {
    const order = lines(
      { quantity: 1, price_value: 5, cost_value: 0 },
      { quantity: 1, price_value: 5 },
      { quantity: 1, price_value: 0 },
      { quantity: 0, price_value: 5 },
      { quantity: -1, price_value: 5 },
      { price_value: 5 },
      { type: 'Comment' },
    );
    expect(grossProfit(order, 1000)).toEqual({
      costCents: 0,
      profitCents: 1000,
      marginPercent: 100,
      linesWithoutCost: 1,
      uncostedCents: 500,
      reason: null,
    });
  });

  it('is not known where no line has a cost, or the lines were not given', () => {
    const unknown = { costCents: null, profitCents: null, marginPercent: null, uncostedCents: 0 };
    expect(grossProfit(null, 1000)).toEqual({ ...unknown, linesWithoutCost: 0, reason: 'lines_not_given' });
    expect(grossProfit([], 1000)).toEqual({ ...unknown, linesWithoutCost: 0, reason: 'no_costs' });
    expect(grossProfit(lines({ quantity: 2, price_value: 5 }), 1000)).toEqual({
      ...unknown,
      linesWithoutCost: 1,
      uncostedCents: 1000,
      reason: 'no_costs',
    });
  });

  it('is not known from headings: a cost without a quantity is the cost of nothing', () => {
    const order = lines(
      { type: 'Asi', cost_value: 4 },
      { type: 'Comment', quantity: 0, price_value: 0, cost_value: 0 },
      { type: 'Size', quantity: 5, price_value: 9 },
    );
    expect(grossProfit(order, 4500)).toMatchObject({ costCents: null, linesWithoutCost: 1, reason: 'no_costs' });
  });

  it('has no profit without a sub-total, and no margin where it is 0', () => {
    const order = lines({ quantity: 1, price_value: 5, cost_value: 3 });
    expect(grossProfit(order, null)).toMatchObject({ costCents: 300, profitCents: null, marginPercent: null });
    expect(grossProfit(order, 0)).toMatchObject({ costCents: 300, profitCents: -300, marginPercent: null });
  });

  it('adds exactly, in any order', () => {
    const money = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(money, money)), money, (pairs, subTotal) => {
        const order = lines(...pairs.map(([quantity, e4]) => ({ quantity, cost_value: e4 / 10_000 })));
        const counted = pairs.filter(([quantity]) => quantity !== 0);
        const cost = counted.reduce((sum, [quantity, e4]) => {
          const product = BigInt(quantity) * BigInt(e4);
          const magnitude = ((product < 0n ? -product : product) + 50n) / 100n;
          return sum + (product < 0n ? -magnitude : magnitude);
        }, 0n);
        const profit = grossProfit(order, subTotal);
        expect(profit.costCents).toBe(counted.length === 0 ? null : Number(cost));
        expect(grossProfit(order.toReversed(), subTotal)).toEqual(profit);
      }),
    );
  });
});
