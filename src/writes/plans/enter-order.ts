import type { PlanStep, StepId } from '../journal.js';
import type { PlanContext, Prepared, WritePlan } from '../plan.js';
import { type ContactInput, classNotes, contactBody, contactDetails, contactWords } from './contact-part.js';
import { contactStep } from './create-contact.js';
import { jobStep } from './create-job.js';
import { customerNumber } from './create-sales-order.js';
import { type JobInput, jobBody, jobDetails, jobNotes, jobWords, readClient } from './job-part.js';
import { lookAtContacts } from './look-contacts.js';
import { closedNotes, orderNotes } from './order-notes.js';
import type { OrderInput } from './order-part.js';
import { lookAtOrders, type OrderSteps, orderContent, orderSteps, readJob } from './order-plan.js';
import { headInWords, linesInWords } from './order-words.js';
import { amountCents, type PaymentInput, paymentStep, paymentWords, referenceOfPayment } from './payment-part.js';
import { Problems } from './problems.js';
import { clientName, contactName, listed, money, quoted } from './texts.js';

export type EnterOrderInput = {
  client_id?: number | undefined;
  new_contact?: ContactInput | undefined;
  job_id?: number | undefined;
  new_job?: JobInput | undefined;
  sales_order?: OrderInput | undefined;
  payment?: PaymentInput | undefined;
};

/** What comes before the order: the client and the job, made or found. */
type Ground = {
  steps: PlanStep[];
  job: number | StepId;
  clientId: number | null;
  words: string;
  details: string[];
  notes: string[];
  /** The client has no address to ship to, where that is known. */
  shipsNowhere: boolean;
};

const NOWHERE = 'The order has no ship_to, and the client no shipping address: nothing says where it goes.';

/** No tax is as high: a payment of more than this much of the sub-total is a slip. */
const MOST_OF_SUB_TOTAL = 1.3;

/** A client, a job, an order with its lines and a payment as one plan: what is new of these is made, in this order. */
export const enterOrderPlan: WritePlan<EnterOrderInput> = {
  tool: 'enter_order',
  kind: 'order',
  creates: true,
  async content({ client_id, new_contact, job_id, new_job, sales_order = {}, payment }) {
    const order = { job_id, sales_order: orderContent(sales_order) };
    // On a job that is there the client says nothing more: the same order through create_sales_order is the same.
    const ground = job_id === undefined ? { client_id, new_contact, new_job } : {};
    return { content: { ...order, ...ground, payment: payment === undefined ? null : paymentContent(payment) } };
  },
  async prepare(input, context) {
    const problems = new Problems(context.refused);
    const { sales_order: asked = {} } = input;
    noteMixedGround(input, problems);
    const ground = await groundOf(input, problems, context);
    const at = ground.steps.length;
    const order = await orderSteps(asked, ground.job, at, 'sales_order.', problems, context);
    const { summary, details, totalCents } = linesInWords(order.lines);
    const payment = paymentOf(input.payment, ground.job, at, totalCents, problems);
    problems.refuse();
    const what = listed(`sales order ${ground.words}`, customerNumber(asked));
    return {
      steps: [...ground.steps, ...order.steps, ...payment.steps],
      summary: `Enter a ${what}: ${summary}${payment.words}.`,
      details: [...ground.details, ...details, ...headInWords(asked, context.reference), ...payment.details],
      notes: [
        ...ground.notes,
        ...order.notes,
        ...orderNotes(order.lines),
        ...(ground.shipsNowhere && asked.ship_to === undefined ? [NOWHERE] : []),
      ],
      look: lookOf(ground, order, context),
    };
  },
};

function noteMixedGround({ client_id, new_contact, job_id, new_job }: EnterOrderInput, problems: Problems): void {
  if (job_id !== undefined && new_job !== undefined) {
    problems.add('new_job', 'is given together with job_id; give one of them');
  }
  if (job_id === undefined && new_job === undefined) {
    problems.add('job_id', 'or new_job is needed: the job that the order belongs to');
  }
  if (client_id !== undefined && new_contact !== undefined) {
    problems.add('new_contact', 'is given together with client_id; give one of them');
  } else if (job_id !== undefined && new_contact !== undefined) {
    problems.add('new_contact', 'does not go with job_id: that job has its client; leave it out');
  }
  if (new_job !== undefined && (job_id ?? client_id ?? new_contact) === undefined) {
    problems.add('client_id', 'or new_contact is needed: whom the new job is for');
  }
}

/** All that is given is checked, also where it does not go together. */
async function groundOf(input: EnterOrderInput, problems: Problems, context: PlanContext): Promise<Ground> {
  const { client_id: clientId, new_contact: newContact, job_id: jobId, new_job: newJob } = input;
  const old = jobId === undefined ? null : await onJob(jobId, clientId, problems, context);
  const body = newContact === undefined ? null : await contactBody(newContact, 'new_contact.', problems, context);
  const isAsked = clientId !== undefined && (old === null || newJob !== undefined);
  const contact = isAsked ? await readClient(clientId, 'client_id', problems, context) : null;
  const known = contact === null ? null : { id: contact.id, jobClass: contact.contactClass };
  const client = body === null ? known : { id: { step: 0 }, jobClass: newContact?.class ?? 'program' };
  const job = newJob === undefined ? null : await jobBody(newJob, client, 'new_job.', problems, context);
  if (old !== null || newJob === undefined || job === null) return old ?? NO_GROUND;
  const before = body === null ? [] : [contactStep(body)];
  const there = contact === null ? '' : contactName(contact);
  const whom = newContact === undefined ? there : `a new ${contactWords(newContact)}`;
  return {
    steps: [...before, jobStep(job)],
    job: { step: before.length },
    clientId: body === null ? (clientId ?? null) : null,
    words: `on a new ${jobWords(newJob, whom)}`,
    details: [...(newContact === undefined ? [] : contactDetails(newContact)), ...jobDetails(newJob)],
    notes: [
      ...(contact === null ? [] : classNotes(contact.contactClass, 'the client')),
      ...jobNotes(newJob, context.today),
    ],
    shipsNowhere:
      newContact === undefined ? contact?.shippingAddress === null : newContact.shipping_address === undefined,
  };
}

/** Where the job is a problem, the rest is checked all the same. */
const NO_GROUND: Ground = {
  steps: [],
  job: 0,
  clientId: null,
  words: '',
  details: [],
  notes: [],
  shipsNowhere: false,
};

async function onJob(
  jobId: number,
  clientId: number | undefined,
  problems: Problems,
  context: PlanContext,
): Promise<Ground> {
  const job = await readJob(jobId, problems, context);
  if (job === null) return NO_GROUND;
  const own = job.client?.id ?? null;
  if (clientId !== undefined && own !== null && own !== clientId && !(await isSameBusiness(own, clientId, context))) {
    problems.add(
      'client_id',
      `is not the client of job ${jobId}, which is contact ${own}; leave it out, or take another job`,
    );
  }
  const words = `on job ${jobId} for ${clientName(job.client)}`;
  return { ...NO_GROUND, job: jobId, clientId: own, words, notes: closedNotes(jobId, job.status) };
}

/** A company has many contacts: one of them may have sent the order for a job of another. */
async function isSameBusiness(one: number, other: number, { reader, call }: PlanContext): Promise<boolean> {
  const fit = await reader.contacts.read(other, call).catch(() => null);
  if (fit?.businessName === null || fit?.businessName === undefined) return false;
  const { ids } = await reader.client(fit.businessName, call).catch(() => ({ ids: new Set<number>() }));
  return ids.has(one);
}

function paymentOf(
  input: PaymentInput | undefined,
  job: number | StepId,
  order: number,
  subTotal: number,
  problems: Problems,
): { steps: PlanStep[]; words: string; details: string[] } {
  if (input === undefined) return { steps: [], words: '', details: [] };
  const cents = amountCents(input, 'payment.amount_value', problems);
  // The tax is Syncore's to add, so that the total is only known when the order stands: it is looked at again then.
  if (input.allow_overpayment !== true && !problems.any && cents > subTotal * MOST_OF_SUB_TOTAL) {
    const message = `is more than the order can come to (sub-total ${money(subTotal)}); mend it, or set allow_overpayment`;
    problems.add('payment.amount_value', message);
  }
  return {
    steps: [paymentStep(input, job, { step: order })],
    words: `; and a ${paymentWords(input, cents)}`,
    details: input.comment === undefined ? [] : [`comment on the payment ${quoted(input.comment, 200)}`],
  };
}

function paymentContent(payment: PaymentInput): unknown {
  return { amount_value: payment.amount_value, reference: referenceOfPayment(payment) };
}

function lookOf(ground: Ground, order: OrderSteps, context: PlanContext): NonNullable<Prepared['look']> {
  const [first] = ground.steps;
  const jobId = typeof ground.job === 'number' ? ground.job : null;
  return async (call) =>
    first?.action === 'create_contact'
      ? lookAtContacts(first.body, context, call)
      : lookAtOrders(order, { clientId: ground.clientId, jobId }, context, call);
}
