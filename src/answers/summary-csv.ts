import type { Sums } from '../insight/groups.js';
import type { Summary } from '../insight/summarize.js';
import { type Cell, csvLine } from './csv.js';
import { figureValues, keyText, previousValues, type Shape } from './summary.js';

/** A larger text is more than hosts let through. */
const LONGEST_CSV = 60_000;
/** What a row of others may take: room for it is kept where cutting would bring one. */
const ROOM_FOR_OTHERS = 300;

/**
 * A summary as a spreadsheet: a row for each group, then what the others and all come to. Cut at whole rows where it
 * would be too long; `rows` is how many groups it holds.
 */
export function summaryCsv(summary: Summary, shape: Shape): { csv: string; rows: number } {
  const { groupBy } = shape;
  const keys = groupBy.flatMap((field) => (field === 'client' ? ['client', 'client_name'] : [field]));
  const nothing = keys.map((): Cell => null);
  const line = (cells: readonly Cell[]) => `${csvLine(cells)}\n`;
  const head = line(['row', ...keys, ...columns(summary.totals, shape).map(([name]) => name)]);
  const values = (sums: Sums) => columns(sums, shape).map(([, value]) => value);
  const others = summary.other === null ? '' : line(['other', ...nothing, ...values(summary.other)]);
  const tail = others + line(['total', ...nothing, ...values(summary.totals)]);
  const room = LONGEST_CSV - (summary.other === null ? ROOM_FOR_OTHERS : 0) - head.length - tail.length;
  let body = '';
  let rows = 0;
  for (const group of summary.groups) {
    const key = groupBy.flatMap((field, at): Cell[] => {
      const part = group.key[at] ?? null;
      return field === 'client' ? [keyText(field, part), part?.name ?? null] : [keyText(field, part)];
    });
    const next = line(['group', ...key, ...values(group)]);
    if (body.length + next.length > room) break;
    body += next;
    rows += 1;
  }
  return { csv: head + body + tail, rows };
}

/** The columns of a row. Those of a period compared to stay empty where it is not known. */
function columns({ figures, previous }: Sums, shape: Shape): [name: string, value: Cell][] {
  const now = Object.entries(figureValues(figures, shape));
  if (!shape.compares) return now;
  const before = Object.entries(previousValues(previous ?? figures));
  return [
    ...now,
    ...before.map(([name, value]): [string, Cell] => [`previous_${name}`, previous === null ? null : value]),
  ];
}
