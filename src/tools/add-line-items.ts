import { text } from '../mcp/fields.js';
import { orderLinesShape } from '../mcp/order-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { addLineItemsPlan } from '../writes/plans/add-line-items.js';

/** Lines added to an order that is there. */
export const addLineItems = defineWriteTool({
  name: 'add_line_items',
  access: 'create',
  title: 'Add line items',
  description:
    'Add products, charges or comments to a sales order that exists. Lines that stand there cannot be changed or ' +
    'removed through the API.',
  input: () => ({
    order: text('Sales order, such as 32255-1'),
    ...orderLinesShape('As create_sales_order takes them'),
  }),
  plan: addLineItemsPlan,
});
