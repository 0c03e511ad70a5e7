import * as z from 'zod/v4';
import type { StepState } from '../writes/journal.js';
import { type Refusal, WRITE_STATUSES, type WriteResult } from '../writes/result.js';
import type { Standing } from '../writes/standing.js';
import { CONTACT_TEXTS, contactAnswer } from './contact.js';
import { JOB_TEXTS, jobAnswer } from './job.js';
import { jobPage } from './links.js';
import { SALES_ORDER_TEXTS, salesOrderAnswer } from './sales-order.js';

/** Fields of a write's result that hold text from Syncore, or from what is to be written. */
export const WRITE_TEXTS = [
  ...[...new Set([...CONTACT_TEXTS, ...JOB_TEXTS, ...SALES_ORDER_TEXTS])].map((field) => `record.${field}`),
  'requests',
  'changes',
  'differences',
  'confirmation.summary',
  'confirmation.details',
  'refusal.fields',
  'refusal.upstream_message',
];

export const stepSchema = z.object({
  step: z.string(),
  status: z.enum(['pending', 'sending', 'done', 'refused', 'in_doubt']),
  id: z.int().optional(),
});

const text = z.string().nullable();

export const writeResultSchema = z.object({
  status: z.enum(WRITE_STATUSES),
  key: text,
  message: z.string(),
  record: z.looseObject({}).nullable(),
  read_back: z.boolean().optional(),
  steps: z.array(stepSchema),
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })).optional(),
  differences: z.array(z.object({ field: z.string(), meant: z.unknown(), found: z.unknown() })).optional(),
  requests: z.array(z.object({ method: z.string(), path: z.string(), body: z.looseObject({}) })).optional(),
  confirmation: z
    .object({ token: text, expires_at: text, summary: z.string(), details: z.array(z.string()).optional() })
    .optional(),
  duplicate: z.looseObject({}).optional(),
  refusal: z.looseObject({}).optional(),
  matched: z.enum(['content', 'reference']).optional(),
  retry_at: z.string().optional(),
  written: z.enum(['yes']).optional(),
  notes: z.array(z.string()),
});

/** How a write stands, as its tool tells it. */
export function writeAnswer(result: WriteResult): Record<string, unknown> {
  const { status, key, message, back, changes, requests, confirmation, duplicate, matched, written, retryAt } = result;
  const differences = back?.differences ?? [];
  return {
    status,
    key,
    message,
    record: back?.standing == null ? null : recordAnswer(back.standing),
    ...(back === null ? {} : { read_back: back.read }),
    steps: result.steps.map(stepAnswer),
    ...(changes === undefined ? {} : { changes }),
    ...(differences.length === 0 ? {} : { differences }),
    ...(requests === undefined ? {} : { requests }),
    ...(confirmation === undefined
      ? {}
      : {
          confirmation: {
            token: confirmation.token,
            expires_at: confirmation.expiresAt === null ? null : new Date(confirmation.expiresAt).toISOString(),
            summary: confirmation.summary,
            ...(confirmation.details.length === 0 ? {} : { details: confirmation.details }),
          },
        }),
    ...(duplicate === undefined ? {} : { duplicate: duplicateAnswer(duplicate) }),
    ...(result.refusal === undefined ? {} : { refusal: refusalAnswer(result.refusal) }),
    ...(matched === undefined ? {} : { matched }),
    ...(retryAt === undefined ? {} : { retry_at: new Date(retryAt).toISOString() }),
    ...(written === undefined ? {} : { written }),
    notes: [
      ...result.notes,
      ...(differences.length === 0
        ? []
        : ['Syncore shows the fields in `differences` otherwise than they were sent; a person can put them right.']),
      ...(matched === 'content'
        ? ['The answer was lost or named no record, which was found by its content: make sure that it is this one.']
        : []),
      ...(result.lookAt === undefined ? [] : [`Its page in Syncore: ${jobPage(result.lookAt)}`]),
    ],
  };
}

/** Enough to see what Syncore meant; the text is somebody else's and is clipped. */
const LONGEST_UPSTREAM = 500;

/** Its own message speaks of one request: what to do next is told of the whole. */
function refusalAnswer({ step, code, fields, upstreamText }: Refusal): Record<string, unknown> {
  return {
    step,
    code,
    ...(fields === undefined ? {} : { fields }),
    ...(upstreamText === undefined ? {} : { upstream_message: upstreamText.slice(0, LONGEST_UPSTREAM) }),
  };
}

export function stepAnswer({ name, status, id }: StepState): z.infer<typeof stepSchema> {
  return { step: name, status, ...(id === null ? {} : { id }) };
}

/** The record as the tool that reads it shows it; its notes are the write's own. */
function recordAnswer(standing: Standing): Record<string, unknown> {
  switch (standing.kind) {
    case 'contact':
      return withoutNotes(contactAnswer(standing.record, []));
    case 'job':
      return withoutNotes(jobAnswer(standing.record, {}, []));
    case 'sales_order':
      return withoutNotes(salesOrderAnswer(standing.record, []));
    case 'payment': {
      const { id, orderId, jobId, body } = standing;
      return { payment_id: id, sales_order_id: orderId, job_id: jobId, ...body, url: jobPage(jobId) };
    }
  }
}

function withoutNotes({ notes: _, ...record }: { notes: string[] } & Record<string, unknown>) {
  return record;
}

function duplicateAnswer(duplicate: NonNullable<WriteResult['duplicate']>): Record<string, unknown> {
  if (duplicate.kind !== 'write') return { ...duplicate };
  const { key, tool, at, id, why } = duplicate;
  return { kind: 'write', key, tool, at: new Date(at).toISOString(), record_id: id, why };
}
