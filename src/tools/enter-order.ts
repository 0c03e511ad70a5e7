import { id, inBrief, object } from '../mcp/fields.js';
import { paymentShape, salesOrderShape } from '../mcp/order-fields.js';
import { contactShape, newJobShape, optional } from '../mcp/party-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { enterOrderPlan } from '../writes/plans/enter-order.js';

/** Client, job, order, lines and payment as one journalled plan. */
export const enterOrder = defineWriteTool({
  name: 'enter_order',
  access: 'create',
  title: 'Enter an order',
  description:
    "Enter a whole order, such as one from a customer's e-mail: client (client_id or new_contact), job (job_id or " +
    'new_job), the sales order with its products and, where there is one, a payment; one preview, one confirmation. ' +
    'Look for the client with find_records first, then call with dry_run, show the person the preview, and call again ' +
    'with its token and an idempotency_key. If it breaks off, the same key goes on from there.',
  input: () => ({
    client_id: id('Client: a contact id').optional(),
    new_contact: inBrief(
      object(optional(contactShape('As create_contact')), ''),
      'Client that is not there yet, as create_contact takes it',
    ).optional(),
    job_id: id('Job that exists').optional(),
    new_job: inBrief(object(newJobShape(), ''), 'Job to open, as create_job takes it without client_id').optional(),
    sales_order: inBrief(object(salesOrderShape(), ''), 'The order, as create_sales_order takes it without job_id'),
    payment: inBrief(object(paymentShape(), ''), 'A payment, as add_payment takes it without order').optional(),
  }),
  plan: enterOrderPlan,
});
