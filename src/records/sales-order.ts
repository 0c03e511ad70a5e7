import { type Address, address } from './address.js';
import {
  asRecord,
  type ClientRef,
  cents,
  clientRef,
  date,
  dateTime,
  id,
  list,
  type Raw,
  requiredId,
  text,
} from './fields.js';
import { type LineItem, readLineItem } from './line-items.js';

/** What the client buys. The rep and the CSR are on its job. */
export type SalesOrder = {
  id: number;
  /** Counts within the job: the 1 of 32255-1. */
  number: number | null;
  jobNumber: number | null;
  date: string | null;
  status: string | null;
  client: ClientRef | null;
  soldTo: Address | null;
  billTo: Address | null;
  shipTo: Address | null;
  customerOrderNumber: string | null;
  customerInstructions: string | null;
  description: string | null;
  subTotalCents: number | null;
  taxCents: number | null;
  totalCents: number | null;
  invoiceDate: string | null;
  /** `YYYY-MM-DDTHH:MM:SS`. */
  lastModified: string | null;
  /** null where the answer did not hold them: then the order has to be read by itself. */
  lineItems: LineItem[] | null;
  raw: Raw;
};

/** Reads one sales order. Throws `Unreadable`, naming the field. */
export function readSalesOrder(value: unknown): SalesOrder {
  const record = asRecord(value);
  return {
    id: requiredId(record, 'id'),
    number: id(record, 'number'),
    jobNumber: id(record, 'job_number'),
    date: date(record, 'date'),
    status: text(record, 'status'),
    client: clientRef(record, 'client'),
    soldTo: address(record, 'sold_to'),
    billTo: address(record, 'bill_to'),
    shipTo: address(record, 'ship_to'),
    customerOrderNumber: text(record, 'customer_order_number'),
    customerInstructions: text(record, 'customer_instructions'),
    description: text(record, 'description'),
    subTotalCents: cents(record, 'sub_total_value'),
    taxCents: cents(record, 'tax_value'),
    totalCents: cents(record, 'total_value'),
    invoiceDate: date(record, 'invoice_date'),
    lastModified: dateTime(record, 'last_modified_date'),
    lineItems: list(record, 'line_items', readLineItem),
    raw: record,
  };
}
