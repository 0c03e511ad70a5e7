import type { Clock } from '../clock.js';
import { type Attention, type AttentionQuestion, needsAttention, rulesOf, spread } from '../insight/attention.js';
import { personOnJobs } from '../insight/people.js';
import type { InsightCall, View, WorkingSet } from '../insight/working-set.js';
import { todayPacific, windowStart } from '../records/dates.js';
import { centsToValue } from '../records/money.js';
import { attentionRow } from './attention-rows.js';
import { doubted, joined, oldestOf } from './doubt.js';
import { JOB_PAGE } from './links.js';

type Asked = Omit<AttentionQuestion, 'from' | 'wholeFrom' | 'noticed'>;
const KINDS = ['jobs', 'sales_orders', 'purchase_orders'] as const;

/**
 * Reads all that is open within the window and says what of it needs a person.
 * @throws Failure `invalid_input` for a rep that is nobody, or several people.
 */
export async function findAttention(
  question: Asked,
  limit: number,
  set: Pick<WorkingSet, 'view' | 'noticed'>,
  clock: Clock,
  call: InsightCall,
) {
  const today = todayPacific(clock.now());
  const period = { from: windowStart(clock.now()), to: today };
  const sales = { kinds: ['sales_orders'] as const, ...period };
  // Lines of sales orders alone: those of purchase orders are a request each.
  const parts = [await set.view({ ...sales, lines: true }, call)];
  const want = { kinds: KINDS, ...period, inHandDates: true };
  let view = await set.view(want, call);
  if (rulesOf(question).includes('unpaid')) {
    // An order of long ago may have been invoiced within the window. Where time is short, the rest comes first.
    parts.push(await set.view({ ...sales, by: 'invoice_date' }, call));
    view = await set.view(want, call);
  }
  const rep = question.rep && personOnJobs('rep', question.rep, view.held.jobs.values(), view.complete);
  const history = { from: period.from, wholeFrom: view.firstDay, noticed: set.noticed() };
  const attention = needsAttention(view.held, { ...question, ...history, rep }, today);
  const whole = doubted(joined([...parts, view]), [question.client]);
  const asOf = { ...view.asOf, ...oldestOf(['sales_orders'], [...parts, view]) };
  return answer(attention, question, limit, { ...view, ...whole, asOf });
}

function answer({ findings, unknown, unplaced }: Attention, question: Asked, limit: number, view: View) {
  const shown = spread(findings, limit);
  const rules = rulesOf(question);
  const counts = rules.map((rule) => [rule, findings.filter((finding) => finding.rule === rule).length] as const);
  const notes = [...view.notes];
  if (shown.length < findings.length) {
    const some = rules.length > 1 ? ', the most pressing of each rule; rules shows one rule alone' : '';
    notes.push(`These are ${shown.length} of ${findings.length}${some}, limit up to 100. counts are of all.`);
  }
  if (unknown.size > 0) {
    const words = [...unknown].map(([rule, count]) => `${rule} ${count}`).join(', ');
    notes.push(`Not known of records whose job, lines or last change is not known: ${words}.`);
  }
  if (unplaced > 0) {
    notes.push(`Whose job is not known, so that they may be of this rep or client as well: ${unplaced} records.`);
  }
  const complete = view.complete && unknown.size === 0 && unplaced === 0;
  return {
    items: shown.map(attentionRow),
    returned: shown.length,
    total: findings.length,
    totals: complete && rules.includes('unpaid') ? { unpaid_total_value: unpaidTotal(findings, notes) } : null,
    counts: Object.fromEntries(counts),
    next_cursor: null,
    complete,
    url_template: JOB_PAGE,
    as_of: Object.fromEntries(KINDS.map((kind) => [kind, view.asOf[kind]])),
    notes,
  };
}

/** What the unpaid orders come to; payments made on them cannot be had. Notes how many say nothing of it. */
function unpaidTotal(findings: Attention['findings'], notes: string[]): number {
  const totals = findings.flatMap((finding) =>
    finding.rule === 'unpaid' && finding.kind === 'sales_orders' ? [finding.record.totalCents] : [],
  );
  const known = totals.filter((cents) => cents !== null);
  const missing = totals.length - known.length;
  if (missing > 0)
    notes.push(`${missing} of ${totals.length} unpaid orders have no total_value; totals is without them.`);
  return centsToValue(known.reduce((sum, cents) => sum + cents, 0));
}
