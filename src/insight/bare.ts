import type { Address } from '../records/address.js';
import type { Contact } from '../records/contact.js';
import type { ClientRef, Ref } from '../records/fields.js';
import type { Job } from '../records/job.js';
import type { LineItem, LineSupplier } from '../records/line-items.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import type { SalesOrder } from '../records/sales-order.js';
import type { HeldContact, HeldJob, HeldLine, HeldPurchaseOrder, HeldSalesOrder } from './held.js';

/*
 * Records as they are held. What many of them say alike (a supplier, a client, an address, the words of a line) is held
 * once: that halves what they take.
 */

/** Above so many different ones they are forgotten; those in use stay with their records. */
const MOST_KEPT = 50_000;

function shared<T extends object | null>(): (value: T) => T {
  const known = new Map<string, T>();
  return (value) => {
    if (value === null) return value;
    const key = JSON.stringify(value);
    const same = known.get(key);
    if (same !== undefined) return same;
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, value);
    return value;
  };
}

function sharedText(): (text: string | null) => string | null {
  const known = new Map<string, string>();
  return (text) => {
    if (text === null) return text;
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size >= MOST_KEPT) known.clear();
    known.set(text, text);
    return text;
  };
}

export type Bare = {
  job(job: Job): HeldJob;
  salesOrder(order: SalesOrder): HeldSalesOrder;
  purchaseOrder(order: PurchaseOrder): HeldPurchaseOrder;
  contact(contact: Contact): HeldContact;
};

/** Makes held records of read ones, for one account. */
export function bareRecords(): Bare {
  const supplier = shared<LineSupplier | null>();
  const client = shared<ClientRef | null>();
  const address = shared<Address | null>();
  const ref = shared<Ref | null>();
  const word = sharedText();

  function line({ raw: _, ...rest }: LineItem): HeldLine {
    return {
      ...rest,
      type: word(rest.type),
      description: word(rest.description),
      sku: word(rest.sku),
      taxability: word(rest.taxability),
      supplier: supplier(rest.supplier),
    };
  }

  return {
    job: ({ raw: _, ...rest }) => ({
      ...rest,
      status: word(rest.status),
      jobClass: word(rest.jobClass),
      client: client(rest.client),
      store: ref(rest.store),
      productIndex: ref(rest.productIndex),
      primaryRep: word(rest.primaryRep),
      secondaryRep: word(rest.secondaryRep),
      csr: word(rest.csr),
      purchaseOrders: rest.purchaseOrders?.map((order) => ({ ...order, supplier: ref(order.supplier) })) ?? null,
    }),
    salesOrder: ({ raw: _, ...rest }) => ({
      ...rest,
      status: word(rest.status),
      client: client(rest.client),
      soldTo: address(rest.soldTo),
      billTo: address(rest.billTo),
      shipTo: address(rest.shipTo),
      customerInstructions: word(rest.customerInstructions),
      lineItems: rest.lineItems?.map(line) ?? null,
    }),
    purchaseOrder: ({ raw: _, ...rest }) => ({
      ...rest,
      status: word(rest.status),
      supplier: ref(rest.supplier),
      supplierAddress: address(rest.supplierAddress),
      shipTo: address(rest.shipTo),
      lineItems: rest.lineItems?.map(line) ?? null,
    }),
    contact: ({ raw: _, ...rest }) => ({
      ...rest,
      contactClass: word(rest.contactClass),
      clientGroup: ref(rest.clientGroup),
      paymentTerm: ref(rest.paymentTerm),
    }),
  };
}
