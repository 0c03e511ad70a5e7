import type { InputRequiredResult } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import type { Account } from '../account.js';
import type { Reader } from '../client/reader.js';
import { type FieldProblem, refusalOf } from '../failure.js';
import type { Toolset } from '../settings.js';
import type { Caller } from '../writes/consent.js';
import { inspectArguments } from './arguments.js';
import type { Asking } from './ask.js';
import { argumentSchema, listedInput, listedOutput, type ObjectSchema } from './schema.js';

/**
 * What a tool may do: `local` answers without asking Syncore, `read` asks, `create` adds a record, `edit` changes one,
 * `settle` ends a write whose outcome was not known.
 */
export type Access = 'local' | 'read' | 'create' | 'edit' | 'settle';

/** What reading a resource or calling a tool is given besides the arguments. */
export type CallContext = {
  reader: Reader;
  account: Account;
  /** Aborted when the caller cancels or leaves, and when the call's time is up. */
  signal: AbortSignal;
  /** When the answer must be on its way, milliseconds since the epoch: shortly before the signal is aborted. */
  deadline: number;
};

/** A call that ends with a question to the person, and comes again with the answer. */
export class Suspension {
  readonly result: InputRequiredResult;

  constructor(result: InputRequiredResult) {
    this.result = result;
  }
}

/** What a tool gives: its answer, or a question that comes before it. */
export type Given = Record<string, unknown> | Suspension;

export type ToolContext = CallContext & {
  caller: Caller;
  asking: Asking;
  /** Tells the caller how far the work is; silent where the caller did not ask, never throws. */
  progress(done: number, total: number | undefined, message: string): Promise<void>;
};

export type ToolDefinition<Shape extends z.ZodRawShape> = {
  name: string;
  toolset: Toolset;
  access: Access;
  title: string;
  description: string;
  /** The arguments, built when first needed: a start must not pay for schemas that no call uses. */
  input: () => Shape;
  output: () => z.ZodType;
  /** Fields of the result that hold text from Syncore, such as `items[].description`. */
  untrusted: readonly string[];
  /** Fields of the result that are documents of our own making, such as a spreadsheet: they may be long. */
  documents?: readonly string[];
  run(input: z.output<z.ZodObject<Shape, z.core.$strict>>, context: ToolContext): Promise<Given>;
  /** Looks what else is wrong with arguments that are refused. @throws Failure with all of it. */
  checkRest?(given: unknown, problems: readonly FieldProblem[], context: ToolContext): Promise<void>;
};

/** A tool as `tools/list` shows it. */
export type ListedTool = {
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema: ObjectSchema;
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean };
};

export type Tool = {
  name: string;
  toolset: Toolset;
  access: Access;
  untrusted: readonly string[];
  documents: readonly string[] | undefined;
  /** The strict schema of a success; what is listed is looser, since it also admits errors. */
  output: () => z.ZodType;
  listing(): ListedTool;
  /** Checks the arguments and does the work. @throws Failure, `invalid_input` when the arguments are wrong. */
  run(given: unknown, context: ToolContext): Promise<Given>;
};

/** All hints follow from what the tool may do. */
const ANNOTATIONS: Record<Access, ListedTool['annotations']> = {
  local: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  create: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  settle: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  edit: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
};

/** Makes a tool of its definition: one place for the arguments' rules and for what is listed. */
export function defineTool<Shape extends z.ZodRawShape>(definition: ToolDefinition<Shape>): Tool {
  const { name, toolset, access, title, description, untrusted, documents, output } = definition;
  const schemas = once(() => {
    const input = z.strictObject(definition.input());
    return { input, shape: argumentSchema(input) };
  });
  return {
    name,
    toolset,
    access,
    untrusted,
    documents,
    output,
    listing: () => ({
      name,
      title,
      description,
      inputSchema: listedInput(schemas().shape),
      outputSchema: listedOutput(output()),
      annotations: ANNOTATIONS[access],
    }),
    run: async (given, context) => {
      const { input, shape } = schemas();
      const read = inspectArguments(input, shape, given);
      if (read.kind === 'read') return definition.run(read.value, context);
      await definition.checkRest?.(read.loosened, read.problems, context);
      throw refusalOf(read.problems);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
