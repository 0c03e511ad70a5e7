import type { Contact, Named } from '../data/types.js';
import { spacedTime } from '../pacific.js';
import type { Draft, RouteContext } from '../routes/route.js';
import { readAddress } from './address.js';
import { derived } from './derived.js';
import type { Fields } from './fields.js';
import { type Check, leavesOut, lookUp, notPermitted } from './write.js';

/** `date_created` is no field of a read; it stands here because people look for it. */
const setBySyncore = derived('id', 'created_date', 'date_created', 'last_modified_date');

const classes = ['Program', 'Store', 'Dropship'];

type Written = Omit<Contact, 'id' | 'created_date' | 'last_modified_date'>;

function readClass(fields: Fields): string | null {
  const given = fields.text('contact_class');
  if (given === null) return null;
  const known = classes.find((name) => name.toLowerCase() === given.toLowerCase());
  if (known === undefined) fields.problem('contact_class', `contact_class must be one of ${classes.join(', ')}.`);
  return known ?? null;
}

/** A group or term, as it is read (`{ id, name }`, of which the id counts) or as `<field>_id`: neither is confirmed. */
function readNamed(fields: Fields, field: string, records: readonly Named[]): Named | null {
  const flat = fields.id(`${field}_id`);
  if (flat !== null) return lookUp(fields, `${field}_id`, flat, records);
  const inner = fields.inner(field);
  if (inner === null) return null;
  const id = inner.id('id');
  inner.require('id', id);
  inner.text('name');
  inner.refuseOthers({});
  return id === null ? null : lookUp(fields, field, id, records);
}

function readEmail(fields: Fields): string | null {
  const email = fields.text('email');
  if (email !== null && email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    fields.problem('email', 'email must be an e-mail address.');
  }
  return email;
}

/** What is left out is null, in a new contact and in an edited one. */
function readContact(fields: Fields, { data }: RouteContext): Written {
  const written: Written = {
    business_name: fields.text('business_name'),
    client_group: readNamed(fields, 'client_group', data.clientGroups),
    contact_class: readClass(fields),
    first_name: fields.text('first_name'),
    last_name: fields.text('last_name'),
    title: fields.text('title'),
    email: readEmail(fields),
    phone: fields.text('phone'),
    mobile: fields.text('mobile'),
    website: fields.text('website'),
    payment_term: readNamed(fields, 'payment_term', data.paymentTerms),
    tax_exempt: fields.flag('tax_exempt'),
    billing_address: readAddress(fields, 'billing_address'),
    shipping_address: readAddress(fields, 'shipping_address'),
    notes: fields.text('notes'),
  };
  fields.refuseOthers(setBySyncore);
  return written;
}

/** A new contact. One without a class is taken for a program contact. */
export function createContact(context: RouteContext): Check {
  const { store, now } = context;
  return (fields) => {
    const written = readContact(fields, context);
    if (written.contact_class === 'Dropship') return notPermitted('Creating a dropship contact');
    fields.require('business_name', written.business_name || written.last_name || written.first_name);
    let id: number | undefined;
    return (): Draft => {
      id ??= store.contacts.reserveId();
      const time = spacedTime(now());
      const contact_class = written.contact_class ?? 'Program';
      const record = { id, ...written, contact_class, created_date: time.slice(0, 10), last_modified_date: time };
      return { answer: { status: 201, body: record }, keep: () => store.contacts.insert(record) };
    };
  };
}

/** Which fields of a write set each field of the record. */
const writtenBy: Readonly<Record<keyof Written, readonly string[]>> = {
  business_name: ['business_name'],
  client_group: ['client_group', 'client_group_id'],
  contact_class: ['contact_class'],
  first_name: ['first_name'],
  last_name: ['last_name'],
  title: ['title'],
  email: ['email'],
  phone: ['phone'],
  mobile: ['mobile'],
  website: ['website'],
  payment_term: ['payment_term', 'payment_term_id'],
  tax_exempt: ['tax_exempt'],
  billing_address: ['billing_address'],
  shipping_address: ['shipping_address'],
  notes: ['notes'],
};

/** The whole contact anew: PUT replaces. */
export function editContact(context: RouteContext, contact: Contact): Check {
  const { store, now, partialPut } = context;
  return (fields) => {
    if (contact.contact_class === 'Dropship') return notPermitted('Editing a dropship contact');
    if (partialPut === 'ignore' && leavesOut(fields, contact, writtenBy)) return { status: 200, body: contact };
    const written = readContact(fields, context);
    if (written.contact_class === 'Dropship') return notPermitted('Making a contact a dropship contact');
    return (): Draft => {
      const changes = { ...written, last_modified_date: spacedTime(now()) };
      return {
        answer: { status: 200, body: { ...contact, ...changes } },
        keep: () => store.contacts.update(contact, changes),
      };
    };
  };
}
