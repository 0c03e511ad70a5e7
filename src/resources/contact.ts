import { CONTACT_TEXTS } from '../answers/contact.js';
import { wholeContact } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';
import { idOf } from './variables.js';

export const contact = defineResource({
  name: 'contact',
  uri: 'syncore://contacts/{contact_id}',
  title: 'Contact',
  description: 'One contact in full, as get_contact shows it',
  mimeType: 'application/json',
  ttlMs: 0,
  untrusted: CONTACT_TEXTS,
  read: (variables, { reader, ...call }) => wholeContact(reader, idOf(variables, 'contact_id'), call),
});
