import { Failure } from '../../failure.js';
import type { LineItem } from '../../records/line-items.js';
import { scaled } from '../../records/money.js';
import { type Likeness, type Showing, shows, sighted, together } from './likeness.js';
import { alikeText, type Resolved, type StepKind, textIn } from './step.js';

export const addLineItemStep: StepKind = {
  bornAlone: true,
  async before(resolved, reading) {
    const { jobId, orderId } = orderOf(resolved);
    const lines = await reading.linesBefore(jobId, orderId);
    const alike = (lines ?? []).filter((line) => mayBeLine(line, resolved.body));
    return { ids: alike.flatMap(({ lineId }) => (lineId === null ? [] : [lineId])), whole: true };
  },
  submit: ({ ids: [jobId = 0, orderId = 0], body }, writer, call) => writer.addLineItem(jobId, orderId, body, call),
  async find(resolved, known, reading) {
    const { body } = resolved;
    const { jobId, orderId } = orderOf(resolved);
    const { lineItems: lines } = await reading.reader.salesOrders.read(jobId, orderId, reading.call);
    if (lines === null) return { kind: 'cannot_tell', why: 'Syncore does not show the lines of the order' };
    const named = lines.flatMap((line) => (line.lineId === null ? [] : [{ id: line.lineId, line }]));
    if (lines.some((line) => line.lineId === null && mayBeLine(line, body))) {
      return { kind: 'cannot_tell', why: 'Syncore does not show the ids of the lines' };
    }
    const lineOf = new Map(named.map((one) => [one.id, one]));
    return sighted(named, {
      known,
      likeness: ({ line }, whole) => likeness(line, body, whole),
      // Lines are not to be read by themselves: what the order does not show of them is nothing.
      read: async (id) => lineOf.get(id) ?? gone(),
      by: 'content',
      what: 'new lines of the order',
    });
  },
  mistakable: ({ ids: [, mine], body }, { ids: [, other], body: made }) =>
    mine === other && mayBeLine(asLine(made), body),
};

function orderOf({ ids }: Resolved): { jobId: number; orderId: number } {
  const [jobId, orderId] = ids;
  if (jobId === undefined || orderId === undefined) throw new Failure('internal', 'A line was planned for no order.');
  return { jobId, orderId };
}

function gone(): never {
  throw new Failure('not_found', 'The order has no such line.');
}

type Known = Pick<LineItem, 'parentId' | 'type' | 'description' | 'quantity' | 'unitPriceE4'> & Showing;

function asLine(body: Resolved['body']): Known {
  return {
    parentId: typeof body.parent_id === 'number' ? body.parent_id : 0,
    type: textIn(body, 'type'),
    description: textIn(body, 'description'),
    quantity: typeof body.quantity === 'number' ? body.quantity : 0,
    unitPriceE4: unit(body.price_value),
  };
}

/** Whether a line may be the one that was sent, as far as it shows what that would be known by. */
export function mayBeLine(line: Known, body: Resolved['body']): boolean {
  return likeness(line, body, false) !== 'other';
}

function likeness(line: Known, body: Resolved['body'], whole: boolean): Likeness {
  const compared = (field: string, isSame: boolean): Likeness => {
    if (!shows(line, field) && !(whole && (body[field] ?? 0) === 0)) return 'unknown';
    return isSame ? 'same' : 'other';
  };
  const { parentId, type, description, quantity, unitPriceE4 } = line;
  return together(
    compared('parent_id', parentId === (body.parent_id ?? 0)),
    compared('type', alikeText(type, textIn(body, 'type'))),
    compared('description', alikeText(description, textIn(body, 'description'))),
    compared('quantity', (quantity ?? 0) === (body.quantity ?? 0)),
    compared('price_value', isSamePrice(unitPriceE4 ?? 0, unit(body.price_value))),
  );
}

/** A price may be shown rounded to the cent. */
function isSamePrice(shown: number, sent: number): boolean {
  return shown === sent || (shown % 100 === 0 && shown === Math.round(sent / 100) * 100);
}

function unit(value: unknown): number {
  return typeof value === 'number' ? (scaled(value, 4) ?? 0) : 0;
}
