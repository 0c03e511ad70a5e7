import type * as z from 'zod/v4';
import { Failure, type FieldProblem } from '../failure.js';
import { fold, nearest } from '../nearest.js';
import type { ObjectSchema, PlainSchema } from './schema.js';

/** More than these help nobody; the rest is counted. */
const PROBLEMS_TOLD = 25;
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

type Place = { path: (string | number)[]; problems: FieldProblem[] };

/**
 * Arguments as a host sent them, checked and in the types that the tool asks for. Objects and lists are also taken
 * as JSON text, numbers and booleans as text, names of a choice in any letter case; null and `""` mean not given.
 * @throws Failure `invalid_input` with every problem at once; unknown arguments are problems at every level, since
 * a `dryrun: true` that was dropped in silence would write.
 */
export function readArguments<T>(schema: z.ZodType<T>, shape: ObjectSchema, given: unknown): T {
  const problems: FieldProblem[] = [];
  const loosened = loosen(shape, given ?? {}, { path: [], problems });
  const parsed = schema.safeParse(loosened, { error: words, reportInput: true });
  if (!parsed.success) problems.push(...parsed.error.issues.map(problemOf));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw refusal(problems);
}

/** One refusal for all that is wrong; its message holds every problem, for hosts that show nothing else. */
function refusal(problems: FieldProblem[]): Failure {
  const byField = new Map<string, FieldProblem>();
  for (const problem of problems) if (!byField.has(problem.field)) byField.set(problem.field, problem);
  const fields = [...byField.values()].slice(0, PROBLEMS_TOLD);
  const told = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  const more = byField.size > fields.length ? `; and ${byField.size - fields.length} more` : '';
  return new Failure(
    'invalid_input',
    `Nothing was done: ${told}${more}${/[?]$/.test(told + more) ? '' : '.'} Mend this and call again.`,
    { fields },
  );
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
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const path = [...place.path, name];
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known === undefined) {
      if (place.problems.length <= PROBLEMS_TOLD) place.problems.push(unknownName(path, name, Object.keys(properties)));
      continue;
    }
    // Null means something only where the schema says so: it clears a field among the changes of an edit.
    const clears = value === null && Array.isArray(known.type) && known.type.includes('null');
    if (clears) out[name] = null;
    else if (value !== null && value !== '') out[name] = loosen(known, value, { ...place, path });
  }
  return out;
}

function loosenList(schema: PlainSchema, given: unknown, place: Place): unknown {
  const { items } = schema;
  if (!Array.isArray(given) || items === undefined) return given;
  // One item more than allowed is enough for the refusal.
  const bounded = schema.maxItems === undefined ? given : given.slice(0, schema.maxItems + 1);
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

function unknownName(path: (string | number)[], name: string, known: string[]): FieldProblem {
  const field = fieldName(path);
  const near = nearest(name, known);
  if (near !== undefined) return { field, message: `is not known here; did you mean ${near}?`, nearest: near };
  const choices = known.length === 0 ? 'nothing is taken here' : `known are ${known.join(', ')}`;
  return { field, message: `is not known here; ${choices}` };
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
