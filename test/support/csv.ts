/** Reads CSV as RFC 4180 has it, into rows of texts. Fails where it is none. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = /"((?:[^"]|"")*)"(?=[,\n])/y;
    const plain = /[^",\n]*(?=[,\n])/y;
    quoted.lastIndex = at;
    plain.lastIndex = at;
    const cell = quoted.exec(text) ?? plain.exec(text);
    if (cell === null) throw new Error(`no CSV: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(cell[1] === undefined ? cell[0] : cell[1].replaceAll('""', '"'));
    at += cell[0].length + 1;
    if (text[at - 1] === '\n') {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) throw new Error('the last line of the CSV has no end');
  return rows;
}
