import * as actions from '../client/actions.js';
import type { PlanStep } from './journal.js';
import type { PlannedRequest } from './result.js';
import { isStepId } from './steps/step.js';

const ACTIONS: Readonly<Record<PlanStep['action'], actions.ActionFacts>> = {
  create_contact: actions.createContact,
  update_contact: actions.updateContact,
  create_job: actions.createJob,
  update_job: actions.updateJob,
  create_sales_order: actions.createSalesOrder,
  add_line_item: actions.addLineItem,
  add_payment: actions.addPayment,
};

/** The requests of a plan, as they will be sent; where an id is not known yet, the step that gets it is named. */
export function requestsOf(steps: readonly PlanStep[]): PlannedRequest[] {
  return steps.map(({ action, ids, body }) => {
    const { endpoint, method } = ACTIONS[action];
    const values = [...ids];
    const path = endpoint.replace(/^\S+ /, '').replace(/\{\w+\}/g, () => String(shown(values.shift(), steps)));
    const entries = Object.entries(body).map(([field, value]) => [field, shown(value, steps)]);
    return { method: method === 'PUT' ? 'PUT' : 'POST', path, body: Object.fromEntries(entries) };
  });
}

function shown(value: unknown, steps: readonly PlanStep[]): unknown {
  return isStepId(value) ? `{id of ${steps[value.step]?.name ?? 'an earlier step'}}` : value;
}
