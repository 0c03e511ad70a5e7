import { findAttention } from '../answers/attention.js';
import { ATTENTION_TEXTS, attentionSchema } from '../answers/attention-rows.js';
import { inItems } from '../answers/list.js';
import { beginList } from '../answers/parts.js';
import { repFilter } from '../answers/person.js';
import { ATTENTION_KINDS, ATTENTION_RULES } from '../insight/attention.js';
import { choice, idOrName, integer, list, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

const NAME = 'needs_attention';

/** What a person should look at, by the rules of `insight/attention-rules.ts`. */
export const needsAttention = defineTool({
  name: NAME,
  toolset: 'insight',
  access: 'read',
  title: 'What needs attention',
  description:
    'What is late, stuck, unbilled or missing in the last 13 months, with rule and age: job_late, ' +
    'po_late (past delivery or in-hand date), po_after_job (open PO in hand after the job is due), no_po (order of 3 ' +
    'days with goods not from stock, nothing bought for its job), unpaid (invoiced 30 days ago), stale (open job ' +
    'without a change for 30 days), no_cost (lines sold without a cost). Use it for "what needs me today": rows are ' +
    'some of each rule, counts of all; rules shows one rule alone. For late jobs or POs alone use the lists with overdue.',
  input: () => ({
    rep: text('Only jobs of this primary or secondary rep; me: the user').optional(),
    client: idOrName('Only this client: id, business or client group').optional(),
    kinds: list(choice(ATTENTION_KINDS, 'Kind of record'), 'Only these kinds', { max: 3 }).optional(),
    rules: list(choice(ATTENTION_RULES, 'Rule'), 'Only these rules', { max: 7 }).optional(),
    limit: integer('Rows, 1 to 100 (20)', { min: 1 }).optional(),
  }),
  output: () => attentionSchema,
  untrusted: inItems(ATTENTION_TEXTS),

  async run({ rep, client, kinds, rules, limit }, { reader, account, ...call }) {
    const { part, notes } = beginList(NAME, { limit }, account.cursorKey);
    const question = {
      kinds: kinds ?? ATTENTION_KINDS,
      rules: rules ?? ATTENTION_RULES,
      client: client === undefined ? undefined : await reader.client(client, call),
      rep: repFilter(rep, undefined, account.rep),
    };
    const answer = await findAttention(question, part.limit, await account.workingSet(), account.clock, call);
    return { ...answer, notes: [...notes, ...answer.notes] };
  },
});
