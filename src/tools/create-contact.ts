import { contactShape, optional } from '../mcp/party-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { createContactPlan } from '../writes/plans/create-contact.js';

/** A new client in the CRM. */
export const createContact = defineWriteTool({
  name: 'create_contact',
  access: 'create',
  title: 'Create a contact',
  description:
    'Enter a new contact (a client: a person, a business or both), after find_records has found none like it. One with ' +
    'the same e-mail, phone and last name, or business and person is answered with possible_duplicate. For an order of ' +
    'a new client use enter_order.',
  input: () => optional(contactShape(null)),
  plan: createContactPlan,
});
