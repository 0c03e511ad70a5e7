/** Words that people write before their number: `PO 7781`, `P.O. #7781` and `Purchase order no. 7781` are 7781. */
const BEFORE = /^(?:(?:p[.\s]*o|purchase\s*order|order|number|num|nr|no)(?![\p{L}])|[\s.:,;#/_-])+/u;

/**
 * A customer's own order number as people compare it: letter case, spaces, punctuation and words such as `PO` before it
 * do not count. Empty for what is no number at all.
 */
export function normalCustomerNumber(text: string | null): string {
  const plain = (text ?? '').normalize('NFKC').toLowerCase().trim();
  const bare = lettersAndDigits(plain.replace(BEFORE, ''));
  return bare === '' ? lettersAndDigits(plain) : bare;
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}
