import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/v4';
import type { Position } from '../client/paging.js';
import { type Failure, invalidInput } from '../failure.js';

/** What a cursor carries: the question, so that it need not be said again, and how far its answer went. */
export type Resume = {
  /** The arguments of the first call, with what was filled in for it. */
  args: Record<string, unknown>;
  /** Full names that parts of names turned out to mean. */
  people: { rep?: string | undefined; csr?: string | undefined };
  position: Position;
  /** How long Syncore's list was. */
  total: number | null;
};

const whole = z.int().min(0);
/** Lists instead of objects: a model carries the cursor, and pays for names in it. */
const written = z.tuple([
  z.string(),
  z.record(z.string(), z.unknown()),
  z.object({ rep: z.string().optional(), csr: z.string().optional() }),
  // The day comes with a place in an answer that was sorted as a whole, and only there.
  z.tuple([whole.min(1), whole, whole, whole.min(1), z.union([z.int(), z.string()]).nullable()], z.string().nullable()),
  whole.nullable(),
]);

const SIGNATURE_BYTES = 12;

/** The text of a cursor: signed, because what is in it steers what is read; not secret. */
export function writeCursor(tool: string, resume: Resume, key: Buffer): string {
  const { page, index, passed, size, after, day } = resume.position;
  const place = [page, index, passed, size, after, ...(day === undefined ? [] : [day])];
  const parts = [tool, resume.args, resume.people, place, resume.total];
  const body = Buffer.from(JSON.stringify(parts));
  return Buffer.concat([signature(body, key), body]).toString('base64url');
}

/**
 * Reads a cursor and the arguments that came with it. Arguments may be left out; those given must be the same.
 * @throws Failure `invalid_input` when it is not one of ours, of another tool, or comes with other filters.
 */
export function readCursor(tool: string, cursor: string, given: Record<string, unknown>, key: Buffer): Resume {
  const bytes = Buffer.from(cursor, 'base64url');
  const sign = bytes.subarray(0, SIGNATURE_BYTES);
  const body = bytes.subarray(SIGNATURE_BYTES);
  if (sign.length < SIGNATURE_BYTES || !timingSafeEqual(sign, signature(body, key))) throw notOurs();
  const read = written.safeParse(JSON.parse(body.toString('utf8')));
  if (!read.success) throw notOurs();
  const [madeFor, args, people, [page, index, passed, size, after, day], total] = read.data;
  if (madeFor !== tool) throw invalidInput('cursor', `belongs to ${madeFor}, not to ${tool}`);
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(args[name])) {
      throw invalidInput(name, 'differs from the call that gave this cursor; leave the cursor out to ask anew');
    }
  }
  const place = { page, index, passed, size, after };
  return { args, people, position: day === undefined ? place : { ...place, day }, total };
}

function signature(body: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES);
}

function notOurs(): Failure {
  return invalidInput('cursor', 'is not one that this server gave for this account; leave it out to begin anew');
}
