import type { Summing } from '../insight/summarize.js';
import type { View } from '../insight/working-set.js';
import { groupRows, roomFor, type Shape, sumsRow } from './summary.js';
import { summaryCsv } from './summary-csv.js';
import { type AskedSum, definition, lacksRecords, summaryNotes } from './summary-words.js';

export type SummaryAnswer = {
  summing: Summing;
  asked: AskedSum;
  /** How many groups were asked for; undefined for all that fit. */
  top: number | undefined;
  format: 'json' | 'csv';
  view: Pick<View, 'complete' | 'notes'> & { asOf: Record<string, string | null> };
};

/** With a spreadsheet beside it, the answer itself shows no more groups than this. */
const GROUPS_BESIDE_CSV = 20;

/** Sums as the tool gives them. Totals are always over everything, whatever is shown. */
export function summaryAnswer({ summing, asked, top, format, view }: SummaryAnswer): Record<string, unknown> {
  const { question, comparison } = asked;
  const wanted = summing.result(top ?? Number.POSITIVE_INFINITY);
  const shape: Shape = {
    record: question.record,
    groupBy: question.groupBy,
    byLines: wanted.byLines,
    compares: comparison !== undefined,
  };
  const fitting = format === 'csv' ? summaryCsv(wanted, shape).rows : roomFor(wanted.groups, shape);
  const isCut = fitting < wanted.groups.length;
  const summary = isCut ? summing.result(fitting) : wanted;
  const csv = format === 'csv' ? summaryCsv(summary, shape).csv : undefined;
  const shown = csv === undefined ? summary.groups : summary.groups.slice(0, GROUPS_BESIDE_CSV);
  const cut = isCut ? [`Of ${wanted.groups.length} groups ${fitting} fit; the others are added up in other.`] : [];
  if (shown.length < summary.groups.length) cut.push(`groups shows the first ${shown.length}; csv has all of them.`);
  return {
    groups: groupRows(shown, shape),
    other: summary.other === null ? null : { groups: summary.other.groups, ...sumsRow(summary.other, shape) },
    totals: sumsRow(summary.totals, shape),
    as_of: view.asOf,
    definition: definition(asked, summary.byLines),
    complete: view.complete && comparison?.lacks === undefined && !lacksRecords(summary, asked),
    ...(csv === undefined ? {} : { csv }),
    notes: [...view.notes, ...cut, ...summaryNotes(summary, asked)],
  };
}
