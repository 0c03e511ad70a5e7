/** What went wrong, as a program reads it. The list is fixed: users' programs branch on it. */
export type FailureCode =
  | 'invalid_input'
  | 'not_permitted'
  | 'not_found'
  | 'unauthorized'
  | 'read_disabled'
  | 'write_disabled'
  | 'out_of_window'
  | 'rate_limited'
  | 'timeout'
  | 'upstream_error'
  | 'upstream_invalid'
  | 'conflict'
  | 'cancelled'
  | 'internal';

/** Something that a name may have meant. Names are text from Syncore: data, never part of a sentence. */
export type Candidate = { id: number | null; name: string; kind?: 'client_group' };

/** One argument or setting that is wrong, with the nearest thing that would have been right. */
export type FieldProblem = { field: string; message: string; nearest?: string; candidates?: Candidate[] };

export type FailureDetails = {
  /** Whether anything was written in Syncore before this happened. */
  written?: 'no' | 'yes' | 'unknown';
  /** Whether the same call can succeed later without being changed. */
  retryable?: boolean;
  /** When to come back, milliseconds since the epoch. */
  retryAt?: number;
  fields?: FieldProblem[];
  /** Words of Syncore's own, not trusted: they travel as data, never inside our message. */
  upstreamText?: string;
  cause?: unknown;
};

/**
 * The one error of this program. It is thrown where the cause is known, and turned into words for the model at
 * one boundary (`mcp/failure-words.ts`). The message says what happened and what to do; it holds no secret and no
 * text that came from Syncore.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly written: 'no' | 'yes' | 'unknown';
  readonly retryable: boolean;
  readonly retryAt: number | undefined;
  readonly fields: FieldProblem[] | undefined;
  readonly upstreamText: string | undefined;

  constructor(code: FailureCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Failure';
    this.code = code;
    this.written = details.written ?? 'no';
    this.retryable = details.retryable ?? false;
    this.retryAt = details.retryAt;
    this.fields = details.fields;
    this.upstreamText = details.upstreamText;
  }
}

/** A refusal of one argument; `field` is the path that the caller wrote, such as `products[0].sku`. */
export function invalidInput(field: string, message: string, nearest?: string): Failure {
  const problem: FieldProblem = nearest === undefined ? { field, message } : { field, message, nearest };
  const end = /[.?!]$/.test(message) ? '' : '.';
  return new Failure('invalid_input', `${field} ${message}${end}`, { fields: [problem] });
}

/** More problems than these help nobody; the rest is counted. */
const PROBLEMS_TOLD = 25;
/** The message is for people in a hurry: `fields` has the rest, and all of each. */
const IN_MESSAGE = 5;
const LONGEST_IN_MESSAGE = 160;

/** One refusal of all that is wrong with the arguments of a call; of one field, only the first is told. */
export function refusalOf(problems: readonly FieldProblem[], code: FailureCode = 'invalid_input', lead = ''): Failure {
  const byField = new Map<string, FieldProblem>();
  for (const problem of problems) if (!byField.has(problem.field)) byField.set(problem.field, problem);
  const all = [...byField.values()];
  const fields = all.slice(0, PROBLEMS_TOLD);
  const told = all.slice(0, IN_MESSAGE).map(({ field, message }) => clipped(`${field} ${message}`));
  const more = all.length - told.length;
  const where = all.length > fields.length ? `the first ${PROBLEMS_TOLD} are in fields` : 'all are in fields';
  if (more > 0) told.push(`and ${more} more (${where})`);
  const sentence = told.join('; ');
  const message = `${lead}Nothing was done: ${sentence}${/[.?!]$/.test(sentence) ? '' : '.'} Mend this and call again.`;
  return new Failure(code, message, { fields });
}

function clipped(text: string): string {
  return text.length <= LONGEST_IN_MESSAGE ? text : `${text.slice(0, LONGEST_IN_MESSAGE - 1).trimEnd()}…`;
}
