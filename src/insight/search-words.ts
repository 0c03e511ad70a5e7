import { normalName } from '../client/names.js';
import { skuAndSize } from '../records/size-names.js';

/*
 * What a text is found by. Texts and questions go through the same, so that "PO-88213", "po 88213" and "88213" meet.
 */

/** Words and numbers that belong together: joined by one sign, without a blank. */
const CHUNK = /[\p{L}\p{N}]+(?:[-_/.#'’\u2010-\u2015\u2212][\p{L}\p{N}]+)*/gu;
/** `32255-1`: the name of an order, whatever dash it has. */
const ORDER_NAME = /^([0-9]+)[-\u2010-\u2015\u2212]([0-9]+)$/;
const HAS_DIGIT = /[0-9]/;
/** The number in `PO88213`; a shorter one says too little. */
const LONG_NUMBER = /[0-9]{4,}/g;
/** The most of a text that is looked at: no title or description comes near. */
const LONGEST_TEXT = 4_000;

/** Words that stand in questions and not for what is looked for. */
const NOISE = new Set(
  [
    'a an and any are at by can did do for from get has have he her his i in is it its me my of on or our she that the',
    'their them there they this to us was we were what when where which who with find search show look give list all',
    'order orders job jobs project projects number numbers no nr po pos so sales purchase client customer record',
  ].flatMap((words) => words.split(' ')),
);

/** A word of a question: as it was asked, and the spellings by which it is found, the whole of it first. */
export type AskedWord = { asked: string; whole: string; spellings: string[] };

/** The words of a text, each with the spellings by which it is found. */
export function searchWords(text: string): string[][] {
  return chunksOf(text)
    .map(spellings)
    .filter((words) => words.length > 0);
}

/** The words of a question: those that say nothing are left out, unless there are no others. */
export function questionWords(text: string): AskedWord[] {
  const words = chunksOf(text).flatMap((asked): AskedWord[] => {
    const found = spellings(asked).filter((spelling) => !isEnding(spelling, asked));
    const [whole] = found;
    return whole === undefined ? [] : [{ asked, whole, spellings: found }];
  });
  const telling = words.filter((word) => !word.spellings.every((spelling) => NOISE.has(spelling)));
  return telling.length > 0 ? telling : words;
}

/** The `com` of `acme.com`: it stands in every address. */
function isEnding(spelling: string, asked: string): boolean {
  return asked.includes('.') && asked.toLowerCase().endsWith(`.${spelling}`);
}

/** A word of four or five letters, in which two that are swapped are a larger slip than one. */
const SHORT_WORD = /^\p{L}{4,5}$/u;

/** The same word with two neighbours swapped, for each pair: the commonest slip of all. */
export function neighbourSwaps(word: string): string[] {
  if (!SHORT_WORD.test(word)) return [];
  const letters = [...word];
  const swaps = letters.slice(1).map((letter, at) => {
    const before = letters[at] ?? '';
    return [...letters.slice(0, at), letter, before, ...letters.slice(at + 2)].join('');
  });
  return [...new Set(swaps)].filter((swap) => swap !== word);
}

function chunksOf(text: string): string[] {
  return text.slice(0, LONGEST_TEXT).match(CHUNK) ?? [];
}

function spellings(chunk: string): string[] {
  const order = ORDER_NAME.exec(chunk);
  if (order !== null) return [`${order[1]}-${order[2]}`, ...(order[1] === undefined ? [] : [order[1]])];
  const { base, size } = skuAndSize(chunk);
  const parts = normalName(base).split(' ');
  const whole = parts.join('');
  const out = [whole];
  if (size !== null) out.push(normalName(chunk).replaceAll(' ', ''));
  if (parts.length > 1) out.push(...parts.filter((part) => part.length > 1));
  if (HAS_DIGIT.test(whole)) out.push(...(whole.match(LONG_NUMBER) ?? []));
  return [...new Set(out.map(singular))].filter((spelling) => spelling !== '');
}

/** `polos` is found as `polo`, `accessories` as `accessory`, `boxes` as `box`: on both sides, so that names meet too. */
function singular(word: string): string {
  if (!/^\p{L}{4,}$/u.test(word) || !/[^s]s$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return word.slice(0, /(?:x|ch|sh|ss)es$/.test(word) ? -2 : -1);
}

/** A number or code as one word, whatever stands between its parts: `PC 61` is found as `PC61`. */
export function squeezed(code: string): string {
  return normalName(code).replaceAll(' ', '');
}
