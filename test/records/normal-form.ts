import type {
  AmountsInput,
  ChargeInput,
  ColorInput,
  DecorationInput,
  MarksInput,
  OrderLinesInput,
  OtherInput,
  ProductInput,
  ShelfInput,
  SizeInput,
} from '../../src/records/order-lines.js';
import { DETAILS } from './any-products.js';
import { directory } from './stored.js';

/*
 * What a read shows of an order that was written, said a second time and without lines: SKU and supplier once, equal
 * prices of all sizes on the product, zeros of headings left out, each kind in its place.
 */

type Shown = Record<string, unknown>;

export function normalForm({ products = [], ...shelf }: OrderLinesInput): Shown {
  const { charges = [], comments = [], other } = shelfForm(shelf, {});
  return tidy({ products: products.map(productForm), charges, comments, other });
}

function productForm(product: ProductInput): Shown {
  const sized = product.colors?.some(({ sizes = [] }) => sizes.length > 0) ?? false;
  const all = (product.colors ?? []).flatMap(({ sizes = [] }) => sizes.map((size) => priced(size, product)));
  const shared = sized ? { price_value: common(all, 'price_value'), cost_value: common(all, 'cost_value') } : {};
  const own = sized ? product.other?.find(({ type }) => type?.toLowerCase() === 'asi') : undefined;
  const { other = [], ...shelf } = shelfForm(
    { ...product, other: product.other?.filter((entry) => entry !== own) },
    product,
  );
  const isDetail = ({ type }: Shown) => /^Decoration|^Stitch/.test(String(type));
  const others = [...ownForm(own, shared), ...other.filter(isDetail), ...other.filter((entry) => !isDetail(entry))];
  const amounts = amountsOf(product);
  return tidy({
    type: product.type === 'Comment' ? 'Comment' : undefined,
    description: product.description,
    ...marksOf(product, {}),
    ...(sized ? shared : product.pricing === undefined ? amounts : unlessZero(amounts)),
    from_stock: product.from_stock === true ? true : undefined,
    colors: unlessEmpty(colorForms(product.colors ?? [], product, shared)),
    pricing: product.pricing?.map((entry) => plainForm(entry, product)),
    decoration: unlessEmpty((product.decoration ?? []).map((entry) => decorationForm(entry, product))),
    ...shelf,
    other: unlessEmpty(others),
  });
}

function colorForms(colors: readonly ColorInput[], product: ProductInput, shared: AmountsInput): Shown[] {
  const forms: { loose: boolean; shown: Shown; sizes: Shown[] }[] = [];
  for (const { color, comment, sizes = [], ...marks } of colors) {
    const shown = sizes.map((size) => sizeForm(size, product, shared));
    const loose = typeof color !== 'string' && comment === undefined;
    const last = forms.at(-1);
    if (loose && last?.loose === true) last.sizes.push(...shown);
    else forms.push({ loose, shown: { color: color ?? null, comment, ...marksOf(marks, product) }, sizes: shown });
  }
  return forms.map(({ shown, sizes }) => tidy({ ...shown, sizes }));
}

function sizeForm(size: SizeInput, product: ProductInput, shared: AmountsInput): Shown {
  const { price_value, cost_value } = priced(size, product);
  return tidy({
    size: size.size ?? null,
    quantity: size.quantity,
    price_value: shared.price_value === undefined ? price_value : undefined,
    cost_value: shared.cost_value === undefined ? cost_value : undefined,
    ...marksOf(size, product),
  });
}

function decorationForm(decoration: DecorationInput, product: ProductInput): Shown {
  const { hidden = [], vendor, vendor_id } = decoration;
  const details = Object.fromEntries(
    DETAILS.map((name) => [name, Object.entries(decoration).find(([key]) => key === name)?.[1]]),
  );
  return tidy({
    ...details,
    method: decoration.method,
    vendor: vendor ?? directory.find(({ id }) => id === vendor_id)?.name,
    hidden: unlessEmpty(DETAILS.filter((name) => hidden.includes(name))),
    ...unlessZero(amountsOf(decoration)),
    ...marksOf(decoration, product),
  });
}

function shelfForm(shelf: ShelfInput, product: ProductInput) {
  const isText = ({ type = 'comment' }: OtherInput) => /^(product)?comment$/i.test(type);
  const texts = (shelf.other ?? []).filter(
    (entry) => isText(entry) && entry.visible !== false && Object.keys(unlessZero(amountsOf(entry))).length === 0,
  );
  const rest = (shelf.other ?? []).filter((entry) => !texts.includes(entry));
  const spelled = ({ type = '' }: OtherInput) =>
    isText({ type }) ? (/^p/i.test(type) ? 'ProductComment' : 'Comment') : type;
  return {
    charges: unlessEmpty((shelf.charges ?? []).map((charge) => chargeForm(charge, product))),
    comments: unlessEmpty([...(shelf.comments ?? []), ...texts.map(({ description }) => description)]),
    other: unlessEmpty(
      rest.map((entry): Shown => {
        const isDetail = /^Decoration|^Stitch/.test(entry.type ?? '');
        return { type: spelled(entry), ...plainForm(entry, isDetail ? {} : product) };
      }),
    ),
  };
}

function chargeForm(charge: ChargeInput, product: ProductInput): Shown {
  const type = /run/i.test(charge.type ?? '') ? 'RunCharge' : 'SetupCharge';
  return tidy({ type, description: charge.description, ...amountsOf(charge), ...marksOf(charge, product) });
}

function plainForm(entry: OtherInput, product: ProductInput): Shown {
  return tidy({ description: entry.description, ...unlessZero(amountsOf(entry)), ...marksOf(entry, product) });
}

/** Without a quantity, a price that the sizes have too says nothing more. */
function ownForm(own: OtherInput | undefined, shared: AmountsInput): Shown[] {
  if (own === undefined) return [];
  const { quantity, price_value, cost_value } = own;
  const unless = (value: number | undefined, common: number | undefined) =>
    value === 0 || value === common ? undefined : value;
  const rest = quantity
    ? amountsOf(own)
    : tidy({ price_value: unless(price_value, shared.price_value), cost_value: unless(cost_value, shared.cost_value) });
  return Object.keys(rest).length === 0 ? [] : [{ type: 'Asi', ...rest }];
}

function marksOf({ sku, supplier_id, supplier, visible }: MarksInput, product: MarksInput): Shown {
  const known = supplierOf({ supplier_id, supplier });
  const isOwn = known !== undefined && known === supplierOf(product);
  return tidy({
    sku: sku === product.sku ? undefined : sku,
    supplier_id: isOwn ? undefined : known?.id,
    supplier: isOwn ? undefined : known?.name,
    visible: visible === false ? false : undefined,
  });
}

function supplierOf({ supplier_id, supplier }: MarksInput) {
  return directory.find(({ id, name }) => (supplier_id === undefined ? name === supplier : id === supplier_id));
}

function amountsOf({ quantity, price_value, cost_value }: AmountsInput): Shown {
  return tidy({ quantity, price_value, cost_value });
}

function unlessZero(amounts: Shown): Shown {
  return Object.values(amounts).some((value) => value !== 0) ? amounts : {};
}

function priced(size: SizeInput, product: ProductInput): AmountsInput {
  return {
    price_value: size.price_value ?? product.price_value,
    cost_value: size.cost_value ?? product.cost_value,
  };
}

function common(all: readonly AmountsInput[], field: 'price_value' | 'cost_value'): number | undefined {
  const value = all[0]?.[field];
  return all.every((size) => size[field] === value) ? value : undefined;
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function tidy(shown: Shown): Shown {
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}
