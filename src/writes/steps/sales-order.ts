import type { SalesOrder } from '../../records/sales-order.js';
import { type Likeness, type Showing, shows, sighted, together } from './likeness.js';
import { alikeText, everything, type Resolved, type StepKind, type StepReading, textIn } from './step.js';

const REFERENCE = /Ref [2-9A-Z]{4}-[2-9A-Z]{4}\s*$/;

/** The reference that stands at the end of an order's instructions; null where there is none. */
export function referenceIn(instructions: string | null): string | null {
  return REFERENCE.exec(instructions ?? '')?.[0].trim() ?? null;
}

export const createSalesOrderStep: StepKind = {
  bornAlone: true,
  async before(resolved, reading) {
    const alike = (await ordersOfJob(resolved, reading)).filter((order) => isAlikeOrder(order, resolved.body));
    return { ids: alike.map(({ id }) => id), whole: true };
  },
  submit: ({ ids: [jobId = 0], body }, writer, call) => writer.createSalesOrder(jobId, body, call),
  async find(resolved, known, reading) {
    const { body, ids } = resolved;
    const [jobId = 0] = ids;
    return sighted(await ordersOfJob(resolved, reading), {
      known,
      likeness: (order, whole) => likeness(order, body, whole),
      read: (id) => reading.reader.salesOrders.read(jobId, id, reading.call),
      by: referenceIn(textIn(body, 'customer_instructions')) === null ? 'content' : 'reference',
      what: 'new orders of the job',
    });
  },
  mistakable: ({ ids: [mine], body }, { ids: [other], body: made }) =>
    mine === other && isAlikeOrder(asOrder(made), body),
};

async function ordersOfJob({ ids: [jobId = 0] }: Resolved, { reader, call }: StepReading): Promise<SalesOrder[]> {
  const found = await reader.salesOrders.search({ jobId }, { limit: Number.POSITIVE_INFINITY }, call);
  return everything(found, 'sales orders of the job');
}

type Known = Pick<SalesOrder, 'customerInstructions' | 'customerOrderNumber' | 'description'> & Showing;

function asOrder(body: Resolved['body']): Known {
  return {
    customerInstructions: textIn(body, 'customer_instructions'),
    customerOrderNumber: textIn(body, 'customer_order_number'),
    description: textIn(body, 'description'),
  };
}

/** Whether an order is known by the same as the one to be made, as far as it shows that: it may be that one. */
export function isAlikeOrder(order: Known, body: Resolved['body']): boolean {
  return likeness(order, body, false) !== 'other';
}

/** An order is known by its reference, else by its number and description. */
function likeness(order: Known, body: Resolved['body'], whole: boolean): Likeness {
  const reference = referenceIn(textIn(body, 'customer_instructions'));
  if (reference !== null) {
    if (!shows(order, 'customer_instructions')) return 'unknown';
    return (order.customerInstructions ?? '').includes(reference) ? 'same' : 'other';
  }
  const compared = (field: string, theirs: string | null): Likeness => {
    const mine = textIn(body, field);
    if (!shows(order, field) && !(whole && mine.trim() === '')) return 'unknown';
    return alikeText(theirs, mine) ? 'same' : 'other';
  };
  return together(
    compared('customer_order_number', order.customerOrderNumber),
    compared('description', order.description),
  );
}
