import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import type { Completing } from '../answers/completions.js';
import { Failure } from '../failure.js';
import { asFailure, failureData } from './failure-words.js';
import type { CallContext } from './tool.js';
import { cleanRecord, cleanText } from './untrusted.js';

export type ResourceDefinition = {
  name: string;
  /** `syncore://permissions`, or a template such as `syncore://jobs/{job_id}`. */
  uri: string;
  title: string;
  description: string;
  mimeType: 'application/json';
  /** How long a client may keep it, in milliseconds. */
  ttlMs: number;
  /** Fields of the answer that hold text from Syncore. */
  untrusted: readonly string[];
  /** What a variable that was begun may mean; only where that costs next to nothing. */
  complete?: Readonly<Record<string, (begun: string, context: Completing) => Promise<string[]>>>;
  /** Gives the resource; `variables` are decoded but not checked. @throws Failure when they are wrong. */
  read(variables: Readonly<Record<string, string>>, context: CallContext): Promise<Record<string, unknown>>;
};

/** A resource as the lists show it. */
export type ListedResource = Pick<ResourceDefinition, 'name' | 'uri' | 'title' | 'description' | 'mimeType' | 'ttlMs'>;

/** The definition itself; the function is there so that a resource reads as a tool does. */
export function defineResource(definition: ResourceDefinition): ResourceDefinition {
  return definition;
}

export function listedResource({ name, uri, title, description, mimeType, ttlMs }: ResourceDefinition): ListedResource {
  return { name, uri, title, description, mimeType, ttlMs };
}

/**
 * The contents of a resource, cleaned and without `secret`.
 * @throws Failure as the definition does, or when an address is garbled.
 */
export async function readResource(
  definition: ResourceDefinition,
  address: { uri: string; variables: Readonly<Record<string, string | string[]>> },
  context: CallContext,
  secret = '',
): Promise<ReadResourceResult> {
  const record = await definition.read(decoded(address.variables), context);
  const text = JSON.stringify(cleanRecord(record, secret));
  const _meta = { 'syncore-mcp/untrusted': [...definition.untrusted] };
  return { contents: [{ uri: address.uri, mimeType: definition.mimeType, text, _meta }] };
}

/** A failure as the protocol tells it where there are no error results, cleaned and without `secret`. */
export function resourceError(thrown: unknown, uri: string, secret = ''): ProtocolError {
  const failure = asFailure(thrown);
  const message = cleanText(failure.message);
  if (failure.code === 'not_found') return new ResourceNotFoundError(uri, message);
  const isTheirs = failure.code === 'invalid_input' || failure.code === 'not_permitted';
  const code = isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, message, failureData(failure, secret));
}

/** The SDK hands variables on as they stand in the address; they are decoded once, here. */
function decoded(raw: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const entries = Object.entries(raw).map(([name, value]): [string, string] => {
    try {
      return [name, decodeURIComponent(typeof value === 'string' ? value : value.join(','))];
    } catch (cause) {
      const message = `The address is not percent-encoded correctly in ${name}.`;
      throw new Failure('invalid_input', message, { cause });
    }
  });
  return Object.fromEntries(entries);
}
