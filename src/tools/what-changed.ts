import { inItems } from '../answers/list.js';
import { beginList } from '../answers/parts.js';
import { repFilter } from '../answers/person.js';
import { CHANGE_TEXTS, changesAnswer, changesSchema } from '../answers/what-changed.js';
import { invalidInput } from '../failure.js';
import { HELD_KINDS } from '../insight/held.js';
import { choice, idOrName, integer, list, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { isRepeated, pacificMoment, readMoment } from '../records/pacific-time.js';

const NAME = 'what_changed';

/** What is new, changed or gone since a moment. */
export const whatChanged = defineTool({
  name: NAME,
  toolset: 'insight',
  access: 'read',
  title: 'What changed',
  description:
    'What is new, changed or gone since a moment, newest first: jobs, sales orders, purchase orders, contacts. Use it ' +
    'for "what changed on my jobs since Friday". Changed records show fields with before and after where the state ' +
    'before was seen; complete is false, with the reason, where that is not known or something may be missing.',
  input: () => ({
    since: text('A day (YYYY-MM-DD) or a time (2026-11-20T14:00, US Pacific unless it ends in Z or an offset)', {
      max: 40,
    }),
    kinds: list(choice(HELD_KINDS, 'Kind of record'), 'Only these kinds', { max: 4 }).optional(),
    client: idOrName('Client (contact) id, or business or client group name').optional(),
    rep: text("Name of the job's primary or secondary rep; me: the user").optional(),
    limit: integer('Rows, 1 to 100 (20)', { min: 1 }).optional(),
  }),
  output: () => changesSchema,
  untrusted: inItems(CHANGE_TEXTS),

  async run(input, { reader, account, ...call }) {
    const { part, notes } = beginList(NAME, { limit: input.limit }, account.cursorKey);
    const { since, doubt } = momentOf(input.since, pacificMoment(account.clock.now()));
    const client = input.client === undefined ? undefined : await reader.client(input.client, call);
    const rep = repFilter(input.rep, undefined, account.rep);
    const kinds = input.kinds ?? HELD_KINDS;
    const set = await account.workingSet();
    const found = await set.changes({ kinds, since, client, rep }, call);
    const doubts = client?.whole === false ? ['The names that were filtered by could not all be read.'] : [];
    const answer = changesAnswer(found, since, kinds, part.limit);
    return {
      ...answer,
      complete: answer.complete && doubts.length === 0,
      notes: [...notes, ...doubt, ...answer.notes, ...doubts],
    };
  },
});

/**
 * The moment that was given. Syncore writes times without a zone: of the hour that comes twice nobody can tell which
 * one a change lies in, so that the question begins with it.
 * @throws Failure `invalid_input` for what is no moment, or lies ahead.
 */
function momentOf(given: string, now: string): { since: string; doubt: string[] } {
  const moment = readMoment(given);
  if (moment === null) throw invalidInput('since', 'must be a date, 2026-11-20, or a time, 2026-11-20T14:00');
  const since = isRepeated(moment) ? `${moment.slice(0, 13)}:00:00` : moment;
  if (since > now) throw invalidInput('since', `lies ahead: it is ${now} in US Pacific`);
  const doubt = since === moment ? [] : ['That hour comes twice as daylight saving time ends: this is since 01:00.'];
  return { since, doubt };
}
