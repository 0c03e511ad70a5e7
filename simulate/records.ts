import type { LineItem, SalesOrder, SandboxData } from '../src/sandbox/data/types.js';
import { ORDERS } from './account.js';
import { lineContent } from './lines.js';
import type { RecordKind } from './syncore.js';

/** A record as it truly stands in Syncore; `group` as in `Piece`, null for one that was there from the start. */
export type Standing = {
  kind: RecordKind;
  id: number;
  group: string | null;
  /** The client of a job, the job of an order, the order of a line or a payment. */
  under: number | null;
  /** The line above a line; 0 at the top. */
  parentId: number;
};

const FIRST: ReadonlySet<number> = new Set(Object.values(ORDERS));

/** The word that a want's records bear. */
export function tokenIn(text: string | null): string | null {
  return /\bw\d+\b/.exec((text ?? '').toLowerCase())?.[0] ?? null;
}

/** Everything that stands in Syncore, the lines of an order in their order. */
export function allStanding({ contacts, jobs, salesOrders, payments }: SandboxData): Standing[] {
  const named = (kind: RecordKind, text: string | null) => {
    const token = tokenIn(text);
    return token === null ? null : `${kind} ${token}`;
  };
  return [
    ...contacts.map(
      ({ id, notes }): Standing => ({
        kind: 'contact',
        id,
        group: id <= 12 ? null : named('contact', notes),
        under: null,
        parentId: 0,
      }),
    ),
    ...jobs.map(
      ({ id, job_type, client }): Standing => ({
        kind: 'job',
        id,
        group: id <= 502 ? null : named('job', job_type),
        under: client.id,
        parentId: 0,
      }),
    ),
    ...salesOrders.flatMap((order) => [
      {
        kind: 'order' as const,
        id: order.id,
        group: FIRST.has(order.id) ? null : named('order', order.customer_instructions),
        under: order.job_number,
        parentId: 0,
      },
      ...order.line_items.map((line) => lineStanding(order, line)),
    ]),
    ...payments.map(
      ({ id, comment, sales_order_id }): Standing => ({
        kind: 'payment',
        id,
        group: named('payment', comment),
        under: sales_order_id,
        parentId: 0,
      }),
    ),
  ];
}

function lineStanding(order: SalesOrder, line: LineItem): Standing {
  const first = FIRST.has(order.id);
  const group = `${first ? `line ${order.id}` : `line of ${tokenIn(order.customer_instructions)}`} ${lineContent(line)}`;
  const own = first && line.line_id < 100_000;
  return { kind: 'line', id: line.line_id, group: own ? null : group, under: order.id, parentId: line.parent_id };
}

export const nameOf = ({ kind, id }: Pick<Standing, 'kind' | 'id'>) => `${kind} ${id}`;
