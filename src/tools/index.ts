import { checkPermissions } from './check-permissions.js';
import { getContact } from './get-contact.js';
import { getJob } from './get-job.js';
import { getPurchaseOrder } from './get-purchase-order.js';
import { getSalesOrder } from './get-sales-order.js';
import { listContacts } from './list-contacts.js';
import { listJobs } from './list-jobs.js';
import { listPurchaseOrders } from './list-purchase-orders.js';
import { listReferenceData } from './list-reference-data.js';
import { listSalesOrders } from './list-sales-orders.js';

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
];
