import { id, inBrief, object } from '../mcp/fields.js';
import { clearable, contactShape } from '../mcp/party-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { updateContactPlan } from '../writes/plans/update-contact.js';

const changes = (description: string) =>
  inBrief(object(clearable(contactShape('As create_contact')), description), description);

/** An edit of a program or store contact. */
export const updateContact = defineWriteTool({
  name: 'update_contact',
  access: 'edit',
  title: 'Change a contact',
  description:
    'Change fields of a contact: what is not in changes stays, null clears. With expected, a change that somebody else ' +
    'made meanwhile is a conflict. Tells before and after of each changed field.',
  input: () => ({
    contact_id: id('Contact id'),
    changes: changes('Fields to change, as create_contact takes them'),
    expected: changes('What should stand there now').optional(),
  }),
  plan: updateContactPlan,
});
