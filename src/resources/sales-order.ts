import { completeSalesOrder } from '../answers/completions.js';
import { SALES_ORDER_TEXTS } from '../answers/sales-order.js';
import { wholeSalesOrder } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';

export const salesOrder = defineResource({
  name: 'sales-order',
  uri: 'syncore://sales-orders/{order}',
  title: 'Sales order',
  description: 'One sales order with products, cost and profit, as get_sales_order shows it',
  mimeType: 'application/json',
  ttlMs: 0,
  untrusted: SALES_ORDER_TEXTS,
  complete: { order: completeSalesOrder },
  read: ({ order = '' }, { reader, ...call }) => wholeSalesOrder(reader, order, call),
});
