import type * as z from 'zod/v4';
import { type FieldProblem, refusalOf } from '../failure.js';
import { fold, nearest } from '../nearest.js';
import { likelyMeant } from './likely-names.js';
import type { ObjectSchema, PlainSchema } from './schema.js';

/** More names that are not known are not looked at one by one. */
const MOST_UNKNOWN = 50;
const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;
const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const KINDS: Record<string, string> = {
  string: 'must be text',
  number: 'must be a number, such as 12.5',
  int: 'must be a whole number, such as 12',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
};

type Place = { path: (string | number)[]; problems: FieldProblem[]; root: ObjectSchema };

/**
 * Arguments as a host sent them, checked and in the types that the tool asks for. Objects and lists are also taken
 * as JSON text, numbers and booleans as text, names of a choice in any letter case, a single text as a list of one;
 * null and `""` mean not given.
 * @throws Failure `invalid_input` with every problem at once; unknown arguments are problems at every level, since
 * a `dryrun: true` that was dropped in silence would write.
 */
export function readArguments<T>(schema: z.ZodType<T>, shape: ObjectSchema, given: unknown): T {
  const read = inspectArguments(schema, shape, given);
  if (read.kind === 'read') return read.value;
  throw refusalOf(read.problems);
}

/** Arguments that were read, or what is wrong with them and what they are as far as they were understood. */
export type Inspected<T> = { kind: 'read'; value: T } | { kind: 'wrong'; problems: FieldProblem[]; loosened: unknown };

export function inspectArguments<T>(schema: z.ZodType<T>, shape: ObjectSchema, given: unknown): Inspected<T> {
  const problems: FieldProblem[] = [];
  const loosened = loosen(shape, given ?? {}, { path: [], problems, root: shape });
  const parsed = schema.safeParse(loosened, { error: words, reportInput: true });
  if (!parsed.success) problems.push(...parsed.error.issues.map(problemOf));
  return parsed.success && problems.length === 0
    ? { kind: 'read', value: parsed.data }
    : { kind: 'wrong', problems, loosened };
}

/** Brings what hosts send in other forms into the form of the schema; what does not fit is left for zod to refuse. */
function loosen(schema: PlainSchema, given: unknown, place: Place): unknown {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.includes('object')) return loosenObject(schema, fromJsonText(given), place);
  if (types.includes('array')) return loosenList(schema, fromJsonText(given), place);
  // A number that only looks like one: an order name or the customer's PO number, as models send it.
  if (types.includes('string') && typeof given === 'number' && Number.isFinite(given)) return String(given);
  if (typeof given !== 'string') return given;
  if (types.includes('number') || types.includes('integer')) return DECIMAL.test(given) ? Number(given) : given;
  if (types.includes('boolean')) return BOOLEANS.get(given) ?? given;
  if (schema.enum === undefined) return given;
  const folded = fold(given);
  return schema.enum.find((value) => typeof value === 'string' && fold(value) === folded) ?? given;
}

function loosenObject(schema: PlainSchema, given: unknown, place: Place): unknown {
  const { properties } = schema;
  if (typeof given !== 'object' || given === null || Array.isArray(given) || properties === undefined) return given;
  place.problems.push(...unknownNames(given, properties, place));
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const path = [...place.path, name];
    const own = ownName(name, properties);
    const known = own === undefined ? undefined : properties[own];
    if (own === undefined || known === undefined) continue;
    if (Object.hasOwn(out, own)) {
      place.problems.push({ field: fieldName(path), message: `says the same as ${own}; give one of them` });
      continue;
    }
    // Null means something only where the schema says so: it clears a field among the changes of an edit.
    const clears = value === null && Array.isArray(known.type) && known.type.includes('null');
    if (clears) out[own] = null;
    else if (value !== null && value !== '') out[own] = loosen(known, value, { ...place, path });
  }
  return out;
}

/** The name that the schema has for an argument: it may go by others too, Syncore's own, or those that answers use. */
function ownName(name: string, properties: Record<string, PlainSchema>): string | undefined {
  if (Object.hasOwn(properties, name)) return name;
  return Object.keys(properties).find((own) => properties[own]?.aliases?.includes(name) === true);
}

function loosenList(schema: PlainSchema, given: unknown, place: Place): unknown {
  const { items } = schema;
  if (items === undefined) return given;
  // One text, number or choice where a list of them belongs is a list of one.
  const isOne = (typeof given === 'string' || typeof given === 'number') && items.properties === undefined;
  const all: unknown = isOne ? [given] : given;
  if (!Array.isArray(all)) return given;
  // One item more than allowed is enough for the refusal.
  const bounded = schema.maxItems === undefined ? all : all.slice(0, schema.maxItems + 1);
  return bounded.map((item, index) => loosen(items, item, { ...place, path: [...place.path, index] }));
}

function fromJsonText(given: unknown): unknown {
  if (typeof given !== 'string' || !/^\s*[[{]/.test(given)) return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}

/** What the names that are not known may have meant; those that are known are told once for each object. */
function unknownNames(given: object, properties: Record<string, PlainSchema>, { path, root }: Place): FieldProblem[] {
  const unknown = Object.entries(given).filter(([name]) => ownName(name, properties) === undefined);
  const listed = Object.keys(properties).filter((name) => properties[name]?.unlisted !== true);
  let choices = listed.length === 0 ? '; nothing is taken here' : `; known are ${listed.join(', ')}`;
  return unknown.slice(0, MOST_UNKNOWN).map(([name, value]) => {
    const field = fieldName([...path, name]);
    const meant = likelyMeant(name, value, properties, root);
    if (meant !== undefined) return { field, ...meant };
    const near = nearest(name, listed) ?? nearest(name, Object.keys(properties));
    if (near !== undefined) return { field, message: `is not known here; did you mean ${near}?`, nearest: near };
    const message = `is not known here${choices}`;
    choices = '';
    return { field, message };
  });
}

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const problem: FieldProblem = { field: fieldName(issue.path), message: issue.message };
  if (issue.code !== 'invalid_value' || typeof issue.input !== 'string') return problem;
  const near = nearest(issue.input, issue.values.map(String));
  return near === undefined ? problem : { ...problem, nearest: near };
}

/** `['products', 0, 'sku']` as people write it: `products[0].sku`. Names of the caller's own making are clipped. */
function fieldName(path: PropertyKey[]): string {
  const name = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    const word = String(step).slice(0, 60);
    return before === '' ? word : `${before}.${word}`;
  }, '');
  return name === '' ? 'arguments' : name;
}

/** What is wrong with a value, in words that say what would be right. A message of the schema's own goes first. */
function words(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : (KINDS[issue.expected] ?? `must be ${issue.expected}`);
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return bound(issue.origin, `${issue.minimum} or more`, `at least ${issue.minimum}`);
    case 'too_big':
      return bound(issue.origin, `${issue.maximum} or less`, `at most ${issue.maximum}`);
    default:
      return 'does not have the form that is asked for';
  }
}

function bound(origin: string, ofNumber: string, ofLength: string): string {
  if (origin === 'string') return `must have ${ofLength} characters`;
  if (origin === 'array') return `must have ${ofLength} items`;
  return `must be ${ofNumber}`;
}
