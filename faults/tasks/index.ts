import type { TaskMaker } from '../task.js';
import { createContact, updateContact } from './contacts.js';
import { createJob, updateJob } from './jobs.js';
import { addLineItems, addPayment, createSalesOrder, enterOrder } from './orders.js';

/** Every tool that writes a record. */
export const TASKS: Readonly<Record<string, TaskMaker>> = {
  create_contact: createContact,
  update_contact: updateContact,
  create_job: createJob,
  update_job: updateJob,
  create_sales_order: createSalesOrder,
  add_line_items: addLineItems,
  add_payment: addPayment,
  enter_order: enterOrder,
};
