import type { Basket } from './basket.js';
import { purchaseLines, type Share } from './lines.js';
import { dollars, toCents } from './money.js';
import type { Address, LineItem, PurchaseOrder, SalesOrder, Supplier } from './types.js';

export type PurchaseDetails = {
  number: number;
  date: string;
  lastModifiedDate: string;
  status: string;
  inHandDate: string;
  /** In dollars. */
  freight: number;
  artwork: number;
  criticalComments: string;
  invoice: PurchaseOrder['invoice_details'];
};

/** Suppliers have no address of their own in Syncore's list, so every one gets the same street. */
function addressOf(supplier: Supplier): Address {
  return {
    business_name: supplier.name,
    name: 'Order Desk',
    address1: `${supplier.id} Supplier Way`,
    address2: '',
    city: 'Columbus',
    state: 'OH',
    zip: '43085',
    country: 'United States',
  };
}

/**
 * A purchase order to one supplier for its share of a sales order, which starts its lines at `firstLineId`. `id` is
 * given later.
 */
export function makePurchaseOrder(
  salesOrder: SalesOrder,
  basket: Basket,
  { supplier, costCents }: Share,
  firstLineId: number,
  details: PurchaseDetails,
): PurchaseOrder {
  let lines: LineItem[] | undefined;
  const decorates = supplier.type === 'Decorator';
  return {
    id: 0,
    number: details.number,
    job_number: salesOrder.job_number,
    date: details.date,
    last_modified_date: details.lastModifiedDate,
    status: details.status,
    supplier: { ...supplier },
    supplier_address: addressOf(supplier),
    ship_to: { ...salesOrder.ship_to },
    in_hand_date: details.inHandDate,
    ship_via: decorates ? 'Local Pickup' : 'UPS Ground',
    fob: decorates ? '' : 'Origin',
    critical_comments: details.criticalComments,
    shipping_and_instructions: 'Ship complete. Blind ship, no supplier paperwork in the cartons.',
    decoration_instructions: decorates ? 'Sew-out or strike-off to be approved before the run.' : '',
    csr_instructions_from_so: salesOrder.customer_instructions,
    repeat_order_number: '',
    sub_total_value: dollars(costCents),
    tax_value: 0,
    freight_value: details.freight,
    artwork_value: details.artwork,
    total_value: dollars(costCents + toCents(details.freight) + toCents(details.artwork)),
    invoice_details: details.invoice,
    // Built at first sight, as for a sales order.
    get line_items() {
      lines ??= purchaseLines(basket, supplier, firstLineId);
      return lines;
    },
    set line_items(changed) {
      lines = changed;
    },
  };
}

/** Nothing invoiced yet. */
export function noInvoice(): PurchaseOrder['invoice_details'] {
  return { supplier_invoice_number: null, supplier_invoice_date: null, approval_date: null, posting_date: null };
}
