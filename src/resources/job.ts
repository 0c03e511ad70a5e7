import { completeJob } from '../answers/completions.js';
import { JOB_TEXTS } from '../answers/job.js';
import { wholeJob } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';
import { idOf } from './variables.js';

export const job = defineResource({
  name: 'job',
  uri: 'syncore://jobs/{job_id}',
  title: 'Job',
  description: 'One job with its orders in brief, as get_job shows it',
  mimeType: 'application/json',
  ttlMs: 0,
  untrusted: JOB_TEXTS,
  complete: { job_id: completeJob },
  read: (variables, { reader, ...call }) => wholeJob(reader, idOf(variables, 'job_id'), [], call),
});
