import { isDetailType } from './decoration-lines.js';
import { type Findings, readAmounts, readGivenId, readMarks, readText, readType, refuse } from './input-checks.js';
import type { LineInput } from './order-input.js';
import { push, type Sheet } from './product-lines.js';

/** An item as far as its place in the tree goes; the type is null where it was refused. */
type Item = { type: string | null; parent: number | null };

/** Writes lines that the caller has made himself; a `parent` is a position among them. */
export function writeLineItems(items: readonly LineInput[], sheet: Sheet): void {
  const { lines, findings } = sheet;
  const first = lines.length;
  const parents = items.map((item, index) => readParent(item.parent, items.length, index, findings));
  const holding = new Set(parents);
  const read: Item[] = [];
  items.forEach((item, index) => {
    const from = `line_items[${index}]`;
    const parent = parents[index] ?? null;
    const type = readItemType(item, parent === null ? null : read[parent], from, findings);
    read.push({ type, parent });
    const isHeading = type === 'Asi' ? holding.has(index) : !['Size', 'SetupCharge', 'RunCharge'].includes(type ?? '');
    if (type === 'Size' && item.quantity === undefined) {
      refuse(findings, `${from}.quantity`, 'is missing: say how many');
    }
    const description = readText(item.description, `${from}.description`, 'text', findings);
    const marks = readMarks(item, from, findings);
    if (type === 'Asi' && !item.description?.trim() && !item.sku?.trim()) {
      refuse(findings, `${from}.description`, 'is missing, and so is the SKU: one of them has to name the product');
    }
    const said = {
      description,
      ...marks,
      ...readAmounts(item, from, isHeading ? 'heading' : 'refused', findings),
      productId: readGivenId(item.product_id, `${from}.product_id`, findings),
      taxability: readText(item.taxability, `${from}.taxability`, 'name', findings),
      fromStock: item.from_stock ?? null,
    };
    push(sheet, { type: type ?? 'Comment', from, said }, parent === null ? null : first + parent);
  });
  const colored = parentsOf('Color', read);
  const decorated = parentsOf('DecorationMethod', read);
  read.forEach(({ type, parent }, index) => {
    const above = parent === null ? undefined : (read[parent]?.type ?? null);
    // A type that was refused, of the line or above it, leaves open what it is.
    const isOpen = type === null || above === null;
    const wrong = isOpen ? null : wrongPlace(type, above, colored.has(parent), decorated.has(parent));
    if (wrong !== null) refuse(findings, `line_items[${index}].parent`, wrong);
  });
}

function readParent(given: number | undefined, count: number, index: number, findings: Findings): number | null {
  if (given === undefined) return null;
  if (Number.isInteger(given) && given >= 0 && given < index) return given;
  const forward = Number.isInteger(given) && given >= index && given < count;
  const message = forward ? 'points forward or at itself: a parent comes first' : 'is no position in line_items';
  return refuse(findings, `line_items[${index}].parent`, `${message} (the first item is 0)`);
}

/** A missing type is filled in where there is one that it can be, and that is said. */
function readItemType(
  item: LineInput,
  parent: Item | null | undefined,
  from: string,
  findings: Findings,
): string | null {
  const given = readType(item.type, `${from}.type`, findings);
  if (given !== undefined) return given;
  const likely = likelyType(item, parent);
  if (likely === null) return refuse(findings, `${from}.type`, 'is missing: say what kind of line this is');
  findings.notes.push(`${from} has no type: it is entered as ${likely}.`);
  return likely;
}

function likelyType(item: LineInput, parent: Item | null | undefined): string | null {
  const isText = (item.quantity ?? item.price_value ?? item.cost_value ?? item.sku ?? item.product_id) === undefined;
  if (!parent) return isText ? 'Comment' : 'Asi';
  if (parent.type === 'Color') return 'Size';
  return parent.type === 'Asi' && isText ? 'ProductComment' : null;
}

function parentsOf(type: string, items: readonly Item[]): ReadonlySet<number | null> {
  return new Set(items.filter((item) => item.type === type).map(({ parent }) => parent));
}

/** Why a line cannot hang where it does; `above` is the type of its parent, `colored` and `decorated` what is beside it. */
function wrongPlace(type: string, above: string | undefined, colored: boolean, decorated: boolean): string | null {
  if (type === 'Color') {
    return above === 'Asi' || above === 'Comment' ? null : 'must be a product (Asi): a Color stands under one';
  }
  if (type === 'Size') {
    if (above === 'Color' || above === 'Comment' || (above === 'Asi' && !colored)) return null;
    return `must be a Color${colored ? ' of this product' : ', a Comment, or a product (Asi) without colors'}`;
  }
  if (!isDetailType(type) || decorated || above === 'DecorationMethod' || above === 'Asi') return null;
  return `must be a DecorationMethod: a ${type} stands under one, or beside it`;
}
