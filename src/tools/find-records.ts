import { findMatches } from '../answers/find.js';
import { FIND_TEXTS, findSchema } from '../answers/find-rows.js';
import { inItems } from '../answers/list.js';
import { beginList } from '../answers/parts.js';
import { openPeriod } from '../answers/period.js';
import { HELD_KINDS } from '../insight/held.js';
import { choice, date, integer, list, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

const NAME = 'find_records';

/** Records by the words and numbers in them, over all kinds. */
export const findRecords = defineTool({
  name: NAME,
  toolset: 'insight',
  access: 'read',
  title: 'Find records',
  description:
    'Find jobs, sales orders, purchase orders and contacts of the last 13 months by words and numbers that stand in ' +
    "them: names (also misspelt), descriptions, products and SKUs of sales orders, colours, a customer's PO number, " +
    'an order such as 32255-1, e-mail, phone. Best first; matched says in which fields. Use it when it is not known ' +
    'what or where something is ("the navy polo order with PO 4471"); to list by date, client or status use the lists.',
  input: () => ({
    text: text('What is looked for: a few words or a number', { max: 300 }),
    kinds: list(choice(HELD_KINDS, 'Kind of record'), 'Only these kinds', { max: 4 }).optional(),
    date_from: date('First day of jobs and orders, YYYY-MM-DD').optional(),
    date_to: date('Last day, included').optional(),
    limit: integer('Rows, 1 to 100 (20)', { min: 1 }).optional(),
  }),
  output: () => findSchema,
  untrusted: inItems(FIND_TEXTS),

  async run({ text: words, kinds, date_from: from, date_to: to, limit }, { account, reader: _, ...call }) {
    const { part, notes } = beginList(NAME, { limit }, account.cursorKey);
    const days = openPeriod({ name: 'date', words: 'Dated', from, to });
    const question = { text: words, kinds: kinds ?? HELD_KINDS, days, limit: part.limit };
    const [set, index] = await Promise.all([account.workingSet(), account.searchIndex()]);
    const answer = await findMatches(question, set, index, account.clock, call);
    return { ...answer, notes: [...notes, ...answer.notes] };
  },
});
