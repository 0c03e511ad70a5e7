/*
 * Sizes as people write them: `2XL`, `XXL`, `2X-Large` and `Extra Extra Large` are one size, `M`, `Med` and `Medium`
 * are another. What is no size by letters ("11 oz", "32x30") is compared by its letters and digits.
 */

const YOUTH = /^(?:YOUTH|YTH|Y)(?=.)/;
const TALL = /(?<=.)(?:TALL|T)$/;
const LETTERS = /^(?:([0-9]{1,2})X|(X+)|((?:EXTRA)+))?(SMALL|SML|SM|S|MEDIUM|MED|MD|M|LARGE|LRG|LG|L)?$/;
const ONE_SIZE = new Set(['OS', 'OSFA', 'OSFM', 'ONESIZE', 'ONESIZEFITSALL', 'ONESIZEFITSMOST']);

/** The end of a SKU that is set off from what stands before it; `X-Large` is one end, not two. */
const LAST_PART = /^(.*?[^\s._/-])[\s._/-]+((?:(?:[0-9]{0,2}X+|EXTRA|YOUTH)[\s._-]+)?[^\s._/-]+)$/isu;

/** The size in its one spelling: `XXL` is `2XL`, `Medium` is `M`, `Youth Small` is `YS`, `One Size` is `OSFA`. */
export function normalSize(text: string): string {
  const upper = inCapitals(text);
  // `S-M` is two sizes, where `2X-Large` is one.
  const range = sizeRange(upper, '/') ?? (/X\s*-/.test(upper) ? null : sizeRange(upper, '-'));
  return range ?? letterSize(upper) ?? sizeRange(upper, '-') ?? withoutSpaces(upper);
}

/**
 * A SKU without the size that some shops write at its end, and that size in its one spelling: `ABC123-XXL` is
 * `ABC123` and `2XL`. Sizes by letters only, for `PT-5X8` is the name of a product.
 */
export function skuAndSize(sku: string): { base: string; size: string | null } {
  const whole = sku.trim();
  const [, base, last] = LAST_PART.exec(whole) ?? [];
  const size = last === undefined ? null : letterSize(inCapitals(last));
  return base === undefined || size === null ? { base: whole, size: null } : { base, size };
}

/** `11 OZ` is `11OZ`, and `7 1/2` is still not 71 halves. */
function withoutSpaces(upper: string): string {
  const joined = upper.replace(/(?<=[0-9])\s+(?=[0-9])/g, '-').replace(/\s+/g, '');
  return joined.normalize('NFKC');
}

/** `S/M` and `Small-Medium`: caps and socks come in two sizes at once. */
function sizeRange(upper: string, between: '/' | '-'): string | null {
  const parts = upper.split(between, 3).map(letterSize);
  return parts.length === 2 && parts.every((part) => part !== null) ? parts.join('/') : null;
}

/** Composed before and after, for a capital can be two letters. */
function inCapitals(text: string): string {
  return text.normalize('NFKC').toUpperCase().normalize('NFKC').trim();
}

function letterSize(upper: string): string | null {
  const compact = upper.replace(/[\s._'’-]+/g, '').replace(/^ADULT(?=.)/, '');
  if (ONE_SIZE.has(compact)) return 'OSFA';
  const adult = plainLetters(compact);
  if (adult !== null) return adult;
  const youth = plainLetters(compact.replace(YOUTH, ''));
  if (youth !== null) return `Y${youth}`;
  const tall = plainLetters(compact.replace(TALL, ''));
  return tall === null ? null : `${tall}T`;
}

function plainLetters(compact: string): string | null {
  const [, digits, exes, extras, letter] = LETTERS.exec(compact) ?? [];
  const times = digits === undefined ? (exes?.length ?? (extras?.length ?? 0) / 'EXTRA'.length) : Number(digits);
  // `2X` leaves the L to the reader. `1X` is a size of its own where women's sizes go on after XL.
  if (letter === undefined) return digits !== undefined && times >= 2 ? `${times}XL` : null;
  if (times === 0) return digits === undefined ? letter.charAt(0) : null;
  if (letter.startsWith('M')) return null;
  return `${times === 1 ? '' : times}X${letter.charAt(0)}`;
}
