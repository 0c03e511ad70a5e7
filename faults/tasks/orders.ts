import type { SalesOrder } from '../../src/sandbox/data/types.js';
import type { Task, TaskMaker } from '../task.js';
import type { World } from '../world.js';
import { clientOf, fullJob } from './jobs.js';
import { type Lines, lineParts, manyLines, outOfOrder, someLines } from './lines.js';

/** An order of its own without lines. */
function emptyOrder(world: World, word: string): SalesOrder {
  const job = fullJob(world, word);
  const pattern = world.data.salesOrders.find(({ job_number: number }) => number === 32255);
  if (pattern === undefined) throw new Error('The account has lost its known order.');
  const order: SalesOrder = {
    ...structuredClone(pattern),
    id: world.newId(),
    number: 1,
    job_number: job.id,
    description: job.description,
    customer_order_number: `PO ${word}`,
    sub_total_value: 0,
    tax_value: 0,
    total_value: 0,
    line_items: [],
  };
  world.data.salesOrders.push(order);
  return order;
}

const nameOf = ({ job_number: job, number }: SalesOrder) => `${job}-${number}`;

export const createSalesOrder: TaskMaker = (world, chance) => {
  const job = fullJob(world, chance.word);
  const lines = someLines(chance);
  const head = {
    job_id: job.id,
    ...(chance.chance(0.5) ? { customer_order_number: `PO ${chance.word}` } : {}),
    ...(chance.chance(0.3) ? { customer_instructions: 'Pack by size.' } : {}),
  };
  const mine = () => world.data.salesOrders.filter(({ job_number: number }) => number === job.id);
  return {
    tool: 'create_sales_order',
    args: { ...head, ...lines.given },
    method: 'POST',
    requests: 1 + lines.facts.length,
    otherwise: { ...lines.otherwise, ...head, job_id: `${job.id}` },
    parts: () => [
      { what: 'sales order', meant: 1, stands: mine().length },
      ...lineParts(
        mine().flatMap(({ line_items: items }) => items),
        lines.facts,
      ),
    ],
    spoiled: () => mine().flatMap(({ line_items: items }) => outOfOrder(items, lines.facts)),
    isRecord: ({ id }) => mine().some((order) => order.id === id),
  };
};

function lineTask(world: World, word: string, lines: Lines): Task {
  const order = emptyOrder(world, word);
  return {
    tool: 'add_line_items',
    args: { order: nameOf(order), ...lines.given },
    method: 'POST',
    requests: lines.facts.length,
    otherwise: { ...lines.otherwise, order: ` #${nameOf(order)} ` },
    parts: () => lineParts(order.line_items, lines.facts),
    spoiled: () => outOfOrder(order.line_items, lines.facts),
    isRecord: ({ id }) => id === order.id,
  };
}

export const addLineItems: TaskMaker = (world, chance) => lineTask(world, chance.word, someLines(chance));

/** Thirty lines, as of an order that breaks off in the middle. */
export const addThirtyLines: TaskMaker = (world, chance) => lineTask(world, chance.word, manyLines(chance, 30));

export const addPayment: TaskMaker = (world, chance) => {
  const order = emptyOrder(world, chance.word);
  Object.assign(order, { status: 'Open', total_value: 900, sub_total_value: 900 });
  const amount = chance.int(1_00, 400_00) / 100;
  const args = {
    order: nameOf(order),
    amount_value: amount,
    ...(chance.chance(0.5) ? { method: 'Check', reference_number: `C ${chance.int(100, 999)}` } : {}),
  };
  const mine = () => world.data.payments.filter(({ sales_order_id: id }) => id === order.id);
  return {
    tool: 'add_payment',
    args,
    method: 'POST',
    requests: 1,
    otherwise: { ...args, amount_value: amount.toFixed(2), order: `${order.job_number} - 1`, comment: 'Deposit' },
    parts: () => [{ what: 'payment', meant: 1, stands: mine().length }],
    spoiled: () => mine().flatMap((payment) => (payment.amount_value === amount ? [] : ['the amount of the payment'])),
    isRecord: ({ payment_id: id }) => mine().some((payment) => payment.id === id),
  };
};

export const enterOrder: TaskMaker = (world, chance) => {
  const { data } = world;
  const { word } = chance;
  const lines = someLines(chance);
  const business = `Entered ${word}`;
  const description = `Entered job ${word}`;
  const isNew = chance.chance(0.6);
  const isPaid = chance.chance(0.5);
  const args = {
    ...(isNew
      ? { new_contact: { business_name: business, last_name: 'Roth', email: `${word}@entered.example` } }
      : { client_id: clientOf(world) }),
    new_job: { description },
    sales_order: { customer_order_number: `E-${word}`, ...lines.given },
    // Below what any of these orders comes to.
    ...(isPaid ? { payment: { amount_value: 0.5, method: 'Check' } } : {}),
  };
  const contacts = () => data.contacts.filter(({ business_name: name }) => name === business);
  const jobs = () => data.jobs.filter((job) => job.description === description);
  const orders = () => data.salesOrders.filter(({ job_number: number }) => jobs().some(({ id }) => id === number));
  const payments = () => data.payments.filter(({ sales_order_id: id }) => orders().some((order) => order.id === id));
  return {
    tool: 'enter_order',
    args,
    method: 'POST',
    requests: (isNew ? 1 : 0) + 2 + lines.facts.length + (isPaid ? 1 : 0),
    otherwise: {
      ...args,
      new_job: { description: ` entered  JOB ${word}` },
      sales_order: { ...lines.otherwise, customer_order_number: ` e-${word} ` },
    },
    parts: () => [
      ...(isNew ? [{ what: 'contact', meant: 1, stands: contacts().length }] : []),
      { what: 'job', meant: 1, stands: jobs().length },
      { what: 'sales order', meant: 1, stands: orders().length },
      ...lineParts(
        orders().flatMap(({ line_items: items }) => items),
        lines.facts,
      ),
      ...(isPaid ? [{ what: 'payment', meant: 1, stands: payments().length }] : []),
    ],
    spoiled: () => orders().flatMap(({ line_items: items }) => outOfOrder(items, lines.facts)),
    isRecord: ({ id }) => orders().some((order) => order.id === id),
  };
};
