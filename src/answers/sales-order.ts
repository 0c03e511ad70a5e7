import * as z from 'zod/v4';
import { type GrossProfit, grossProfit } from '../records/line-items.js';
import { centsToValue } from '../records/money.js';
import { orderName } from '../records/order-name.js';
import { toProducts } from '../records/products.js';
import type { SalesOrder } from '../records/sales-order.js';
import { addressAnswer } from './address.js';
import { jobPage } from './links.js';
import { brief, type Width } from './list.js';
import { briefClient, clientAnswer, party } from './party.js';
import { valueOrNull } from './value.js';

/** Fields of a row, and of the whole answer, that hold text from Syncore. */
export const SALES_ORDER_ROW_TEXTS = ['status', 'client.name', 'customer_order_number', 'description'];
export const SALES_ORDER_TEXTS = [
  ...SALES_ORDER_ROW_TEXTS,
  'products',
  'charges',
  'comments',
  'other',
  'sold_to',
  'bill_to',
  'ship_to',
  'customer_instructions',
];

const text = z.string().nullable();
const value = z.number().nullable();
const parts = z.array(z.looseObject({}));

export const salesOrderRowSchema = z.object({
  order: text,
  id: z.int(),
  job_id: z.int().nullable(),
  status: text,
  date: text,
  invoice_date: text,
  client: party,
  customer_order_number: text,
  description: text,
  sub_total_value: value,
  tax_value: value,
  total_value: value,
});

export const salesOrderSchema = salesOrderRowSchema.extend({
  products: parts.nullable(),
  charges: parts,
  comments: z.array(z.string()),
  other: parts.optional(),
  sold_to: z.looseObject({}).nullable(),
  bill_to: z.looseObject({}).nullable(),
  ship_to: z.looseObject({}).nullable(),
  customer_instructions: text,
  cost_value: value,
  gross_profit_value: value,
  margin_percent: value,
  lines_without_cost: z.int().nullable(),
  last_modified_date: text,
  url: text,
  notes: z.array(z.string()),
});

export function salesOrderRow(order: SalesOrder, { text, name }: Width) {
  const shown = { client: briefClient(order.client, name), description: brief(order.description, text) };
  return { ...heading(order), ...shown, ...amounts(order) };
}

export function salesOrderAnswer(order: SalesOrder, notes: string[]) {
  const profit = grossProfit(order.lineItems, order.subTotalCents);
  const lines = order.lineItems === null ? { products: null, charges: [], comments: [] } : toProducts(order.lineItems);
  return {
    ...heading(order),
    ...amounts(order),
    cost_value: valueOrNull(profit.costCents),
    gross_profit_value: valueOrNull(profit.profitCents),
    margin_percent: profit.marginPercent,
    lines_without_cost: order.lineItems === null ? null : profit.linesWithoutCost,
    ...lines,
    sold_to: addressAnswer(order.soldTo),
    bill_to: addressAnswer(order.billTo),
    ship_to: addressAnswer(order.shipTo),
    customer_instructions: order.customerInstructions,
    last_modified_date: order.lastModified?.slice(0, 10) ?? null,
    url: jobPage(order.jobNumber),
    notes: [...notes, ...profitNotes(profit)],
  };
}

/** `32255-1`; null where Syncore did not give both numbers. */
export function nameOf(order: { jobNumber: number | null; number: number | null }): string | null {
  return order.jobNumber === null || order.number === null ? null : orderName(order.jobNumber, order.number);
}

function heading(order: SalesOrder) {
  return {
    order: nameOf(order),
    id: order.id,
    job_id: order.jobNumber,
    status: order.status,
    date: order.date,
    invoice_date: order.invoiceDate,
    client: clientAnswer(order.client),
    customer_order_number: order.customerOrderNumber,
    description: order.description,
  };
}

function amounts(order: SalesOrder) {
  return {
    sub_total_value: valueOrNull(order.subTotalCents),
    tax_value: valueOrNull(order.taxCents),
    total_value: valueOrNull(order.totalCents),
  };
}

function profitNotes({ reason, linesWithoutCost, uncostedCents }: GrossProfit): string[] {
  if (reason === 'lines_not_given') return ['Syncore did not give the lines, so cost and profit are not known.'];
  if (reason === 'no_costs') return ['No line has a cost, so cost and profit are not known.'];
  if (linesWithoutCost === 0) return [];
  return [
    `Lines without a cost: ${linesWithoutCost}, sold for ${centsToValue(uncostedCents)} together. Cost leaves them out, so the ` +
      'true profit is lower.',
  ];
}
