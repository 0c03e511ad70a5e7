import { clientBrief } from '../data/people.js';
import type { Contact, Job } from '../data/types.js';
import { pacificDay } from '../pacific.js';
import type { Draft, RouteContext } from '../routes/route.js';
import { showJob } from '../routes/show-job.js';
import { derived, writtenAs } from './derived.js';
import type { Fields } from './fields.js';
import { type Check, leavesOut, named, notPermitted } from './write.js';

/**
 * Syncore numbers a job, dates it and moves its status (a new one is `Pending`); the class follows from its client
 * and store, the orders stand by themselves. The rest is the form of a read.
 */
const notWritten = {
  ...derived('id', 'date', 'date_created', 'last_modified_date', 'status', 'completed_date', 'job_class'),
  ...derived('sales_orders', 'purchase_orders'),
  client: writtenAs('client_id'),
  store: writtenAs('store_id'),
  product_index: writtenAs('product_index_id'),
  customer_service_rep_name: writtenAs('customer_service_rep'),
};

/** What a write sets, with the class that follows from it. */
type Written = Omit<Job, 'id' | 'date' | 'status' | 'completed_date'>;

/** Reads a user by e-mail. An edit takes a name as well: a user's, or the one that stands there, who may have left. */
function readUser(
  fields: Fields,
  field: string,
  context: RouteContext,
  standing: string | null | undefined,
): string | null {
  const given = fields.text(field);
  if (given === null || given === '') return null;
  const { users } = context.data;
  const byEmail = users.find(({ email }) => email.toLowerCase() === given.toLowerCase());
  if (byEmail !== undefined) return byEmail.name;
  const editing = context.request.method === 'PUT';
  if (editing && (given === standing || users.some(({ name }) => name === given))) return given;
  const expected = editing ? 'the name or the e-mail address' : 'the e-mail address';
  fields.problem(field, `${field} must be ${expected} of a Syncore user.`);
  return null;
}

function rep(name: string | null): { name: string } | null {
  return name === null ? null : { name };
}

/** The form of a commission split is not known: what was read goes back. */
function readSplit(fields: Fields): number | string | null {
  const split = fields.raw('commission_split');
  if (split === null || typeof split === 'number' || typeof split === 'string') return split;
  fields.problem('commission_split', 'commission_split must be a number or a text.');
  return null;
}

/** What is left out is null, in a new job and in an edited one; null where it cannot be made out. */
function readJob(fields: Fields, context: RouteContext, client: Contact | null, job: Job | null): Written | null {
  const { data } = context;
  const store = named(fields, 'store_id', data.stores);
  if (job?.job_class === 'Store' || client?.contact_class === 'Store') fields.require('store_id', store);
  const description = fields.text('description');
  fields.require('client_id', client);
  fields.require('description', description);
  const written = {
    store,
    job_class: store === null ? 'Program' : 'Store',
    job_type: fields.text('job_type'),
    priority: fields.text('priority'),
    estimated_delivery_date: fields.date('estimated_delivery_date'),
    product_index: named(fields, 'product_index_id', data.productIndices),
    primary_rep: rep(readUser(fields, 'primary_rep', context, job?.primary_rep?.name)),
    secondary_rep: rep(readUser(fields, 'secondary_rep', context, job?.secondary_rep?.name)),
    customer_service_rep_name: readUser(fields, 'customer_service_rep', context, job?.customer_service_rep_name),
    // Nothing is known of a new job being given one.
    commission_split: job === null ? null : readSplit(fields),
  };
  fields.refuseOthers(notWritten);
  if (client === null || description === null) return null;
  return { ...written, client: clientBrief(client), description };
}

/** A new job of today, with the status that Syncore gives it. */
export function createJob(context: RouteContext): Check {
  const { data, store, now } = context;
  return (fields) => {
    const client = named(fields, 'client_id', data.contacts);
    if (client?.contact_class === 'Dropship') return notPermitted('Creating a job for a dropship client');
    const written = readJob(fields, context, client, null);
    if (written === null) return null;
    let id: number | undefined;
    return (): Draft => {
      id ??= store.jobs.reserveId();
      const record: Job = { id, status: 'Pending', date: pacificDay(now()), completed_date: null, ...written };
      return { answer: { status: 201, body: showJob(data, record) }, keep: () => store.jobs.insert(record) };
    };
  };
}

/** Which fields of a write set each field of the record. */
const writtenBy: Readonly<Record<Exclude<keyof Written, 'job_class'>, readonly string[]>> = {
  client: ['client_id'],
  store: ['store_id'],
  description: ['description'],
  job_type: ['job_type'],
  priority: ['priority'],
  estimated_delivery_date: ['estimated_delivery_date'],
  product_index: ['product_index_id'],
  primary_rep: ['primary_rep'],
  secondary_rep: ['secondary_rep'],
  customer_service_rep_name: ['customer_service_rep'],
  commission_split: ['commission_split'],
};

/** The whole job anew: PUT replaces what a write sets and leaves what Syncore sets. */
export function editJob(context: RouteContext, job: Job): Check {
  const { data, store, partialPut } = context;
  return (fields) => {
    if (job.job_class === 'Dropship') return notPermitted('Editing a dropship job');
    if (partialPut === 'ignore' && leavesOut(fields, job, writtenBy)) return { status: 200, body: showJob(data, job) };
    const client = named(fields, 'client_id', data.contacts);
    const moves = client !== null && client.id !== job.client.id;
    if (moves && client.contact_class === 'Dropship') return notPermitted('Giving a job to a dropship client');
    const changes = readJob(fields, context, client, job);
    if (changes === null) return null;
    return (): Draft => ({
      answer: { status: 200, body: showJob(data, { ...job, ...changes }) },
      keep: () => store.jobs.update(job, changes),
    });
  };
}
