import { nearest } from '../nearest.js';
import { addDetail, DETAIL_TYPES, DETAILS, type Detail, isStitchCount, MOST_STITCHES } from './decoration.js';
import {
  type Findings,
  isPriced,
  readAmounts,
  readGivenId,
  readMarks,
  readText,
  readTexts,
  refuse,
  unlessZero,
} from './input-checks.js';
import { asLineItems, type Below, newLine, type Said } from './new-line.js';
import type { DecorationInput } from './order-input.js';
import type { Decoration } from './product-shape.js';

/** One decoration as lines: its method, which only the first may lack, and what hangs under it. */
export type DecorationLines = { method: Below | null; details: Below[] };

/** Makes the lines of a product's decorations; `from` is the field that holds them. */
export function readDecorations(
  given: readonly DecorationInput[] | undefined,
  from: string,
  findings: Findings,
): DecorationLines[] {
  const decorations = (given ?? []).map((input, index) => {
    const place = `${from}[${index}]`;
    const details = readDetails(input, place, findings);
    const method = readMethod(input, place, findings);
    if (method === null && (index > 0 || details.length === 0)) {
      refuse(findings, `${place}.method`, 'is missing: say how the product is decorated, such as Embroidery');
    }
    return { method, details };
  });
  const [first, second] = decorations;
  if (first?.method === null && first.details.length > 0 && second?.method && second.details.length === 0) {
    // Read again they would be one: details were seen before their method.
    refuse(findings, `${from}[0].method`, 'is missing, and the next decoration has no details: make one of the two');
  }
  return decorations;
}

function readMethod(input: DecorationInput, from: string, findings: Findings): Below | null {
  const amounts = unlessZero(readAmounts(input, from, 'heading', findings));
  const marks = readMarks(input, from, findings);
  if (input.method === undefined) {
    if (isPriced(amounts) || marks.sku || marks.supplier || input.visible !== undefined) {
      refuse(findings, `${from}.method`, 'is missing: amounts, SKU, supplier and visible are those of a method');
    }
    return null;
  }
  const description = readText(input.method, `${from}.method`, 'name', findings);
  return { type: 'DecorationMethod', from, said: { description, ...amounts, ...marks } };
}

function readDetails(input: DecorationInput, from: string, findings: Findings): Below[] {
  const told = DETAIL_TYPES.flatMap(([detail, type]) =>
    readDetail(input, detail, `${from}.${detail}`, findings).map((line) => ({ detail, type, ...line })),
  );
  const hidden = readHidden(input, new Set(told.map(({ detail }) => detail)), `${from}.hidden`, findings);
  return told.map(({ detail, type, from, said }) => ({
    type,
    from,
    said: hidden.has(detail) ? { ...said, visible: false } : said,
  }));
}

function readDetail(
  input: DecorationInput,
  detail: Detail,
  from: string,
  findings: Findings,
): { from: string; said: Said }[] {
  if (detail === 'colors') {
    return readTexts(input.colors, from, 'name', findings).map(({ text, from }) => ({
      from,
      said: { description: text },
    }));
  }
  if (detail === 'vendor') return readVendor(input, from, findings);
  if (detail === 'stitch_count') return readStitches(input.stitch_count, from, findings);
  const description = readText(input[detail], from, detail === 'comment' ? 'text' : 'name', findings);
  return description === null ? [] : [{ from, said: { description } }];
}

function readVendor(input: DecorationInput, from: string, findings: Findings): { from: string; said: Said }[] {
  const description = readText(input.vendor, from, 'name', findings);
  const id = readGivenId(input.vendor_id, `${from}_id`, findings);
  if (description === null && id === null) return [];
  return [{ from, said: { description, supplier: id === null ? null : { id, name: null } } }];
}

/** Written as people write it: 8,000. */
function readStitches(given: number | undefined, from: string, findings: Findings): { from: string; said: Said }[] {
  if (given === undefined) return [];
  if (isStitchCount(given)) return [{ from, said: { description: withCommas(given) } }];
  refuse(findings, from, `must be a whole number from 1 to ${withCommas(MOST_STITCHES)}`);
  return [];
}

function withCommas(count: number): string {
  return String(count).replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, ',');
}

function readHidden(
  { hidden = [] }: DecorationInput,
  told: ReadonlySet<Detail>,
  from: string,
  findings: Findings,
): ReadonlySet<Detail> {
  const names = DETAIL_TYPES.map(([name]) => name);
  const found = new Set<Detail>();
  hidden.forEach((given, index) => {
    const name = names.find((known) => known === given.trim().toLowerCase());
    const field = `${from}[${index}]`;
    if (name !== undefined && told.has(name)) found.add(name);
    else if (name !== undefined) refuse(findings, field, 'names a detail that this decoration does not have');
    else refuse(findings, field, `must be one of ${names.join(', ')}`, nearest(given, names));
  });
  return found;
}

/** A second location and its like, which have no place in a decoration: shown under `other`. */
export function isDetailType(type: string): boolean {
  return DETAILS.has(type.toLowerCase());
}

/**
 * Hangs such lines under the decorations of their product, each where its detail is said already: read again, it would
 * else be taken for the missing detail of another one. Gives those that fit into every decoration.
 */
export function placeStrays(strays: readonly Below[], decorations: readonly DecorationLines[]): Below[] {
  const shown = decorations.map(asRead);
  let at = 0;
  return strays.filter((stray) => {
    const refusing = shown.map((decoration) => !takes({ ...decoration }, stray));
    // In the order given, so that they are read in that order again.
    const place = refusing.indexOf(true, at) >= 0 ? refusing.indexOf(true, at) : refusing.indexOf(true);
    if (place < 0) return true;
    at = Math.max(at, place);
    decorations[place]?.details.push(stray);
    return false;
  });
}

function asRead({ details }: DecorationLines): Decoration {
  const decoration: Decoration = {};
  for (const detail of details) takes(decoration, detail);
  return decoration;
}

function takes(decoration: Decoration, { type, said }: Below): boolean {
  const detail = DETAILS.get(type.toLowerCase());
  const [line] = asLineItems([newLine(type, '', null, said)]);
  return detail === undefined || line === undefined || addDetail(decoration, detail, line);
}
