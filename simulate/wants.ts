import type { WriteCall, WriteOptions, WriteOutcome } from '../src/writes/asking.js';
import type { WriteEngine } from '../src/writes/engine.js';
import { addLineItemsPlan } from '../src/writes/plans/add-line-items.js';
import { addPaymentPlan } from '../src/writes/plans/add-payment.js';
import type { ContactInput } from '../src/writes/plans/contact-part.js';
import { createContactPlan } from '../src/writes/plans/create-contact.js';
import { createJobPlan } from '../src/writes/plans/create-job.js';
import { createSalesOrderPlan } from '../src/writes/plans/create-sales-order.js';
import { type EnterOrderInput, enterOrderPlan } from '../src/writes/plans/enter-order.js';
import type { JobInput } from '../src/writes/plans/job-part.js';
import type { PaymentInput } from '../src/writes/plans/payment-part.js';
import { CONTACTS, JOBS, ORDER_NAMES, ORDERS } from './account.js';
import type { Draw } from './draw.js';
import { drawEdit, type Edit } from './edits.js';
import { drawLines, lineContent, type MeantLine, spelledLines } from './lines.js';
import type { Spelling } from './spelling.js';
import type { RecordKind, Writing } from './syncore.js';

/**
 * One record that a want makes, in the order of its steps. `group` is what all records of this content have in common;
 * `under`: which earlier piece, or which record, it belongs to; `parent`: the piece of the line above it.
 */
export type Piece = {
  kind: RecordKind;
  group: string;
  under: { piece: number } | { id: number } | null;
  parent: number | null;
};

/** Something that a person wants written, once, and that an agent sees to. */
export type Want = {
  /** A word that stands in every text of its own, by which it is known in Syncore: `w3`. */
  token: string;
  tool: string;
  pieces: Piece[];
  edit: Edit | null;
  write(engine: WriteEngine, spelling: Spelling, options: WriteOptions, call: WriteCall): Promise<WriteOutcome>;
  /** The same as a person enters it in Syncore by hand; null where that is nothing of its own. */
  byHand: Writing | null;
};

const KINDS = {
  contact: 3,
  job: 3,
  order: 3,
  lines: 3,
  payment: 4,
  enter: 3,
  edit: 3,
} as const;

/**
 * @param like the word in names and numbers, by which records are known for the same: that of an earlier want where
 * the two look alike.
 */
export function drawWant(draw: Draw, token: string, like: string): Want {
  switch (draw.weighted(KINDS)) {
    case 'contact':
      return contactWant(draw, token, like);
    case 'job':
      return jobWant(draw, token, like);
    case 'order':
      return orderWant(draw, token, like);
    case 'lines':
      return linesWant(draw, token);
    case 'payment':
      return paymentWant(draw, token);
    case 'enter':
      return enterWant(draw, token, like);
    case 'edit': {
      const { write, edit } = drawEdit(draw, token);
      return {
        token,
        tool: edit.kind === 'contact' ? 'update_contact' : 'update_job',
        pieces: [],
        edit,
        write,
        byHand: null,
      };
    }
  }
}

function contactInput(draw: Draw, token: string, like: string): (spelling: Spelling) => ContactInput {
  const email = draw.chance(0.6) ? `ana.${like}@finch.example` : undefined;
  const phone = draw.chance(0.3) ? '216 555 0199' : undefined;
  return ({ text }) => ({
    first_name: 'Ana',
    last_name: text(`Finch ${like}`),
    email,
    phone,
    notes: text(`asks for ${token}`),
  });
}

function contactWant(draw: Draw, token: string, like: string): Want {
  const input = contactInput(draw, token, like);
  const plain = input({ text: (text) => text, order: (name) => name, comment: () => '' });
  return {
    token,
    tool: 'create_contact',
    pieces: [{ kind: 'contact', group: `contact ${token}`, under: null, parent: null }],
    edit: null,
    write: (engine, spelling, options, call) => engine.write(createContactPlan, input(spelling), options, call),
    byHand: { method: 'POST', path: '/v2/crm/contacts', body: JSON.stringify({ contact_class: 'Program', ...plain }) },
  };
}

function jobInput(draw: Draw, token: string, like: string): (spelling: Spelling) => JobInput {
  const priority = draw.chance(0.5) ? 'High' : undefined;
  return ({ text }) => ({ description: text(`Mugs ${like}`), job_type: text(`type ${token}`), priority });
}

function jobWant(draw: Draw, token: string, like: string): Want {
  const clientId = draw.pick(CONTACTS);
  const input = jobInput(draw, token, like);
  const body = { client_id: clientId, description: `Mugs ${like}`, job_type: `type ${token}` };
  return {
    token,
    tool: 'create_job',
    pieces: [{ kind: 'job', group: `job ${token}`, under: { id: clientId }, parent: null }],
    edit: null,
    write: (engine, spelling, options, call) =>
      engine.write(createJobPlan, { client_id: clientId, ...input(spelling) }, options, call),
    byHand: { method: 'POST', path: '/v2/orders/jobs', body: JSON.stringify(body) },
  };
}

type OrderHead = { customer_order_number?: string; description?: string; customer_instructions: string };

function orderHead(draw: Draw, token: string, like: string): (spelling: Spelling) => OrderHead {
  const numbered = draw.chance(0.5);
  const described = draw.chance(0.5);
  return ({ text }) => ({
    ...(numbered ? { customer_order_number: text(`PO ${like}`) } : {}),
    ...(described ? { description: text(`Order ${like}`) } : {}),
    customer_instructions: text(`ship ${token}`),
  });
}

/** An order and its lines, as the pieces from position `at` on. */
function orderPieces(token: string, lines: readonly MeantLine[], under: Piece['under'], at: number): Piece[] {
  const order: Piece = { kind: 'order', group: `order ${token}`, under, parent: null };
  return [order, ...linePieces(lines, `line of ${token}`, { piece: at }, at + 1)];
}

function linePieces(lines: readonly MeantLine[], group: string, under: Piece['under'], at: number): Piece[] {
  return lines.map((line) => ({
    kind: 'line',
    group: `${group} ${lineContent(line)}`,
    under,
    parent: line.parent === undefined ? null : at + line.parent,
  }));
}

function orderWant(draw: Draw, token: string, like: string): Want {
  const jobId = draw.pick(JOBS);
  const head = orderHead(draw, token, like);
  const lines = draw.chance(0.2) ? [] : drawLines(draw, token);
  return {
    token,
    tool: 'create_sales_order',
    pieces: orderPieces(token, lines, { id: jobId }, 0),
    edit: null,
    write: (engine, spelling, options, call) => {
      const input = { job_id: jobId, ...head(spelling), line_items: spelledLines(lines, spelling) };
      return engine.write(createSalesOrderPlan, input, options, call);
    },
    byHand: {
      method: 'POST',
      path: `/v2/orders/jobs/${jobId}/salesorders`,
      body: JSON.stringify(head({ text: (text) => text, order: (name) => name, comment: () => '' })),
    },
  };
}

function linesWant(draw: Draw, token: string): Want {
  const at = draw.int(0, 1);
  const name = ORDER_NAMES[at] ?? ORDER_NAMES[0];
  const jobId = JOBS[at] ?? JOBS[0];
  const orderId = ORDERS[jobId];
  const lines = drawLines(draw, token);
  return {
    token,
    tool: 'add_line_items',
    pieces: linePieces(lines, `line ${orderId}`, { id: orderId }, 0),
    edit: null,
    write: (engine, spelling, options, call) => {
      const input = { order: spelling.order(name), line_items: spelledLines(lines, spelling) };
      return engine.write(addLineItemsPlan, input, options, call);
    },
    byHand: {
      method: 'POST',
      path: `/v2/orders/jobs/${jobId}/salesorders/${orderId}/lineitems`,
      body: JSON.stringify({ ...lines[0], parent_id: 0 }),
    },
  };
}

/** Few amounts, so that equal ones meet: with numbers of their own they are different payments all the same. */
function paymentInput(draw: Draw, token: string): (spelling: Spelling) => PaymentInput {
  const numbered = draw.chance(0.6);
  const amount = numbered ? draw.pick([25, 40.5, 450, 600]) : 11 + Number(token.slice(1));
  const reference = numbered ? { reference_number: `R-${token}` } : {};
  return ({ comment }) => ({ amount_value: amount, ...reference, comment: comment(token) });
}

function paymentWant(draw: Draw, token: string): Want {
  const at = draw.int(0, 1);
  const name = ORDER_NAMES[at] ?? ORDER_NAMES[0];
  const jobId = JOBS[at] ?? JOBS[0];
  const orderId = ORDERS[jobId];
  const input = paymentInput(draw, token);
  return {
    token,
    tool: 'add_payment',
    pieces: [{ kind: 'payment', group: `payment ${token}`, under: { id: orderId }, parent: null }],
    edit: null,
    write: (engine, spelling, options, call) =>
      engine.write(addPaymentPlan, { order: spelling.order(name), ...input(spelling) }, options, call),
    byHand: null,
  };
}

function enterWant(draw: Draw, token: string, like: string): Want {
  const head = orderHead(draw, token, like);
  const lines = drawLines(draw, token);
  const contact = draw.chance(0.4) ? contactInput(draw, token, like) : null;
  const job = contact !== null || draw.chance(0.5) ? jobInput(draw, token, like) : null;
  const pays = draw.chance(0.4);
  const clientId = draw.pick(CONTACTS);
  const jobId = draw.pick(JOBS);
  const pieces: Piece[] = [];
  if (contact !== null) pieces.push({ kind: 'contact', group: `contact ${token}`, under: null, parent: null });
  if (job !== null) {
    const under = contact === null ? { id: clientId } : { piece: 0 };
    pieces.push({ kind: 'job', group: `job ${token}`, under, parent: null });
  }
  const at = pieces.length;
  pieces.push(...orderPieces(token, lines, job === null ? { id: jobId } : { piece: at - 1 }, at));
  if (pays) pieces.push({ kind: 'payment', group: `payment ${token}`, under: { piece: at }, parent: null });
  return {
    token,
    tool: 'enter_order',
    pieces,
    edit: null,
    write: (engine, spelling, options, call) => {
      const input: EnterOrderInput = {
        ...(contact === null ? (job === null ? {} : { client_id: clientId }) : { new_contact: contact(spelling) }),
        ...(job === null ? { job_id: jobId } : { new_job: job(spelling) }),
        sales_order: { ...head(spelling), line_items: spelledLines(lines, spelling) },
        ...(pays
          ? {
              payment: {
                amount_value: 1.25,
                reference_number: `R-${token}`,
                comment: spelling.comment(token),
                allow_overpayment: true,
              },
            }
          : {}),
      };
      return engine.write(enterOrderPlan, input, options, call);
    },
    byHand: null,
  };
}
