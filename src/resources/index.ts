import type { ResourceDefinition } from '../mcp/resource.js';
import { contact } from './contact.js';
import { job } from './job.js';
import { permissions } from './permissions.js';
import { purchaseOrder } from './purchase-order.js';
import { reference } from './reference.js';
import { salesOrder } from './sales-order.js';

/** Every resource, one line each. */
export const resources: readonly ResourceDefinition[] = [
  permissions,
  reference,
  job,
  salesOrder,
  purchaseOrder,
  contact,
];
