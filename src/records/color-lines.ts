import { type Findings, readMarks, readQuantity, readText, readUnit, refuse } from './input-checks.js';
import type { Below, Said } from './new-line.js';
import type { ColorInput, ProductInput, SizeInput } from './order-input.js';

/** A colour as lines; one without a line of its own has its sizes straight under the product. */
export type ColorLines = { line: Below | null; sizes: Below[] };

/** What a size of the product is sold and bought for, unless it says so itself. */
export type Shared = Pick<Said, 'unitPriceE4' | 'unitCostE4'>;

/** Makes the lines of a product's colours and sizes; `from` is the product. */
export function readColors(product: ProductInput, shared: Shared, from: string, findings: Findings): ColorLines[] {
  const { colors = [], pricing = [], quantity = 0 } = product;
  const sized = holdsSizes(product);
  if (sized && quantity !== 0) {
    refuse(
      findings,
      `${from}.quantity`,
      'cannot be given with sizes: leave it out, for it is what the sizes add up to',
    );
  }
  return colors.map((color, index) => {
    const place = `${from}.colors[${index}]`;
    const lines = readColor(color, shared, place, findings);
    // Where the pieces stand elsewhere, colours are names only.
    const isName = lines.line !== null && (pricing.length > 0 || (!sized && quantity !== 0));
    if (isEmpty(color) && !isName) {
      refuse(
        findings,
        `${place}.sizes`,
        'must hold sizes with quantities; without "size" a quantity is the color\'s own',
      );
    }
    return lines;
  });
}

export function holdsSizes({ colors = [] }: ProductInput): boolean {
  return colors.some((color) => !isEmpty(color));
}

function isEmpty({ sizes = [] }: ColorInput): boolean {
  return sizes.length === 0;
}

function readColor(color: ColorInput, shared: Shared, from: string, findings: Findings): ColorLines {
  const line = readHeading(color, from, findings);
  const sizes: Below[] = [];
  let own = 0;
  (color.sizes ?? []).forEach((size, index) => {
    const place = `${from}.sizes[${index}]`;
    const amounts = readSizeAmounts(size, shared, place, findings);
    const marks = readMarks(size, place, findings);
    if (typeof size.size === 'string') {
      const description = readText(size.size, `${place}.size`, 'name', findings);
      sizes.push({ type: 'Size', from: place, said: { description, ...amounts, ...marks } });
      return;
    }
    own += 1;
    if (line !== null) Object.assign(line.said, amounts);
    const wrong = whyNotOwn(line, own, marks);
    if (wrong !== null) refuse(findings, `${place}.size`, `is missing: ${wrong}`);
  });
  if (line?.type === 'Comment' && sizes.length === 0 && own > 0) {
    refuse(findings, `${from}.sizes`, 'must hold a size with a name, for nothing else stands under a comment');
  }
  return { line, sizes };
}

/** Why a size without a name cannot be the quantity of its colour's own line; null where it can. */
function whyNotOwn(line: Below | null, count: number, marks: Said): string | null {
  if (line === null) return 'name the size, or the color above it';
  if (count > 1) return 'a color has one quantity of its own';
  const isMarked = marks.sku || marks.supplier || marks.visible !== null;
  return isMarked ? 'SKU, supplier and visible of a color stand on the color' : null;
}

/** The line of the colour itself, or of the comment that stands in its place. */
function readHeading(color: ColorInput, from: string, findings: Findings): Below | null {
  const marks = readMarks(color, from, findings);
  const { color: name, comment } = color;
  if (typeof name === 'string') {
    if (comment !== undefined) {
      refuse(findings, `${from}.comment`, 'stands in place of a color: put it into the comments of the product');
    }
    return { type: 'Color', from, said: { description: readText(name, `${from}.color`, 'name', findings), ...marks } };
  }
  if (comment !== undefined) {
    const description = readText(comment, `${from}.comment`, 'text', findings);
    return { type: 'Comment', from, said: { description, ...marks } };
  }
  if (marks.sku || marks.supplier || color.visible !== undefined) {
    refuse(findings, `${from}.color`, 'is missing: SKU, supplier and visible are those of a color');
  }
  return null;
}

function readSizeAmounts(size: SizeInput, shared: Shared, from: string, findings: Findings): Said {
  if (size.quantity === undefined) refuse(findings, `${from}.quantity`, 'is missing: say how many');
  return {
    ...shared,
    quantity: readQuantity(size.quantity, `${from}.quantity`, 'refused', findings),
    ...(size.price_value === undefined
      ? {}
      : { unitPriceE4: readUnit(size.price_value, `${from}.price_value`, findings) }),
    ...(size.cost_value === undefined ? {} : { unitCostE4: readUnit(size.cost_value, `${from}.cost_value`, findings) }),
  };
}
