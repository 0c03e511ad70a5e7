import type { LineItem, LineNode } from './line-items.js';
import { type Decoration, hasTotalOfItsOwn, isMoreThanText, marks, ownAmounts } from './product-shape.js';

type Detail =
  | 'location'
  | 'size'
  | 'colors'
  | 'stitch_count'
  | 'design_name'
  | 'color_at_imprint'
  | 'vendor'
  | 'comment';

/** The details of a decoration by the type of their line, in lower case. */
export const DETAILS: ReadonlyMap<string, Detail> = new Map<string, Detail>([
  ['decorationlocation', 'location'],
  ['decorationsize', 'size'],
  ['decorationcolor', 'colors'],
  ['stitchcount', 'stitch_count'],
  ['designname', 'design_name'],
  ['coloratimprint', 'color_at_imprint'],
  ['decorationvendor', 'vendor'],
  ['decorationcomment', 'comment'],
]);

const STITCHES = /^([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?: ?(?:stitches|sts?))?$/i;

/**
 * The decoration that a method begins. Details were seen under their method and beside it; those that came before it
 * wait in a decoration without one, which this method takes unless it has details of its own.
 */
export function withMethod(node: LineNode, product: LineItem, waiting: Decoration | null): Decoration | null {
  const { line } = node;
  const begun: Decoration = { method: line.description ?? '', ...ownAmounts(line), ...marks(line, product) };
  if (waiting === null || waiting.method !== undefined || node.children.length > 0) return begun;
  Object.assign(waiting, begun);
  return null;
}

/** Puts a line into its decoration; false where it says more than fits there, or what is said there already. */
export function addDetail(decoration: Decoration, detail: Detail, line: LineItem): boolean {
  if (!setDetail(decoration, detail, line)) return false;
  if (line.visible === false && !decoration.hidden?.includes(detail)) {
    decoration.hidden = [...(decoration.hidden ?? []), detail];
  }
  return true;
}

function setDetail(decoration: Decoration, detail: Detail, line: LineItem): boolean {
  if (detail === 'stitch_count') return setStitchCount(decoration, line);
  if (isMoreThanText(line)) return false;
  if (detail === 'vendor') return setVendor(decoration, line);
  const { description } = line;
  if (description === null) return true;
  if (detail === 'colors') {
    decoration.colors = [...(decoration.colors ?? []), description];
    return true;
  }
  if (decoration[detail] !== undefined) return false;
  decoration[detail] = description;
  return true;
}

function setVendor(decoration: Decoration, { description, supplier }: LineItem): boolean {
  const name = description ?? supplier?.name ?? null;
  const vendorId = supplier?.id ?? null;
  if (name === null && vendorId === null) return true;
  if (decoration.vendor !== undefined || decoration.vendor_id !== undefined) return false;
  if (name !== null) decoration.vendor = name;
  if (vendorId !== null) decoration.vendor_id = vendorId;
  return true;
}

/** The count is the text of its line ("8,000"), or its quantity. */
function setStitchCount(decoration: Decoration, line: LineItem): boolean {
  if (decoration.stitch_count !== undefined || line.unitPriceE4 || line.unitCostE4 || hasTotalOfItsOwn(line)) {
    return false;
  }
  const quantity = line.quantity === 0 ? null : line.quantity;
  if (line.description === null) {
    if (quantity !== null) decoration.stitch_count = quantity;
    return true;
  }
  const digits = STITCHES.exec(line.description.trim())?.[1];
  if (digits === undefined) return false;
  const count = Number(digits.replaceAll(',', ''));
  if (quantity !== null && quantity !== count) return false;
  decoration.stitch_count = count;
  return true;
}
