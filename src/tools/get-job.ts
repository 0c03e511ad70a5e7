import { JOB_TEXTS, jobSchema } from '../answers/job.js';
import { wholeJob } from '../answers/whole-records.js';
import { choice, id, list } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

/** One job in full. Its orders come with it in brief, since the job itself names them; in rows where asked for. */
export const getJob = defineTool({
  name: 'get_job',
  toolset: 'lookup',
  access: 'read',
  title: 'Get a job',
  description:
    'Read one job by its number: client, reps, dates, full description, and its sales and purchase orders in brief. ' +
    'include gives those orders with dates, amounts and references. For lines, prices and profit of an order use ' +
    'get_sales_order or get_purchase_order.',
  input: () => ({
    job_id: id('Job number, such as 32255'),
    include: list(choice(['sales_orders', 'purchase_orders'], 'Kind of order'), 'Orders to show in full rows', {
      max: 2,
    }).optional(),
  }),
  output: () => jobSchema,
  untrusted: JOB_TEXTS,

  run: ({ job_id: jobId, include = [] }, { reader, ...call }) => wholeJob(reader, jobId, include, call),
});
