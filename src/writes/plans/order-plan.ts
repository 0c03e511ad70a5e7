import type { Call } from '../../client/request.js';
import type { Job } from '../../records/job.js';
import type { NewLine } from '../../records/order-lines.js';
import type { PlanStep, StepId } from '../journal.js';
import type { Look, PlanContext } from '../plan.js';
import { lookForOrder } from './look-orders.js';
import { looking, unlessGone } from './looking.js';
import { lineContent, lineSteps, linesOf, type OrderInput, orderBody } from './order-part.js';
import type { Problems } from './problems.js';

/** An order and its lines within a plan. */
export type OrderSteps = { steps: PlanStep[]; lines: NewLine[]; notes: string[]; body: PlanStep['body']; at: number };

/** The job that an order is to be entered on; null where it is a problem. */
export async function readJob(
  jobId: number | undefined,
  problems: Problems,
  { reader, call }: Pick<PlanContext, 'reader' | 'call'>,
): Promise<Job | null> {
  const job = jobId === undefined ? null : await unlessGone(reader.jobs.read(jobId, call));
  if (jobId === undefined) problems.add('job_id', 'is required');
  else if (job === null) problems.add('job_id', 'is the number of no job in Syncore; list_jobs finds it');
  return job;
}

/** The steps that enter an order with its lines, behind `before` others. */
export async function orderSteps(
  input: OrderInput,
  job: number | StepId,
  before: number,
  within: string,
  problems: Problems,
  context: PlanContext,
): Promise<OrderSteps> {
  const body = orderBody(input, context.reference, within, problems);
  const { lines, notes } = await linesOf(input, within, problems, context);
  const order: PlanStep = { name: 'sales order', action: 'create_sales_order', ids: [job], body };
  return { steps: [order, ...lineSteps(lines, job, { step: before }, before + 1)], lines, notes, body, at: before };
}

/** An order as content: which tool it comes through makes no difference. */
export function orderContent({ products, charges, comments, other, line_items, ...head }: OrderInput): unknown {
  return { ...head, lines: lineContent({ products, charges, comments, other, line_items }) };
}

export function lookAtOrders(
  { body, lines, at }: Pick<OrderSteps, 'body' | 'lines' | 'at'>,
  where: { clientId: number | null; jobId: number | null },
  context: PlanContext,
  call: Call,
): Promise<Look> {
  return looking(call, context, (inner) => lookForOrder({ ...where, body, lines, at }, context, inner));
}
