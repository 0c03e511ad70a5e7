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

/** The fields of a row as they stand in a list: `items[].description`. */
export function inItems(fields: readonly string[]): string[] {
  return fields.map((field) => `items[].${field}`);
}

/** How many characters of a free text, and of a name, a row shows. */
export type Width = { text: number; name: number };

export type ListAnswer<R> = {
  found: Found<R>;
  row: (record: R, width: Width) => Record<string, unknown>;
  /** Amounts to add up, in cents; they are added only where the whole answer is known. */
  sums?: Record<string, (record: R) => number | null>;
  cursor: string | null;
  urlTemplate?: string;
  notes: string[];
};

/** A list as every tool gives it. */
export function toList<R>({ found, row, sums, cursor, urlTemplate, notes }: ListAnswer<R>): Record<string, unknown> {
  const all = found.whole ? found.rows : found.complete ? found.all?.() : undefined;
  const added = sums === undefined || all === undefined ? null : addUp(all, sums);
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

function addUp<R>(rows: readonly R[], sums: Record<string, (record: R) => number | null>) {
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

/** Widest first; a row that needs less room than another leaves it more. A name is worth more than the end of a text. */
const WIDTHS: readonly Width[] = [
  { text: 100, name: 100 },
  { text: 80, name: 80 },
  { text: 60, name: 60 },
  { text: 45, name: 60 },
  { text: 30, name: 60 },
  { text: 24, name: 48 },
  { text: 20, name: 36 },
  { text: 20, name: 28 },
  { text: 20, name: 20 },
];
/** What a row may cost on average, in characters of JSON: a list of 20 then stays below 7 KB. */
const ROOM_PER_ROW = 318;
/** A list shorter than this has the room of one of this length. */
const USUAL_ROWS = 20;

/** The rows with their free texts and names as wide as the room for the whole list allows. */
function fitting<R>(records: R[], row: (record: R, width: Width) => Record<string, unknown>) {
  const room = Math.max(records.length, USUAL_ROWS) * ROOM_PER_ROW;
  let rows: Record<string, unknown>[] = [];
  for (const width of WIDTHS) {
    rows = records.map((record) => row(record, width));
    if (JSON.stringify(rows).length <= room) return rows;
  }
  return rows;
}

/** A free text as a row of a list shows it: one line, cut where it is long; the record itself has all of it. */
export function brief(text: string | null, width: number): string | null {
  if (text === null) return null;
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1).trimEnd()}…`;
}
