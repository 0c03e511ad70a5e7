import type { Body } from '../../client/writer.js';
import { Failure, type FieldProblem } from '../../failure.js';
import { fold } from '../../nearest.js';
import type { Contact } from '../../records/contact.js';
import type { StepId } from '../journal.js';
import type { PlanContext } from '../plan.js';
import { programContacts, storesOf } from './candidates.js';
import { dropshipRefusal, given, isEmail, trimmed } from './contact-part.js';
import { unlessGone } from './looking.js';
import type { Problems } from './problems.js';
import { reference } from './references.js';
import { listed, quoted } from './texts.js';

export type JobInput = {
  description?: string | undefined;
  job_type?: string | undefined;
  priority?: string | undefined;
  store_id?: number | undefined;
  primary_rep?: string | undefined;
  secondary_rep?: string | undefined;
  customer_service_rep?: string | undefined;
  estimated_delivery_date?: string | undefined;
  product_index?: string | undefined;
};

export const PEOPLE = ['primary_rep', 'secondary_rep', 'customer_service_rep'] as const;

/** The client of a new job: a contact that is there, or one that an earlier step makes. */
export type JobClient = { id: number | StepId; jobClass: string | null };

/** The contact that `client_id` names; null where it is a problem. */
export async function readClient(
  clientId: number | undefined,
  field: string,
  problems: Problems,
  context: Pick<PlanContext, 'reader' | 'call' | 'now'>,
): Promise<Contact | null> {
  if (clientId === undefined) {
    problems.add(field, 'is required');
    return null;
  }
  const contact = await unlessGone(context.reader.contacts.read(clientId, context.call));
  if (contact === null) {
    problems.add(field, 'is the id of no contact in Syncore; find_records or list_contacts finds it');
    return null;
  }
  const refusal = dropshipRefusal('jobs', contact.contactClass, 'create');
  if (refusal === null) return contact;
  const others = await programContacts(contact, context);
  const message =
    others.length === 0
      ? 'is a dropship contact'
      : 'is a dropship contact; the same business has contacts for whom a job may be opened';
  const problem: FieldProblem = others.length === 0 ? { field, message } : { field, message, candidates: others };
  problems.addWhole(new Failure(refusal.code, refusal.message, { fields: [problem] }), [problem]);
  return null;
}

/** The body of a new job. */
export async function jobBody(
  asked: JobInput,
  client: JobClient | null,
  within: string,
  problems: Problems,
  context: Pick<PlanContext, 'reader' | 'call' | 'now' | 'today'>,
): Promise<Body> {
  const at = (field: string) => `${within}${field}`;
  const input = trimmed(asked);
  if (input.description === undefined) problems.add(at('description'), 'is required: what the job is');
  for (const field of PEOPLE) {
    const person = input[field];
    if (person !== undefined && !isEmail(person)) problems.add(at(field), NO_PERSON);
  }
  if (client !== null && fold(client.jobClass ?? '') === 'store' && input.store_id === undefined) {
    const stores = await storesOf(client, context);
    const seen = stores.length === 0 ? 'get_job shows the store of an earlier job' : "these are on the client's jobs";
    const problem: FieldProblem = { field: at('store_id'), message: `is required: the client is a store's; ${seen}` };
    problems.addAll([stores.length === 0 ? problem : { ...problem, candidates: stores }]);
  }
  const index = await reference('product_indices', input.product_index, at('product_index'), problems, context);
  return given({
    client_id: client?.id,
    description: input.description,
    job_type: input.job_type,
    priority: input.priority,
    store_id: input.store_id,
    primary_rep: input.primary_rep,
    secondary_rep: input.secondary_rep,
    customer_service_rep: input.customer_service_rep,
    estimated_delivery_date: input.estimated_delivery_date,
    product_index_id: index?.id,
  });
}

/** A new job takes people by e-mail address alone (seen); an edit takes the name too. */
const NO_PERSON =
  'must be the e-mail address of a Syncore user; by name, leave it out here and set it with update_job afterwards';

/** What cannot be checked of a new job, and what looks odd. */
export function jobNotes(input: JobInput, today: string): string[] {
  const due = input.estimated_delivery_date;
  return [
    ...(input.store_id === undefined ? [] : ["Syncore's API has no list of stores, so store_id could not be checked."]),
    ...(input.primary_rep === undefined
      ? ['No rep is given for the job: primary_rep takes an e-mail address, update_job a name.']
      : []),
    ...(due !== undefined && due < today ? ['The estimated delivery date lies in the past.'] : []),
  ];
}

/** A new job in words. */
export function jobWords(input: JobInput, client: string): string {
  return listed(
    `job ${quoted(input.description)} for ${client}`,
    input.estimated_delivery_date === undefined ? null : `delivery ${input.estimated_delivery_date}`,
    input.primary_rep === undefined ? null : `rep ${quoted(input.primary_rep)}`,
  );
}

/** The rest of a new job, in one line where there is any. */
export function jobDetails(input: JobInput): string[] {
  const line = listed(
    input.job_type === undefined ? null : `type ${quoted(input.job_type)}`,
    input.priority === undefined ? null : `priority ${quoted(input.priority)}`,
    input.store_id === undefined ? null : `store ${input.store_id}`,
    input.secondary_rep === undefined ? null : `second rep ${quoted(input.secondary_rep)}`,
    input.customer_service_rep === undefined ? null : `CSR ${quoted(input.customer_service_rep)}`,
    input.product_index === undefined ? null : `product index ${quoted(input.product_index)}`,
  );
  return line === '' ? [] : [`job: ${line}`];
}
