import type { LineItem, LineNode } from './line-items.js';
import { type Decoration, hasTotalOfItsOwn, isMoreThanText, kindOf, marks, ownAmounts } from './product-shape.js';

/** The details of a decoration and the types of their lines, in the order in which people write them down. */
export const DETAIL_TYPES = [
  ['location', 'DecorationLocation'],
  ['size', 'DecorationSize'],
  ['colors', 'DecorationColor'],
  ['stitch_count', 'StitchCount'],
  ['design_name', 'DesignName'],
  ['color_at_imprint', 'ColorAtImprint'],
  ['vendor', 'DecorationVendor'],
  ['comment', 'DecorationComment'],
] as const;

export type Detail = (typeof DETAIL_TYPES)[number][0];

/** The details by the type of their line, in lower case. */
export const DETAILS: ReadonlyMap<string, Detail> = new Map(
  DETAIL_TYPES.map(([detail, type]) => [type.toLowerCase(), detail]),
);

/** The largest count that the text of a line may say. */
export const MOST_STITCHES = 999_999_999;

const STITCHES = /^([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?: ?(?:stitches|sts?))?$/i;

/**
 * The decoration that a method begins. Details were seen under their method and beside it; those that came before it
 * wait in a decoration without one, which this method takes unless it has details of its own.
 */
export function withMethod(node: LineNode, product: LineItem, waiting: Decoration | null): Decoration | null {
  const { line } = node;
  const begun: Decoration = { method: line.description ?? '', ...ownAmounts(line), ...marks(line, product) };
  if (waiting === null || waiting.method !== undefined || node.children.some(showsDetail)) return begun;
  Object.assign(waiting, begun);
  return null;
}

/** Whether a line under a method gives it a detail; a blank one and a charge do not. */
function showsDetail({ line }: LineNode): boolean {
  const detail = DETAILS.get(kindOf(line));
  return detail !== undefined && setDetail({}, detail, line) === 'said';
}

/** Puts a line into its decoration; false where it says more than fits there, or what is said there already. */
export function addDetail(decoration: Decoration, detail: Detail, line: LineItem): boolean {
  const placed = setDetail(decoration, detail, line);
  if (placed === 'said' && line.visible === false) {
    const hidden = new Set([...(decoration.hidden ?? []), detail]);
    decoration.hidden = DETAIL_TYPES.map(([name]) => name).filter((name) => hidden.has(name));
  }
  return placed !== 'refused';
}

type Placed = 'said' | 'blank' | 'refused';

function setDetail(decoration: Decoration, detail: Detail, line: LineItem): Placed {
  if (detail === 'stitch_count') return setStitchCount(decoration, line);
  if (isMoreThanText(line)) return 'refused';
  if (detail === 'vendor') return setVendor(decoration, line);
  const { description } = line;
  if (description === null) return 'blank';
  if (detail === 'colors') {
    decoration.colors = [...(decoration.colors ?? []), description];
    return 'said';
  }
  if (decoration[detail] !== undefined) return 'refused';
  decoration[detail] = description;
  return 'said';
}

function setVendor(decoration: Decoration, { description, supplier }: LineItem): Placed {
  const name = description ?? supplier?.name ?? null;
  const vendorId = supplier?.id ?? null;
  if (name === null && vendorId === null) return 'blank';
  if (decoration.vendor !== undefined || decoration.vendor_id !== undefined) return 'refused';
  if (name !== null) decoration.vendor = name;
  if (vendorId !== null) decoration.vendor_id = vendorId;
  return 'said';
}

/** The count is the text of its line ("8,000"), or its quantity. */
function setStitchCount(decoration: Decoration, line: LineItem): Placed {
  if (line.unitPriceE4 || line.unitCostE4 || hasTotalOfItsOwn(line)) return 'refused';
  const quantity = line.quantity === 0 ? null : line.quantity;
  if (line.description === null && quantity === null) return 'blank';
  const count = line.description === null ? quantity : stitchesIn(line.description);
  if (count === null || !isStitchCount(count) || (quantity !== null && quantity !== count)) return 'refused';
  if (decoration.stitch_count !== undefined) return 'refused';
  decoration.stitch_count = count;
  return 'said';
}

function stitchesIn(text: string): number | null {
  const digits = STITCHES.exec(text.trim())?.[1];
  return digits === undefined ? null : Number(digits.replaceAll(',', ''));
}

/** Half a stitch or none is a slip of whoever typed it: it is shown as it stands, not as a count. */
export function isStitchCount(count: number): boolean {
  return Number.isInteger(count) && count > 0 && count <= MOST_STITCHES;
}
