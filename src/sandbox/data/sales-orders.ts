import type { Basket } from './basket.js';
import { type Sums, salesLines } from './lines.js';
import { dollars } from './money.js';
import { clientBrief } from './people.js';
import type { Contact, LineItem, SalesOrder } from './types.js';

/** Sales tax by state, as a fraction; other states: none, or the client is exempt. */
const taxRates: Readonly<Record<string, number>> = {
  OH: 0.0725,
  WA: 0.088,
  TX: 0.0825,
  CO: 0.081,
  IL: 0.0875,
  CA: 0.0775,
};

export type SalesDetails = {
  jobId: number;
  number: number;
  date: string;
  status: string;
  customerOrderNumber: string | null;
  customerInstructions: string;
  description: string;
  invoiceDate: string | null;
  lastModifiedDate: string;
};

/** What an order sells, what that comes to, and the id of its first line. */
export type Content = { basket: Basket; sums: Sums; firstLineId: number };

/** A sales order with the totals that follow from its content. `id` is given later. */
export function makeSalesOrder(client: Contact, content: Content, details: SalesDetails): SalesOrder {
  const subTotal = content.sums.subTotalCents;
  let lines: LineItem[] | undefined;
  const rate = client.tax_exempt ? 0 : (taxRates[client.shipping_address.state] ?? 0);
  const tax = Math.round(subTotal * rate);
  return {
    id: 0,
    number: details.number,
    job_number: details.jobId,
    date: details.date,
    status: details.status,
    client: clientBrief(client),
    sold_to: { ...client.billing_address },
    bill_to: { ...client.billing_address },
    ship_to: { ...client.shipping_address },
    customer_order_number: details.customerOrderNumber,
    customer_instructions: details.customerInstructions,
    description: details.description,
    sub_total_value: dollars(subTotal),
    tax_value: dollars(tax),
    total_value: dollars(subTotal + tax),
    invoice_date: details.invoiceDate,
    last_modified_date: details.lastModifiedDate,
    // Built at first sight; from then on a plain array that may be changed or replaced.
    get line_items() {
      lines ??= salesLines(content.basket, content.firstLineId);
      return lines;
    },
    set line_items(changed) {
      lines = changed;
    },
  };
}
