import { id } from '../mcp/fields.js';
import { newJobShape } from '../mcp/party-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { createJobPlan } from '../writes/plans/create-job.js';

/** A new job for a client that is there. */
export const createJob = defineWriteTool({
  name: 'create_job',
  access: 'create',
  title: 'Create a job',
  description:
    'Open a new job (project) for a program or store client. To add an order to a job use create_sales_order; ' +
    'enter_order makes client, job and order in one.',
  input: () => ({ client_id: id('Client: a contact id'), ...newJobShape() }),
  plan: createJobPlan,
});
