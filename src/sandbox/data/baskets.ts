import { type Basket, type DecorationSpec, type Habits, type LateSizes, type ProductSpec, pieces } from './basket.js';
import { type Decoration, type Product, products, suppliers } from './catalog.js';
import type { Random } from './random.js';
import type { Supplier } from './types.js';

/** How likely each size is, as a share; people order more of the middle ones. */
const sizeShares: Readonly<Record<string, number>> = { S: 0.12, M: 0.25, L: 0.28, XL: 0.2, '2XL': 0.1, '3XL': 0.05 };

const designs = ['Main logo', 'Logo with tagline', '25th anniversary mark', 'Round seal', 'One-color mark'];
const imprintSizes = ['3.5" W x 1.25" H', '4" W', '10" W x 8" H', '1.5" x 0.5"'];
const imprintColors = ['White', 'White, PMS 186', 'PMS 288', 'Tone on tone', 'Black'];
const stitchCounts = ['5,200', '7,500', '9,800'];
const comments = [
  'Ship to arrive before the event.',
  'Prices include one imprint location.',
  'Client will pick up at our office.',
  'Repeat of the last order, same art.',
];
const productComments = ['Check ink match with the last run.', 'Substitute next color if out of stock.', 'Bulk pack.'];

type DecorationPrices = { setup: string; setupPrice: number; setupCost: number; runPrice: number; runCost: number };

/** What decorating is sold and bought for; embroidery and pad print end in fractions of a cent. */
const decorationPrices: Readonly<Record<Decoration, DecorationPrices>> = {
  Embroidery: { setup: 'Digitizing set-up', setupPrice: 65, setupCost: 40, runPrice: 1.125, runCost: 0.6725 },
  'Screen Print': { setup: 'Screen charge', setupPrice: 30, setupCost: 18.5, runPrice: 0.75, runCost: 0.475 },
  'Laser Engraving': { setup: 'Set-up', setupPrice: 50, setupCost: 32, runPrice: 0.4, runCost: 0.25 },
  'Pad Print': { setup: 'Set-up', setupPrice: 45, setupCost: 30, runPrice: 0.15, runCost: 0.095 },
};

const locations: Readonly<Record<Decoration, readonly string[]>> = {
  Embroidery: ['Left Chest', 'Front Center', 'Right Sleeve'],
  'Screen Print': ['Full Front', 'Full Back', 'Left Chest'],
  'Laser Engraving': ['Side 1', 'Wrap'],
  'Pad Print': ['Barrel', 'Front', 'Clip'],
};

/** Whole steps of the product's quantity, more often small than large. */
function quantityOf({ quantity }: Product, random: Random): number {
  const steps = (quantity.max - quantity.min) / quantity.step;
  return quantity.min + Math.floor(random.next() ** 2 * (steps + 1)) * quantity.step;
}

/** Shares `total` out over the sizes; what rounding leaves over goes to the first. */
function splitSizes(product: Product, total: number): { size: string; quantity: number }[] {
  if (product.sizes.length === 0) return [{ size: '', quantity: total }];
  const rows = product.sizes.map((size) => ({ size, quantity: Math.floor(total * (sizeShares[size] ?? 0)) }));
  const first = rows[0];
  if (first !== undefined) first.quantity += total - rows.reduce((sum, row) => sum + row.quantity, 0);
  return rows.filter((row) => row.quantity > 0);
}

function supplierById(id: number): Supplier | null {
  return suppliers.find((supplier) => supplier.id === id) ?? null;
}

/** A good part of the sewing and printing goes to a contract decorator, all else stays with the product's supplier. */
function decoratorOf(method: Decoration, maker: Supplier | null, random: Random): Supplier | null {
  if (random.chance(0.6)) return maker;
  if (method === 'Embroidery') return supplierById(311);
  return method === 'Screen Print' ? supplierById(312) : maker;
}

/** People fill in what they need: the location mostly, the rest when somebody asks for it. */
function decorationOf(method: Decoration, maker: Supplier | null, random: Random): DecorationSpec {
  return {
    method,
    decorator: decoratorOf(method, maker, random),
    location: random.chance(0.9) ? random.pick(locations[method]) : null,
    size: random.chance(0.5) ? random.pick(imprintSizes) : null,
    designName: random.chance(0.6) ? random.pick(designs) : null,
    colors: random.pick(imprintColors),
    stitchCount: method === 'Embroidery' && random.chance(0.5) ? random.pick(stitchCounts) : null,
  };
}

/** List price less a discount of up to 12%: whole cents above two dollars, tenths of a cent below. */
function priceOf({ price }: Product, random: Random): number {
  const steps = price < 2 ? 1000 : 100;
  return Math.round(price * (1 - random.int(0, 12) / 100) * steps) / steps;
}

function colorsOf(product: Product, random: Random): ProductSpec['colors'] {
  const several = product.layout === 'sizes' || product.layout === 'colors';
  return random.some(product.colors, several ? 1 + Math.floor(random.next() ** 2 * 2) : 1).map((color) => {
    const quantity = quantityOf(product, random);
    return { color, quantity, sizes: splitSizes(product, quantity) };
  });
}

/** One product as a client orders it, with decoration and charges more often than not. */
function productSpec(product: Product, random: Random, showCost: boolean): ProductSpec {
  const maker = supplierById(product.supplierId);
  const spec: ProductSpec = {
    product,
    maker,
    price: priceOf(product, random),
    colors: colorsOf(product, random),
    decoration: random.chance(0.9) ? decorationOf(product.decoration, maker, random) : null,
    setup: null,
    run: null,
    comment: random.chance(0.2) ? random.pick(productComments) : null,
    showCost,
  };
  if (spec.decoration === null) return spec;
  const { method } = spec.decoration;
  const prices = decorationPrices[method];
  if (random.chance(0.6)) {
    spec.setup = { description: prices.setup, quantity: 1, price: prices.setupPrice, cost: prices.setupCost };
  }
  if (random.chance(0.6)) {
    const quantity = pieces(spec.colors);
    spec.run = { description: `${method} run charge`, quantity, price: prices.runPrice, cost: prices.runCost };
  }
  return spec;
}

function lateSizesOf(product: Product, random: Random): LateSizes {
  return {
    text: `Added by phone: ${product.name}, ${random.pick(product.colors)}`,
    sizes: random.some(product.sizes, 2).map((size) => ({ size, quantity: random.int(1, 6) })),
    price: product.price,
    cost: product.cost,
  };
}

/** One to three products, with remarks here and there and, seldom, lines that nobody entered a cost for. */
export function fillBasket(habits: Habits, random: Random): Basket {
  const chosen = random.some(products, 1 + Math.floor(random.next() ** 3 * 3));
  const costMissing = random.chance(0.06);
  const specs = chosen.map((product) => productSpec(product, random, !(costMissing || random.chance(0.03))));
  const garment = chosen.find(({ sizes }) => sizes.length > 1);
  return {
    habits,
    opening: random.chance(0.25) ? { text: random.pick(comments), hidden: random.chance(0.3) } : null,
    products: specs,
    lateSizes: garment !== undefined && random.chance(0.08) ? lateSizesOf(garment, random) : null,
    closing: random.chance(0.1) ? { text: random.pick(comments), hidden: false } : null,
  };
}
