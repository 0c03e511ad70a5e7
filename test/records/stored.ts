import { type LineItem, readLineItem } from '../../src/records/line-items.js';
import { lineBody, type NewLine } from '../../src/records/order-lines.js';
import { suppliers } from '../../src/sandbox/data/catalog.js';

/** Who supplies in these tests; a supplier named in a write is looked up here. */
export const directory = suppliers.map(({ id, name }) => ({ id, name }));

/** The line with both names of its supplier, as whoever sends it has to make it. */
export function lookedUp(line: NewLine): NewLine {
  if (line.supplier === null) return line;
  const { id, name } = line.supplier;
  const supplier = directory.find((known) => (id === null ? known.name === name : known.id === id));
  if (supplier === undefined) throw new Error(`There is no supplier ${id ?? name}.`);
  return { ...line, supplier };
}

/** Lines as they stand in Syncore after one POST for each: missing texts are "", a line is visible, ids are Syncore's. */
export function stored(lines: readonly NewLine[]): Record<string, unknown>[] {
  const idOf = (position: number | null) => (position === null ? 0 : 9001 + position);
  return lines.map((line, index) => {
    const { supplier_id, ...body }: Record<string, unknown> = lineBody(lookedUp(line));
    const supplier = suppliers.find(({ id }) => id === supplier_id);
    if (line.parent !== null && line.parent >= index) throw new Error(`Line ${index} comes before its parent.`);
    const { quantity = null, price_value = null } = body;
    return {
      line_id: idOf(index),
      parent_id: idOf(line.parent),
      description: '',
      sku: '',
      product_id: 0,
      quantity: null,
      price_value: null,
      cost_value: null,
      line_total_value:
        typeof quantity === 'number' && typeof price_value === 'number' ? total(quantity, price_value) : null,
      taxability: 'Taxable',
      supplier: supplier === undefined ? null : { ...supplier },
      visible: true,
      from_stock: false,
      ...body,
    };
  });
}

/** What a read of the order gives of these lines. */
export function readBack(lines: readonly NewLine[]): LineItem[] {
  return stored(lines).map(readLineItem);
}

function total(quantity: number, price: number): number {
  const product = BigInt(Math.round(quantity * 10_000)) * BigInt(Math.round(price * 10_000));
  const cents = ((product < 0n ? -product : product) + 500_000n) / 1_000_000n;
  return Number(product < 0n ? -cents : cents) / 100;
}
