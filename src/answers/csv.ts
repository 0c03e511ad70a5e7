/** A cell: numbers stay numbers, null is an empty cell. */
export type Cell = string | number | null;

/** Names are clipped; nothing else of a text belongs into a spreadsheet of sums. */
const LONGEST_CELL = 200;
/** What answers do not show: were it removed after this, what stands behind it would begin the cell. */
const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Surrogate}\uFFF9-\uFFFB]/gu;
/**
 * Where a text begins like a formula, also behind quotes and blanks; and behind a semicolon, at which spreadsheets of
 * many countries divide. The wide forms are taken for the plain ones by some.
 */
const FORMULA = /(^|;)(?=[\s"'\u2018-\u201F]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** A line of CSV, without its end. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(',');
}

/** One cell; a text that a spreadsheet would run as a formula gets an apostrophe before it, which keeps it text. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const seen = cell.slice(0, LONGEST_CELL).replace(UNSEEN, '');
  const line = seen.replace(/\s+/g, ' ').trim().replace(FORMULA, "$1'");
  const text = /^\s*[\t\r\n]/.test(seen) && !line.startsWith("'") ? `'${line}` : line;
  return /[",;\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
