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
