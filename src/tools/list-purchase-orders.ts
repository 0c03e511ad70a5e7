import { PURCHASE_ORDER_PAGE } from '../answers/links.js';
import { inItems, listOf, toList } from '../answers/list.js';
import { beginList, endList, NO_ROWS } from '../answers/parts.js';
import { listPeriods, olderNotes, openPeriod } from '../answers/period.js';
import { PURCHASE_ORDER_ROW_TEXTS, purchaseOrderRow, purchaseOrderRowSchema } from '../answers/purchase-order.js';
import { statusFilter } from '../answers/status.js';
import { date, flag, id, idOrName, partFields, text } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';
import { todayPacific, windowStart } from '../records/dates.js';
import { PURCHASE_ORDER_STATUSES } from '../records/status.js';

const NAME = 'list_purchase_orders';

/** Purchase orders of a period or of a job. */
export const listPurchaseOrders = defineTool({
  name: NAME,
  toolset: 'lookup',
  access: 'read',
  title: 'List purchase orders',
  description:
    'Find purchase orders (POs: what is bought from suppliers) by date, change date, in-hand date, status, supplier ' +
    'or lateness, or of one job. Gives amounts per PO; get_purchase_order gives lines and instructions of one. A ' +
    "customer's own PO number is not here: see list_sales_orders. Without dates or job_id: the last 90 days " +
    '(overdue: 13 months); what is still open may be older.',
  input: () => ({
    job_id: id('Only POs of this job, of any age').optional(),
    date_from: date('First day of the PO date, YYYY-MM-DD').optional(),
    date_to: date('Last day, included').optional(),
    modified_from: date('First day of the last change').optional(),
    modified_to: date('Last day of it').optional(),
    in_hand_from: date('First day of the in-hand date').optional(),
    in_hand_to: date('Last day of it').optional(),
    status: text('Open, Approved, Posted Manually or Posted @ease AP; several with commas').optional(),
    supplier: idOrName('Supplier id or name').optional(),
    overdue: flag('Only POs that are Open past their in-hand date').optional(),
    ...partFields(),
  }),
  output: () => listOf(purchaseOrderRowSchema),
  untrusted: inItems(PURCHASE_ORDER_ROW_TEXTS),

  async run(input, { reader, account, ...call }) {
    const asked = beginList(NAME, input, account.cursorKey);
    const { args } = asked;
    const now = account.clock.now();
    const today = todayPacific(now);
    const bounds = [args.date_from, args.date_to, args.modified_from, args.modified_to];
    const undated = bounds.every((bound) => bound === undefined);
    const since = args.overdue === true && undated ? windowStart(now) : args.date_from;
    const given = [
      { name: 'date', words: 'Purchase orders dated', from: since, to: args.date_to },
      { name: 'modified', words: 'Last changed', from: args.modified_from, to: args.modified_to },
    ];
    const ofJob = args.job_id !== undefined;
    const periods = ofJob
      ? { days: given.map(openPeriod), filled: {}, notes: [], older: null }
      : listPeriods(given, today, windowStart(now));
    const [days, modifiedDays] = periods.days;
    // Only open ones can be overdue: asking Syncore for them alone saves most of the pages.
    const status = statusFilter(args.status ?? (args.overdue === true ? 'Open' : undefined), PURCHASE_ORDER_STATUSES);
    const supplier = args.supplier === undefined ? undefined : await reader.supplier(args.supplier, call);

    const query = {
      jobId: args.job_id,
      date: days,
      modified: modifiedDays,
      inHand: openPeriod({ name: 'in_hand', words: 'In hand', from: args.in_hand_from, to: args.in_hand_to }),
      status: status.filter,
      supplier,
      overdueOn: args.overdue === true ? today : undefined,
    };
    const found = await reader.purchaseOrders.search(query, asked.part, call);
    status.refuseUnknown(found);
    const older = olderNotes(
      periods,
      (days) => account.heldLists()?.purchaseOrders({ ...query, date: days }, NO_ROWS) ?? null,
    );
    return toList({
      found,
      row: purchaseOrderRow,
      sums: { sub_total_value: (order) => order.subTotalCents, total_value: (order) => order.totalCents },
      cursor: endList(NAME, asked, periods.filled, found, account.cursorKey),
      urlTemplate: PURCHASE_ORDER_PAGE,
      notes: [...asked.notes, ...periods.notes, ...older, ...status.notes],
    });
  },
});
