import { wholeSalesOrder } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';

export const salesOrder = defineResource({
  name: 'sales-order',
  uri: 'syncore://sales-orders/{order}',
  title: 'Sales order',
  description: 'One sales order with products, cost and profit, as get_sales_order shows it',
  mimeType: 'application/json',
  untrusted: ['description', 'client.name', 'customer_instructions', 'products', 'charges', 'comments', 'ship_to'],
  read: ({ order = '' }, { reader, ...call }) => wholeSalesOrder(reader, order, call),
});
