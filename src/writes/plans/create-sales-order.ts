import type { WritePlan } from '../plan.js';
import { closedNotes, orderNotes } from './order-notes.js';
import type { OrderInput } from './order-part.js';
import { lookAtOrders, orderContent, orderSteps, readJob } from './order-plan.js';
import { headInWords, linesInWords } from './order-words.js';
import { Problems } from './problems.js';
import { clientName, listed, quoted } from './texts.js';

export type CreateSalesOrderInput = OrderInput & { job_id?: number | undefined };

/** A sales order on a job that is there, with its lines. */
export const createSalesOrderPlan: WritePlan<CreateSalesOrderInput> = {
  tool: 'create_sales_order',
  kind: 'order',
  creates: true,
  content: async ({ job_id: jobId, ...order }) => ({ content: { job_id: jobId, sales_order: orderContent(order) } }),
  async prepare({ job_id: jobId, ...input }, context) {
    const problems = new Problems(context.refused);
    const job = await readJob(jobId, problems, context);
    const order = await orderSteps(input, jobId ?? 0, 0, '', problems, context);
    if (job === null || jobId === undefined) return problems.fail();
    problems.refuse();
    const { summary, details } = linesInWords(order.lines);
    const head = listed(`sales order on job ${jobId} for ${clientName(job.client)}`, customerNumber(input));
    return {
      steps: order.steps,
      summary: `Enter a ${head}: ${summary}.`,
      details: [...details, ...headInWords(input, context.reference)],
      notes: [...closedNotes(jobId, job.status), ...order.notes, ...orderNotes(order.lines)],
      look: (call) => lookAtOrders(order, { clientId: job.client?.id ?? null, jobId }, context, call),
    };
  },
};

export function customerNumber({ customer_order_number: number }: OrderInput): string | null {
  return number === undefined ? null : `customer order number ${quoted(number, 40)}`;
}
