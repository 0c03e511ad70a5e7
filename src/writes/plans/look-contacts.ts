import { normalName } from '../../client/names.js';
import type { Call } from '../../client/request.js';
import type { Body } from '../../client/writer.js';
import type { Contact } from '../../records/contact.js';
import type { Duplicate, Look, PlanContext } from '../plan.js';
import { isAlikeContact } from '../steps/contact.js';
import { alikeText, textIn } from '../steps/step.js';
import { looking, unlessGone } from './looking.js';
import { type Made, madeBy } from './recent.js';
import { similarTo } from './similar-names.js';

type Looking = Pick<PlanContext, 'reader' | 'recent' | 'now'>;

/** Ids that a note names; the rest is counted. */
const NAMED = 5;

/** What looks like a contact that is the first step of a plan. */
export function lookAtContacts(body: Body, context: Looking, call: Call): Promise<Look> {
  return looking(call, context, (inner) => lookForContact(body, context, inner));
}

/**
 * A contact with the same e-mail address, the same phone and last name, or the same person of the same business, among
 * what this journal made a moment ago and all that the time allows to read. One of a similar business is a note.
 */
async function lookForContact(body: Body, context: Looking, call: Call): Promise<Look> {
  const own = await madeJustNow(body, context, call);
  if (own !== null) return { duplicate: own, notes: [], lookalikes: new Map() };
  const { rows, complete } = await context.reader.contacts.search({}, { limit: Number.POSITIVE_INFINITY }, call);
  const found = rows.map((contact) => ({ contact, why: whySame(contact, body) })).find(({ why }) => why !== null);
  const duplicate: Duplicate | null =
    found === undefined ? null : { kind: 'contact', id: found.contact.id, why: found.why ?? '' };
  const alike = rows.filter((contact) => isAlikeContact(contact, body)).map(({ id }) => id);
  const unread = complete ? [] : [`Not all contacts could be looked through for one like it: ${rows.length} were.`];
  return {
    duplicate,
    notes: [...similarNotes(rows, body), ...unread],
    lookalikes: new Map(complete ? [[0, alike]] : []),
  };
}

/** A contact of an earlier write that the list may not show yet. */
async function madeJustNow(body: Body, { reader, recent }: Looking, call: Call): Promise<Duplicate | null> {
  for (const made of madeBy(await recent(), 'create_contact')) {
    if (whySame(asContact(made.resolved.body), body) === null) continue;
    const { id } = made;
    if (id === null) return underWay(made, 'a write that has not come to an end enters a contact like it');
    const contact = await unlessGone(reader.contacts.read(id, call));
    const why = contact === null ? null : whySame(contact, body);
    if (why !== null) return { kind: 'contact', id, why };
  }
  return null;
}

/** A write of this journal of which is not known yet what it has made. */
export function underWay({ entry: { intent } }: Made, why: string): Duplicate {
  return { kind: 'write', key: intent.key, tool: intent.tool, at: intent.at, id: null, why };
}

type Known = Pick<Contact, 'email' | 'businessName' | 'firstName' | 'lastName' | 'phone' | 'mobile'>;

function asContact(body: Body): Known {
  return {
    email: textIn(body, 'email'),
    businessName: textIn(body, 'business_name'),
    firstName: textIn(body, 'first_name'),
    lastName: textIn(body, 'last_name'),
    phone: textIn(body, 'phone'),
    mobile: textIn(body, 'mobile'),
  };
}

function whySame(contact: Known, body: Body): string | null {
  const email = textIn(body, 'email');
  if (email.trim() !== '' && alikeText(contact.email, email)) return 'a contact has the same e-mail address';
  const lastName = textIn(body, 'last_name');
  const phones = [textIn(body, 'phone'), textIn(body, 'mobile')].map(digits).filter((phone) => phone.length >= 7);
  const theirs = [contact.phone, contact.mobile].map((phone) => digits(phone ?? ''));
  const samePhone = phones.some((phone) => theirs.includes(phone));
  if (samePhone && lastName.trim() !== '' && alikeText(contact.lastName, lastName)) {
    return 'a contact has the same phone number and last name';
  }
  return isSamePerson(contact, body) ? 'the same business has a contact of the same name' : null;
}

/** Two people of one name in one business have an e-mail address each. */
function isSamePerson(contact: Known, body: Body): boolean {
  const business = normalName(textIn(body, 'business_name'));
  const person = normalName(`${textIn(body, 'first_name')} ${textIn(body, 'last_name')}`);
  if (business === '' || person === '' || business !== normalName(contact.businessName ?? '')) return false;
  if (person !== normalName(`${contact.firstName ?? ''} ${contact.lastName ?? ''}`)) return false;
  return textIn(body, 'email').trim() === '' || (contact.email ?? '').trim() === '';
}

/** Ids only: the names are texts of others. */
function similarNotes(rows: readonly Contact[], body: Body): string[] {
  const isSimilar = similarTo(textIn(body, 'business_name'));
  const ids = rows
    .filter(({ businessName }) => isSimilar(businessName))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  if (ids.length === 0) return [];
  const named = `${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''}`;
  const who = ids.length === 1 ? `Contact ${named} has` : `Contacts ${named} have`;
  return [`${who} the same or nearly the same business name: make sure that the client is not one of them.`];
}

/** A number as it is dialled: spaces, brackets and the country's 1 make no difference. */
function digits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}
