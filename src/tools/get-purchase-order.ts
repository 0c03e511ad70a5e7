import { PURCHASE_ORDER_TEXTS, purchaseOrderSchema } from '../answers/purchase-order.js';
import { wholePurchaseOrder } from '../answers/whole-records.js';
import { text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

/** One purchase order in full. */
export const getPurchaseOrder = defineTool({
  name: 'get_purchase_order',
  toolset: 'lookup',
  access: 'read',
  title: 'Get a purchase order',
  description:
    'Read one purchase order by the name people use, such as 32255-1: supplier, lines, in-hand date, shipping and ' +
    "decoration instructions, freight, totals and the supplier's invoice. Purchase and sales orders of a job are " +
    'numbered apart: 32255-1 can be one of each.',
  input: () => ({ order: text('Order, such as 32255-1; a job number alone if the job has one purchase order') }),
  output: () => purchaseOrderSchema,
  untrusted: PURCHASE_ORDER_TEXTS,

  run: ({ order }, { reader, ...call }) => wholePurchaseOrder(reader, order, call),
});
