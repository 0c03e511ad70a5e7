import type { ClientRef } from '../records/fields.js';
import { orderName } from '../records/order-name.js';
import type { Held, HeldContact, HeldJob, HeldKind, HeldLine, HeldPurchaseOrder, HeldSalesOrder } from './held.js';

/** A record with what kind it is. */
export type Findable =
  | { kind: 'jobs'; record: HeldJob }
  | { kind: 'sales_orders'; record: HeldSalesOrder }
  | { kind: 'purchase_orders'; record: HeldPurchaseOrder }
  | { kind: 'contacts'; record: HeldContact };

/** The fields by which records are found, and how much a word in one of them counts. The names are those of answers. */
export const FIELD_WEIGHTS = {
  order: 8,
  job_id: 8,
  contact_id: 6,
  customer_order_number: 6,
  supplier_invoice_number: 5,
  sku: 5,
  business_name: 4,
  name: 4,
  client: 3,
  client_group: 3,
  supplier: 3,
  email: 3,
  phone: 3,
  description: 2.5,
  products: 2,
  rep: 1.5,
  csr: 1.5,
} as const;
export type FindField = keyof typeof FIELD_WEIGHTS;

/** Codes are also found as one word, without what stands between their parts. */
export const CODES: ReadonlySet<string> = new Set<FindField>([
  'customer_order_number',
  'supplier_invoice_number',
  'sku',
  'phone',
]);

/** What a record is found by: one text for each field, its values on lines of their own. */
export type FindDocument = { id: string } & Partial<Record<FindField, string>>;

/** The records held of a kind, by id. */
export function recordsOf(held: Held, kind: HeldKind): ReadonlyMap<number, Findable['record']> {
  switch (kind) {
    case 'jobs':
      return held.jobs;
    case 'sales_orders':
      return held.salesOrders;
    case 'purchase_orders':
      return held.purchaseOrders;
    case 'contacts':
      return held.contacts;
  }
}

/** A record held, with its kind. */
export function findableOf(held: Held, kind: HeldKind, id: number): Findable | undefined {
  switch (kind) {
    case 'jobs':
      return as(kind, held.jobs.get(id));
    case 'sales_orders':
      return as(kind, held.salesOrders.get(id));
    case 'purchase_orders':
      return as(kind, held.purchaseOrders.get(id));
    case 'contacts':
      return as(kind, held.contacts.get(id));
  }
}

function as<K extends HeldKind, R>(kind: K, record: R | undefined): { kind: K; record: R } | undefined {
  return record === undefined ? undefined : { kind, record };
}

/** The day of a record; a contact has none that anybody asks by. */
export function dayOf({ kind, record }: Findable): string | null {
  return kind === 'contacts' ? null : record.date;
}

/** The key of a record among those of all kinds. */
export function findKey(kind: HeldKind, id: number): string {
  return `${kind}:${id}`;
}

export function findDocument(findable: Findable): FindDocument {
  return { id: findKey(findable.kind, findable.record.id), ...given(fieldsOf(findable)) };
}

type Fields = Partial<Record<FindField, (string | null)[]>>;

function fieldsOf({ kind, record }: Findable): Fields {
  switch (kind) {
    case 'jobs':
      return {
        job_id: [String(record.id)],
        description: [record.description, record.store?.name ?? null],
        client: clientTexts(record.client),
        rep: [record.primaryRep, record.secondaryRep],
        csr: [record.csr],
      };
    case 'sales_orders':
      return {
        order: nameOf(record),
        customer_order_number: [record.customerOrderNumber],
        description: [record.description],
        client: clientTexts(record.client),
        ...lineTexts(record.lineItems),
      };
    case 'purchase_orders':
      return {
        order: nameOf(record),
        supplier: [record.supplier?.name ?? null],
        supplier_invoice_number: [record.invoiceDetails?.supplierInvoiceNumber ?? null],
        ...lineTexts(record.lineItems),
      };
    case 'contacts':
      return {
        contact_id: [String(record.id)],
        business_name: [record.businessName],
        name: [record.firstName, record.lastName],
        client_group: [record.clientGroup?.name ?? null],
        email: [record.email],
        phone: [record.phone, record.mobile],
      };
  }
}

function nameOf({ jobNumber, number }: { jobNumber: number | null; number: number | null }): (string | null)[] {
  return jobNumber === null || number === null ? [] : [orderName(jobNumber, number)];
}

function clientTexts(client: ClientRef | null): (string | null)[] {
  return client === null ? [] : [client.businessName, client.name];
}

/** Lines that name a thing; sizes, places and stitch counts are on too many orders to find one by. */
const TELLING = new Set(['asi', 'color', 'comment', 'productcomment', 'designname', 'decorationmethod']);

function lineTexts(lines: readonly HeldLine[] | null): Fields {
  if (lines === null) return {};
  const telling = lines.filter(({ type }) => type !== null && TELLING.has(type.trim().toLowerCase()));
  return {
    sku: [...new Set(lines.map(({ sku }) => sku))],
    products: [...new Set(telling.map(({ description }) => description))],
  };
}

function given(fields: Fields): Partial<Record<FindField, string>> {
  const texts = Object.entries(fields).flatMap(([field, values]) => {
    const text = values.filter((value) => value !== null).join('\n');
    return text === '' ? [] : [[field, text] as const];
  });
  return Object.fromEntries(texts);
}
