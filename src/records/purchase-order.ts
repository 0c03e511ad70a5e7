import { type Address, address } from './address.js';
import {
  asRecord,
  cents,
  date,
  dateTime,
  id,
  list,
  part,
  type Raw,
  type Ref,
  ref,
  requiredId,
  text,
  unlessEmpty,
} from './fields.js';
import { type LineItem, readLineItem } from './line-items.js';

/** The supplier's invoice, as far as it has come. Dates are `YYYY-MM-DD`. */
export type InvoiceDetails = {
  supplierInvoiceNumber: string | null;
  supplierInvoiceDate: string | null;
  approvalDate: string | null;
  postingDate: string | null;
};

/** What is bought from a supplier. Searches give it brief: no lines, addresses or instructions. */
export type PurchaseOrder = {
  id: number;
  /** Counts within the job: the 1 of 32255-1. */
  number: number | null;
  jobNumber: number | null;
  date: string | null;
  /** `YYYY-MM-DDTHH:MM:SS`. */
  lastModified: string | null;
  status: string | null;
  supplier: Ref | null;
  supplierAddress: Address | null;
  shipTo: Address | null;
  inHandDate: string | null;
  /** Whether the answer spoke of the in-hand date at all: a list that leaves it out says nothing about it. */
  inHandDateGiven: boolean;
  shipVia: string | null;
  fob: string | null;
  criticalComments: string | null;
  shippingAndInstructions: string | null;
  decorationInstructions: string | null;
  /** The CSR's instructions from the sales order. */
  csrInstructions: string | null;
  repeatOrderNumber: string | null;
  subTotalCents: number | null;
  taxCents: number | null;
  freightCents: number | null;
  artworkCents: number | null;
  totalCents: number | null;
  invoiceDetails: InvoiceDetails | null;
  /** null where the answer did not hold them. */
  lineItems: LineItem[] | null;
  raw: Raw;
};

/** Reads one purchase order. Throws `Unreadable`, naming the field. */
export function readPurchaseOrder(value: unknown): PurchaseOrder {
  const record = asRecord(value);
  return {
    id: requiredId(record, 'id'),
    number: id(record, 'number'),
    jobNumber: id(record, 'job_number'),
    date: date(record, 'date'),
    lastModified: dateTime(record, 'last_modified_date'),
    status: text(record, 'status'),
    supplier: ref(record, 'supplier'),
    supplierAddress: address(record, 'supplier_address'),
    shipTo: address(record, 'ship_to'),
    inHandDate: date(record, 'in_hand_date'),
    inHandDateGiven: Object.hasOwn(record, 'in_hand_date'),
    shipVia: text(record, 'ship_via'),
    fob: text(record, 'fob'),
    criticalComments: text(record, 'critical_comments'),
    shippingAndInstructions: text(record, 'shipping_and_instructions'),
    decorationInstructions: text(record, 'decoration_instructions'),
    csrInstructions: text(record, 'csr_instructions_from_so'),
    repeatOrderNumber: text(record, 'repeat_order_number'),
    subTotalCents: cents(record, 'sub_total_value'),
    taxCents: cents(record, 'tax_value'),
    freightCents: cents(record, 'freight_value'),
    artworkCents: cents(record, 'artwork_value'),
    totalCents: cents(record, 'total_value'),
    invoiceDetails: unlessEmpty(part(record, 'invoice_details', readInvoiceDetails)),
    lineItems: list(record, 'line_items', readLineItem),
    raw: record,
  };
}

function readInvoiceDetails(record: Raw): InvoiceDetails {
  return {
    supplierInvoiceNumber: text(record, 'supplier_invoice_number'),
    supplierInvoiceDate: date(record, 'supplier_invoice_date'),
    approvalDate: date(record, 'approval_date'),
    postingDate: date(record, 'posting_date'),
  };
}
