import { PURCHASE_ORDER_TEXTS } from '../answers/purchase-order.js';
import { wholePurchaseOrder } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';

export const purchaseOrder = defineResource({
  name: 'purchase-order',
  uri: 'syncore://purchase-orders/{order}',
  title: 'Purchase order',
  description: 'One purchase order in full, as get_purchase_order shows it',
  mimeType: 'application/json',
  ttlMs: 0,
  untrusted: PURCHASE_ORDER_TEXTS,
  read: ({ order = '' }, { reader, ...call }) => wholePurchaseOrder(reader, order, call),
});
