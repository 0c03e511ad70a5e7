import { id, inBrief, object } from '../mcp/fields.js';
import { clearable, editedJobShape } from '../mcp/party-fields.js';
import { defineWriteTool } from '../mcp/write-tool.js';
import { updateJobPlan } from '../writes/plans/update-job.js';

const changes = (description: string) => inBrief(object(clearable(editedJobShape()), description), description);

/** An edit of a program or store job. */
export const updateJob = defineWriteTool({
  name: 'update_job',
  access: 'edit',
  title: 'Change a job',
  description:
    'Change fields of a job: what is not in changes stays, null clears. Status, class and job date are set by Syncore. ' +
    'People are given by e-mail, or by name as get_job shows it. Tells before and after of each changed field.',
  input: () => ({
    job_id: id('Job number'),
    changes: changes('Fields to change, as create_job takes them; also client_id, commission_split'),
    expected: changes('What should stand there now').optional(),
  }),
  plan: updateJobPlan,
});
