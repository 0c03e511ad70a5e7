import {
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Answer } from '../writes/consent.js';
import { isModern } from './caller.js';
import { cleanText } from './untrusted.js';

/** `suspended`: the call ends with a question, and comes again with its answer. */
export type Reply = { kind: 'answered'; answer: Answer } | { kind: 'suspended'; result: InputRequiredResult };

/** How a call reaches the person behind it. */
export type Asking = {
  /** The answer that this call has brought along. */
  answer: Answer | undefined;
  /** @param deadline until when an answer is waited for within the call, milliseconds since the epoch. */
  ask(message: string, state: string, deadline: number, now: () => number): Promise<Reply>;
};

const NAME = 'confirm';
const FORM = {
  type: 'object' as const,
  properties: {
    confirm: {
      type: 'boolean' as const,
      title: 'Write this to Syncore',
      description: 'Yes: it is written. Nothing can be deleted through the API.',
    },
  },
  required: ['confirm'],
};
/** The details of an order are bounded below this. */
const LONGEST_MESSAGE = 6_000;

/** Clients that were sent a first request: of some, the very first (id 0) cannot be withdrawn. */
const greeted = new WeakSet<McpServer>();
const PING_MS = 1_000;

export function askingOf(mcp: McpServer, ctx: ServerContext): Asking {
  return {
    answer: isModern(ctx) ? broughtAlong(ctx) : undefined,
    async ask(message, state, deadline, now) {
      const text = cleanText(message, LONGEST_MESSAGE);
      if (isModern(ctx)) {
        const inputRequests = { [NAME]: inputRequired.elicit({ message: text, requestedSchema: FORM }) };
        return { kind: 'suspended', result: inputRequired({ inputRequests, requestState: state }) };
      }
      const timeout = Math.max(1, deadline - now());
      return { kind: 'answered', answer: { reply: await askNow(mcp, ctx, text, timeout), state } };
    },
  };
}

function broughtAlong(ctx: ServerContext): Answer | undefined {
  const view = inputResponse(ctx.mcpReq.inputResponses, NAME);
  if (view.kind === 'missing') return undefined;
  const state = ctx.mcpReq.requestState<string>();
  const sealed = typeof state === 'string' ? state : undefined;
  if (view.kind !== 'elicit') return { reply: 'unusable', state: sealed };
  return { reply: replyOf(view.action, 'content' in view ? view.content : undefined), state: sealed };
}

/** Asks within the call. The SDK's own way would wait for ten minutes, and answer the call itself. */
async function askNow(mcp: McpServer, ctx: ServerContext, message: string, timeout: number): Promise<Answer['reply']> {
  const { signal } = ctx.mcpReq;
  try {
    if (!greeted.has(mcp)) {
      greeted.add(mcp);
      await ctx.mcpReq.send({ method: 'ping' }, { timeout: Math.min(PING_MS, timeout), signal });
    }
    const params = { mode: 'form' as const, message, requestedSchema: FORM };
    const reply = await ctx.mcpReq.send({ method: 'elicitation/create', params }, { timeout, signal });
    return replyOf(reply.action, reply.content);
  } catch (error) {
    if (signal.aborted) throw error;
    // No handler, no answer in time, or one that is not of the form: whatever the host made of it, it is no answer.
    return 'none';
  }
}

function replyOf(action: string, content: unknown): Answer['reply'] {
  if (action === 'decline') return 'decline';
  if (action === 'cancel') return 'cancel';
  if (action !== 'accept' || typeof content !== 'object' || content === null || !('confirm' in content))
    return 'unusable';
  if (content.confirm === true) return 'yes';
  return content.confirm === false ? 'no' : 'unusable';
}
