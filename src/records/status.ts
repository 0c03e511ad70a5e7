/** The statuses met so far [seen]; others may come. */
export const JOB_STATUSES = ['WIP', 'Pending', 'Submitted', 'Closed'] as const;
export const SALES_ORDER_STATUSES = ['Pending', 'Open', 'Invoiced', 'Paid'] as const;
export const PURCHASE_ORDER_STATUSES = ['Open', 'Approved', 'Posted Manually', 'Posted @ease AP'] as const;
