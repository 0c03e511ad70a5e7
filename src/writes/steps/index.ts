import type { PlanStep } from '../journal.js';
import { createContactStep, updateContactStep } from './contact.js';
import { createJobStep, updateJobStep } from './job.js';
import { addLineItemStep } from './line-item.js';
import { addPaymentStep } from './payment.js';
import { createSalesOrderStep } from './sales-order.js';
import type { StepKind } from './step.js';

/** How each request of a plan is sent, looked for and judged. */
export const stepKinds: Readonly<Record<PlanStep['action'], StepKind>> = {
  create_contact: createContactStep,
  update_contact: updateContactStep,
  create_job: createJobStep,
  update_job: updateJobStep,
  create_sales_order: createSalesOrderStep,
  add_line_item: addLineItemStep,
  add_payment: addPaymentStep,
};
