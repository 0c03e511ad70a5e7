import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src/answers/csv.js';
import { cleanText } from '../../src/mcp/untrusted.js';
import { readCsv } from '../support/csv.js';

/** What a spreadsheet makes of a cell that a text was put into, after the cleaning that all answers go through. */
function shown(text: string): string {
  return readCsv(`${cleanText(csvLine([text]), 64_000)}\n`)[0]?.[0] ?? '';
}

/** The cells that a spreadsheet of a country that divides at semicolons makes of a line. */
function bySemicolon(text: string): string[] {
  return cleanText(csvLine(['first', text]), 64_000).split(';');
}

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
const HIDING = [
  '',
  ' ',
  '"',
  "'",
  ' "',
  '\u00A0',
  '\u200B',
  '\uFEFF',
  '\u2028',
  '\u0000',
  '\u202E',
  '\uD800',
  '\uFFF9',
  '“',
  '\u3164',
  '\n ',
];

describe('cells', () => {
  it.each(SIGNS)('that begin with %s are kept from being a formula, whatever is before it', (sign) => {
    for (const before of HIDING) {
      const cell = shown(`${before}${sign}HYPERLINK("http://evil.example","x")`);
      expect(cell, JSON.stringify(before)).toMatch(/^'/);
    }
  });

  it('that begin with a tab or a line end are text, without it', () => {
    for (const start of ['\t', '\r', '\n', ' \t', '\u200B\t']) expect(shown(`${start}SUM(A1)`)).toBe("'SUM(A1)");
    expect(shown('\t=1+1')).toBe("'=1+1");
  });

  it('never begin like a formula, also where a semicolon divides', () => {
    const parts = fc.constantFrom(...SIGNS, '\t', '\r', ...HIDING, ';', ',', 'Acme', '1', '|cmd', '\u{E0041}');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (texts) => {
        const text = texts.join('');
        expect(shown(text)).not.toMatch(/^[\s"]*[=+\-@\t\r＝＋－＠]/);
        for (const cell of bySemicolon(text).slice(1)) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep numbers as numbers, negative ones too, and nothing as nothing', () => {
    expect(csvLine(['Acme', -12.5, 0, null, 1e6])).toBe('Acme,-12.5,0,,1000000');
  });

  it('come back as they were, on one line', () => {
    expect(shown('Acme, Inc. "The\nbest"')).toBe('Acme, Inc. "The best"');
    const plain = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ,"'.&-]{0,60}[A-Za-z0-9.]$/);
    fc.assert(
      fc.property(plain, (text) => {
        expect(shown(text)).toBe(text.replace(/ +/g, ' '));
      }),
    );
  });
});
