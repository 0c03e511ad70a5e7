import type { Named, Supplier } from './types.js';

/** Invented suppliers: nothing here is a real company's name or number. */
export const suppliers = [
  { id: 301, name: 'Cascade Apparel Supply', type: 'Supplier', class: 'Preferred', asi_id: 99011 },
  { id: 302, name: 'Bluegrass Blanks', type: 'Supplier', class: 'Preferred', asi_id: 99024 },
  { id: 303, name: 'Summit Headwear', type: 'Supplier', class: 'Standard', asi_id: 99037 },
  { id: 304, name: 'Riverbend Drinkware', type: 'Supplier', class: 'Preferred', asi_id: 99040 },
  { id: 305, name: 'Inkline Pens', type: 'Supplier', class: 'Standard', asi_id: 99053 },
  { id: 306, name: 'Tote & Carry Works', type: 'Supplier', class: 'Standard', asi_id: 99066 },
  { id: 307, name: 'Paper Trail Journals', type: 'Supplier', class: 'Standard', asi_id: 99079 },
  { id: 311, name: 'Ironwood Embroidery', type: 'Decorator', class: 'Preferred', asi_id: 0 },
  { id: 312, name: 'Tri-Valley Screen Print', type: 'Decorator', class: 'Preferred', asi_id: 0 },
  { id: 313, name: 'Summit Freight & Fulfillment', type: 'Service', class: 'Standard', asi_id: 0 },
] as const satisfies readonly Supplier[];

export type SupplierId = (typeof suppliers)[number]['id'];

/** 7 is what a job of several kinds is filed under. */
export const productIndices: readonly Named[] = [
  { id: 1, name: 'Apparel' },
  { id: 2, name: 'Headwear' },
  { id: 3, name: 'Drinkware' },
  { id: 4, name: 'Writing Instruments' },
  { id: 5, name: 'Bags' },
  { id: 6, name: 'Desk & Office' },
  { id: 7, name: 'Mixed Products' },
];

export const paymentTerms: readonly Named[] = [
  { id: 1, name: 'Net 30' },
  { id: 2, name: 'Net 15' },
  { id: 3, name: 'Due on Receipt' },
  { id: 4, name: '50% Deposit' },
  { id: 5, name: 'Credit Card' },
];

/** How a product's quantities stand in the line tree: sizes under colours, colours alone, a price line, or itself. */
export type Layout = 'sizes' | 'colors' | 'pricing' | 'plain';

export type Decoration = 'Embroidery' | 'Screen Print' | 'Laser Engraving' | 'Pad Print';

export type Product = {
  sku: string;
  productId: number;
  name: string;
  /** The plain word that people use in a job's description. */
  noun: string;
  indexId: number;
  supplierId: SupplierId;
  price: number;
  cost: number;
  layout: Layout;
  colors: readonly string[];
  sizes: readonly string[];
  /** Smallest and largest quantity of one order, in whole steps. */
  quantity: { min: number; max: number; step: number };
  decoration: Decoration;
};

/** In the order of a size run, which is not that of the alphabet. */
const garmentSizes = ['S', 'M', 'L', 'XL', '2XL', '3XL'];
const garmentQuantity = { min: 24, max: 180, step: 1 };
const garment = { indexId: 1, layout: 'sizes', sizes: garmentSizes, quantity: garmentQuantity } as const;

/** What the larger sizes cost more, in dollars. */
export const upcharges: Readonly<Record<string, { price: number; cost: number }>> = {
  '2XL': { price: 2, cost: 1.75 },
  '3XL': { price: 3.5, cost: 3 },
};

/** The polo of the known order 32255-1. */
export const polo: Product = {
  ...garment,
  sku: 'CAS4410',
  productId: 880431,
  name: 'Trailhead Performance Polo',
  noun: 'polos',
  supplierId: 301,
  price: 24.5,
  cost: 14.2,
  colors: ['Navy', 'Black', 'True Royal', 'Graphite', 'White', 'Forest'],
  decoration: 'Embroidery',
};

/** What the account sells. Pens cost fractions of a cent on purpose: unit prices carry more than two decimals. */
export const products: readonly Product[] = [
  polo,
  {
    ...garment,
    sku: 'CAS4411W',
    productId: 880432,
    name: "Women's Trailhead Performance Polo",
    noun: "women's polos",
    supplierId: 301,
    price: 24.5,
    cost: 14.2,
    colors: ['Navy', 'Black', 'True Royal', 'White'],
    decoration: 'Embroidery',
  },
  {
    ...garment,
    sku: 'CAS7120',
    productId: 880507,
    name: 'Ridgeline Quarter-Zip Pullover',
    noun: 'quarter-zips',
    supplierId: 301,
    price: 46.9,
    cost: 29.75,
    colors: ['Black', 'Navy Heather', 'Charcoal'],
    decoration: 'Embroidery',
  },
  {
    ...garment,
    sku: 'BG200',
    productId: 871200,
    name: 'Everyday Ringspun Tee',
    noun: 'tees',
    supplierId: 302,
    price: 9.85,
    cost: 5.4,
    colors: ['Athletic Heather', 'Black', 'Navy', 'Red', 'Royal', 'Safety Green', 'White'],
    quantity: { min: 48, max: 400, step: 1 },
    decoration: 'Screen Print',
  },
  {
    ...garment,
    sku: 'BG850',
    productId: 871850,
    name: 'Fireside Fleece Hoodie',
    noun: 'hoodies',
    supplierId: 302,
    price: 37.5,
    cost: 23.4,
    colors: ['Black', 'Charcoal Heather', 'Maroon', 'Navy'],
    decoration: 'Screen Print',
  },
  {
    sku: 'SH112',
    productId: 860112,
    name: 'Six-Panel Twill Cap',
    noun: 'caps',
    indexId: 2,
    supplierId: 303,
    price: 13.6,
    cost: 7.95,
    layout: 'sizes',
    colors: ['Black', 'Khaki', 'Navy', 'Navy/White', 'Charcoal/Black'],
    sizes: ['OSFA'],
    quantity: { min: 24, max: 288, step: 12 },
    decoration: 'Embroidery',
  },
  {
    sku: 'RB-20SS',
    productId: 852020,
    name: '20 oz Stainless Tumbler',
    noun: 'tumblers',
    indexId: 3,
    supplierId: 304,
    price: 14.75,
    cost: 8.9,
    layout: 'colors',
    colors: ['Matte Black', 'Navy', 'Stainless', 'White'],
    sizes: [],
    quantity: { min: 48, max: 500, step: 12 },
    decoration: 'Laser Engraving',
  },
  {
    sku: 'RB-26SP',
    productId: 852026,
    name: '26 oz Sport Bottle',
    noun: 'water bottles',
    indexId: 3,
    supplierId: 304,
    price: 6.45,
    cost: 3.825,
    layout: 'colors',
    colors: ['Clear/Blue', 'Clear/Red', 'Smoke/Black'],
    sizes: [],
    quantity: { min: 100, max: 1000, step: 50 },
    decoration: 'Pad Print',
  },
  {
    sku: 'IL-CLICK',
    productId: 845001,
    name: 'Clickline Ballpoint Pen',
    noun: 'pens',
    indexId: 4,
    supplierId: 305,
    price: 0.895,
    cost: 0.5225,
    layout: 'plain',
    colors: ['Blue', 'Black', 'Red'],
    sizes: [],
    quantity: { min: 250, max: 3005, step: 5 },
    decoration: 'Pad Print',
  },
  {
    sku: 'TC-14NW',
    productId: 838014,
    name: 'Market Day Cotton Tote',
    noun: 'totes',
    indexId: 5,
    supplierId: 306,
    price: 5.25,
    cost: 3.15,
    layout: 'pricing',
    colors: ['Natural', 'Black', 'Navy'],
    sizes: [],
    quantity: { min: 100, max: 1000, step: 25 },
    decoration: 'Screen Print',
  },
  {
    sku: 'PT-5X8',
    productId: 829058,
    name: 'Bench Journal 5 x 8',
    noun: 'journals',
    indexId: 6,
    supplierId: 307,
    price: 7.35,
    cost: 4.62,
    layout: 'pricing',
    colors: ['Black', 'Navy', 'Saddle'],
    sizes: [],
    quantity: { min: 50, max: 500, step: 25 },
    decoration: 'Pad Print',
  },
];
