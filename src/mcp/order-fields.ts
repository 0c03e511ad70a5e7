import * as z from 'zod/v4';
import { also, choice, date, flag, id, inBrief, integer, listOrNone, object, text, unlisted } from './fields.js';
import { address, addressInBrief, optional } from './party-fields.js';

/* Sales orders as write tools take them: what `get_sales_order` shows, and what only a write can say. */

const MOST_ITEMS = 200;

/** A number that may be below zero, such as the price of a discount. */
function number(description: string) {
  return z.number().describe(description);
}

const amounts = () => ({
  quantity: number('Pieces'),
  price_value: number('Unit price'),
  cost_value: number('Unit cost'),
});

const quietAmounts = () => ({
  quantity: unlisted(number('Pieces')),
  price_value: unlisted(number('Unit price')),
  cost_value: unlisted(number('Unit cost')),
});

/** What answers show of some lines, and a write takes back. */
const rareMarks = () => ({
  visible: unlisted(flag('false: hidden from the client')),
  line_total_value: unlisted(number("Syncore's own total: left out")),
});

const supplierMarks = () => ({
  sku: text('SKU', { max: 100 }),
  supplier_id: id('Supplier'),
  supplier: text('Supplier by name'),
  ...rareMarks(),
});

const quietMarks = () => ({
  sku: unlisted(text('SKU', { max: 100 })),
  supplier_id: unlisted(id('Supplier')),
  supplier: unlisted(text('Supplier by name')),
  ...rareMarks(),
});

/** Answers show empty lists, so that every list may be empty. */
function list<Item extends z.ZodType>(item: Item, description: string, { max = 100 }: { max?: number } = {}) {
  return listOrNone(item, description, { max });
}

const longText = (description: string) => text(description, { max: 4000 });

const sizeShape = () => ({
  ...optional({ size: text('Size, such as 2XL'), ...amounts(), ...quietMarks() }),
});

const colorShape = () => ({
  ...optional({
    color: text('Colour'),
    comment: unlisted(longText('Comment that stands for a colour')),
    ...quietMarks(),
    sizes: list(object(sizeShape(), 'Size'), 'Sizes; price and cost where not those of the product'),
  }),
});

const decorationShape = () =>
  optional({
    method: text('Embroidery, Screen Print'),
    location: text('Left chest'),
    size: text('Size of the print'),
    colors: list(text('Colour'), 'Ink or thread colours'),
    stitch_count: integer('Stitches', { min: 1 }),
    design_name: text('Name of the design'),
    color_at_imprint: unlisted(text('Colour at the imprint')),
    vendor: unlisted(text('Decorator')),
    vendor_id: unlisted(id('Decorator')),
    comment: longText('Remark'),
    hidden: unlisted(list(text('Detail'), 'Details that the client does not see')),
    ...quietAmounts(),
    ...quietMarks(),
  });

const chargeShape = () => ({
  type: choice(['SetupCharge', 'RunCharge'], 'SetupCharge or RunCharge'),
  ...optional({ description: longText('What for'), ...amounts(), ...quietMarks() }),
});

const pricingShape = () => optional({ description: longText('What for'), ...amounts(), ...quietMarks() });

const otherShape = () =>
  optional({ type: text('Type of the line'), description: longText('Text'), ...amounts(), ...quietMarks() });

const comments = (description: string) => list(longText('Text'), description, { max: MOST_ITEMS });
const others = () => unlisted(list(object(otherShape(), 'Line'), 'Lines of other types', { max: MOST_ITEMS }));

const productShape = () =>
  optional({
    type: unlisted(text('Comment, for sizes under a comment')),
    description: longText('Product'),
    ...supplierMarks(),
    quantity: number('Pieces, where there are no colours'),
    price_value: number('Unit price of every size without its own'),
    cost_value: number('Unit cost, likewise'),
    product_id: unlisted(id('Product')),
    taxability: unlisted(text('Taxability')),
    from_stock: flag('Taken from own stock'),
    colors: list(object(colorShape(), 'Colour'), 'Colours with their sizes'),
    decoration: list(object(decorationShape(), 'Decoration'), 'How and where it is decorated'),
    charges: list(object(chargeShape(), 'Charge'), 'Set-up and run charges of this product'),
    comments: comments('Comments on this product'),
    pricing: unlisted(list(object(pricingShape(), 'Price line'), 'Price lines')),
    other: others(),
  });

const lineShape = () =>
  optional({
    type: text('Asi (product), Color, Size, DecorationMethod, SetupCharge, Comment, …'),
    description: longText('Text'),
    sku: text('SKU', { max: 100 }),
    product_id: also(id('Product'), 'productId'),
    ...amounts(),
    taxability: text('Taxability'),
    supplier_id: id('Supplier'),
    supplier: unlisted(text('Supplier by name')),
    visible: flag('false: hidden from the client'),
    from_stock: flag('From own stock'),
    parent: integer('Position (from 0) of the earlier item it hangs under', { min: 0 }),
    line_total_value: unlisted(number('Left out')),
  });

const products = () =>
  list(object(productShape(), 'Product'), 'What is ordered, as get_sales_order shows it', { max: MOST_ITEMS });
const charges = () => list(object(chargeShape(), 'Charge'), 'Charges of the whole order', { max: MOST_ITEMS });
const lineItems = () => list(object(lineShape(), 'Line'), 'Raw lines instead of products', { max: MOST_ITEMS });

/** The lines of an order; `told` says where they are told in full, null: here. */
export const orderLinesShape = (told: string | null) => {
  const shown = <Schema extends z.ZodType>(schema: Schema) => (told === null ? schema : inBrief(schema, told));
  return optional({
    products: shown(products()),
    charges: shown(charges()),
    comments: comments('Comments on the whole order'),
    line_items: shown(lineItems()),
    other: inBrief(list(object(otherShape(), 'Line'), '', { max: MOST_ITEMS }), 'Lines of other types, as shown'),
  });
};

/** A sales order but its job. */
export const salesOrderShape = () => ({
  ...optional({
    customer_order_number: also(text("The customer's own PO number", { max: 100 }), 'customer_po'),
    description: longText('Description'),
    customer_instructions: longText("The customer's instructions"),
    date: date('Order date (today)'),
    ship_to: address("Where it goes; without it the client's"),
    bill_to: addressInBrief('As ship_to'),
    sold_to: addressInBrief('As ship_to'),
  }),
  ...orderLinesShape(null),
});

/** A payment but its order. */
export const paymentShape = () => ({
  amount_value: number('Amount, above 0'),
  ...optional({
    date: date('Date of the payment (today)'),
    method: text('Check, Credit Card, ACH', { max: 100 }),
    reference_number: text('Check number or the like', { max: 100 }),
    comment: longText('Comment'),
    allow_overpayment: flag('More than the order comes to, or on a Paid one'),
  }),
});
