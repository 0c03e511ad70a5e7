import {
  type CallToolResult,
  type CompleteResult,
  type GetPromptResult,
  type InputRequiredResult,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Account } from './account.js';
import { Failure } from './failure.js';
import type { Log } from './log.js';
import { askingOf } from './mcp/ask.js';
import { callerOf, type Transport } from './mcp/caller.js';
import { asFailure, failureResult, successResult } from './mcp/failure-words.js';
import type { Progress } from './mcp/progress.js';
import { promptTexts, unknownPromptMessage } from './mcp/prompt.js';
import { readResource, resourceError } from './mcp/resource.js';
import { withTimeLimit } from './mcp/time-limit.js';
import { type CallContext, Suspension, type Tool } from './mcp/tool.js';
import { type HiddenTool, refusal, unknownToolMessage } from './mcp/unknown-tool.js';
import { cleanText, withoutSecret } from './mcp/untrusted.js';
import { prompts } from './prompts/index.js';
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
const promptsByName = new Map(prompts.map(({ prompt }) => [prompt.name, prompt]));
const LONGEST_PROMPT = 24_000;
const resourcesByName = new Map(resources.map((resource) => [resource.name, resource]));

/**
 * Answers a tool call; every failure becomes an error result.
 * @throws ProtocolError only for a name that means nothing here.
 */
export async function callTool(
  request: { name: string; given: unknown; hidden: readonly HiddenTool[] },
  call: { mcp: McpServer; ctx: ServerContext; transport: Transport; progress: Progress },
  serving: Serving,
): Promise<CallToolResult | InputRequiredResult> {
  const { name, given, hidden } = request;
  const tool = hidden.some((other) => other.name === name) ? undefined : toolsByName.get(name);
  if (tool === undefined) return answerUnknown(name, hidden);
  const { mcp, ctx, transport, progress } = call;
  const caller = callerOf(mcp, ctx, transport);
  const asking = askingOf(mcp, ctx);
  try {
    const result = await timed(name, ctx.mcpReq.signal, serving, async (context) => {
      const answer = await tool.run(given, { ...context, caller, asking, progress: progress.tell });
      return answer instanceof Suspension ? answer : marked(answer, context.account);
    });
    if (result instanceof Suspension) return result.result;
    return successResult(result, tool, serving.secret);
  } catch (thrown) {
    return failureResult(cutOff(thrown, tool), serving.secret);
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
        read: async (...given: Parameters<typeof resource.read>) =>
          marked(await resource.read(...given), context.account),
      };
      return readResource(marking, request, context, serving.secret);
    });
  } catch (thrown) {
    throw resourceError(thrown, request.uri, serving.secret);
  }
}

/** Made-up data must never pass for that of a real account: every answer on the sandbox says so. */
function marked(result: Record<string, unknown>, { sandbox }: Account): Record<string, unknown> {
  if (!sandbox) return result;
  const notes: unknown[] = Array.isArray(result.notes) ? result.notes : [];
  return { ...result, notes: [...notes, 'Sandbox: made-up data, no real account.'] };
}

/** A write that was left in the middle goes on or is settled behind our back: nobody may read that nothing was done. */
function cutOff(thrown: unknown, { access }: Tool): unknown {
  if (access === 'local' || access === 'read' || thrown instanceof Failure) return thrown;
  const { code, message } = asFailure(thrown);
  if (code !== 'cancelled' && code !== 'timeout') return thrown;
  const next = 'What was under way is settled all the same: call again with the same idempotency_key to learn of it.';
  return new Failure(code, `${message} ${next}`, { written: 'unknown', retryable: true, cause: thrown });
}

function answerUnknown(name: string, hidden: readonly HiddenTool[]): CallToolResult {
  const refused = refusal(name, hidden);
  if (refused !== undefined) return failureResult(refused);
  const visible = [...toolsByName.keys()].filter((known) => !hidden.some((other) => other.name === known));
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, cleanText(unknownToolMessage(name, visible)));
}

/** Answers a prompt. @throws ProtocolError for one that is not there, or arguments that it does not take. */
export function getPrompt(
  { name, arguments: given = {} }: { name: string; arguments?: Record<string, string> | undefined },
  shown: readonly { name: string }[],
): GetPromptResult {
  const prompt = shown.some((other) => other.name === name) ? promptsByName.get(name) : undefined;
  if (prompt === undefined) {
    const names = shown.map((other) => other.name);
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, cleanText(unknownPromptMessage(name, names)));
  }
  try {
    const messages = promptTexts(prompt, given).map((text) => ({
      role: 'user' as const,
      content: { type: 'text' as const, text: cleanText(text, LONGEST_PROMPT) },
    }));
    return { description: prompt.description, messages };
  } catch (thrown) {
    const { code, message } = asFailure(thrown);
    const isTheirs = code === 'invalid_input';
    throw new ProtocolError(isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError, message);
  }
}

type Completed = {
  ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };
  argument: { name: string; value: string };
};

/** Completes an argument; nothing where there is nothing cheap to offer, or it fails: somebody is typing. */
export async function complete(
  { ref, argument }: Completed,
  shown: readonly { name: string }[],
  signal: AbortSignal,
  { account, secret }: Serving,
): Promise<CompleteResult> {
  const completer =
    ref.type === 'ref/prompt'
      ? shown.some(({ name }) => name === ref.name) &&
        promptsByName.get(ref.name)?.arguments.find(({ name }) => name === argument.name)?.complete
      : resources.find(({ uri }) => uri === ref.uri)?.complete?.[argument.name];
  if (!completer) return { completion: { values: [] } };
  try {
    const values = await completer(argument.value.slice(0, 200), { account: await account(), signal });
    return { completion: { values: values.map((value) => withoutSecret(cleanText(value, 200), secret)) } };
  } catch {
    return { completion: { values: [] } };
  }
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
