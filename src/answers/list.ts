import * as z from 'zod/v4';
import type { Found } from '../client/reader.js';
import { centsToValue } from '../records/money.js';

/** The schema of a list result over rows of one kind. */
export function listOf(row: z.ZodType) {
  return z.object({
    items: z.array(row),
    returned: z.int(),
    total: z.int().nullable(),
    totals: z.record(z.string(), z.number()).nullable(),
    next_cursor: z.string().nullable(),
    complete: z.boolean(),
    url_template: z.string().nullable(),
    notes: z.array(z.string()),
  });
}

export type ListAnswer<R> = {
  found: Found<R>;
  /** One row; free texts are cut at `width` characters. */
  row: (record: R, width: number) => Record<string, unknown>;
  /** Amounts to add up, in cents; they are added only where the whole answer was read. */
  sums?: Record<string, (record: R) => number | null>;
  cursor: string | null;
  urlTemplate?: string;
  notes: string[];
};

/** A list as every tool gives it. */
export function toList<R>({ found, row, sums, cursor, urlTemplate, notes }: ListAnswer<R>): Record<string, unknown> {
  const added = sums === undefined || !found.whole ? null : addUp(found.rows, sums);
  return {
    items: fitting(found.rows, row),
    returned: found.rows.length,
    total: found.total,
    totals: added === null ? null : added.totals,
    next_cursor: cursor,
    complete: found.complete,
    url_template: urlTemplate ?? null,
    notes: [...notes, ...found.notes, ...(added?.notes ?? [])],
  };
}

function addUp<R>(rows: R[], sums: Record<string, (record: R) => number | null>) {
  const totals: Record<string, number> = {};
  const notes: string[] = [];
  for (const [name, amount] of Object.entries(sums)) {
    const known = rows.map(amount).filter((cents) => cents !== null);
    totals[name] = centsToValue(known.reduce((sum, cents) => sum + cents, 0));
    const missing = rows.length - known.length;
    if (missing > 0) notes.push(`${missing} of ${rows.length} have no ${name}; the total is without them.`);
  }
  return { totals, notes };
}

/** How long a free text in a row may be, widest first; a row that needs less room than another leaves it more. */
const WIDTHS = [100, 80, 60, 45, 30];
/** What a row may cost on average, in characters of JSON: a list of 20 then stays below 7 KB. */
const ROOM_PER_ROW = 310;

/** The rows with their free texts as wide as the room for the whole list allows. */
function fitting<R>(records: R[], row: (record: R, width: number) => Record<string, unknown>) {
  let rows: Record<string, unknown>[] = [];
  for (const width of WIDTHS) {
    rows = records.map((record) => row(record, width));
    if (JSON.stringify(rows).length <= records.length * ROOM_PER_ROW) return rows;
  }
  return rows;
}

/** A free text as a row of a list shows it: one line, cut where it is long; the record itself has all of it. */
export function brief(text: string | null, width: number): string | null {
  if (text === null) return null;
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1).trimEnd()}…`;
}
