// How an answer is shown on a terminal: plain text of at most `WIDTH` columns, without colours.

export const WIDTH = Math.min(100, Math.max(80, process.stdout.columns ?? 88));

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
// Unit prices can have up to four decimals (a pen at 0.895).
const unitDollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });

/** An amount such as `$3,720.13`; a dash where Syncore gave none. */
export function money(value) {
  return typeof value === 'number' ? dollars.format(value) : '-';
}

/** A price of one piece such as `$24.50` or `$0.895`; a dash where Syncore gave none. */
export function unitMoney(value) {
  return typeof value === 'number' ? unitDollars.format(value) : '-';
}

/** A text in lines that fit the terminal, each after `indent`. */
export function wrap(text, indent = '') {
  const lines = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
    }
    line += (line.trim() === '' ? '' : ' ') + word;
  }
  return [...lines, line];
}

/**
 * Rows of texts below their heads. The column named `elastic` is cut where the table would be wider than the terminal;
 * those in `right` stand at the right, as numbers do.
 */
export function table(heads, rows, { elastic, right = [], indent = '  ' } = {}) {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column].length)));
  const between = 2;
  const total = indent.length + widths.reduce((sum, width) => sum + width + between, -between);
  const stretching = heads.indexOf(elastic);
  if (stretching !== -1 && total > WIDTH) widths[stretching] -= total - WIDTH;
  const cell = (text, column) => {
    const width = widths[column];
    const cut = text.length > width ? `${text.slice(0, width - 3)}...` : text;
    return right.includes(heads[column]) ? cut.padStart(width) : cut.padEnd(width);
  };
  const line = (cells) => (indent + cells.map(cell).join(' '.repeat(between))).trimEnd();
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
