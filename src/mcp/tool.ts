import * as z from 'zod/v4';
import type { Account } from '../account.js';
import type { Reader } from '../client/reader.js';
import type { Toolset } from '../settings.js';
import { readArguments } from './arguments.js';
import { argumentSchema, listedInput, listedOutput, type ObjectSchema } from './schema.js';

/** What a tool may do: `local` answers without asking Syncore, `read` asks, `create` adds a record, `edit` changes one. */
export type Access = 'local' | 'read' | 'create' | 'edit';

/** What reading a resource or calling a tool is given besides the arguments. */
export type CallContext = {
  reader: Reader;
  account: Account;
  /** Aborted when the caller cancels or leaves, and when the call's time is up. */
  signal: AbortSignal;
  /** When the answer must be on its way, milliseconds since the epoch: shortly before the signal is aborted. */
  deadline: number;
};

export type ToolContext = CallContext & {
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
  run(input: z.output<z.ZodObject<Shape, z.core.$strict>>, context: ToolContext): Promise<Record<string, unknown>>;
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
  /** The strict schema of a success; what is listed is looser, since it also admits errors. */
  output: () => z.ZodType;
  listing(): ListedTool;
  /** Checks the arguments and does the work. @throws Failure, `invalid_input` when the arguments are wrong. */
  run(given: unknown, context: ToolContext): Promise<Record<string, unknown>>;
};

/** All hints follow from what the tool may do. */
const ANNOTATIONS: Record<Access, ListedTool['annotations']> = {
  local: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  create: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  edit: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
};

/** Makes a tool of its definition: one place for the arguments' rules and for what is listed. */
export function defineTool<Shape extends z.ZodRawShape>(definition: ToolDefinition<Shape>): Tool {
  const { name, toolset, access, title, description, untrusted, output } = definition;
  const schemas = once(() => {
    const input = z.strictObject(definition.input());
    return { input, shape: argumentSchema(input) };
  });
  return {
    name,
    toolset,
    access,
    untrusted,
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
      return definition.run(readArguments(input, shape, given), context);
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
