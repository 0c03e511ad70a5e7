import { fold, nearest } from '../nearest.js';

/** The types of lines that were met. Others may come. */
export const LINE_TYPES = [
  'Asi',
  'Color',
  'Size',
  'Pricing',
  'DecorationMethod',
  'DecorationLocation',
  'DecorationSize',
  'DecorationColor',
  'StitchCount',
  'DesignName',
  'ColorAtImprint',
  'DecorationVendor',
  'DecorationComment',
  'SetupCharge',
  'RunCharge',
  'ProductComment',
  'Comment',
] as const;

export type LineType = (typeof LINE_TYPES)[number];

/** What people call a product, and Syncore does not. */
const OTHER_WORDS: ReadonlyMap<string, LineType> = new Map([
  ['product', 'Asi'],
  ['item', 'Asi'],
]);

/** A type that was not met is longer than a slip of one that was: `SizeRange` is not a misspelt `Size`. */
const LONGER_BY_A_SLIP = 2;

/** What a text means as the type of a line: a known type, a near miss of one, or a type that is not known here. */
export type TypeReading =
  | { kind: 'known'; type: LineType }
  | { kind: 'near'; type: LineType }
  | { kind: 'unknown'; type: string };

/** Letter case and spaces around are no slip; anything else is, for a line of a wrong type cannot be taken back. */
export function readLineType(text: string): TypeReading {
  const written = text.trim();
  const known = LINE_TYPES.find((type) => type.toLowerCase() === written.toLowerCase());
  if (known !== undefined) return { kind: 'known', type: known };
  const word = fold(written);
  const other = OTHER_WORDS.get(word);
  if (other !== undefined) return { kind: 'near', type: other };
  const near = nearestType(written);
  if (near === undefined || word.length > near.length + LONGER_BY_A_SLIP) return { kind: 'unknown', type: written };
  return { kind: 'near', type: near };
}

function nearestType(text: string): LineType | undefined {
  const near = nearest(text, LINE_TYPES);
  return LINE_TYPES.find((type) => type === near);
}
