import type { Basket } from './basket.js';
import { type Sums, salesLines } from './lines.js';
import { dollars } from './money.js';
import { clientBrief } from './people.js';
import type { Address, Contact, LineItem, SalesOrder } from './types.js';

/** Sales tax by state, as a fraction; other states: none, or the client is exempt. */
const taxRates: Readonly<Record<string, number>> = {
  OH: 0.0725,
  WA: 0.088,
  TX: 0.0825,
  CO: 0.081,
  IL: 0.0875,
  CA: 0.0775,
};

/** The tax of an order in cents: on its taxable lines, by where it is shipped. */
export function taxCents(taxableCents: number, client: Contact | undefined, shipTo: Address): number {
  const rate = client?.tax_exempt === true ? 0 : (taxRates[shipTo.state ?? ''] ?? 0);
  return Math.sign(taxableCents) * Math.round(Math.abs(taxableCents) * rate) || 0;
}

function blankAddress(): Address {
  return {
    business_name: null,
    name: null,
    address1: null,
    address2: null,
    city: null,
    state: null,
    zip: null,
    country: null,
  };
}

/** The addresses of an order that names none of its own: those of its client. */
export function clientAddresses(client: Contact | undefined): Pick<SalesOrder, 'sold_to' | 'bill_to' | 'ship_to'> {
  return {
    sold_to: { ...(client?.billing_address ?? blankAddress()) },
    bill_to: { ...(client?.billing_address ?? blankAddress()) },
    ship_to: { ...(client?.shipping_address ?? blankAddress()) },
  };
}

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
  const addresses = clientAddresses(client);
  const tax = taxCents(subTotal, client, addresses.ship_to);
  return {
    id: 0,
    number: details.number,
    job_number: details.jobId,
    date: details.date,
    status: details.status,
    client: clientBrief(client),
    ...addresses,
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
