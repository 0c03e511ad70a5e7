import { listOf, toList } from '../answers/list.js';
import { beginList, endList } from '../answers/parts.js';
import { referenceRow, referenceRowSchema } from '../answers/reference.js';
import { REFERENCE_KINDS } from '../client/actions.js';
import { choice, partFields, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

const NAME = 'list_reference_data';
/** These lists are looked through as a whole, and their rows are short. */
const USUAL_ROWS = 100;

/** The short lists that records point to. */
export const listReferenceData = defineTool({
  name: NAME,
  toolset: 'lookup',
  access: 'read',
  title: 'List reference data',
  description:
    'The lists that records point to, with ids: client groups, payment terms, product indices (kinds of product), ' +
    'suppliers. Use text to find one by part of its name.',
  input: () => ({
    kind: choice(REFERENCE_KINDS, 'Which list'),
    text: text('Part of the name').optional(),
    ...partFields({ usual: USUAL_ROWS }),
  }),
  output: () => listOf(referenceRowSchema),
  untrusted: ['items[]'],

  async run(input, { reader, account, ...call }) {
    const asked = beginList(NAME, { ...input, limit: input.limit ?? USUAL_ROWS }, account.cursorKey);
    const found = await reader.reference({ kind: asked.args.kind, text: asked.args.text }, asked.part, call);
    return toList({
      found,
      row: referenceRow,
      cursor: endList(NAME, asked, {}, found, account.cursorKey),
      notes: asked.notes,
    });
  },
});
