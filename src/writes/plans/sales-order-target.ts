import { findOrder } from '../../client/find-order.js';
import { orderName, parseOrderName } from '../../records/order-name.js';
import type { SalesOrder } from '../../records/sales-order.js';
import type { PlanContext } from '../plan.js';
import { Problems } from './problems.js';

type Reading = Pick<PlanContext, 'reader' | 'call'>;

/** An order that is there, under the ids that its path needs. */
export type Target = { order: SalesOrder; jobId: number; name: string };

/** The order that is meant; null where it is a problem. */
export async function readTarget(
  text: string | undefined,
  problems: Problems,
  { reader, call }: Reading,
): Promise<Target | null> {
  if (text === undefined) {
    problems.add('order', 'is required');
    return null;
  }
  const order = await problems.reading('order', findTarget(text, { reader, call }));
  if (order === null) return null;
  const jobId = order.jobNumber ?? 0;
  return { order, jobId, name: orderName(jobId, order.number ?? 0) };
}

function findTarget(text: string, { reader, call }: Reading): Promise<SalesOrder> {
  return findOrder(
    'sales order',
    text,
    (jobId, inner) => reader.salesOrders.search({ jobId }, { limit: Number.POSITIVE_INFINITY }, inner),
    call,
  );
}

/**
 * The order's name as everybody writes it the same: ` #32255 - 1 ` is `32255-1`. Only for a bare job number Syncore is
 * asked: a call must be known again also when its order has gone. What is no order stays as it is, to be refused.
 */
export async function targetName(text: string | undefined, reading: Reading): Promise<string> {
  const name = parseOrderName(text ?? '');
  if (text === undefined || name === null) return text ?? '';
  if (name.number !== null) return orderName(name.jobNumber, name.number);
  const target = await readTarget(text, new Problems(), reading);
  return target?.name ?? text;
}
