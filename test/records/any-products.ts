import fc from 'fast-check';
import type {
  ChargeInput,
  ColorInput,
  DecorationInput,
  OrderLinesInput,
  OtherInput,
  ProductInput,
  SizeInput,
} from '../../src/records/order-lines.js';
import { directory } from './stored.js';

/*
 * Orders as callers write them, over the whole shape: with what a view leaves out (prices on every size, the product's
 * own SKU on a size, zeros, a supplier by its name alone) and with what it shows.
 */

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).filter((text) => text.trim() !== '');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 1, max: 90_000 }).map((e4) => e4 / 10_000),
);
const unit = fc.oneof(
  fc.constantFrom(0, 5, 5, 12.5),
  fc.integer({ min: -90_000, max: 900_000 }).map((e4) => e4 / 10_000),
);
const prices = { price_value: maybe(unit), cost_value: maybe(unit) };
const amounts = { quantity: maybe(quantity), ...prices };

export const DETAILS = [
  'location',
  'size',
  'colors',
  'stitch_count',
  'design_name',
  'color_at_imprint',
  'vendor',
  'vendor_id',
  'comment',
];

type Supplier = { supplier_id?: number; supplier?: string };

function ordersNaming(supplier: fc.Arbitrary<Supplier>): fc.Arbitrary<OrderLinesInput> {
  const marks = fc
    .record({
      sku: maybe(fc.constantFrom('K500', 'K500-2XL', 'Ä-7')),
      supplier,
      visible: fc.constantFrom(undefined, undefined, true, false),
      line_total_value: fc.constantFrom(undefined, undefined, undefined, 7.25),
    })
    .map(({ supplier, ...rest }) => ({ ...rest, ...supplier }));

  const withMarks = <T extends object>(own: fc.Arbitrary<T>) => fc.tuple(own, marks).map(([a, b]) => ({ ...b, ...a }));

  /** Sizes with a name that no other size has. */
  const named = fc
    .array(withMarks(fc.record({ size: fc.oneof(words, fc.constantFrom('M', '2XL')), quantity, ...prices })), {
      minLength: 1,
      maxLength: 3,
    })
    .map((sizes) =>
      sizes.map((size, index): SizeInput => ({ ...size, size: index === 0 ? size.size : `${index}· ${size.size}` })),
    );

  const onColor = fc.record({ size: fc.constantFrom(null, undefined), quantity, ...prices });

  const color: fc.Arbitrary<ColorInput> = fc.oneof(
    withMarks(fc.record({ color: fc.oneof(words, fc.constant('')), sizes: named })),
    withMarks(fc.record({ color: words, sizes: fc.tuple(onColor, named).map(([own, rest]) => [own, ...rest]) })),
    withMarks(fc.record({ color: words, sizes: onColor.map((own): SizeInput[] => [own]) })),
    withMarks(fc.record({ color: fc.constantFrom(null, undefined), comment: words, sizes: named })),
    fc.record({ color: fc.constantFrom(null, undefined), sizes: named }),
  );

  const colorName = withMarks(fc.record({ color: words, sizes: fc.constantFrom(undefined, []) }));

  const details = fc.record({
    location: maybe(words),
    size: maybe(words),
    colors: maybe(fc.array(words, { minLength: 1, maxLength: 3 })),
    stitch_count: maybe(fc.oneof(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 1, max: 12_000 }))),
    design_name: maybe(words),
    color_at_imprint: maybe(words),
    comment: maybe(words),
    vendor: maybe(fc.constantFrom(...directory.map(({ name }) => name), 'Unknown Stitchers')),
  });

  const decoration: fc.Arbitrary<DecorationInput> = fc
    .record({
      method: fc.oneof(words, fc.constant('')),
      details,
      amounts: fc.record(amounts),
      marks,
      vendorId: fc.boolean(),
      hide: fc.nat(),
    })
    .map(({ method, details, amounts, marks, vendorId, hide }) => {
      const given = Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      const known = directory.find(({ name }) => name === details.vendor);
      return {
        method,
        ...details,
        ...(vendorId && known !== undefined ? { vendor_id: known.id } : {}),
        hidden: hide % 3 === 0 ? given.filter((_, index) => (hide >> index) % 2 === 1).toReversed() : undefined,
        ...amounts,
        ...marks,
      };
    });

  /** The first may lack its method, where it has details and the next one too. */
  const decorations = fc.tuple(fc.array(decoration, { maxLength: 3 }), fc.boolean()).map(([list, bare]) => {
    const [first, second] = list;
    const hasDetails = ({ method: _, hidden, ...rest }: DecorationInput = {}) =>
      Object.entries(rest).some(([name, value]) => DETAILS.includes(name) && value !== undefined);
    if (!bare || !hasDetails(first) || (second !== undefined && !hasDetails(second))) return list;
    const kept = Object.fromEntries(
      Object.entries(first ?? {}).filter(([name]) => [...DETAILS, 'hidden'].includes(name)),
    );
    return [kept, ...list.slice(1)];
  });

  const charge: fc.Arbitrary<ChargeInput> = withMarks(
    fc.record({
      type: fc.constantFrom('SetupCharge', 'RunCharge', 'setupcharge', ' RUNCHARGE '),
      description: maybe(words),
      ...amounts,
    }),
  );

  const pricing = withMarks(fc.record({ description: maybe(words), ...amounts }));

  /** Lines that have no place of their own, wherever they stand. */
  const other: fc.Arbitrary<OtherInput> = fc.oneof(
    withMarks(fc.record({ type: fc.constantFrom('Hologram', 'Rebate'), description: maybe(words), ...amounts })),
    withMarks(fc.record({ type: fc.constantFrom('StitchCount', 'DecorationColor'), description: words, quantity })),
    withMarks(fc.record({ type: fc.constantFrom('Comment', 'productcomment'), description: words, quantity })),
    fc.record({
      type: fc.constantFrom('Comment', 'productcomment'),
      description: words,
      visible: fc.constantFrom(undefined, false),
      line_total_value: fc.constantFrom(undefined, -50),
    }),
    fc.record({ description: words }),
  );

  const shelf = {
    charges: fc.array(charge, { maxLength: 2 }),
    comments: fc.array(words, { maxLength: 2 }),
    other: fc.array(other, { maxLength: 3 }),
  };

  const head = {
    description: maybe(words),
    product_id: fc.constantFrom(undefined, 0, 880_431),
    taxability: fc.constantFrom(undefined, 'Exempt'),
    from_stock: fc.constantFrom(undefined, true, false),
    decoration: decorations,
    ...shelf,
  };

  /** The amounts of the product's own line where its sizes have theirs. */
  const own = maybe(fc.record({ type: fc.constantFrom('Asi', 'asi'), ...amounts }).filter(hasAny));

  const colors = fc.array(color, { minLength: 1, maxLength: 3 }).map((list) =>
    list.map((shade, place): ColorInput => {
      if (typeof shade.color === 'string' || shade.comment !== undefined) return shade;
      // Sizes straight under the product are side by side, whichever entry they came from.
      return { ...shade, sizes: shade.sizes?.map((size) => ({ ...size, size: `${size.size} (${place})` })) };
    }),
  );
  const sized = withMarks(fc.record({ ...head, ...prices, colors }));
  const product: fc.Arbitrary<ProductInput> = fc
    .oneof(
      fc
        .tuple(sized, own)
        .map(([given, own]) => ({ ...given, other: own === undefined ? given.other : [...given.other, own] })),
      sized.map((given) => ({
        ...given,
        type: given.colors.every(({ comment }) => comment !== undefined) ? 'Asi' : 'Comment',
      })),
      withMarks(fc.record({ ...head, ...amounts })),
      withMarks(fc.record({ ...head, quantity, ...prices, colors: fc.array(colorName, { maxLength: 2 }) })),
      withMarks(
        fc.record({
          ...head,
          ...amounts,
          colors: fc.array(colorName, { maxLength: 2 }),
          pricing: fc.array(pricing, { minLength: 1, maxLength: 2 }),
        }),
      ),
    )
    .chain((given) => fc.array(words, { maxLength: 2 }).map((strays) => withStrays(given, strays)))
    .map((given) =>
      given.description === undefined && given.sku === undefined ? { ...given, description: 'Tee' } : given,
    );

  return fc.record({ products: fc.array(product, { maxLength: 3 }), ...shelf });
}

function hasAny({ quantity, price_value, cost_value }: OtherInput): boolean {
  return (quantity ?? price_value ?? cost_value) !== undefined;
}

/** A second location for a decoration that has one. */
function withStrays(given: ProductInput, texts: readonly string[]): ProductInput {
  if (!given.decoration?.some(({ location }) => location !== undefined)) return given;
  const strays = texts.map((description) => ({ type: 'DecorationLocation', description }));
  return { ...given, other: [...(given.other ?? []), ...strays] };
}

const suppliersBy = (naming: (known: (typeof directory)[number]) => Supplier) =>
  fc.constantFrom<Supplier>({}, {}, ...directory.map(naming));

/** Within one order suppliers are named in one way: that a name is the same supplier as an id is known to Syncore alone. */
export const anyOrder: fc.Arbitrary<OrderLinesInput> = fc.oneof(
  ordersNaming(suppliersBy(({ id }) => ({ supplier_id: id }))),
  ordersNaming(suppliersBy(({ name }) => ({ supplier: name }))),
  ordersNaming(suppliersBy(({ id, name }) => ({ supplier_id: id, supplier: name }))),
);
