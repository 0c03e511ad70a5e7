import { JOB_PAGE } from '../answers/links.js';
import { inItems, listOf, toList } from '../answers/list.js';
import { beginList, endList, NO_ROWS } from '../answers/parts.js';
import { listPeriods, olderNotes, openPeriod } from '../answers/period.js';
import { repFilter } from '../answers/person.js';
import { SALES_ORDER_ROW_TEXTS, salesOrderRow, salesOrderRowSchema } from '../answers/sales-order.js';
import { statusFilter } from '../answers/status.js';
import { date, id, idOrName, partFields, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { todayPacific, windowStart } from '../records/dates.js';
import { SALES_ORDER_STATUSES } from '../records/status.js';

const NAME = 'list_sales_orders';

/** Sales orders of a period, of a job, or by what changed or was invoiced when. */
export const listSalesOrders = defineTool({
  name: NAME,
  toolset: 'lookup',
  access: 'read',
  title: 'List sales orders',
  description:
    'Find sales orders (what clients buy) by order, invoice or change date, status, client, rep, customer PO number, ' +
    'or of one job. Gives amounts per order; get_sales_order gives products, sizes, cost and profit of one. Without ' +
    'dates or job_id: the last 90 days; what is still open may be older.',
  input: () => ({
    job_id: id('Only orders of this job, of any age').optional(),
    date_from: date('First day of the order date, YYYY-MM-DD').optional(),
    date_to: date('Last day, included').optional(),
    invoice_date_from: date('First day of the invoice date').optional(),
    invoice_date_to: date('Last day of it').optional(),
    modified_from: date('First day of the last change').optional(),
    modified_to: date('Last day of it').optional(),
    status: text('Pending, Open, Invoiced or Paid; several with commas').optional(),
    client: idOrName('Client (contact) id, or business or client group name').optional(),
    rep: text("Name of the job's primary or secondary rep; me: the user").optional(),
    customer_order_number: text("The customer's own PO number, in full as it was entered").optional(),
    ...partFields(),
  }),
  output: () => listOf(salesOrderRowSchema),
  untrusted: inItems(SALES_ORDER_ROW_TEXTS),

  async run(input, { reader, account, ...call }) {
    const asked = beginList(NAME, input, account.cursorKey);
    const { args } = asked;
    const now = account.clock.now();
    const today = todayPacific(now);
    const given = [
      { name: 'date', words: 'Sales orders dated', from: args.date_from, to: args.date_to },
      { name: 'invoice_date', words: 'Invoiced', from: args.invoice_date_from, to: args.invoice_date_to },
      { name: 'modified', words: 'Last changed', from: args.modified_from, to: args.modified_to },
    ];
    const ofJob = args.job_id !== undefined;
    const periods = ofJob
      ? { days: given.map(openPeriod), filled: {}, notes: [], older: null }
      : listPeriods(given, today, windowStart(now));
    const [days, invoiceDays, modifiedDays] = periods.days;
    const status = statusFilter(args.status, SALES_ORDER_STATUSES);
    const client = args.client === undefined ? undefined : await reader.client(args.client, call);

    const query = {
      jobId: args.job_id,
      date: days,
      invoiceDate: invoiceDays,
      modified: modifiedDays,
      status: status.filter,
      client,
      rep: repFilter(args.rep, asked.people.rep, account.rep),
      customerOrderNumber: args.customer_order_number,
    };
    const found = await reader.salesOrders.search(query, asked.part, call);
    status.refuseUnknown(found);
    const older = olderNotes(
      periods,
      (days) => account.heldLists()?.salesOrders({ ...query, date: days }, NO_ROWS) ?? null,
    );
    const isUnfound = args.customer_order_number !== undefined && found.rows.length === 0;
    const hint = isUnfound ? ['The number counts as a whole here: find_records finds a part of it.'] : [];
    return toList({
      found,
      row: salesOrderRow,
      sums: {
        sub_total_value: (order) => order.subTotalCents,
        tax_value: (order) => order.taxCents,
        total_value: (order) => order.totalCents,
      },
      cursor: endList(NAME, asked, periods.filled, found, account.cursorKey),
      urlTemplate: JOB_PAGE,
      notes: [...asked.notes, ...periods.notes, ...older, ...hint, ...status.notes],
    });
  },
});
