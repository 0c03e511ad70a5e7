import type { Job } from '../../records/job.js';
import { jobForm } from '../../records/job-form.js';
import { edit } from './edit.js';
import { type Likeness, shows, sighted, together } from './likeness.js';
import { alikeText, everything, type Resolved, type StepKind, type StepReading, textIn } from './step.js';

export const createJobStep: StepKind = {
  async before(resolved, reading) {
    const rows = await jobsOfTheseDays(reading);
    const alike = rows.filter((job) => likeness(job, resolved.body) !== 'other');
    return { ids: alike.map(({ id }) => id), whole: true };
  },
  submit: ({ body }, writer, call) => writer.createJob(body, call),
  async find({ body }, known, reading) {
    const { reader, call } = reading;
    return sighted(await jobsOfTheseDays(reading), {
      known,
      likeness: (job) => likeness(job, body),
      read: (id) => reader.jobs.read(id, call),
      by: 'content',
      what: 'new jobs',
    });
  },
  mistakable: ({ body: mine }, { body: other }) =>
    mine.client_id === other.client_id && alikeText(textIn(mine, 'description'), textIn(other, 'description')),
};

export const updateJobStep: StepKind = edit({
  read: async ([jobId = 0], { reader, call }) => (await reader.jobs.read(jobId, call)).raw,
  form: jobForm,
  submit: ({ ids: [jobId = 0], body }, writer, call) => writer.updateJob(jobId, body, call),
});

async function jobsOfTheseDays({ reader, call, days }: StepReading): Promise<Job[]> {
  return everything(await reader.jobs.search({ date: days }, { limit: Number.POSITIVE_INFINITY }, call), 'jobs');
}

/** A job is known by its client and its description. Every job has a client: one without does not show it. */
function likeness(job: Job, body: Resolved['body']): Likeness {
  const client = job.client?.id ?? null;
  const description = alikeText(job.description, textIn(body, 'description')) ? 'same' : 'other';
  return together(
    shows(job, 'description') ? description : 'unknown',
    client === null ? 'unknown' : client === body.client_id ? 'same' : 'other',
  );
}
