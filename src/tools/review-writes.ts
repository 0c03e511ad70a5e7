import * as z from 'zod/v4';
import { stepAnswer, stepSchema } from '../answers/write-result.js';
import { invalidInput } from '../failure.js';
import { choice, date, integer, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { dayBeginsMs } from '../records/pacific-time.js';
import { WRITE_STATUSES } from '../writes/result.js';
import { review, reviewed } from '../writes/review.js';

const STATES = [...WRITE_STATUSES, 'refused', 'not_sent'] as const;
const USUAL_LIMIT = 20;
const MOST = 100;

const item = z.object({
  key: z.string(),
  tool: z.string(),
  status: z.enum(STATES),
  at: z.string(),
  client: z.object({ name: z.string(), version: z.string() }).nullable(),
  account: z.string(),
  summary: z.string(),
  record_id: z.int().nullable(),
  steps: z.array(stepSchema),
});

/** The journal of writes, newest first: the audit trail, and where to find what was left in doubt. */
export const reviewWrites = defineTool({
  name: 'review_writes',
  toolset: 'orders',
  access: 'read',
  title: 'Review writes',
  description:
    'What was written to Syncore through this server: when, by which client, with which outcome, newest first. Use it ' +
    'to find the key of a write that broke off (state partial, in_progress, in_doubt); settle_write ends one in doubt.',
  input: () => ({
    key: text('Only the write with this idempotency_key').optional(),
    since: date('From this day on').optional(),
    before: text('Only older: the at of the last row').optional(),
    state: choice(STATES, 'Only in this state').optional(),
    limit: integer('Rows, 1 to 100 (20)', { min: 1 }).optional(),
  }),
  output: () =>
    z.object({ items: z.array(item), returned: z.int(), complete: z.boolean(), notes: z.array(z.string()) }),
  untrusted: ['items[].summary', 'items[].client'],

  async run({ key, since, before, state, limit = USUAL_LIMIT }, { account }) {
    const journal = await account.journal();
    const until = before === undefined ? undefined : Date.parse(before);
    if (Number.isNaN(until)) throw invalidInput('before', 'must be a time such as 2026-11-23T18:05:00.000Z');
    const most = Math.min(limit, MOST);
    const { entries, more } = await review(journal, account.identity.id, {
      key,
      since: since === undefined ? undefined : dayBeginsMs(since),
      before: until,
      status: state,
      limit: most,
    });
    const items = entries.map((entry) => {
      const { recordId, steps, ...row } = reviewed(entry, account.identity.name);
      return { ...row, record_id: recordId, steps: steps.map(stepAnswer) };
    });
    const notes = [
      ...(limit > MOST ? [`limit was cut to ${MOST}, the most that one answer holds.`] : []),
      ...(more ? [`There are older writes: call again with before ${items.at(-1)?.at}.`] : []),
    ];
    return { items, returned: items.length, complete: true, notes };
  },
});
