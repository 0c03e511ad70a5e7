import { Failure } from '../failure.js';
import * as actions from './actions.js';
import { type Call, type ExchangeOptions, exchanger, NoTurn } from './exchange.js';
import { isEmptyAnswer, locatedId, madeId, saysOtherwise } from './made-id.js';
import { refuseUnlessOpen, wireFailureWords } from './request.js';
import { pauseAskedFor, Transient } from './retry-reads.js';
import { readAnswer } from './upstream-answer.js';
import { WireFailure, type WireResponse } from './wire.js';

/** The record as it goes to Syncore, under Syncore's names. */
export type Body = Record<string, unknown>;

/**
 * What became of one POST or PUT.
 * `refused` and `held`: it is certain that nothing was done; `held` may be sent again later.
 * `unknown`: Syncore may have done it, or may still do it.
 */
export type Sent =
  /** A whole answer that says so; `id` is null where it names none. */
  | { kind: 'done'; id: number | null }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'held'; failure: Failure; retryAfterMs: number | undefined }
  | { kind: 'unknown'; failure: Failure };

/**
 * Writes to Syncore, one request for each call of a method and none sent twice. `call.deadline` bounds how long a turn
 * is waited for. No method throws for anything that Syncore or the network does.
 */
export type Writer = {
  createContact(body: Body, call: Call): Promise<Sent>;
  updateContact(contactId: number, body: Body, call: Call): Promise<Sent>;
  createJob(body: Body, call: Call): Promise<Sent>;
  updateJob(jobId: number, body: Body, call: Call): Promise<Sent>;
  createSalesOrder(jobId: number, body: Body, call: Call): Promise<Sent>;
  addLineItem(jobId: number, salesOrderId: number, body: Body, call: Call): Promise<Sent>;
  addPayment(jobId: number, salesOrderId: number, body: Body, call: Call): Promise<Sent>;
};

/** The only way to write. Whoever holds a reader cannot; in read-only mode nobody makes one. */
export function upstreamWriter(options: ExchangeOptions): Writer {
  const { clock, basePath } = options;
  const exchange = exchanger(options);

  async function send<Ids extends number[]>(
    action: actions.Action<Ids>,
    ids: Ids,
    body: Body,
    call: Call,
  ): Promise<Sent> {
    refuseUnlessOpen(action);
    const request = {
      method: action.method,
      path: `${basePath}${action.path(...ids)}`,
      body: JSON.stringify(body),
    };
    try {
      const answer = await exchange(action, request, call);
      return judge(action, request.path, answer, pauseAskedFor(answer.headers, clock.now()));
    } catch (error) {
      return broken(action.endpoint, error);
    }
  }

  return {
    createContact: (body, call) => send(actions.createContact, [], body, call),
    updateContact: (contactId, body, call) => send(actions.updateContact, [contactId], body, call),
    createJob: (body, call) => send(actions.createJob, [], body, call),
    updateJob: (jobId, body, call) => send(actions.updateJob, [jobId], body, call),
    createSalesOrder: (jobId, body, call) => send(actions.createSalesOrder, [jobId], body, call),
    addLineItem: (jobId, salesOrderId, body, call) => send(actions.addLineItem, [jobId, salesOrderId], body, call),
    addPayment: (jobId, salesOrderId, body, call) => send(actions.addPayment, [jobId, salesOrderId], body, call),
  };
}

/** Of the statuses that refuse, these leave it open what was done: a time-out, a conflict, one too early, one hung up. */
const OPEN_REFUSALS = new Set([408, 409, 425, 499]);

function judge(action: actions.ActionFacts, path: string, answer: WireResponse, pauseMs: number | undefined): Sent {
  const { status, headers } = answer;
  try {
    const located = locatedId(action, path, headers.location);
    if (status >= 200 && status < 300 && isEmptyAnswer(answer)) return { kind: 'done', id: located };
    const json = readAnswer(action, answer, pauseMs);
    const id = madeId(action, json) ?? located;
    // Accepted is not done, and an error under a good status is none.
    if (saysOtherwise(json) || (status === 202 && id === null)) return { kind: 'unknown', failure: unclear(action) };
    return { kind: 'done', id };
  } catch (error) {
    const failure = failureOf(error);
    if (status === 429) return { kind: 'held', failure, retryAfterMs: pauseMs };
    const certain = status >= 400 && status < 500 && !OPEN_REFUSALS.has(status);
    return { kind: certain ? 'refused' : 'unknown', failure };
  }
}

function unclear({ endpoint }: actions.ActionFacts): Failure {
  const message = `${endpoint}: Syncore did not say that it was done. What became of it is being looked for.`;
  return new Failure('upstream_invalid', message, { retryable: true });
}

function broken(endpoint: string, error: unknown): Sent {
  if (error instanceof NoTurn) return { kind: 'held', failure: error, retryAfterMs: undefined };
  if (error instanceof WireFailure) {
    const failure = wireFailureWords(endpoint, error);
    return { kind: error.reached === 'no' ? 'refused' : 'unknown', failure };
  }
  const message = `${endpoint}: the request was broken off. What became of it is being looked for.`;
  return { kind: 'unknown', failure: new Failure('cancelled', message, { retryable: true, cause: error }) };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Transient) return error.failure;
  if (error instanceof Failure) return error;
  return new Failure('upstream_invalid', 'The answer to a write could not be read.', { cause: error });
}
