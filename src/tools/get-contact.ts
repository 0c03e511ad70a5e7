import { CONTACT_TEXTS, contactSchema } from '../answers/contact.js';
import { wholeContact } from '../answers/whole-records.js';
import { id } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

/** One contact in full. */
export const getContact = defineTool({
  name: 'get_contact',
  toolset: 'lookup',
  access: 'read',
  title: 'Get a contact',
  description:
    'Read one contact by its id: business, person, e-mail, phones, payment term, tax, addresses and notes. To find ' +
    'the id use list_contacts.',
  input: () => ({ contact_id: id('Contact id') }),
  output: () => contactSchema,
  untrusted: CONTACT_TEXTS,

  run: ({ contact_id: contactId }, { reader, ...call }) => wholeContact(reader, contactId, call),
});
