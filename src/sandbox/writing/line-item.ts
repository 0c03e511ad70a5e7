import { dollars, lineCents, toCents } from '../data/money.js';
import { taxCents } from '../data/sales-orders.js';
import type { Contact, LineItem, SalesOrder, SandboxData } from '../data/types.js';
import { spacedTime } from '../pacific.js';
import type { Draft, RouteContext } from '../routes/route.js';
import { derived, writtenAs } from './derived.js';
import type { Fields } from './fields.js';
import { type Check, named } from './write.js';

/** Syncore numbers a line and totals it. */
const notWritten = {
  ...derived('id', 'line_id', 'line_total_value'),
  supplier: writtenAs('supplier_id'),
};

/** Prices and costs carry up to this many decimals. */
const UNIT_DECIMALS = 4;

function readParent(fields: Fields, order: SalesOrder): number {
  const parent = fields.id('parent_id', 0) ?? 0;
  if (parent !== 0 && !order.line_items.some(({ line_id }) => line_id === parent)) {
    fields.problem('parent_id', `parent_id ${parent} is no line of this sales order.`);
  }
  return parent;
}

/** Fields that are left out are as on a line that somebody typed in Syncore: visible, taxable, not from stock. */
function readLine(fields: Fields, order: SalesOrder, { suppliers }: SandboxData): Omit<LineItem, 'line_id'> {
  const type = fields.text('type');
  fields.require('type', type);
  const quantity = fields.number('quantity', UNIT_DECIMALS);
  if (quantity !== null && quantity < 0) fields.problem('quantity', 'quantity must be 0 or more.');
  const price = fields.number('price_value', UNIT_DECIMALS);
  const supplier = named(fields, 'supplier_id', suppliers);
  const line = {
    parent_id: readParent(fields, order),
    type: type ?? '',
    description: fields.text('description') ?? '',
    sku: fields.text('sku') ?? '',
    product_id: fields.id('product_id', 0) ?? 0,
    quantity,
    price_value: price,
    cost_value: fields.number('cost_value', UNIT_DECIMALS),
    line_total_value: quantity === null || price === null ? null : dollars(lineCents(quantity, price)),
    taxability: fields.text('taxability') ?? 'Taxable',
    supplier: supplier === null ? null : { ...supplier },
    visible: fields.flag('visible') ?? true,
    from_stock: fields.flag('from_stock') ?? false,
  };
  fields.refuseOthers(notWritten);
  return line;
}

/** What an order with these lines comes to: each line is rounded to the cent, then they are summed. */
function orderTotals(
  order: SalesOrder,
  lines: readonly LineItem[],
  client: Contact | undefined,
): Pick<SalesOrder, 'sub_total_value' | 'tax_value' | 'total_value'> {
  let subTotal = 0;
  let taxable = 0;
  for (const line of lines) {
    const cents = toCents(line.line_total_value);
    subTotal += cents;
    if (line.taxability === 'Taxable') taxable += cents;
  }
  const tax = taxCents(taxable, client, order.ship_to);
  return { sub_total_value: dollars(subTotal), tax_value: dollars(tax), total_value: dollars(subTotal + tax) };
}

/** One more line of an order, behind those that it has. */
export function addLineItem(context: RouteContext, order: SalesOrder): Check {
  const { data, store, now } = context;
  return (fields) => {
    const written = readLine(fields, order, data);
    let lineId: number | undefined;
    return (): Draft => {
      lineId ??= store.reserveLineId(order);
      const line: LineItem = { line_id: lineId, ...written };
      return {
        // A POST answers with an `id` whatever the record calls it.
        answer: { status: 201, body: { id: lineId, ...line } },
        keep() {
          // A line that comes late still stands where its number belongs.
          const before = order.line_items.findLastIndex(({ line_id }) => line_id < line.line_id);
          const lines = order.line_items.toSpliced(before + 1, 0, line);
          const client = store.contacts.find(order.client.id);
          store.salesOrders.update(order, {
            line_items: lines,
            ...orderTotals(order, lines, client),
            last_modified_date: spacedTime(now()),
          });
        },
      };
    };
  };
}
