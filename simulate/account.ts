import type { Contact, Job, LineItem, SalesOrder, SandboxData } from '../src/sandbox/data/types.js';

/** The records that are there from the start: what is cheap to make thousands of times, and full enough to be wiped. */
export const CONTACTS = [11, 12] as const;
export const JOBS = [501, 502] as const;
/** By job. */
export const ORDERS = { 501: 9001, 502: 9002 } as const;
export const ORDER_NAMES = ['501-1', '502-1'] as const;
export const ORDER_TOTAL = 1000;

const USERS = [
  { name: 'Priya Shah', email: 'priya.shah@lantern-promo.example' },
  { name: 'Marco Reyes', email: 'marco.reyes@lantern-promo.example' },
];

/** @param day of the newest records, `YYYY-MM-DD` in US Pacific. */
export function makeAccount(day: string): SandboxData {
  const contacts = [contact(CONTACTS[0], 'Acme', 'Dana', 'Whitfield'), contact(CONTACTS[1], 'Bolt', 'Sam', 'Ode')];
  const jobs = contacts.map((client, index) => job(JOBS[index] ?? 0, client, day));
  return {
    contacts,
    jobs,
    salesOrders: jobs.map((job, index) => order(ORDERS[JOBS[index] ?? 501], job, day)),
    purchaseOrders: [],
    payments: [],
    users: USERS,
    stores: [],
    clientGroups: [{ id: 700, name: 'Acme Group' }],
    paymentTerms: [{ id: 1, name: 'Net 30' }],
    productIndices: [{ id: 3, name: 'Apparel' }],
    suppliers: [],
  };
}

function contact(id: number, business: string, first: string, last: string): Contact {
  return {
    id,
    business_name: business,
    client_group: { id: 700, name: 'Acme Group' },
    contact_class: 'Program',
    first_name: first,
    last_name: last,
    title: 'Buyer',
    email: `${first.toLowerCase()}@${business.toLowerCase()}.example`,
    phone: `216555010${id % 10}`,
    mobile: null,
    website: 'www.example.com',
    payment_term: { id: 1, name: 'Net 30' },
    tax_exempt: true,
    billing_address: address(business, `${first} ${last}`),
    shipping_address: address(business, `${first} ${last}`),
    notes: 'Wants proofs',
    created_date: '2026-01-05',
    last_modified_date: '2026-01-05 09:00:00',
  };
}

function address(business: string, name: string) {
  return {
    business_name: business,
    name,
    address1: '1 Main St',
    address2: null,
    city: 'Lakewood',
    state: 'OH',
    zip: '44107',
    country: 'United States',
  };
}

function job(id: number, { id: clientId, business_name, first_name, last_name, email }: Contact, day: string): Job {
  return {
    id,
    store: null,
    job_class: 'Program',
    status: 'Pending',
    date: day,
    estimated_delivery_date: '2027-02-01',
    completed_date: null,
    description: `Standing job ${id}`,
    job_type: 'Apparel',
    priority: 'Normal',
    product_index: { id: 3, name: 'Apparel' },
    client: { id: clientId, business_name, name: `${first_name} ${last_name}`, email },
    primary_rep: { name: 'Priya Shah' },
    secondary_rep: null,
    commission_split: null,
    customer_service_rep_name: 'Marco Reyes',
  };
}

function order(id: number, job: Job, day: string): SalesOrder {
  const where = address(job.client.business_name ?? '', job.client.name ?? '');
  return {
    id,
    number: 1,
    job_number: job.id,
    date: `${day}T08:00:00`,
    status: 'Pending',
    client: { ...job.client },
    sold_to: where,
    bill_to: where,
    ship_to: where,
    customer_order_number: `PO-${id}`,
    customer_instructions: null,
    description: 'Standing order',
    sub_total_value: ORDER_TOTAL,
    tax_value: 0,
    total_value: ORDER_TOTAL,
    invoice_date: null,
    last_modified_date: `${day} 08:00:00`,
    line_items: [line(id * 10)],
  };
}

function line(lineId: number): LineItem {
  return {
    line_id: lineId,
    parent_id: 0,
    type: 'Asi',
    description: 'Standing mug',
    sku: 'MUG',
    product_id: 0,
    quantity: 100,
    price_value: 10,
    cost_value: null,
    line_total_value: ORDER_TOTAL,
    taxability: 'Exempt',
    supplier: null,
    visible: true,
    from_stock: false,
  };
}
