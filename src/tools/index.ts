import { addLineItems } from './add-line-items.js';
import { addPayment } from './add-payment.js';
import { checkPermissions } from './check-permissions.js';
import { createContact } from './create-contact.js';
import { createJob } from './create-job.js';
import { createSalesOrder } from './create-sales-order.js';
import { enterOrder } from './enter-order.js';
import { findRecords } from './find-records.js';
import { getContact } from './get-contact.js';
import { getJob } from './get-job.js';
import { getPurchaseOrder } from './get-purchase-order.js';
import { getSalesOrder } from './get-sales-order.js';
import { listContacts } from './list-contacts.js';
import { listJobs } from './list-jobs.js';
import { listPurchaseOrders } from './list-purchase-orders.js';
import { listReferenceData } from './list-reference-data.js';
import { listSalesOrders } from './list-sales-orders.js';
import { needsAttention } from './needs-attention.js';
import { reviewWrites } from './review-writes.js';
import { settleWrite } from './settle-write.js';
import { summarizeOrders } from './summarize-orders.js';
import { updateContact } from './update-contact.js';
import { updateJob } from './update-job.js';
import { whatChanged } from './what-changed.js';

/** Every tool, one line each, in the order in which clients list them. */
export const tools = [
  listJobs,
  getJob,
  listSalesOrders,
  getSalesOrder,
  listPurchaseOrders,
  getPurchaseOrder,
  listContacts,
  getContact,
  listReferenceData,
  checkPermissions,
  findRecords,
  summarizeOrders,
  whatChanged,
  needsAttention,
  enterOrder,
  createContact,
  updateContact,
  createJob,
  updateJob,
  createSalesOrder,
  addLineItems,
  addPayment,
  reviewWrites,
  settleWrite,
];
