import { orderName } from '../records/order-name.js';
import { isRecord } from '../records/write-form.js';
import { openStep } from './bound.js';
import { type Entry, type PlanStep, type StepState, stepsOf } from './journal.js';
import type { ReadBack } from './standing.js';
import { isStepId, type Resolved, resolve } from './steps/step.js';

/*
 * What stands of a write that did not come to its end, and with which tool to go on: names and numbers of ours, so that
 * whoever reads it does not enter the same a second time.
 */

/** The records that a write is about, as far as they are there; `order` as people say it where that is known. */
type Ground = { contactId: number | null; jobId: number | null; orderId: number | null; order: string | null };

export function groundOf(entry: Entry, back: ReadBack | null): Ground {
  const states = stepsOf(entry);
  const ground: Ground = { contactId: null, jobId: null, orderId: null, order: null };
  for (const [index, step] of entry.intent.plan.steps.entries()) {
    const { status, id } = states[index] ?? { status: 'pending', id: null };
    const [first, second] = step.ids.map((value) => (isStepId(value) ? (states[value.step]?.id ?? null) : value));
    const made = status === 'done' ? id : null;
    switch (step.action) {
      case 'create_contact':
      case 'update_contact':
        ground.contactId = first ?? made ?? ground.contactId;
        break;
      case 'create_job':
      case 'update_job':
        ground.jobId = first ?? made ?? ground.jobId;
        break;
      case 'create_sales_order':
        ground.jobId = first ?? ground.jobId;
        ground.orderId = made ?? ground.orderId;
        break;
      case 'add_line_item':
      case 'add_payment':
        ground.jobId = first ?? ground.jobId;
        ground.orderId = second ?? ground.orderId;
    }
  }
  return { ...ground, order: ground.orderId === null ? null : orderOf(entry, back) };
}

/** A call names the order; of one that the write has made, its record tells the number. */
function orderOf({ intent: { plan } }: Entry, back: ReadBack | null): string | null {
  const asked = isRecord(plan.content) ? plan.content.order : undefined;
  if (typeof asked === 'string' && /^\d+-\d+$/.test(asked)) return asked;
  if (back?.standing?.kind !== 'sales_order') return null;
  const { jobNumber, number } = back.standing.record;
  return jobNumber === null || number === null ? null : orderName(jobNumber, number);
}

/** How to enter what is missing of a write that cannot go on as it is. */
export function goOnWords(entry: Entry, back: ReadBack | null): string {
  const states = stepsOf(entry);
  const { contactId, jobId, orderId, order } = groundOf(entry, back);
  const left = entry.intent.plan.steps.filter((_, index) => states[index]?.status !== 'done');
  const missing = listed(left.map(({ name }) => name));
  const pays = left.some(({ action }) => action === 'add_payment');
  if (orderId !== null) {
    const name = order === null ? `with id ${orderId} on job ${jobId} (get_job shows its number)` : order;
    const tools = [
      left.some(({ action }) => action === 'add_line_item') ? 'add_line_items' : '',
      pays ? 'add_payment' : '',
    ];
    return (
      `Sales order ${name} stands: do not enter it again, under this key, another or none. Add what is missing ` +
      `(${missing}), mended, to that order with ${tools.filter(Boolean).join(' and ')}.${hangingWords(left, states)}`
    );
  }
  const payment = pays ? ', then the payment with add_payment' : '';
  if (jobId !== null) {
    return (
      `Job ${jobId} stands: do not make it again. Enter what is missing (${missing}), mended, with create_sales_order ` +
      `and job_id ${jobId}${payment}.`
    );
  }
  return (
    `Contact ${contactId} stands: do not make it again. Enter what is missing (${missing}), mended, with enter_order, ` +
    `client_id ${contactId} and new_job.`
  );
}

/** Whether anything stands of it that could be entered twice. */
export function hasGround(entry: Entry): boolean {
  return !entry.torn && stepsOf(entry).some(({ status }) => status === 'done');
}

function hangingWords(left: readonly PlanStep[], states: readonly StepState[]): string {
  const hangs = left.some(
    ({ body: { parent_id: parent } }) => isStepId(parent) && states[parent.step]?.status === 'done',
  );
  return hangs
    ? ' A line that belongs under a product which stands already can only be put there by a person in Syncore.'
    : '';
}

/** The step whose outcome is not known, with the ids that it went out with. */
export function doubtfulStep(entry: Entry): Resolved | null {
  const step = entry.torn ? undefined : entry.intent.plan.steps[openStep(entry)];
  return step === undefined ? null : resolve(step, stepsOf(entry));
}

/** Where in Syncore a person sees whether a step was carried out. */
export function whereToLook(entry: Entry, back: ReadBack | null): string {
  const doubtful = doubtfulStep(entry);
  if (doubtful === null) return 'Let a person look in Syncore';
  const { jobId, orderId, order } = groundOf(entry, back);
  const { step, body, ids } = doubtful;
  const at = order === null ? `the sales order with id ${orderId} on job ${jobId}` : `sales order ${order}`;
  switch (step.action) {
    case 'create_contact':
      return 'Let a person look in Syncore for a new contact like the one in `requests`';
    case 'create_job':
      return `Let a person look in Syncore for a new job of contact ${body.client_id} like the one in \`requests\``;
    case 'create_sales_order':
      return `Let a person look in Syncore whether job ${jobId} has a new sales order like the one in \`requests\``;
    case 'add_line_item':
      return `Let a person look in Syncore whether ${at} has the line in \`requests\``;
    case 'add_payment':
      return `Let a person look in Syncore whether ${at} has the payment of ${amount(body.amount_value)} in \`requests\``;
    case 'update_contact':
      return `Let a person look in Syncore whether contact ${ids[0]} stands as in \`requests\``;
    case 'update_job':
      return `Let a person look in Syncore whether job ${ids[0]} stands as in \`requests\``;
  }
}

const amount = (value: unknown) => (typeof value === 'number' ? value.toFixed(2) : 'the amount');

const MOST_NAMED = 8;

/** `line 3, line 4, payment`. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more` : names.join(', ');
}
