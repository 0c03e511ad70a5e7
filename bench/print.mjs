// How results look on a terminal.
const WIDTH = 100;

/** One section: how it was measured, its table, and each figure beside its goal. */
export function printSection(name, { title, explained, heads, rows, figures }) {
  const goals = figures.map((figure) => [
    figure.name,
    shown(figure),
    figure.goal === undefined ? '' : goalOf(figure),
    verdict(figure),
  ]);
  const lines = [
    `== ${name}: ${title}`,
    ...explained.flatMap((text) => wrap(text)),
    '',
    ...columns([heads, ...rows]),
    '',
    ...columns(goals),
  ];
  return `\n${lines.join('\n')}\n`;
}

/** The last line: how many goals were missed, and which. */
export function printSummary(missed) {
  if (missed.length === 0) return '\nAll goals are met.\n';
  return `\nMISSED: ${missed.map((figure) => `${figure.name} (${shown(figure)}, goal ${goalOf(figure)})`).join('; ')}\n`;
}

function goalOf({ goal, unit }) {
  return `at most ${format(goal, unit)}`;
}

function shown({ value, unit }) {
  return format(value, unit);
}

function format(value, unit) {
  const number = Number.isInteger(value) && unit !== '' ? value.toLocaleString('en-US') : value.toFixed(2);
  return unit === '' ? number : `${number} ${unit}`;
}

function verdict({ met }) {
  if (met === undefined) return '';
  return met ? 'met' : 'MISSED';
}

/** The first column stands at the left, the others at the right. */
function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
    return `  ${cells.join('   ')}`.trimEnd();
  });
}

function wrap(text) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
