import { text } from '../mcp/fields.js';
import { paymentShape } from '../mcp/order-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { addPaymentPlan } from '../writes/plans/add-payment.js';

/** A payment to an order that is there. */
export const addPayment = defineWriteTool({
  name: 'add_payment',
  access: 'create',
  title: 'Add a payment',
  description:
    'Add a payment to a sales order. Payments cannot be read back, changed or deleted through the API: make sure of ' +
    'order and amount. A second one of the same amount within a day is answered with possible_duplicate.',
  input: () => ({ order: text('Sales order, such as 32255-1'), ...paymentShape() }),
  plan: addPaymentPlan,
});
