import { wholeContact } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';
import { idOf } from './variables.js';

export const contact = defineResource({
  name: 'contact',
  uri: 'syncore://contacts/{contact_id}',
  title: 'Contact',
  description: 'One contact in full, as get_contact shows it',
  mimeType: 'application/json',
  untrusted: ['business_name', 'name', 'email', 'phone', 'contact_notes', 'billing_address', 'shipping_address'],
  read: (variables, { reader, ...call }) => wholeContact(reader, idOf(variables, 'contact_id'), call),
});
