import { type Address, address } from './address.js';
import { asRecord, dateTime, flag, lowerText, type Raw, type Ref, ref, requiredId, text } from './fields.js';

/** A person or company in the CRM; the company as people think of it is the client group. */
export type Contact = {
  id: number;
  businessName: string | null;
  clientGroup: Ref | null;
  /** `program`, `store`, `dropship`: in lower case. */
  contactClass: string | null;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  website: string | null;
  paymentTerm: Ref | null;
  taxExempt: boolean | null;
  billingAddress: Address | null;
  shippingAddress: Address | null;
  notes: string | null;
  /** `YYYY-MM-DDTHH:MM:SS`, as the next. */
  createdDate: string | null;
  lastModified: string | null;
  raw: Raw;
};

/** Reads one contact. Throws `Unreadable`, naming the field. */
export function readContact(value: unknown): Contact {
  const record = asRecord(value);
  return {
    id: requiredId(record, 'id'),
    businessName: text(record, 'business_name'),
    clientGroup: ref(record, 'client_group'),
    contactClass: lowerText(record, 'contact_class'),
    firstName: text(record, 'first_name'),
    lastName: text(record, 'last_name'),
    title: text(record, 'title'),
    email: text(record, 'email'),
    phone: text(record, 'phone'),
    mobile: text(record, 'mobile'),
    website: text(record, 'website'),
    paymentTerm: ref(record, 'payment_term'),
    taxExempt: flag(record, 'tax_exempt'),
    billingAddress: address(record, 'billing_address'),
    shippingAddress: address(record, 'shipping_address'),
    notes: text(record, 'notes'),
    createdDate: dateTime(record, 'created_date'),
    lastModified: dateTime(record, 'last_modified_date'),
    raw: record,
  };
}
