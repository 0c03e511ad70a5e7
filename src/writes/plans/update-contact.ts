import { contactForm } from '../../records/contact-form.js';
import { isNothing } from '../../records/write-form.js';
import type { PlanContext, WritePlan } from '../plan.js';
import { type AddressInput, addressBody } from './addresses.js';
import { CLASS_NAMES, type ContactInput, checkEmail, classNotes, refuseDropship } from './contact-part.js';
import { prepareEdit, type Wanted } from './edit-plan.js';
import { Problems } from './problems.js';
import { reference } from './references.js';
import { contactName } from './texts.js';

type Nullable<T> = { [Name in keyof T]: T[Name] | null };

/** null clears a field. */
export type ContactChanges = Nullable<ContactInput>;

export type UpdateContactInput = {
  contact_id?: number | undefined;
  changes?: ContactChanges | undefined;
  expected?: ContactChanges | undefined;
};

/** An edit of a program or store contact. */
export const updateContactPlan: WritePlan<UpdateContactInput> = {
  tool: 'update_contact',
  kind: 'edit contact',
  creates: false,
  content: async ({ contact_id, changes = {} }) => ({ content: { contact_id, changes, cleared: clearedIn(changes) } }),
  async prepare({ contact_id: contactId, changes = {}, expected = {} }, context) {
    const problems = new Problems(context.refused);
    if (contactId === undefined) problems.add('contact_id', 'is required');
    const record =
      contactId === undefined
        ? null
        : await problems.reading('contact_id', context.reader.contacts.read(contactId, context.call), NO_CONTACT);
    refuseDropship('contacts', record?.contactClass ?? null, 'edit', 'contact_id', problems);
    refuseDropship('contacts', changes.class ?? null, 'create', 'changes.class', problems);
    if (changes.class === null) problems.add('changes.class', 'cannot be cleared: a contact has one');
    noteBlank(changes, 'changes.', problems);
    if (
      record !== null &&
      NAMES.every((field) => isNothing(changes[field] === undefined ? record.raw[field] : changes[field]))
    ) {
      problems.add('changes.business_name', 'cannot go with first_name and last_name: a contact needs a name');
    }
    const wanted = await wantedOf(changes, 'changes.', problems, context);
    const before = await wantedOf(expected, 'expected.', problems, context);
    if (record === null || contactId === undefined) return problems.fail();
    return prepareEdit({
      step: { name: 'contact', action: 'update_contact', ids: [contactId] },
      standing: { kind: 'contact', record },
      turned: contactForm(record.raw),
      wanted,
      expected: before,
      problems,
      words: contactName(record),
      notes: classNotes(record.contactClass, 'the contact'),
    });
  },
};

const NO_CONTACT = 'is the id of no contact in Syncore; find_records or list_contacts finds it';

const NAMES = ['business_name', 'first_name', 'last_name'] as const;

/** Blank text in a change is a slip: what is to be cleared is null. */
export function noteBlank(changes: Record<string, unknown>, within: string, problems: Problems): void {
  for (const [field, value] of Object.entries(changes)) {
    if (typeof value === 'string' && value.trim() === '') {
      problems.add(`${within}${field}`, 'is blank; null clears it');
    }
  }
}

/** What is cleared is content too, though it has no value. */
export function clearedIn(changes: Record<string, unknown>): string[] {
  return Object.keys(changes).filter((field) => changes[field] === null);
}

const FORM_FIELDS: Partial<Record<keyof ContactInput, string>> = { class: 'contact_class' };

async function wantedOf(
  changes: ContactChanges,
  within: string,
  problems: Problems,
  context: Pick<PlanContext, 'reader' | 'call'>,
): Promise<Wanted[]> {
  const { client_group: group, payment_term: term, billing_address, shipping_address, ...plain } = changes;
  if (plain.email) checkEmail(plain.email, `${within}email`, problems);
  const wanted: Wanted[] = Object.entries({ ...plain, class: classOf(plain.class) }).flatMap(([field, value]) => {
    if (value === undefined) return [];
    return [{ field, formField: field === 'class' ? (FORM_FIELDS.class ?? field) : field, value }];
  });
  for (const [field, kind, given] of [
    ['client_group', 'client_groups', group],
    ['payment_term', 'payment_terms', term],
  ] as const) {
    if (given === undefined) continue;
    const named = given === null ? null : await reference(kind, given, `${within}${field}`, problems, context);
    wanted.push({ field, formField: field, value: named });
  }
  for (const [field, given] of Object.entries({ billing_address, shipping_address })) {
    if (given === undefined) continue;
    wanted.push({ field, formField: field, value: addressOf(given, `${within}${field}`, problems) });
  }
  return wanted;
}

function addressOf(given: AddressInput | null, field: string, problems: Problems): unknown {
  return given === null ? null : addressBody(given, field, problems);
}

function classOf(given: ContactChanges['class']): string | null | undefined {
  return given === null || given === undefined ? given : CLASS_NAMES[given];
}
