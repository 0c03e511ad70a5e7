import * as z from 'zod/v4';
import { CONTACT_ROW_TEXTS, contactRow, contactRowSchema } from '../answers/contact.js';
import { inItems, listOf, toList } from '../answers/list.js';
import { namesLike, nearestSchema } from '../answers/names-like.js';
import { beginList, endList } from '../answers/parts.js';
import { choice, idOrName, partFields, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

const NAME = 'list_contacts';

/** Contacts; Syncore cannot filter them, so every filter is ours. */
export const listContacts = defineTool({
  name: NAME,
  toolset: 'lookup',
  access: 'read',
  title: 'List contacts',
  description:
    'Find contacts: the people and businesses that buy (clients), with e-mail and phone. A company has many ' +
    'contacts, joined by a client group. Use it to find a contact_id; get_contact gives addresses and terms.',
  input: () => ({
    text: text('Part of the business, person, group, e-mail or phone').optional(),
    class: choice(['program', 'store', 'dropship'], 'Kind of contact').optional(),
    client_group: idOrName('Client group, id or name in full').optional(),
    ...partFields(),
  }),
  output: () => listOf(contactRowSchema).extend({ nearest: z.array(nearestSchema).optional() }),
  untrusted: [...inItems(CONTACT_ROW_TEXTS), 'nearest[].name'],

  async run(input, { reader, account, ...call }) {
    const asked = beginList(NAME, input, account.cursorKey);
    const { text: words, class: contactClass, client_group: group } = asked.args;
    const clientGroup = group === undefined ? undefined : await reader.clientGroup(group, call);
    const found = await reader.contacts.search({ text: words, contactClass, clientGroup }, asked.part, call);
    const isUnfound = words !== undefined && found.rows.length === 0 && found.whole;
    const near = isUnfound ? await namesLike(words, reader, call) : undefined;
    const list = toList({
      found,
      row: contactRow,
      cursor: endList(NAME, asked, {}, found, account.cursorKey),
      notes: [...asked.notes, ...(near?.notes ?? [])],
    });
    return near === undefined || near.nearest.length === 0 ? list : { ...list, nearest: near.nearest };
  },
});
