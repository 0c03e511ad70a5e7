import type { Reader } from '../client/reader.js';
import type { Call } from '../client/request.js';
import { Failure } from '../failure.js';
import type { Contact } from '../records/contact.js';
import { contactForm } from '../records/contact-form.js';
import type { Job } from '../records/job.js';
import { jobForm } from '../records/job-form.js';
import type { SalesOrder } from '../records/sales-order.js';
import type { WriteForm } from '../records/write-form.js';
import { meantOtherwise } from './differences.js';
import { type Entry, type PlanStep, stepsOf } from './journal.js';
import { differencesOfOrder, missingLines, orderForm } from './order-differences.js';
import { type Difference, resolve } from './steps/step.js';

/** What now stands in Syncore of a write. */
export type Standing =
  | { kind: 'contact'; record: Contact }
  | { kind: 'job'; record: Job }
  | { kind: 'sales_order'; record: SalesOrder }
  /** Payments cannot be read back: this is what was sent. */
  | { kind: 'payment'; orderId: number; jobId: number; id: number | null; body: WriteForm };

export type ReadBack = {
  standing: Standing | null;
  /** Read from Syncore just now. */
  read: boolean;
  /** Some of it was there once, or was said to be, and Syncore does not have it. */
  gone: boolean;
  /** What that is, in words of ours: `job 1001`. */
  missing?: string[];
  differences: Difference[];
};

/**
 * Reads what a write made or changed, and compares it with what was meant. The record is the last that the plan is
 * about; records that it made on the way are compared as well where `all` asks for it.
 * @throws Failure of a read, but for a record that has gone.
 */
export async function readBack(entry: Entry, reader: Reader, call: Call, all: boolean): Promise<ReadBack> {
  const written = writtenBy(entry);
  const last = written.at(-1);
  if (last === undefined) return { standing: null, read: false, gone: false, differences: [] };
  if (last.kind === 'payment') return { standing: last, read: false, gone: false, differences: [] };
  const asked = (all ? written : [last]).filter((target) => target.kind !== 'payment');
  const looks = await Promise.all(asked.map((target) => look(target, reader, call)));
  const standing = looks.at(-1)?.standing ?? null;
  const differences = looks.flatMap((one) => one.differences);
  const missing = looks.flatMap((one) => one.missing);
  return { standing, read: standing !== null, gone: missing.length > 0, missing, differences };
}

type Target =
  | { kind: 'contact' | 'job'; id: number; body: WriteForm; action: PlanStep['action'] }
  | { kind: 'sales_order'; jobId: number; id: number; body: WriteForm | null; lines: { id: number; body: WriteForm }[] }
  | Extract<Standing, { kind: 'payment' }>;

/** The records that the done steps of an entry made or changed, in their order. */
function writtenBy(entry: Entry): Target[] {
  const states = stepsOf(entry);
  const targets: Target[] = [];
  for (const [index, step] of entry.intent.plan.steps.entries()) {
    const state = states[index];
    const resolved = state?.status === 'done' ? resolve(step, states) : null;
    if (resolved === null || state === undefined) continue;
    const { body, ids } = resolved;
    const [jobId = 0, orderId = 0] = ids;
    const order = targets.find((target) => target.kind === 'sales_order');
    switch (step.action) {
      case 'create_contact':
      case 'update_contact':
      case 'create_job':
      case 'update_job': {
        const kind = step.action.endsWith('_job') ? 'job' : 'contact';
        if (state.id !== null) targets.push({ kind, id: state.id, body, action: step.action });
        break;
      }
      case 'create_sales_order':
        if (state.id !== null) targets.push({ kind: 'sales_order', jobId, id: state.id, body, lines: [] });
        break;
      case 'add_line_item': {
        const line = state.id === null ? [] : [{ id: state.id, body }];
        if (order !== undefined) order.lines.push(...line);
        else targets.push({ kind: 'sales_order', jobId, id: orderId, body: null, lines: line });
        break;
      }
      case 'add_payment':
        if (order === undefined) targets.push({ kind: 'payment', jobId, orderId, id: state.id, body });
        break;
    }
  }
  return targets;
}

type Seen = { standing: Standing | null; differences: Difference[]; missing: string[] };

async function look(target: Exclude<Target, { kind: 'payment' }>, reader: Reader, call: Call): Promise<Seen> {
  try {
    switch (target.kind) {
      case 'contact': {
        const record = await reader.contacts.read(target.id, call);
        const differences = ofForm(target, contactForm(record.raw).form);
        return { standing: { kind: 'contact', record }, differences, missing: [] };
      }
      case 'job': {
        const record = await reader.jobs.read(target.id, call);
        return {
          standing: { kind: 'job', record },
          differences: ofForm(target, jobForm(record.raw).form),
          missing: [],
        };
      }
      case 'sales_order': {
        const record = await reader.salesOrders.read(target.jobId, target.id, call);
        const ofOrder = target.body === null ? [] : meantOtherwise(target.body, orderForm(record.raw));
        return {
          standing: { kind: 'sales_order', record },
          differences: [...ofOrder, ...differencesOfOrder(target.lines, record)],
          missing: missingLines(target.lines, record),
        };
      }
    }
  } catch (error) {
    if (error instanceof Failure && error.code === 'not_found') {
      return { standing: null, differences: [], missing: [`${target.kind.replace('_', ' ')} ${nameOf(target)}`] };
    }
    throw error;
  }
}

const nameOf = (target: Exclude<Target, { kind: 'payment' }>) =>
  target.kind === 'sales_order' ? `with id ${target.id} on job ${target.jobId}` : String(target.id);

/** An edit has been compared when it was sent; since then somebody may have changed it again. */
function ofForm({ body, action }: Extract<Target, { action: unknown }>, form: WriteForm): Difference[] {
  return action === 'create_contact' || action === 'create_job' ? meantOtherwise(body, form) : [];
}
