/**
 * Records as Syncore names them. The sandbox keeps them in plain arrays that a test may change at will. Whatever a
 * write may leave out can be null.
 */
export type Named = { id: number; name: string };

/** Somebody who works in Syncore. Records show users by their name, writes name them by their e-mail address. */
export type User = { name: string; email: string };

export type Supplier = { id: number; name: string; type: string; class: string; asi_id: number };

export type Address = {
  business_name: string | null;
  name: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  country: string | null;
};

export type ClientBrief = {
  id: number;
  business_name: string | null;
  name: string | null;
  email: string | null;
};

export type LineItem = {
  line_id: number;
  /** 0 at the top. */
  parent_id: number;
  type: string;
  description: string;
  sku: string;
  product_id: number;
  quantity: number | null;
  price_value: number | null;
  /** Missing or null where nobody entered a cost. */
  cost_value?: number | null;
  line_total_value: number | null;
  taxability: string;
  supplier: Supplier | null;
  /** Some shops' records carry the text "true". */
  visible: boolean | string;
  from_stock: boolean;
};

/** A job as kept; its answer also embeds briefs of its orders, made when it is read. */
export type Job = {
  id: number;
  store: Named | null;
  job_class: string;
  status: string;
  date: string;
  estimated_delivery_date: string | null;
  completed_date: string | null;
  description: string;
  job_type: string | null;
  priority: string | null;
  product_index: Named | null;
  client: ClientBrief;
  primary_rep: { name: string } | null;
  secondary_rep: { name: string } | null;
  commission_split: number | string | null;
  customer_service_rep_name: string | null;
};

export type SalesOrder = {
  id: number;
  /** Counts within the job: order `32255-1` has number 1, and an id of its own. */
  number: number;
  job_number: number;
  date: string;
  status: string;
  client: ClientBrief;
  sold_to: Address;
  bill_to: Address;
  ship_to: Address;
  customer_order_number: string | null;
  customer_instructions: string | null;
  description: string | null;
  sub_total_value: number;
  tax_value: number;
  total_value: number;
  invoice_date: string | null;
  /** With a blank between day and time, where `date` has a T: both forms were seen. */
  last_modified_date: string;
  line_items: LineItem[];
};

export type InvoiceDetails = {
  supplier_invoice_number: string | null;
  supplier_invoice_date: string | null;
  approval_date: string | null;
  posting_date: string | null;
};

export type PurchaseOrder = {
  id: number;
  number: number;
  job_number: number;
  date: string;
  last_modified_date: string;
  status: string;
  supplier: Supplier;
  supplier_address: Address;
  ship_to: Address;
  in_hand_date: string | null;
  ship_via: string;
  fob: string;
  critical_comments: string;
  shipping_and_instructions: string;
  decoration_instructions: string;
  csr_instructions_from_so: string | null;
  repeat_order_number: string;
  sub_total_value: number;
  tax_value: number;
  freight_value: number;
  artwork_value: number;
  total_value: number;
  invoice_details: InvoiceDetails;
  line_items: LineItem[];
};

/** Also a client: what a job calls its client is a contact, and a company has many. */
export type Contact = {
  id: number;
  business_name: string | null;
  client_group: Named | null;
  contact_class: string | null;
  first_name: string | null;
  last_name: string | null;
  title: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  website: string | null;
  payment_term: Named | null;
  tax_exempt: boolean | null;
  billing_address: Address | null;
  shipping_address: Address | null;
  notes: string | null;
  created_date: string;
  last_modified_date: string;
};

/** A payment to a sales order. Stored, and never shown: the API does not open reading payments. */
export type Payment = {
  id: number;
  sales_order_id: number;
  job_number: number;
  amount_value: number;
  date: string;
  method: string | null;
  reference_number: string | null;
  comment: string | null;
};

/** The whole account. A test adds, changes and removes records here, and the next request sees it. */
export type SandboxData = {
  jobs: Job[];
  salesOrders: SalesOrder[];
  purchaseOrders: PurchaseOrder[];
  contacts: Contact[];
  payments: Payment[];
  users: User[];
  stores: Named[];
  clientGroups: Named[];
  paymentTerms: Named[];
  productIndices: Named[];
  suppliers: Supplier[];
};
