import type { Raw } from '../records/fields.js';
import type { LineItem } from '../records/line-items.js';
import { e4ToValue } from '../records/money.js';
import type { SalesOrder } from '../records/sales-order.js';
import { address, type Turn, turned, type WriteForm } from '../records/write-form.js';
import { meantOtherwise } from './differences.js';
import { mayBeLine } from './steps/line-item.js';
import type { Difference } from './steps/step.js';

/** What a write of a sales order names otherwise than a read. */
const TURNS: Readonly<Record<string, Turn>> = {
  sold_to: address,
  bill_to: address,
  ship_to: address,
  // Written as a day; the read may add the time.
  date: (value) => ({ date: typeof value === 'string' ? value.slice(0, 10) : value }),
};

export function orderForm(raw: Raw): WriteForm {
  return turned(raw, TURNS).form;
}

/** What the lines of an order show otherwise than they were sent, and which of them are not there. */
export function differencesOfOrder(
  sent: readonly { id: number; body: WriteForm }[],
  { lineItems }: SalesOrder,
): Difference[] {
  if (lineItems === null) return [];
  return sent.flatMap(({ id, body }): Difference[] => {
    const line = lineItems.find(({ lineId }) => lineId === id);
    const name = `line ${id}`;
    if (line === undefined) return [{ field: name, meant: body.description ?? body.type ?? null, found: null }];
    return meantOtherwise(body, lineForm(line), `${name}: `);
  });
}

/** Lines that Syncore has said it made, and of which nothing stands in the order, under another id neither. */
export function missingLines(sent: readonly { id: number; body: WriteForm }[], { lineItems }: SalesOrder): string[] {
  if (lineItems === null) return [];
  const isThere = ({ id, body }: { id: number; body: WriteForm }) =>
    lineItems.some((line) => line.lineId === id || mayBeLine({ ...line, parentId: parentOf(body) }, body));
  return sent.filter((line) => !isThere(line)).map(({ id }) => `line ${id}`);
}

/** What hangs under a line with another id has another parent. */
const parentOf = ({ parent_id: parent }: WriteForm) => (typeof parent === 'number' ? parent : 0);

function lineForm(line: LineItem): WriteForm {
  const { parentId, supplier, unitPriceE4, unitCostE4, quantity, productId, visible, fromStock } = line;
  return {
    type: line.type,
    description: line.description,
    sku: line.sku,
    taxability: line.taxability,
    parent_id: parentId,
    product_id: productId ?? 0,
    supplier_id: supplier?.id ?? null,
    quantity,
    price_value: unitPriceE4 === null ? null : e4ToValue(unitPriceE4),
    cost_value: unitCostE4 === null ? null : e4ToValue(unitCostE4),
    visible: visible ?? true,
    from_stock: fromStock ?? false,
  };
}
