import type { Contact } from '../../src/sandbox/data/types.js';
import type { TaskMaker } from '../task.js';
import type { World } from '../world.js';
import { spoiledFields } from './fields.js';

export const createContact: TaskMaker = ({ data }, chance) => {
  const email = `${chance.word}@campaign.example`;
  const args = {
    business_name: `Campaign ${chance.word}`,
    first_name: 'Ida',
    last_name: `Falk ${chance.word}`,
    ...(chance.chance(0.7) ? { email } : { phone: `555 ${chance.int(100, 999)} ${chance.int(1000, 9999)}` }),
    ...(chance.chance(0.5) ? { billing_address: { address1: '1 Pier', city: 'Dayton', country: 'US' } } : {}),
  };
  const mine = () => data.contacts.filter(({ business_name: name }) => name === args.business_name);
  return {
    tool: 'create_contact',
    args,
    method: 'POST',
    requests: 1,
    otherwise: { ...args, business_name: `  campaign   ${chance.word} `, title: '', notes: null },
    parts: () => [{ what: 'contact', meant: 1, stands: mine().length }],
    spoiled: () => [],
    isRecord: ({ contact_id: id }) => mine().some((contact) => contact.id === id),
  };
};

/** A contact of its own, with something in every field: what is wiped shows. */
function fullContact(world: World, word: string): Contact {
  const [pattern] = world.data.contacts;
  if (pattern === undefined) throw new Error('The account has no contacts.');
  const contact: Contact = {
    ...structuredClone(pattern),
    id: world.newId(),
    business_name: `Edited ${word}`,
    last_name: `Edited ${word}`,
    email: `${word}@edited.example`,
    phone: '(937) 555-0111',
    mobile: '(937) 555-0112',
    notes: 'Ring twice.',
  };
  world.data.contacts.push(contact);
  return contact;
}

export const updateContact: TaskMaker = (world, chance) => {
  const contact = fullContact(world, chance.word);
  const before = structuredClone(contact);
  const notes = chance.chance(0.3) ? null : `Edited in ${chance.word}`;
  const changes = { title: `Buyer ${chance.int(1, 999)}`, notes };
  const wanted = { ...before, ...changes };
  const args = { contact_id: contact.id, changes };
  return {
    tool: 'update_contact',
    args,
    method: 'PUT',
    requests: 1,
    otherwise: { contact_id: String(contact.id), changes: JSON.stringify(changes) },
    parts: () => [{ what: 'change', meant: 1, stands: contact.title === wanted.title ? 1 : 0 }],
    spoiled: () => spoiledFields(contact, before, wanted),
    isRecord: ({ contact_id: id }) => id === contact.id,
  };
};
