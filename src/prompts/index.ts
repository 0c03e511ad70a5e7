import type { PromptDefinition } from '../mcp/prompt.js';
import { enterOrder } from './enter-order.js';
import { jobStatus } from './job-status.js';
import { openPurchaseOrders } from './open-purchase-orders.js';
import { salesReview } from './sales-review.js';

/** Every prompt, one line each. What it needs of the tools decides where it is shown. */
export const prompts: readonly { prompt: PromptDefinition; needs: 'lookup' | 'insight' | 'orders' }[] = [
  { prompt: enterOrder, needs: 'orders' },
  { prompt: jobStatus, needs: 'lookup' },
  { prompt: openPurchaseOrders, needs: 'lookup' },
  { prompt: salesReview, needs: 'insight' },
];
