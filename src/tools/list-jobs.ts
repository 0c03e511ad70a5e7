import { JOB_ROW_TEXTS, jobRow, jobRowSchema, salesTotalCents } from '../answers/job.js';
import { JOB_PAGE } from '../answers/links.js';
import { inItems, listOf, toList } from '../answers/list.js';
import { beginList, endList, NO_ROWS } from '../answers/parts.js';
import { listPeriods, olderNotes, openPeriod } from '../answers/period.js';
import { csrFilter, repFilter } from '../answers/person.js';
import { jobStatusFilter } from '../answers/status.js';
import { choice, date, flag, idOrName, partFields, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { todayPacific, windowStart } from '../records/dates.js';

const NAME = 'list_jobs';

/** Jobs in a period. Syncore needs both dates, so a missing one is filled in and reported in `notes`. */
export const listJobs = defineTool({
  name: NAME,
  toolset: 'lookup',
  access: 'read',
  title: 'List jobs',
  description:
    'Find jobs (projects) by date, status, class, client, rep, CSR, text or lateness. Use it for "which jobs for ' +
    'Acme are open", "what is late". Gives one short row per job; get_job gives one job in full, list_sales_orders ' +
    'what was ordered. Without dates: the last 90 days (overdue: 13 months); what is still open may be older.',
  input: () => ({
    date_from: date('First day of the job date, YYYY-MM-DD').optional(),
    date_to: date('Last day, included').optional(),
    delivery_from: date('First day of the estimated delivery').optional(),
    delivery_to: date('Last day of it').optional(),
    status: text('WIP, Pending, Submitted or Closed; several with commas. Open: all but Closed').optional(),
    class: choice(['program', 'store', 'dropship'], 'Kind of job').optional(),
    client: idOrName('Client (contact) id, or business or client group name').optional(),
    rep: text('Name of the primary or secondary rep; me: the user').optional(),
    csr: text('Name of the customer service rep').optional(),
    text: text('Part of the description, client or number (one job by its number: get_job)').optional(),
    overdue: flag('Only jobs past their estimated delivery, not closed or completed').optional(),
    ...partFields(),
  }),
  output: () => listOf(jobRowSchema),
  untrusted: inItems(JOB_ROW_TEXTS),

  async run(input, { reader, account, ...call }) {
    const asked = beginList(NAME, input, account.cursorKey);
    const { args } = asked;
    const now = account.clock.now();
    const today = todayPacific(now);
    const undated = args.date_from === undefined && args.date_to === undefined;
    const since = args.overdue === true && undated ? windowStart(now) : args.date_from;
    const periods = listPeriods(
      [{ name: 'date', words: 'Jobs dated', from: since, to: args.date_to }],
      today,
      windowStart(now),
    );
    const [days = { from: null, to: null }] = periods.days;
    const status = jobStatusFilter(args.status);
    const delivery = openPeriod({
      name: 'delivery',
      words: 'Delivery',
      from: args.delivery_from,
      to: args.delivery_to,
    });
    const client = args.client === undefined ? undefined : await reader.client(args.client, call);

    const query = {
      date: days,
      delivery,
      status: status.filter,
      jobClass: args.class,
      client,
      rep: repFilter(args.rep, asked.people.rep, account.rep),
      csr: csrFilter(args.csr, asked.people.csr, account.rep),
      text: args.text,
      overdueOn: args.overdue === true ? today : undefined,
    };
    const found = await reader.jobs.search(query, asked.part, call);
    status.refuseUnknown(found);
    const older = olderNotes(periods, (days) => account.heldLists()?.jobs({ ...query, date: days }, NO_ROWS) ?? null);
    return toList({
      found,
      row: jobRow,
      sums: { sales_total_value: salesTotalCents },
      cursor: endList(NAME, asked, periods.filled, found, account.cursorKey),
      urlTemplate: JOB_PAGE,
      notes: [...asked.notes, ...periods.notes, ...older, ...status.notes],
    });
  },
});
