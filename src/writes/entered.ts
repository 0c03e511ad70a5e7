import { type Entry, stepsOf } from './journal.js';
import { type Resolved, resolve } from './steps/step.js';

/** A record that stands in Syncore as a write has left it. */
export type Entered = { kind: 'contacts' | 'jobs'; id: number } | { kind: 'sales_orders'; id: number; jobId: number };

/** What an entry has made or changed so far, each record once. */
export function enteredBy(entry: Entry): Entered[] {
  if (entry.torn) return [];
  const states = stepsOf(entry);
  const records = new Map<string, Entered>();
  entry.intent.plan.steps.forEach((step, index) => {
    const state = states[index];
    const resolved = resolve(step, states);
    if (state?.status !== 'done' || resolved === null) return;
    const record = recordOf(resolved, state.id);
    if (record !== null) records.set(`${record.kind} ${record.id}`, record);
  });
  return [...records.values()];
}

/** Lines and payments are part of their sales order. */
function recordOf({ step, ids: [first, second] }: Resolved, own: number | null): Entered | null {
  const madeOrChanged = own ?? first;
  switch (step.action) {
    case 'create_contact':
    case 'update_contact':
      return madeOrChanged === undefined ? null : { kind: 'contacts', id: madeOrChanged };
    case 'create_job':
    case 'update_job':
      return madeOrChanged === undefined ? null : { kind: 'jobs', id: madeOrChanged };
    case 'create_sales_order':
      return first === undefined || own === null ? null : { kind: 'sales_orders', id: own, jobId: first };
    case 'add_line_item':
    case 'add_payment':
      return first === undefined || second === undefined ? null : { kind: 'sales_orders', id: second, jobId: first };
  }
}
