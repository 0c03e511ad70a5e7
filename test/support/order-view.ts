import * as z from 'zod/v4';
import type { LineItem } from '../../src/sandbox/data/types.js';

/*
 * An order's lines as plain facts, one text each: once out of Syncore's tree, once out of the products that a tool
 * shows. Where both give the same facts, nothing was lost, doubled or put in another place.
 */

const amounts = {
  quantity: z.number().optional(),
  price_value: z.number().optional(),
  cost_value: z.number().optional(),
};
const text = z.string().optional();
const charge = z.looseObject({ type: z.enum(['SetupCharge', 'RunCharge']), description: text, ...amounts });
const other = z.looseObject({ type: text, description: text, ...amounts });
const size = z.looseObject({ size: z.string().nullable(), ...amounts });
const color = z.looseObject({ color: z.string().nullable(), comment: text, sizes: z.array(size) });
const decoration = z.looseObject({
  method: text,
  location: text,
  size: text,
  colors: z.array(z.string()).optional(),
  stitch_count: z.number().optional(),
  design_name: text,
});
const product = z.looseObject({
  description: text,
  sku: text,
  supplier_id: z.number().optional(),
  ...amounts,
  colors: z.array(color).optional(),
  pricing: z.array(z.looseObject(amounts)).optional(),
  decoration: z.array(decoration).optional(),
  charges: z.array(charge).optional(),
  comments: z.array(z.string()).optional(),
  other: z.array(other).optional(),
});

/** What `get_sales_order` and `get_purchase_order` show of an order's lines. */
export const orderView = z.looseObject({
  products: z.array(product),
  charges: z.array(charge),
  comments: z.array(z.string()),
  other: z.array(other).optional(),
});

type Priced = {
  quantity?: number | null | undefined;
  price_value?: number | null | undefined;
  cost_value?: number | null | undefined;
};

/** 0 is how some shops spell that a heading has no quantity, and then no price and no cost either. */
function money({ quantity, price_value, cost_value }: Priced): string {
  return `${quantity ?? '-'} at ${price_value ?? '-'} for ${cost_value ?? '-'}`;
}

/** The facts of the lines as Syncore has them, sorted. */
export function factsOfLines(lines: readonly LineItem[]): string[] {
  const byId = new Map(lines.map((line) => [line.line_id, line]));
  const above = (line: LineItem, ...types: string[]): LineItem | undefined => {
    const parent = byId.get(line.parent_id);
    return parent === undefined || types.includes(parent.type) ? parent : above(parent, ...types);
  };
  const inside = (line: LineItem) =>
    above(line, 'Asi')?.description ?? above(line, 'Comment')?.description ?? 'the order';
  const hidden = (line: LineItem) => String(line.visible) === 'false';
  const facts = lines.flatMap((line): string[] => {
    const { type, description } = line;
    const has = Boolean(line.quantity);
    const holds = lines.some((other) => other.parent_id === line.line_id && other.type === 'Size');
    switch (type) {
      case 'Asi':
        return [
          `product ${description} | ${line.sku} | ${line.supplier?.id}`,
          ...(has ? [`${description} | itself | ${money(line)}`] : []),
        ];
      case 'Color':
        return [
          `${inside(line)} | color ${description}`,
          ...(has ? [`${inside(line)} | ${description} | itself | ${money(line)}`] : []),
        ];
      case 'Size':
        return [`${inside(line)} | ${above(line, 'Color')?.description} | ${description} | ${money(line)}`];
      case 'Pricing':
        return [`${inside(line)} | pricing | ${money(line)}`];
      case 'SetupCharge':
      case 'RunCharge':
        return [`${inside(line)} | ${type} | ${description} | ${money(line)}`];
      case 'DecorationMethod':
        return [`${inside(line)} | decoration ${description}`];
      case 'StitchCount':
        return [`${inside(line)} | StitchCount ${Number(description.replace(',', ''))}`];
      case 'Comment':
        return holds ? [] : [`${inside(line)} | ${hidden(line) ? 'hidden ' : ''}comment ${description}`];
      case 'ProductComment':
        return [`${inside(line)} | ${hidden(line) ? 'hidden ' : ''}comment ${description}`];
      default:
        return [`${inside(line)} | ${type} ${description}`];
    }
  });
  return facts.sort();
}

/** The facts of the products as a tool shows them, sorted. A size without a price or a cost has its product's. */
export function factsOfView(view: z.infer<typeof orderView>): string[] {
  const facts = view.products.flatMap((item): string[] => {
    const name = item.description;
    const colors = item.colors ?? [];
    const { price_value, cost_value } = item;
    const shared = {
      ...(price_value === undefined ? {} : { price_value }),
      ...(cost_value === undefined ? {} : { cost_value }),
    };
    return [
      ...(item.type === 'Comment' ? [] : [`product ${name} | ${item.sku} | ${item.supplier_id}`]),
      ...(item.quantity ? [`${name} | itself | ${money(item)}`] : []),
      ...colors.flatMap((shade) => [
        ...(shade.color === null ? [] : [`${name} | color ${shade.color}`]),
        ...shade.sizes.map(
          (row) => `${name} | ${shade.color ?? undefined} | ${row.size ?? 'itself'} | ${money({ ...shared, ...row })}`,
        ),
      ]),
      ...(item.pricing ?? []).map((row) => `${name} | pricing | ${money(row)}`),
      ...(item.decoration ?? []).flatMap((mark) => [
        `${name} | decoration ${mark.method}`,
        ...(mark.location === undefined ? [] : [`${name} | DecorationLocation ${mark.location}`]),
        ...(mark.size === undefined ? [] : [`${name} | DecorationSize ${mark.size}`]),
        ...(mark.stitch_count === undefined ? [] : [`${name} | StitchCount ${mark.stitch_count}`]),
        ...(mark.design_name === undefined ? [] : [`${name} | DesignName ${mark.design_name}`]),
        ...(mark.colors ?? []).map((shade) => `${name} | DecorationColor ${shade}`),
      ]),
      ...shelf(name ?? '', item),
    ];
  });
  return [...facts, ...shelf('the order', view)].sort();
}

type Shelf = Pick<z.infer<typeof product>, 'charges' | 'comments' | 'other'>;

function shelf(name: string, { charges = [], comments = [], other: rest = [] }: Shelf): string[] {
  return [
    ...charges.map((row) => `${name} | ${row.type} | ${row.description} | ${money(row)}`),
    ...comments.map((words) => `${name} | comment ${words}`),
    ...rest.map((row) => `${name} | hidden comment ${row.description}`),
  ];
}
