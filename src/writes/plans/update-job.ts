import { jobForm } from '../../records/job-form.js';
import type { PlanContext, WritePlan } from '../plan.js';
import { classNotes, refuseDropship } from './contact-part.js';
import { prepareEdit, type Wanted } from './edit-plan.js';
import { type JobInput, PEOPLE, readClient } from './job-part.js';
import { closedNotes } from './order-notes.js';
import { Problems } from './problems.js';
import { reference } from './references.js';
import { clientName, quoted } from './texts.js';
import { clearedIn, noteBlank } from './update-contact.js';

type Nullable<T> = { [Name in keyof T]?: T[Name] | null | undefined };

/** null clears a field. */
export type JobChanges = Nullable<JobInput & { client_id: number; commission_split: string }>;

export type UpdateJobInput = {
  job_id?: number | undefined;
  changes?: JobChanges | undefined;
  expected?: JobChanges | undefined;
};

/** An edit of a program or store job. */
export const updateJobPlan: WritePlan<UpdateJobInput> = {
  tool: 'update_job',
  kind: 'edit job',
  creates: false,
  content: async ({ job_id, changes = {} }) => ({ content: { job_id, changes, cleared: clearedIn(changes) } }),
  async prepare({ job_id: jobId, changes = {}, expected = {} }, context) {
    const problems = new Problems(context.refused);
    if (jobId === undefined) problems.add('job_id', 'is required');
    const record =
      jobId === undefined
        ? null
        : await problems.reading('job_id', context.reader.jobs.read(jobId, context.call), NO_JOB);
    refuseDropship('jobs', record?.jobClass ?? null, 'edit', 'job_id', problems);
    for (const field of ['description', 'client_id'] as const) {
      if (changes[field] === null) problems.add(`changes.${field}`, 'cannot be cleared: a job needs it');
    }
    noteBlank(changes, 'changes.', problems);
    if (typeof changes.client_id === 'number') {
      await readClient(changes.client_id, 'changes.client_id', problems, context);
    }
    const wanted = await wantedOf(changes, 'changes.', problems, context);
    const before = await wantedOf(expected, 'expected.', problems, context);
    if (record === null || jobId === undefined) return problems.fail();
    return prepareEdit({
      step: { name: 'job', action: 'update_job', ids: [jobId] },
      standing: { kind: 'job', record },
      turned: jobForm(record.raw),
      wanted,
      expected: before,
      problems,
      words: `job ${jobId} ${quoted(record.description)} for ${clientName(record.client)}`,
      notes: [
        ...closedNotes(jobId, record.status),
        ...classNotes(record.jobClass, 'the job'),
        ...notesOf(changes, context.today),
      ],
    });
  },
};

const NO_JOB = 'is the number of no job in Syncore; list_jobs finds it';

async function wantedOf(
  changes: JobChanges,
  within: string,
  problems: Problems,
  context: Pick<PlanContext, 'reader' | 'call'>,
): Promise<Wanted[]> {
  const { product_index: index, ...plain } = changes;
  const wanted: Wanted[] = Object.entries(plain).flatMap(([field, value]) =>
    value === undefined
      ? []
      : [{ field, formField: field, value: field === 'commission_split' ? split(value) : value }],
  );
  if (index === undefined) return wanted;
  const named =
    index === null ? null : await reference('product_indices', index, `${within}product_index`, problems, context);
  return [...wanted, { field: 'product_index', formField: 'product_index_id', value: named?.id ?? null }];
}

/** The form of a split is not known: a number was read as one, and goes back as one. */
function split(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
}

function notesOf(changes: JobChanges, today: string): string[] {
  const due = changes.estimated_delivery_date;
  const people = PEOPLE.filter((field) => typeof changes[field] === 'string' && !changes[field]?.includes('@'));
  return [
    ...(typeof due === 'string' && due < today ? ['The estimated delivery date lies in the past.'] : []),
    ...(typeof changes.store_id === 'number'
      ? ["Syncore's API has no list of stores, so store_id could not be checked."]
      : []),
    ...(people.length === 0
      ? []
      : [`Syncore knows a new person by the e-mail address; a name must be exactly its own (${people.join(', ')}).`]),
  ];
}
