import type { Answer } from '../exchange.js';
import type { Problem } from '../query.js';
import { badRequest, type Draft, type RouteContext, type Write } from '../routes/route.js';
import { type Fields, fieldsOf, isJson } from './fields.js';

/** Checks a write: gives how to draft it, the answer that refuses it, or null where it has noted what is wrong. */
export type Check = (fields: Fields) => Answer | (() => Draft) | null;

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

/** A write whose body has no problems; else the answer that names them all. */
export function onBody({ request }: RouteContext, check: Check): Answer | Write {
  const body = parse(request.body);
  if (!isJson(body)) return { status: 400, body: { message: 'The body must be a JSON object.' } };
  const problems: Problem[] = [];
  const checked = check(fieldsOf(body, problems));
  if (checked !== null && typeof checked !== 'function') return checked;
  return checked === null || problems.length > 0 ? badRequest(problems) : { draft: checked };
}

/** What is in the API, but not for this record: another 403 than that of the switches. */
export function notPermitted(what: string): Answer {
  return { status: 403, body: { message: `${what} through the API is not permitted.` } };
}

/** The record that `field` names by its id; an id that nobody has is noted. */
export function named<T extends { id: number }>(fields: Fields, field: string, records: readonly T[]): T | null {
  const id = fields.id(field);
  return id === null ? null : lookUp(fields, field, id, records);
}

/** As `named`, for an id that was read elsewhere. */
export function lookUp<T extends { id: number }>(
  fields: Fields,
  field: string,
  id: number,
  records: readonly T[],
): T | null {
  const found = records.find((record) => record.id === id);
  if (found === undefined) fields.problem(field, `${field} ${id} is not known.`);
  return found ?? null;
}

/**
 * Whether a PUT leaves out something that the record has. `writtenBy` names, for each field of the record, those of a
 * write that set it.
 */
export function leavesOut(
  fields: Fields,
  record: object,
  writtenBy: Readonly<Record<string, readonly string[]>>,
): boolean {
  return Object.entries(writtenBy).some(([field, names]) => {
    const value: unknown = Reflect.get(record, field);
    return value !== null && value !== '' && !names.some(fields.has);
  });
}
