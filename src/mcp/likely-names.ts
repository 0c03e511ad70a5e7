import { fold } from '../nearest.js';
import type { ObjectSchema, PlainSchema } from './schema.js';

/*
 * What people and models call arguments by other words, which no likeness of letters tells: `in_hands_date` is nearer to
 * `date` than to what it means. They are told and not taken, so that nothing is entered by a guess.
 */

/** A name may mean one of these, the first that is there; a name with a dot stands elsewhere, from the top. */
const DUE = ['estimated_delivery_date', 'new_job.estimated_delivery_date', 'delivery_to', 'customer_instructions'];
const NUMBER = ['customer_order_number', 'sales_order.customer_order_number', 'order', 'reference_number'];

const MEANT: Readonly<Record<string, readonly string[]>> = {
  inhands: DUE,
  inhandsdate: DUE,
  inhanddate: DUE,
  due: DUE,
  duedate: DUE,
  eventdate: DUE,
  needby: DUE,
  needbydate: DUE,
  deliverydate: DUE,
  shipdate: DUE,
  po: NUMBER,
  ponumber: NUMBER,
  purchaseordernumber: NUMBER,
  customerponumber: NUMBER,
  qty: ['quantity'],
  pieces: ['quantity'],
  price: ['price_value'],
  unitprice: ['price_value'],
  cost: ['cost_value'],
  unitcost: ['cost_value'],
  sizes: ['colors[].sizes'],
  items: ['products', 'sales_order.products'],
  lines: ['products', 'sales_order.products'],
  lineitems: ['line_items', 'sales_order.line_items'],
  products: ['sales_order.products'],
  shipto: ['ship_to', 'sales_order.ship_to'],
  shippingaddress: ['shipping_address', 'ship_to', 'sales_order.ship_to'],
  amount: ['amount_value'],
  rep: ['primary_rep', 'new_job.primary_rep'],
};

/** What is an object where it is given in whole, and a number where it is there already. */
const PARTIES: Readonly<Record<string, { whole: string; id: string }>> = {
  job: { whole: 'new_job', id: 'job_id' },
  client: { whole: 'new_contact', id: 'client_id' },
  contact: { whole: 'new_contact', id: 'client_id' },
  customer: { whole: 'new_contact', id: 'client_id' },
};

/** What was most likely meant by an argument that is not known among `properties`; undefined where nothing tells. */
export function likelyMeant(
  name: string,
  value: unknown,
  properties: Record<string, PlainSchema>,
  root: ObjectSchema,
): { message: string; nearest: string } | undefined {
  const word = fold(name);
  const party = Object.hasOwn(PARTIES, word) ? PARTIES[word] : undefined;
  const isWhole = typeof value === 'object' || (typeof value === 'string' && value.trimStart().startsWith('{'));
  const meant =
    party === undefined ? (Object.hasOwn(MEANT, word) ? (MEANT[word] ?? []) : []) : [isWhole ? party.whole : party.id];
  const found = meant.find((path) => isThere(path, properties, root));
  if (found === undefined) return undefined;
  if (found === 'customer_instructions') {
    const message =
      'is not known here: the day is the estimated_delivery_date of the job (update_job); or say it in customer_instructions';
    return { message, nearest: found };
  }
  return { message: `is not known here; did you mean ${found}?`, nearest: found };
}

function isThere(path: string, properties: Record<string, PlainSchema>, root: ObjectSchema): boolean {
  const [first = '', second] = path.split(/\[\]\.|\./);
  if (path.includes('[]')) return Object.hasOwn(properties, first);
  if (second === undefined) return Object.hasOwn(properties, first);
  const outer = Object.hasOwn(root.properties, first) ? root.properties[first] : undefined;
  return outer?.properties !== undefined && Object.hasOwn(outer.properties, second);
}
