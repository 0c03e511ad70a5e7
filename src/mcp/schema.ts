import * as z from 'zod/v4';

/**
 * The part of JSON Schema that we list. Some hosts refuse a whole server over one `anyOf`, `const` or `format` in an
 * input schema; output schemas may also hold `type` lists and `anyOf`.
 */
export type PlainSchema = {
  type?: string | string[];
  description?: string;
  enum?: (string | number | boolean | null)[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: PlainSchema;
  properties?: Record<string, PlainSchema>;
  required?: string[];
  additionalProperties?: boolean;
  anyOf?: PlainSchema[];
  /** Other names under which an argument is taken; not listed. */
  aliases?: string[];
  /** Taken, and not listed: what answers show, and nobody needs to be told of. */
  unlisted?: boolean;
  /** Listed without what is inside of it, which another tool's schema says. */
  brief?: boolean;
};

export type ObjectSchema = PlainSchema & { type: 'object'; properties: Record<string, PlainSchema> };

type Side = 'input' | 'output';

/** What an argument object may hold, with `null` among the types where null has a meaning (it is not listed). */
export function argumentSchema(shape: z.ZodType): ObjectSchema {
  return asObject(plain(z.toJSONSchema(shape, { io: 'input' }), 'input'));
}

/** The input schema as hosts see it: no `null`, and nothing outside the plain subset. */
export function listedInput(schema: ObjectSchema): ObjectSchema {
  return asObject(listed(schema, 'arguments'));
}

/**
 * The output schema as hosts see it. Clients of 2025 hold error results against it too, so it admits `{ error }`
 * and requires nothing at the root.
 */
export function listedOutput(result: z.ZodType): ObjectSchema {
  const schema = asObject(plain(z.toJSONSchema(result, { io: 'output', unrepresentable: 'any' }), 'output'));
  return { type: 'object', properties: { ...schema.properties, error: { type: 'object' } } };
}

function plain(schema: z.core.JSONSchema._JSONSchema, side: Side): PlainSchema {
  if (typeof schema === 'boolean') return {};
  const branches = schema.anyOf?.map((branch) => plain(branch, side));
  const out: PlainSchema = branches === undefined ? {} : joined(branches);
  if (schema.type !== undefined) out.type = schema.type;
  if (schema.description !== undefined) out.description = schema.description;
  if (schema.enum !== undefined) out.enum = schema.enum;
  if (schema.const !== undefined) out.enum = [schema.const];
  if (schema.items !== undefined && !Array.isArray(schema.items)) out.items = plain(schema.items, side);
  if (schema.properties !== undefined) {
    out.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, of]) => [name, plain(of, side)]));
  }
  if (schema.required !== undefined && schema.required.length > 0) out.required = schema.required;
  return side === 'output' ? out : { ...out, ...bounds(schema), ...marks(schema) };
}

/** What `fields.ts` has noted on a schema for its listing and for reading arguments. */
function marks(schema: z.core.JSONSchema.BaseSchema): PlainSchema {
  const { aliases, brief, unlisted } = schema;
  return {
    ...(unlisted === true ? { unlisted } : {}),
    ...(Array.isArray(aliases) ? { aliases: aliases.map(String) } : {}),
    ...(brief === true ? { brief } : {}),
  };
}

/** Bounds are for those who fill in arguments; in an output schema they would only cost bytes. */
function bounds(schema: z.core.JSONSchema.BaseSchema): PlainSchema {
  const out: PlainSchema = {};
  if (schema.pattern !== undefined) out.pattern = schema.pattern;
  // zod says of every integer that it is a safe one.
  if (schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER) out.minimum = schema.minimum;
  if (schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER) out.maximum = schema.maximum;
  if (schema.minItems !== undefined) out.minItems = schema.minItems;
  if (schema.maxItems !== undefined) out.maxItems = schema.maxItems;
  if (schema.additionalProperties === false) out.additionalProperties = false;
  return out;
}

/** One schema for "this or null" and for "one of several plain types"; anything else stays an `anyOf`. */
function joined(branches: PlainSchema[]): PlainSchema {
  const rest = branches.filter((branch) => branch.type !== 'null');
  const nullable = rest.length < branches.length;
  const only = rest[0];
  if (only !== undefined && rest.length === 1 && typeof only.type === 'string') {
    const out: PlainSchema = { ...only, type: nullable ? [only.type, 'null'] : only.type };
    if (only.enum !== undefined && nullable) out.enum = [...only.enum, null];
    return out;
  }
  const types = branches.map((branch) => (Object.keys(branch).length === 1 ? branch.type : undefined));
  return types.every((type) => typeof type === 'string') ? { type: types } : { anyOf: branches };
}

function listed(whole: PlainSchema, path: string): PlainSchema {
  const { aliases: _, brief, ...schema } = whole;
  if (brief === true) return briefly(schema);
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  if (type === undefined || schema.anyOf !== undefined) {
    throw new Error(`${path} has no single type: some hosts refuse a server over such an argument`);
  }
  const out: PlainSchema = { ...schema, type };
  if (schema.enum !== undefined) out.enum = schema.enum.filter((value) => value !== null);
  if (schema.items !== undefined) out.items = listed(schema.items, `${path}[]`);
  if (schema.properties !== undefined) {
    const entries = Object.entries(schema.properties).filter(([, of]) => of.unlisted !== true);
    // A host that checks by the listing must let pass what is taken besides.
    if (entries.length < Object.keys(schema.properties).length) delete out.additionalProperties;
    const silent = entries.find(([, of]) => of.description === undefined);
    if (silent !== undefined) throw new Error(`${path}.${silent[0]} has no description`);
    out.properties = Object.fromEntries(entries.map(([name, of]) => [name, listed(of, `${path}.${name}`)]));
  }
  return out;
}

function briefly({ type, description, items }: PlainSchema): PlainSchema {
  const only = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
  const out: PlainSchema = {};
  if (only !== undefined) out.type = only;
  if (description !== undefined) out.description = description;
  if (items !== undefined) out.items = { type: typeof items.type === 'string' ? items.type : 'object' };
  return out;
}

function asObject(schema: PlainSchema): ObjectSchema {
  if (schema.type !== 'object') throw new Error('a tool takes and gives an object');
  return { ...schema, type: 'object', properties: schema.properties ?? {} };
}
