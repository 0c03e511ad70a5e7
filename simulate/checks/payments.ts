import { ORDER_TOTAL, ORDERS } from '../account.js';
import type { Truth } from './truth.js';

/** What the server pays to an order is not more than its total. */
export function checkPayments({ world }: Truth): void {
  const { payments, salesOrders } = world.syncore.data;
  for (const id of Object.values(ORDERS)) {
    const total = salesOrders.find((order) => order.id === id)?.total_value ?? ORDER_TOTAL;
    const paid = payments
      .filter((payment) => payment.sales_order_id === id)
      .reduce((sum, { amount_value }) => sum + amount_value, 0);
    if (paid > total) world.find('duplicate', `order ${id} of ${total} was paid ${paid}`);
  }
}
