import { completeSupplier } from '../answers/completions.js';
import type { PromptDefinition } from '../mcp/prompt.js';

/** What is still to come from suppliers. */
export const openPurchaseOrders: PromptDefinition = {
  name: 'open_purchase_orders',
  title: 'Open purchase orders',
  description: 'Purchase orders that are still open, the late ones first',
  arguments: [
    { name: 'supplier', description: 'Only of this supplier', required: false, complete: completeSupplier },
    { name: 'by', description: 'Only in hand by this day, YYYY-MM-DD', required: false },
  ],
  texts: ({ supplier = '', by = '' }) => [
    `List the purchase orders that are still open${supplier.trim() === '' ? '' : ` at ${supplier.trim()}`}` +
      `${by.trim() === '' ? '' : `, in hand by ${by.trim()}`}: first those that are overdue (list_purchase_orders with ` +
      'overdue), then the others with status Open by in-hand date. For each: order, supplier, in-hand date, total, link. ' +
      'Follow next_cursor until all are there, and say what the totals are.',
  ],
};
