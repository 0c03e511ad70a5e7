import { Failure, invalidInput } from '../failure.js';
import { orderName, parseOrderName } from '../records/order-name.js';
import type { Found } from './reader.js';
import type { Call } from './request.js';

type Numbered = { id: number; number: number | null; jobNumber: number | null };

/**
 * The order that people call `32255-1`, among the orders of its job. A bare job number will do where the job has one.
 * @throws Failure `invalid_input` for what is no order name, or a bare number of a job with several; `not_found`,
 * naming the orders that there are.
 */
export async function findOrder<R extends Numbered>(
  kind: 'sales order' | 'purchase order',
  text: string,
  ordersOf: (jobId: number, call: Call) => Promise<Found<R>>,
  call: Call,
): Promise<R> {
  const name = parseOrderName(text);
  if (name === null)
    throw invalidInput('order', 'must be the job number, a dash and the order number, such as 32255-1');
  const { rows, complete } = await ordersOf(name.jobNumber, call).catch((error) => {
    if (!(error instanceof Failure) || error.code !== 'not_found') throw error;
    throw new Failure('not_found', `Syncore has no job ${name.jobNumber}, or it is not visible to this key.`);
  });
  const fits = name.number === null ? rows : rows.filter((row) => row.number === name.number);
  const [order] = fits;
  if (order !== undefined && fits.length === 1) return { ...order, jobNumber: order.jobNumber ?? name.jobNumber };
  if (!complete) {
    throw new Failure('timeout', `The ${kind}s of job ${name.jobNumber} could not all be read. Call again.`, {
      retryable: true,
    });
  }
  const known = rows.flatMap((row) => (row.number === null ? [] : [orderName(name.jobNumber, row.number)]));
  const list = known.length === 0 ? 'none' : known.slice(0, 20).join(', ');
  if (fits.length > 1 && name.number !== null) {
    const ids = fits.map(({ id }) => id).join(', ');
    throw new Failure('conflict', `Syncore has several ${kind}s of this number (ids ${ids}). Look at them in Syncore.`);
  }
  if (fits.length > 1) {
    throw invalidInput('order', `names a job with several ${kind}s; say which of ${list}`);
  }
  const wanted = name.number === null ? `a ${kind}` : `the ${kind} ${orderName(name.jobNumber, name.number)}`;
  throw new Failure('not_found', `Job ${name.jobNumber} does not have ${wanted}; its ${kind}s: ${list}.`);
}
