import { openPeriod } from '../answers/period.js';
import { repFilter } from '../answers/person.js';
import { statusFilter } from '../answers/status.js';
import { sumUp } from '../answers/sum-up.js';
import { SUMMARY_TEXTS, summarySchema } from '../answers/summary.js';
import { invalidInput } from '../failure.js';
import { GROUP_FIELDS } from '../insight/group-keys.js';
import { COMPARISONS } from '../insight/periods.js';
import { choice, date, idOrName, integer, list, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { PURCHASE_ORDER_STATUSES, SALES_ORDER_STATUSES } from '../records/status.js';

/** Sums over many orders, added up here. */
export const summarizeOrders = defineTool({
  name: 'summarize_orders',
  toolset: 'insight',
  access: 'read',
  title: 'Summarize orders',
  description:
    'Add up sales or purchase orders of a period by client, rep, supplier, SKU, month, …: counts, sub-total, tax, ' +
    'total, cost, gross profit, margin, beside the period or year before. Use it for every "how much", "who most", ' +
    '"against last year" instead of adding up lists. totals are over everything, also when top cuts groups. The ' +
    'first question over a period reads it, which can take a minute; where complete is false, notes say why. For ' +
    'single orders use list_sales_orders or list_purchase_orders.',
  input: () => ({
    record: choice(['sales_orders', 'purchase_orders'], 'What to add up'),
    group_by: list(choice(GROUP_FIELDS, 'Key'), 'One or two keys', { max: 2 }),
    date_field: choice(['date', 'invoice_date'], 'Whose date counts; default date').optional(),
    date_from: date('First day, YYYY-MM-DD'),
    date_to: date('Last day, included'),
    status: text('Only these statuses, with commas; else all').optional(),
    client: idOrName('Only this client: id, business or client group').optional(),
    rep: text('Only this primary or secondary rep; me: the user').optional(),
    supplier: idOrName('Only this supplier; of sales orders its lines').optional(),
    compare_to: choice(COMPARISONS, 'Also the period before, or the same dates of last year').optional(),
    top: integer('Largest groups to show, such as 20; the rest is in other', { min: 1 }).optional(),
    format: choice(['json', 'csv'], 'csv adds the same as CSV text').optional(),
  }),
  output: () => summarySchema,
  untrusted: SUMMARY_TEXTS,
  documents: ['csv'],

  async run(input, { reader, account, ...call }) {
    const { record, client, supplier, rep, date_field: dateField = 'date' } = input;
    const span = { from: input.date_from, to: input.date_to };
    openPeriod({ name: 'date', words: '', ...span });
    if (record === 'purchase_orders' && dateField === 'invoice_date') {
      throw invalidInput('date_field', "must be date for purchase orders: Syncore's lists lack the supplier's invoice");
    }
    const status = statusFilter(
      input.status,
      record === 'sales_orders' ? SALES_ORDER_STATUSES : PURCHASE_ORDER_STATUSES,
    );
    const question = {
      record,
      groupBy: [...new Set(input.group_by)],
      dateField,
      span,
      status: status.filter,
      client: client === undefined ? undefined : await reader.client(client, call),
      rep: repFilter(rep, undefined, account.rep),
      supplier: supplier === undefined ? undefined : await reader.supplier(supplier, call),
    };
    const words = { client, rep, supplier };
    const { compare_to: comparison, top, format = 'json' } = input;
    return sumUp({ question, comparison, words, status, top, format }, await account.workingSet(), account.clock, call);
  },
});
