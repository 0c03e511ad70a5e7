import { SALES_ORDER_TEXTS, salesOrderSchema } from '../answers/sales-order.js';
import { wholeSalesOrder } from '../answers/whole-records.js';
import { text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

/** One sales order with its lines as products, and what was made on it. */
export const getSalesOrder = defineTool({
  name: 'get_sales_order',
  toolset: 'lookup',
  access: 'read',
  title: 'Get a sales order',
  description:
    'Read one sales order by the name people use, such as 32255-1: products with colours, sizes and quantities, ' +
    'decoration, charges, prices, cost, gross profit and margin, addresses and instructions. Use it for "what did we ' +
    'make on 32255-1". Paid amounts, tracking and artwork are not in the API.',
  input: () => ({ order: text('Order, such as 32255-1; a job number alone if the job has one sales order') }),
  output: () => salesOrderSchema,
  untrusted: SALES_ORDER_TEXTS,

  run: ({ order }, { reader, ...call }) => wholeSalesOrder(reader, order, call),
});
