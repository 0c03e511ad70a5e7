import type { Contact, Job } from '../src/sandbox/data/types.js';
import type { WriteCall, WriteOptions } from '../src/writes/asking.js';
import type { WriteEngine } from '../src/writes/engine.js';
import { type ContactChanges, updateContactPlan } from '../src/writes/plans/update-contact.js';
import { type JobChanges, updateJobPlan } from '../src/writes/plans/update-job.js';
import { CONTACTS, JOBS } from './account.js';
import type { Draw } from './draw.js';
import type { Spelling } from './spelling.js';

/** What a caller wants to stand in fields of a record; null: nothing. */
export type Edit = { kind: 'contact' | 'job'; id: number; values: Values<string> };

type Values<Field extends string> = Readonly<Partial<Record<Field, string | null>>>;

type EditWant = {
  edit: Edit;
  write(
    engine: WriteEngine,
    spelling: Spelling,
    options: WriteOptions,
    call: WriteCall,
  ): ReturnType<WriteEngine['write']>;
};

export function drawEdit(draw: Draw, token: string): EditWant {
  return draw.chance(0.6) ? contactEdit(draw, token) : jobEdit(draw, token);
}

function contactEdit(draw: Draw, token: string): EditWant {
  const id = draw.pick(CONTACTS);
  const values = draw.pick<Values<'notes' | 'title' | 'website' | 'mobile'>>([
    { notes: `note ${token}` },
    { title: `Title ${token}`, website: `${token}.example` },
    // A few values that several wants share, so that X, then Y, then X comes to pass.
    { title: draw.pick(['Chief', 'Owner']) },
    { title: null },
    { mobile: draw.pick(['216 555 0177', '216 555 0188']) },
  ]);
  const changes: ContactChanges = values;
  return {
    edit: { kind: 'contact', id, values },
    write: (engine, _, options, call) => engine.write(updateContactPlan, { contact_id: id, changes }, options, call),
  };
}

function jobEdit(draw: Draw, token: string): EditWant {
  const id = draw.pick(JOBS);
  const values = draw.pick<Values<'description' | 'priority' | 'job_type' | 'estimated_delivery_date'>>([
    { description: `Job ${token}` },
    { priority: draw.pick(['High', 'Low']) },
    { job_type: null },
    { estimated_delivery_date: draw.pick(['2027-03-01', '2027-04-01']) },
  ]);
  const changes: JobChanges = values;
  return {
    edit: { kind: 'job', id, values },
    write: (engine, _, options, call) => engine.write(updateJobPlan, { job_id: id, changes }, options, call),
  };
}

/** Whether a record has the values of an edit. */
export function stands({ values }: Edit, record: Contact | Job): boolean {
  const fields: Record<string, unknown> = { ...record };
  return Object.entries(values).every(([field, value]) => (fields[field] ?? null) === value);
}
