import { wholeJob } from '../answers/whole-records.js';
import { defineResource } from '../mcp/resource.js';
import { idOf } from './variables.js';

export const job = defineResource({
  name: 'job',
  uri: 'syncore://jobs/{job_id}',
  title: 'Job',
  description: 'One job with its orders in brief, as get_job shows it',
  mimeType: 'application/json',
  untrusted: ['description', 'client.name', 'primary_rep', 'secondary_rep', 'customer_service_rep', 'store.name'],
  read: (variables, { reader, ...call }) => wholeJob(reader, idOf(variables, 'job_id'), [], call),
});
