import { normalName } from '../../client/names.js';
import type { Contact } from '../../records/contact.js';
import { contactForm } from '../../records/contact-form.js';
import { edit } from './edit.js';
import { type Likeness, type Showing, shows, sighted, together } from './likeness.js';
import { alikeText, type Before, everything, type Resolved, type StepKind, type StepReading, textIn } from './step.js';

export const createContactStep: StepKind = {
  looksLong: true,
  before,
  submit: ({ body }, writer, call) => writer.createContact(body, call),
  async find({ body }, known, { reader, call }) {
    const rows = everything(await reader.contacts.search({}, EVERY, call), 'contacts');
    return sighted(rows, {
      known,
      likeness: (contact, whole) => likeness(contact, body, whole),
      read: (id) => reader.contacts.read(id, call),
      by: 'content',
      what: 'new contacts',
    });
  },
  mistakable: (mine, other) => isAlikeContact(asContact(other.body), mine.body),
};

export const updateContactStep: StepKind = edit({
  read: async ([contactId = 0], { reader, call }) => (await reader.contacts.read(contactId, call)).raw,
  form: contactForm,
  submit: ({ ids: [contactId = 0], body }, writer, call) => writer.updateContact(contactId, body, call),
});

const EVERY = { limit: Number.POSITIVE_INFINITY };
/** More than these is not noted: then it is not known which of them were there before. */
const MOST_NOTED = 1_000;

/** An account may hold more contacts than can be read in the time: that stops nobody from writing. */
async function before({ body }: Resolved, { reader, call }: StepReading): Promise<Before> {
  const { rows, complete } = await reader.contacts.search({}, EVERY, call);
  const ids = rows.filter((contact) => isAlikeContact(contact, body)).map(({ id }) => id);
  return { ids: ids.slice(0, MOST_NOTED), whole: complete && ids.length <= MOST_NOTED };
}

type Known = Pick<Contact, 'email' | 'businessName' | 'firstName' | 'lastName'> & Showing;

function asContact(body: Resolved['body']): Known {
  return {
    email: textIn(body, 'email'),
    businessName: textIn(body, 'business_name'),
    firstName: textIn(body, 'first_name'),
    lastName: textIn(body, 'last_name'),
  };
}

/** Whether a contact is known by the same as the one to be made, as far as it shows that: it may be that one. */
export function isAlikeContact(contact: Known, body: Resolved['body']): boolean {
  return likeness(contact, body, false) !== 'other';
}

/**
 * A contact is known by its e-mail address, else by its names. Less than all fields, for Syncore may write a phone
 * number otherwise than it was given.
 */
function likeness(contact: Known, body: Resolved['body'], whole: boolean): Likeness {
  const email = textIn(body, 'email');
  if (email !== '' && shows(contact, 'email')) return alikeText(contact.email, email) ? 'same' : 'other';
  const [business, first, last] = [
    textIn(body, 'business_name'),
    textIn(body, 'first_name'),
    textIn(body, 'last_name'),
  ];
  if (email !== '') {
    // A list that shows no address may show a name that is another.
    const differs =
      isOther(contact, 'business_name', contact.businessName, business) ||
      isOther(contact, 'first_name', contact.firstName, first) ||
      isOther(contact, 'last_name', contact.lastName, last);
    return differs ? 'other' : 'unknown';
  }
  const name = (...texts: (string | null)[]) => normalName(texts.join(' '));
  const hides = (meant: string, ...fields: string[]) => !shows(contact, ...fields) && !(whole && meant === '');
  const compared = (hidden: boolean, theirs: string, mine: string): Likeness => {
    if (hidden) return 'unknown';
    return theirs === mine ? 'same' : 'other';
  };
  return together(
    compared(hides(name(business), 'business_name'), name(contact.businessName), name(business)),
    compared(
      hides(first, 'first_name') || hides(last, 'last_name'),
      name(contact.firstName, contact.lastName),
      name(first, last),
    ),
  );
}

function isOther(contact: Showing, field: string, theirs: string | null, mine: string): boolean {
  return mine.trim() !== '' && shows(contact, field) && normalName(theirs ?? '') !== normalName(mine);
}
