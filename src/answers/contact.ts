import * as z from 'zod/v4';
import type { Contact } from '../records/contact.js';
import { addressAnswer } from './address.js';
import { party, refAnswer } from './party.js';

/** Fields of a row, and of the whole answer, that hold text from Syncore. */
export const CONTACT_ROW_TEXTS = ['class', 'business_name', 'name', 'email', 'phone', 'client_group.name'];
export const CONTACT_TEXTS = [
  ...CONTACT_ROW_TEXTS,
  'first_name',
  'last_name',
  'title',
  'mobile',
  'website',
  'payment_term.name',
  'billing_address',
  'shipping_address',
  'contact_notes',
];

const text = z.string().nullable();

export const contactRowSchema = z.object({
  contact_id: z.int(),
  class: text,
  business_name: text,
  name: text,
  email: text,
  phone: text,
  client_group: party,
});

export const contactSchema = contactRowSchema.extend({
  first_name: text,
  last_name: text,
  title: text,
  mobile: text,
  website: text,
  payment_term: party,
  tax_exempt: z.boolean().nullable(),
  billing_address: z.looseObject({}).nullable(),
  shipping_address: z.looseObject({}).nullable(),
  contact_notes: text,
  created_date: text,
  last_modified_date: text,
  url: text,
  notes: z.array(z.string()),
});

export function contactRow(contact: Contact) {
  const person = [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
  return {
    contact_id: contact.id,
    class: contact.contactClass,
    business_name: contact.businessName,
    name: person === '' ? null : person,
    email: contact.email,
    phone: contact.phone,
    client_group: refAnswer(contact.clientGroup),
  };
}

/** `notes` are ours, as in every answer; what people noted on the contact is `contact_notes`. */
export function contactAnswer(contact: Contact, notes: string[]) {
  return {
    ...contactRow(contact),
    first_name: contact.firstName,
    last_name: contact.lastName,
    title: contact.title,
    mobile: contact.mobile,
    website: contact.website,
    payment_term: refAnswer(contact.paymentTerm),
    tax_exempt: contact.taxExempt,
    billing_address: addressAnswer(contact.billingAddress),
    shipping_address: addressAnswer(contact.shippingAddress),
    contact_notes: contact.notes,
    created_date: contact.createdDate?.slice(0, 10) ?? null,
    last_modified_date: contact.lastModified?.slice(0, 10) ?? null,
    url: null,
    notes,
  };
}
