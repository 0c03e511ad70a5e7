import * as z from 'zod/v4';
import { toProducts } from '../records/products.js';
import type { PurchaseOrder } from '../records/purchase-order.js';
import { addressAnswer } from './address.js';
import { purchaseOrderPage } from './links.js';
import { party, refAnswer } from './party.js';
import { nameOf } from './sales-order.js';
import { valueOrNull } from './value.js';

/** Fields of a row, and of the whole answer, that hold text from Syncore. */
export const PURCHASE_ORDER_ROW_TEXTS = ['status', 'supplier.name'];
export const PURCHASE_ORDER_TEXTS = [
  ...PURCHASE_ORDER_ROW_TEXTS,
  'products',
  'charges',
  'comments',
  'other',
  'supplier_address',
  'ship_to',
  'ship_via',
  'fob',
  'critical_comments',
  'shipping_and_instructions',
  'decoration_instructions',
  'csr_instructions_from_so',
  'repeat_order_number',
  'invoice_details',
];

const text = z.string().nullable();
const value = z.number().nullable();
const parts = z.array(z.looseObject({}));

export const purchaseOrderRowSchema = z.object({
  order: text,
  id: z.int(),
  job_id: z.int().nullable(),
  status: text,
  date: text,
  in_hand_date: text,
  supplier: party,
  sub_total_value: value,
  total_value: value,
});

export const purchaseOrderSchema = purchaseOrderRowSchema.extend({
  tax_value: value,
  freight_value: value,
  artwork_value: value,
  products: parts.nullable(),
  charges: parts,
  comments: z.array(z.string()),
  other: parts.optional(),
  supplier_address: z.looseObject({}).nullable(),
  ship_to: z.looseObject({}).nullable(),
  ship_via: text,
  fob: text,
  critical_comments: text,
  shipping_and_instructions: text,
  decoration_instructions: text,
  csr_instructions_from_so: text,
  repeat_order_number: text,
  invoice_details: z.looseObject({}).nullable(),
  last_modified_date: text,
  url: text,
  notes: z.array(z.string()),
});

export function purchaseOrderRow(order: PurchaseOrder) {
  return {
    order: nameOf(order),
    id: order.id,
    job_id: order.jobNumber,
    status: order.status,
    date: order.date,
    in_hand_date: order.inHandDate,
    supplier: refAnswer(order.supplier),
    sub_total_value: valueOrNull(order.subTotalCents),
    total_value: valueOrNull(order.totalCents),
  };
}

export function purchaseOrderAnswer(order: PurchaseOrder, notes: string[]) {
  const lines = order.lineItems === null ? { products: null, charges: [], comments: [] } : toProducts(order.lineItems);
  const missing = order.lineItems === null ? ['Syncore did not give the lines of this order.'] : [];
  return {
    ...purchaseOrderRow(order),
    tax_value: valueOrNull(order.taxCents),
    freight_value: valueOrNull(order.freightCents),
    artwork_value: valueOrNull(order.artworkCents),
    ...lines,
    supplier_address: addressAnswer(order.supplierAddress),
    ship_to: addressAnswer(order.shipTo),
    ship_via: order.shipVia,
    fob: order.fob,
    critical_comments: order.criticalComments,
    shipping_and_instructions: order.shippingAndInstructions,
    decoration_instructions: order.decorationInstructions,
    csr_instructions_from_so: order.csrInstructions,
    repeat_order_number: order.repeatOrderNumber,
    invoice_details: invoiceAnswer(order),
    last_modified_date: order.lastModified?.slice(0, 10) ?? null,
    url: purchaseOrderPage(order.id),
    notes: [...notes, ...missing],
  };
}

function invoiceAnswer({ invoiceDetails }: PurchaseOrder) {
  if (invoiceDetails === null) return null;
  return {
    supplier_invoice_number: invoiceDetails.supplierInvoiceNumber,
    supplier_invoice_date: invoiceDetails.supplierInvoiceDate,
    approval_date: invoiceDetails.approvalDate,
    posting_date: invoiceDetails.postingDate,
  };
}
