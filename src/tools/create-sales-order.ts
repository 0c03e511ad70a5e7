import { id } from '../mcp/fields.js';
import { salesOrderShape } from '../mcp/order-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { createSalesOrderPlan } from '../writes/plans/create-sales-order.js';

/** A sales order on a job that is there. */
export const createSalesOrder = defineWriteTool({
  name: 'create_sales_order',
  access: 'create',
  title: 'Create a sales order',
  description:
    'Enter a sales order with its products on a job that exists. One that looks the same (same client and customer ' +
    'order number, or same products on the job) is answered with possible_duplicate. Ids of suppliers: ' +
    'list_reference_data.',
  input: () => ({ job_id: id('Job number'), ...salesOrderShape() }),
  plan: createSalesOrderPlan,
});
