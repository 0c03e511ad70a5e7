import { WRITE_TEXTS, writeAnswer, writeResultSchema } from '../answers/write-result.js';
import { choice, id, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { untilAnswered } from '../mcp/write-tool.js';
import { settleWrite as settle } from '../writes/settle-write.js';

/** Ends a write in doubt. */
export const settleWrite = defineTool({
  name: 'settle_write',
  toolset: 'orders',
  access: 'settle',
  title: 'Settle a write in doubt',
  description:
    'End a write whose outcome is not known (in_doubt): look_again reads Syncore once more; entered and not_entered note ' +
    'what a person has seen in Syncore, never a guess. Nothing is sent by this: after not_entered the same key may send ' +
    'it again.',
  input: () => ({
    key: text('Key of the write, from its result or review_writes', { max: 200 }),
    outcome: choice(['look_again', 'entered', 'not_entered'], 'What to note'),
    record_id: id('Id of the record that a person found; needed where later steps build on it').optional(),
    confirm: text('Token, where an earlier answer gave one').optional(),
  }),
  output: () => writeResultSchema,
  untrusted: WRITE_TEXTS,

  async run(input, context) {
    const { engine } = await context.account.writes();
    return untilAnswered((call) => settle(input, engine.parts, call), writeAnswer, context);
  },
});
