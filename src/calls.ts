import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import type { Account } from './account.js';
import { Failure } from './failure.js';
import type { Log } from './log.js';
import { asFailure, failureResult, successResult } from './mcp/failure-words.js';
import type { Progress } from './mcp/progress.js';
import { readResource, resourceError } from './mcp/resource.js';
import { withTimeLimit } from './mcp/time-limit.js';
import type { CallContext } from './mcp/tool.js';
import { type HiddenTool, refusal, unknownToolMessage } from './mcp/unknown-tool.js';
import { cleanText } from './mcp/untrusted.js';
import { resources } from './resources/index.js';
import { tools } from './tools/index.js';

/** Everything behind the lists: loaded with the first call, so that a start does not pay for it. */

export type Serving = {
  account: () => Promise<Account>;
  callBudgetMs: number;
  log: Log;
  /** The API key, which leaves in no answer, whoever repeats it to us. */
  secret: string;
};

const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));
const resourcesByName = new Map(resources.map((resource) => [resource.name, resource]));

/**
 * Answers a tool call; every failure becomes an error result.
 * @throws ProtocolError only for a name that means nothing here.
 */
export async function callTool(
  request: { name: string; given: unknown; hidden: readonly HiddenTool[] },
  call: { signal: AbortSignal; progress: Progress },
  serving: Serving,
): Promise<CallToolResult> {
  const { name, given, hidden } = request;
  const tool = hidden.some((other) => other.name === name) ? undefined : toolsByName.get(name);
  if (tool === undefined) return answerUnknown(name, hidden);
  const { progress } = call;
  try {
    const result = await timed(name, call.signal, serving, (context) =>
      marked(tool.run(given, { ...context, progress: progress.tell }), context.account),
    );
    return successResult(result, tool.untrusted, serving.secret);
  } catch (thrown) {
    return failureResult(thrown, serving.secret);
  } finally {
    progress.end();
  }
}

/** Answers a read of a resource. @throws ProtocolError for every failure. */
export async function readNamedResource(
  request: { name: string; uri: string; variables: Readonly<Record<string, string | string[]>> },
  signal: AbortSignal,
  serving: Serving,
): Promise<ReadResourceResult> {
  try {
    const resource = resourcesByName.get(request.name);
    if (resource === undefined) throw new Error(`the resource ${request.name} is listed and not built in`);
    return await timed(request.name, signal, serving, (context) => {
      const marking = {
        ...resource,
        read: (...given: Parameters<typeof resource.read>) => marked(resource.read(...given), context.account),
      };
      return readResource(marking, request, context, serving.secret);
    });
  } catch (thrown) {
    throw resourceError(thrown, request.uri, serving.secret);
  }
}

/** Made-up data must never pass for that of a real account: every answer on the sandbox says so. */
async function marked(
  answer: Promise<Record<string, unknown>>,
  { sandbox }: Account,
): Promise<Record<string, unknown>> {
  const result = await answer;
  if (!sandbox) return result;
  const notes: unknown[] = Array.isArray(result.notes) ? result.notes : [];
  return { ...result, notes: [...notes, 'Sandbox: made-up data, no real account.'] };
}

function answerUnknown(name: string, hidden: readonly HiddenTool[]): CallToolResult {
  const refused = refusal(name, hidden);
  if (refused !== undefined) return failureResult(refused);
  const visible = [...toolsByName.keys()].filter((known) => !hidden.some((other) => other.name === known));
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, cleanText(unknownToolMessage(name, visible)));
}

/** One piece of work within the time of a call, with a line in the log that says how it went. */
async function timed<T>(
  name: string,
  signal: AbortSignal,
  { account, callBudgetMs, log }: Serving,
  work: (context: CallContext) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const told = (outcome: string) => ({ name, outcome, ms: Math.round(performance.now() - startedAt) });
  try {
    const result = await withTimeLimit(signal, callBudgetMs, Date.now, async (limited, deadline) => {
      const own = await account();
      return work({ account: own, reader: own.reader, signal: limited, deadline });
    });
    log.debug('call', told('ok'));
    return result;
  } catch (thrown) {
    const failure = asFailure(thrown);
    log.debug('call', told(failure.code));
    // What nobody foresaw is told to those who run the server, and to nobody else.
    if (failure.code === 'internal') log.error('a call failed inside', { name, cause: describe(failure.cause) });
    throw thrown;
  }
}

function describe(cause: unknown): string {
  if (cause instanceof Failure || !(cause instanceof Error)) return String(cause).slice(0, 200);
  return (cause.stack ?? cause.message).slice(0, 2_000);
}
