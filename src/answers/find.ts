import type { Days } from '../client/queries.js';
import type { Clock } from '../clock.js';
import type { HeldKind } from '../insight/held.js';
import { dayOf, type Findable } from '../insight/search-documents.js';
import type { SearchFound, SearchIndex } from '../insight/search-index.js';
import type { InsightCall, View, WorkingSet } from '../insight/working-set.js';
import { compareDates, todayPacific, windowStart } from '../records/dates.js';
import { joined } from './doubt.js';
import { findRow } from './find-rows.js';
import { JOB_PAGE } from './links.js';
import { brief } from './list.js';

export type FindQuestion = { text: string; kinds: readonly HeldKind[]; days: Days | undefined; limit: number };

/**
 * Finds records by their words among those of the window, or of the days asked for.
 * @throws Failure `out_of_window` when all of the days are older than what is known.
 */
export async function findMatches(
  { text, kinds, days, limit }: FindQuestion,
  set: Pick<WorkingSet, 'view'>,
  index: SearchIndex,
  clock: Clock,
  call: InsightCall,
) {
  const now = clock.now();
  const from = days?.from ?? windowStart(now);
  const today = todayPacific(now);
  const want = { kinds, from, to: days?.to ?? (compareDates(from, today) > 0 ? from : today) };
  // Lines of sales orders alone: those of purchase orders are a request each.
  const lined = kinds.includes('sales_orders')
    ? [await set.view({ ...want, kinds: ['sales_orders'], lines: true }, call)]
    : [];
  let view = await set.view(want, call);
  // Indexing much leaves others their turn; what changed meanwhile is in a view of its own.
  if (await index.catchUp(view.held, kinds, call.signal)) view = await set.view(want, call);
  index.update(view.held, kinds);
  const isAsked = (findable: Findable) => {
    const day = dayOf(findable);
    return kinds.includes(findable.kind) && (day === null || (day >= want.from && day <= want.to));
  };
  const found = index.find(text, isAsked);
  const unread = unreadLines(view, isAsked);
  return answer(found, limit, { ...view, ...joined([...lined, view]) }, { kinds, days, unread });
}

/** How many of the orders that count were looked at without their lines. */
function unreadLines({ held }: View, isAsked: (findable: Findable) => boolean): number {
  let unread = 0;
  for (const record of held.purchaseOrders.values()) {
    if (record.lineItems === null && isAsked({ kind: 'purchase_orders', record })) unread += 1;
  }
  for (const record of held.salesOrders.values()) {
    if (record.lineItems === null && isAsked({ kind: 'sales_orders', record })) unread += 1;
  }
  return unread;
}

/** Fields that come from lines: what is found in them alone may be on orders whose lines were not looked at as well. */
const OF_LINES = ['sku', 'products'];
const LONGEST_WORD = 40;
/** Who reads that a word is nowhere must not take it for said of an order's every line. */
const SEARCHED = 'numbers, names, titles, products, colours and SKUs; not sizes, decorations and instructions';

type Looked = Pick<FindQuestion, 'kinds' | 'days'> & { unread: number };

function answer({ matches, nowhere, otherwise }: SearchFound, limit: number, view: View, looked: Looked) {
  const { kinds, days, unread } = looked;
  const shown = matches.slice(0, limit);
  const notes = [...view.notes];
  if (nowhere.length > 0) notes.push(`Nowhere in what is searched (${SEARCHED}): ${quoted(nowhere)}.`);
  if (otherwise.length > 0) notes.push(`Not found as written, so similar or parts: ${quoted(otherwise)}.`);
  const isOfLines =
    nowhere.length > 0 || matches.some(({ matched }) => matched.every((field) => OF_LINES.includes(field)));
  const lacksLines = unread > 0 && isOfLines;
  if (lacksLines) {
    notes.push(`Lines were not looked at on ${unread} orders: purchase orders are found by number and supplier.`);
  }
  if (days !== undefined && kinds.includes('contacts'))
    notes.push('Contacts have no date: they were looked at whatever the days.');
  if (matches.length === 0) {
    notes.push(
      `Looked at what is dated from ${view.firstDay} on; what is older is read by its number, with the get tools.`,
    );
  }
  return {
    items: shown.map((match) => findRow(match, view.held)),
    returned: shown.length,
    total: matches.length,
    totals: null,
    next_cursor: null,
    complete: view.complete && !lacksLines,
    url_template: JOB_PAGE,
    as_of: Object.fromEntries(kinds.map((kind) => [kind, view.asOf[kind]])),
    notes,
  };
}

/** The caller's own words. */
function quoted(words: readonly string[]): string {
  return words.map((word) => `"${brief(word, LONGEST_WORD)}"`).join(', ');
}
