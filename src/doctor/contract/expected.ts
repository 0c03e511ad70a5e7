import { JOB_STATUSES, PURCHASE_ORDER_STATUSES, SALES_ORDER_STATUSES } from '../../records/status.js';

/*
 * The fields that src/records reads, by Syncore's names, with the JSON type that each was seen or assumed to have. A
 * test runs the readers over records made of this table and compares what they looked at with what stands here.
 */

export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

export type Expected = {
  types: readonly JsonType[];
  /** May be missing without a word: it was not promised everywhere. */
  optional?: true;
  /** A text that is a date. */
  date?: true;
  /** The values met so far; what else comes is counted, never shown. */
  known?: readonly string[];
  /** What an object, or each object of an array, holds. */
  fields?: Fields;
};

export type Fields = Readonly<Record<string, Expected>>;

const CLASSES = ['Program', 'Store', 'Dropship'];

const text: Expected = { types: ['string'] };
const number: Expected = { types: ['number'] };
const flag: Expected = { types: ['boolean'] };
const date: Expected = { types: ['string'], date: true };
const oneOf = (known: readonly string[]): Expected => ({ types: ['string'], known });
const object = (fields: Fields): Expected => ({ types: ['object'], fields });
const list = (fields: Fields): Expected => ({ types: ['array'], fields });
const optional = (expected: Expected): Expected => ({ ...expected, optional: true });

const numberOrText: Expected = { types: ['number', 'string'] };
const named = object({ id: number, name: text });
/** There is no rep id, but the reader would take one. */
const rep = object({ id: optional(number), name: text });
const client = object({ id: number, business_name: text, name: text, email: text });
const supplier: Fields = { id: number, name: text, type: text, class: text, asi_id: numberOrText };
const briefSupplier: Fields = {
  ...supplier,
  type: optional(text),
  class: optional(text),
  asi_id: optional(numberOrText),
};

const address = object({
  business_name: text,
  name: text,
  address1: text,
  address2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
});

const lineItems = list({
  line_id: number,
  parent_id: number,
  type: text,
  description: text,
  sku: text,
  product_id: number,
  quantity: number,
  price_value: number,
  // Missing where nobody entered a cost.
  cost_value: optional(number),
  line_total_value: number,
  taxability: text,
  supplier: object(supplier),
  visible: { types: ['boolean', 'string'] },
  from_stock: flag,
});

export const JOB: Fields = {
  id: number,
  store: named,
  job_class: oneOf(CLASSES),
  status: oneOf(JOB_STATUSES),
  date,
  estimated_delivery_date: date,
  completed_date: date,
  description: text,
  job_type: text,
  priority: text,
  product_index: named,
  client,
  primary_rep: rep,
  secondary_rep: rep,
  commission_split: numberOrText,
  customer_service_rep_name: text,
  sales_orders: list({ id: number, number, status: oneOf(SALES_ORDER_STATUSES), total_value: number }),
  purchase_orders: list({
    id: number,
    number,
    status: oneOf(PURCHASE_ORDER_STATUSES),
    sub_total_value: optional(number),
    tax_value: optional(number),
    total_value: number,
    supplier: object(briefSupplier),
  }),
};

export const SALES_ORDER: Fields = {
  id: number,
  number,
  job_number: number,
  date,
  status: oneOf(SALES_ORDER_STATUSES),
  client,
  sold_to: address,
  bill_to: address,
  ship_to: address,
  customer_order_number: text,
  customer_instructions: text,
  description: text,
  sub_total_value: number,
  tax_value: number,
  total_value: number,
  invoice_date: date,
  last_modified_date: date,
  line_items: lineItems,
};

/** What searches give of a purchase order: no lines, addresses or instructions. */
export const BRIEF_PURCHASE_ORDER: Fields = {
  id: number,
  number,
  job_number: number,
  date,
  last_modified_date: date,
  status: oneOf(PURCHASE_ORDER_STATUSES),
  supplier: object(briefSupplier),
  in_hand_date: date,
  ship_via: text,
  fob: text,
  repeat_order_number: text,
  sub_total_value: number,
  tax_value: number,
  freight_value: number,
  artwork_value: number,
  total_value: number,
  invoice_details: object({
    supplier_invoice_number: text,
    supplier_invoice_date: date,
    approval_date: date,
    posting_date: date,
  }),
};

export const PURCHASE_ORDER: Fields = {
  ...BRIEF_PURCHASE_ORDER,
  supplier_address: address,
  ship_to: address,
  critical_comments: text,
  shipping_and_instructions: text,
  decoration_instructions: text,
  csr_instructions_from_so: text,
  line_items: lineItems,
};

export const CONTACT: Fields = {
  id: number,
  business_name: text,
  client_group: named,
  contact_class: oneOf(CLASSES),
  first_name: text,
  last_name: text,
  title: text,
  email: text,
  phone: text,
  mobile: text,
  website: text,
  payment_term: named,
  tax_exempt: flag,
  billing_address: address,
  shipping_address: address,
  notes: text,
  created_date: date,
  last_modified_date: date,
};

/** An entry of reference data; suppliers say more than the others. */
export const REFERENCE: Fields = { id: number, name: text };
export const SUPPLIER: Fields = briefSupplier;
