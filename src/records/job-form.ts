import type { Raw } from './fields.js';
import { cannotGoBack, idAs, nameAs, type Turn, type Turned, turned } from './write-form.js';

/**
 * What a write of a job names otherwise than a read, or must not name [assumed]. The status is Syncore's to move, the
 * class follows from client and store.
 */
const TURNS: Readonly<Record<string, Turn>> = {
  id: null,
  date: null,
  date_created: null,
  created_date: null,
  last_modified_date: null,
  status: null,
  completed_date: null,
  job_class: null,
  sales_orders: null,
  purchase_orders: null,
  client: idAs('client_id'),
  store: idAs('store_id'),
  product_index: idAs('product_index_id'),
  primary_rep: nameAs('primary_rep'),
  secondary_rep: nameAs('secondary_rep'),
  customer_service_rep_name: nameAs('customer_service_rep'),
};

/** A job as it was read, in the form of a PUT. */
export function jobForm(raw: Raw): Turned {
  const job = turned(raw, TURNS);
  const isTold = job.form.client_id !== undefined || job.problems.some(({ field }) => field === 'client');
  // Every job has a client: written without one, it would lose it.
  return isTold ? job : { ...job, problems: [...job.problems, cannotGoBack('client', 'Syncore did not show it')] };
}
