import type { Clock } from '../clock.js';
import { Failure } from '../failure.js';
import type { HeldKind } from '../insight/held.js';
import { personOnJobs } from '../insight/people.js';
import { type Comparison, comparedPeriod } from '../insight/periods.js';
import { jobsOf, needsJob, Summing, type SumQuestion } from '../insight/summarize.js';
import type { InsightCall, View, Want, WorkingSet } from '../insight/working-set.js';
import { windowStart } from '../records/dates.js';
import { doubted, joined, oldestOf } from './doubt.js';
import type { StatusAnswer } from './status.js';
import { summaryAnswer } from './summary-answer.js';
import type { AskedSum } from './summary-words.js';

export type SumUp = {
  question: SumQuestion;
  comparison: Comparison | undefined;
  words: AskedSum['words'];
  status: StatusAnswer;
  top: number | undefined;
  format: 'json' | 'csv';
};

/**
 * Reads what a summary needs, and sums it up.
 * @throws Failure `out_of_window` when the whole period is older than what is known, never for the one compared to;
 * `invalid_input` for a rep that is nobody, or several people, and for a status that no record has.
 */
export async function sumUp(ask: SumUp, set: Pick<WorkingSet, 'view'>, clock: Clock, call: InsightCall) {
  const { span, rep } = ask.question;
  const want = wantOf(ask.question);
  const view = await set.view({ ...want, ...span }, call);
  const ofPeriod = rep === undefined ? [] : jobsOf(view.held, ask.question);
  const { jobs } = view.held;
  const question = { ...ask.question, rep: rep && personOnJobs('rep', rep, ofPeriod, view.complete, jobs.values()) };
  const summing = new Summing(question);
  summing.add(view.held, wholeDays(view, ask.question));

  const compared = ask.comparison && comparedPeriod(span, ask.comparison);
  const before = compared && (await viewBefore({ ...want, ...compared.span }, set, clock, call));
  const known = before !== undefined && 'held' in before ? before : undefined;
  if (compared !== undefined && known !== undefined) summing.add(known.held, compared);
  const { figures, previous } = summing.totals();
  const counts = [figures.count, previous?.count ?? 0].filter((count) => count > 0);
  const views = known === undefined ? [view] : [view, known];
  const whole = doubted(joined(views), [question.client, question.supplier]);
  ask.status.refuseUnknown({ rows: counts, complete: whole.complete });
  const lacks = before !== undefined && 'lacks' in before ? before.lacks : undefined;
  return summaryAnswer({
    summing,
    asked: { question, words: ask.words, comparison: compared && { span: compared.span, by: ask.comparison, lacks } },
    top: ask.top,
    format: ask.format,
    view: { ...whole, asOf: oldestOf(want.kinds, views) },
  });
}

/** Of days that are not whole yet a few records may be held: a sum of them would pass for the sum of those days. */
function wholeDays({ complete, firstDay }: View, { span, dateField }: SumQuestion): SumQuestion['span'] {
  return complete || dateField === 'invoice_date' || firstDay <= span.from ? span : { from: firstDay, to: span.to };
}

/** What has to be held for a question, but its days. */
function wantOf(question: SumQuestion): Omit<Want, 'from' | 'to'> {
  const { record, groupBy, dateField } = question;
  const kinds: HeldKind[] = [record];
  if (needsJob(question)) kinds.push('jobs');
  if (groupBy.includes('client_group')) kinds.push('contacts');
  return { kinds, lines: record === 'sales_orders' || groupBy.includes('sku'), by: dateField };
}

/**
 * What is known of the period compared to; where not all of it is, what it lacks, in words: the sums of the main period
 * stand without. A period that is partly older than what can be had is not read for a comparison that cannot be made.
 * @throws Failure of a key that may not read: nobody is told anything then.
 */
async function viewBefore(
  want: Want,
  set: Pick<WorkingSet, 'view'>,
  clock: Clock,
  call: InsightCall,
): Promise<View | { lacks: string[] }> {
  const oldest = windowStart(clock.now());
  if (want.from < oldest) return { lacks: [nothingBefore(oldest)] };
  try {
    const view = await set.view(want, call);
    return view.firstDay <= want.from ? view : { lacks: [nothingBefore(view.firstDay), ...view.notes] };
  } catch (error) {
    if (!(error instanceof Failure) || NOT_TO_PASS.has(error.code)) throw error;
    return { lacks: [`Nothing to compare with: the period before could not be read. ${error.message}`] };
  }
}

const NOT_TO_PASS: ReadonlySet<string> = new Set(['unauthorized', 'read_disabled', 'cancelled']);

function nothingBefore(knownFrom: string): string {
  return `Nothing to compare with: what is known whole begins on ${knownFrom}.`;
}
