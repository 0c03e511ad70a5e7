import { isDetailType } from './decoration-lines.js';
import {
  type Findings,
  isPriced,
  readAmounts,
  readMarks,
  readText,
  readTexts,
  readType,
  refuse,
  unlessZero,
} from './input-checks.js';
import { readLineType } from './line-types.js';
import type { Below } from './new-line.js';
import type { ChargeInput, OtherInput, PricingInput, ShelfInput } from './order-input.js';

/** What a product and the order itself can both hold, as lines in the order in which they are written. */
export type ShelfLines = {
  charges: Below[];
  comments: Below[];
  /** Lines that belong to a decoration, where there is a product. */
  strays: Below[];
  other: Below[];
};

/** What has a place of its own: read again it would show there. */
const PLACES_IN_ORDER: ReadonlyMap<string, string> = new Map([
  ['Asi', 'products'],
  ['SetupCharge', 'charges'],
  ['RunCharge', 'charges'],
]);
const PLACES_IN_PRODUCT: ReadonlyMap<string, string> = new Map([
  ...PLACES_IN_ORDER,
  ['Color', 'colors'],
  ['Size', 'colors'],
  ['Pricing', 'pricing'],
  ['DecorationMethod', 'decoration'],
]);

/**
 * Makes the lines of charges, comments and the rest; `from` stands before the names of their fields. The entry of
 * `other` at `skip` is left out: it is the product's own line.
 */
export function readShelf(input: ShelfInput, from: '' | `${string}.`, findings: Findings, skip = -1): ShelfLines {
  const inProduct = from !== '';
  const type = inProduct ? 'ProductComment' : 'Comment';
  const charges = (input.charges ?? []).map((charge, index) =>
    readCharge(charge, `${from}charges[${index}]`, findings),
  );
  const comments = readTexts(input.comments, `${from}comments`, 'text', findings).map(
    (comment): Below => ({ type, from: comment.from, said: { description: comment.text } }),
  );
  const shelf: ShelfLines = { charges, comments, strays: [], other: [] };
  (input.other ?? []).forEach((entry, index) => {
    const line = index === skip ? null : readOther(entry, inProduct, `${from}other[${index}]`, findings);
    if (line === null) return;
    if (isPlainText(line)) shelf.comments.push({ ...line, type });
    else if (inProduct && isDetailType(line.type)) shelf.strays.push(line);
    else shelf.other.push(line);
  });
  return shelf;
}

/** A line with a text, amounts and marks, and no more. */
export function readPlain(input: PricingInput, type: string, from: string, findings: Findings): Below {
  const description = readText(input.description, `${from}.description`, 'text', findings);
  const amounts = unlessZero(readAmounts(input, from, 'heading', findings));
  return { type, from, said: { description, ...amounts, ...readMarks(input, from, findings) } };
}

function readCharge(charge: ChargeInput, from: string, findings: Findings): Below {
  const { kind, type } = readLineType(charge.type ?? '');
  const near = type === 'RunCharge' ? 'RunCharge' : 'SetupCharge';
  if (type !== near || kind !== 'known') {
    const nearest = type === near ? near : undefined;
    refuse(findings, `${from}.type`, 'must be SetupCharge or RunCharge', nearest);
  }
  if (charge.quantity === undefined && charge.price_value) {
    findings.notes.push(`${from} has a price and no quantity, so it adds nothing to the order.`);
  }
  const description = readText(charge.description, `${from}.description`, 'text', findings);
  const amounts = readAmounts(charge, from, 'refused', findings);
  return { type: near, from, said: { description, ...amounts, ...readMarks(charge, from, findings) } };
}

function readOther(entry: OtherInput, inProduct: boolean, from: string, findings: Findings): Below | null {
  const given = readType(entry.type, `${from}.type`, findings);
  const line = readPlain(entry, given ?? 'Comment', from, findings);
  if (given === null) return null;
  const place = (inProduct ? PLACES_IN_PRODUCT : PLACES_IN_ORDER).get(line.type);
  if (place !== undefined) return refuse(findings, from, `belongs in ${place}`);
  if (given === undefined && !isPlainText(line)) {
    return refuse(findings, `${from}.type`, 'is missing: only a text can do without one');
  }
  const isText = line.type === 'Comment' || line.type === 'ProductComment';
  const { description, visible } = line.said;
  if (!isText || description !== null || visible === false || isPriced(line.said)) return line;
  return refuse(findings, from, 'says nothing: leave it out');
}

/** Read again it is one of the comments. */
function isPlainText({ type, said }: Below): boolean {
  const isText = type === 'Comment' || type === 'ProductComment';
  return isText && typeof said.description === 'string' && !isPriced(said) && said.visible !== false;
}
