import { addDays } from '../pacific.js';
import type { Basket, ProductSpec } from './basket.js';
import { polo, suppliers } from './catalog.js';
import { sumBasket } from './lines.js';
import { clientBrief, csrs, reps } from './people.js';
import { makePurchaseOrder, noInvoice } from './purchase-orders.js';
import { makeSalesOrder } from './sales-orders.js';
import type { Contact, Job, PurchaseOrder, SalesOrder } from './types.js';

/** The one job that every sandbox holds, whatever its seed: tests, demonstrations and documents name it. */
export const knownJobId = 32255;

/** Ids of the known job's records; the others are numbered around them. */
export const knownSalesOrderId = 915501;
export const knownPurchaseOrderId = 732101;
const firstLineId = 4_100_001;

/** A job with what hangs on it. Ids of the orders are 0 until the whole account is numbered. */
export type JobWithOrders = { job: Job; salesOrders: SalesOrder[]; purchaseOrders: PurchaseOrder[] };

/** A colour with its sizes, as people write an order down. */
function color(name: string, ...quantities: [size: string, quantity: number][]): ProductSpec['colors'][number] {
  const sizes = quantities.map(([size, quantity]) => ({ size, quantity }));
  return { color: name, quantity: sizes.reduce((sum, { quantity }) => sum + quantity, 0), sizes };
}

const supplierNamed = (wanted: string) => suppliers.find(({ name }) => name === wanted) ?? null;

/** 141 polos in two colours. Change nothing here: tests and documents quote its lines and sums. */
const basket: Basket = {
  habits: { sizeInSku: false, visibleAsText: false, zerosForEmpty: false },
  opening: null,
  products: [
    {
      product: polo,
      maker: supplierNamed('Cascade Apparel Supply'),
      price: 24.5,
      colors: [
        color('Navy', ['S', 13], ['M', 24], ['L', 30], ['XL', 18], ['2XL', 8], ['3XL', 4]),
        color('Black', ['M', 10], ['L', 16], ['XL', 12], ['2XL', 6]),
      ],
      decoration: {
        method: 'Embroidery',
        decorator: supplierNamed('Ironwood Embroidery'),
        location: 'Left Chest',
        size: '3.5" W x 1.25" H',
        designName: 'Acme gear mark',
        colors: 'White 1001, Red 1147',
        stitchCount: '7,500',
      },
      setup: { description: 'Digitizing set-up', quantity: 1, price: 65, cost: 40 },
      // 141 pieces at 1.125 end on half a cent: the line rounds away from zero.
      run: { description: 'Embroidery run charge', quantity: 141, price: 1.125, cost: 0.6725 },
      comment: 'Same logo as the spring order; thread colors approved.',
      showCost: true,
    },
  ],
  lateSizes: null,
  closing: { text: 'Deliver to Receiving Dock B, attention Dana Whitfield.', hidden: false },
};

/** Job 32255 with sales order 32255-1: navy and black polos for Acme Manufacturing. Only its dates follow `day`. */
export function makeKnownJob(client: Contact, day: string): JobWithOrders {
  const sums = sumBasket(basket);
  const job: Job = {
    id: knownJobId,
    store: null,
    job_class: 'Program',
    status: 'WIP',
    date: day,
    estimated_delivery_date: addDays(day, 32),
    completed_date: null,
    description: 'Navy and black polos for the fall safety kickoff',
    job_type: 'Order',
    priority: 'Normal',
    product_index: { id: 1, name: 'Apparel' },
    client: clientBrief(client),
    primary_rep: { name: reps[0] },
    secondary_rep: { name: reps[1] },
    commission_split: 50,
    customer_service_rep_name: csrs[0],
  };
  const salesOrder = makeSalesOrder(
    client,
    { basket, sums, firstLineId },
    {
      jobId: knownJobId,
      number: 1,
      date: `${day}T09:42:00`,
      status: 'Open',
      customerOrderNumber: 'PO-88213',
      customerInstructions: 'Please pack by size and mark the cartons by department.',
      description: job.description,
      invoiceDate: null,
      lastModifiedDate: `${addDays(day, 2)} 14:05:31`,
    },
  );
  // The shirts are here and their invoice is approved; the embroidery is still on the machine.
  const purchaseOrders = sums.shares.map((share, index) =>
    makePurchaseOrder(salesOrder, basket, share, firstLineId + 100 * (index + 1), {
      number: index + 1,
      date: `${addDays(day, 1)}T10:15:00`,
      lastModifiedDate: `${addDays(day, 3 + index)} 11:20:09`,
      status: index === 0 ? 'Approved' : 'Open',
      inHandDate: addDays(day, index === 0 ? 18 : 28),
      freight: index === 0 ? 48.65 : 0,
      artwork: 0,
      criticalComments: index === 0 ? '' : 'Sew-out must be approved by the client before the run.',
      invoice:
        index === 0
          ? {
              supplier_invoice_number: 'INV-204417',
              supplier_invoice_date: addDays(day, 3),
              approval_date: addDays(day, 3),
              posting_date: null,
            }
          : noInvoice(),
    }),
  );
  return { job, salesOrders: [salesOrder], purchaseOrders };
}
