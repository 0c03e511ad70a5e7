import type { Body } from '../../client/writer.js';
import type { PlanStep } from '../journal.js';
import type { WritePlan } from '../plan.js';
import { classNotes } from './contact-part.js';
import { type JobInput, jobBody, jobDetails, jobNotes, jobWords, readClient } from './job-part.js';
import { Problems } from './problems.js';
import { contactName } from './texts.js';

export type CreateJobInput = JobInput & { client_id?: number | undefined };

/** A new job for a client that is there: one step. */
export const createJobPlan: WritePlan<CreateJobInput> = {
  tool: 'create_job',
  kind: 'job',
  creates: true,
  content: async (input) => ({ content: input }),
  async prepare({ client_id: clientId, ...input }, context) {
    const problems = new Problems(context.refused);
    const contact = await readClient(clientId, 'client_id', problems, context);
    const client = contact === null ? null : { id: contact.id, jobClass: contact.contactClass };
    const body = await jobBody(input, client, '', problems, context);
    problems.refuse();
    return {
      steps: [jobStep(body)],
      summary: `Create the ${jobWords(input, contact === null ? '' : contactName(contact))}.`,
      details: jobDetails(input),
      notes: [...classNotes(contact?.contactClass ?? null, 'the client'), ...jobNotes(input, context.today)],
    };
  },
};

export function jobStep(body: Body): PlanStep {
  return { name: 'job', action: 'create_job', ids: [], body };
}
