import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type McpServer,
  type ServerContext,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import type { Caller } from '../writes/consent.js';

export type Transport = 'stdio' | 'http';

/** Who calls, as far as the protocol tells: the 2026 era says it with each request, the 2025 era once, over stdio. */
export function callerOf(mcp: McpServer, ctx: ServerContext, transport: Transport): Caller {
  const { info, form } = ctx.mcpReq.envelope === undefined ? atHandshake(mcp) : inEnvelope(ctx);
  const client = info === undefined ? null : { name: info.name, version: info.version };
  // A server of the 2025 era over HTTP has nobody behind it to send a question to.
  const canAsk = form && (isModern(ctx) || transport === 'stdio');
  return { id: `${transport} ${client?.name ?? 'unknown'} ${client?.version ?? ''}`, client, canAsk };
}

/** Whether a request is of the 2026 era, in which a question ends the call. */
export function isModern(ctx: ServerContext): boolean {
  return ctx.mcpReq.envelope !== undefined;
}

function atHandshake(mcp: McpServer) {
  return {
    info: mcp.server.getClientVersion(),
    form: asksByForm(mcp.server.getClientCapabilities()?.elicitation),
  };
}

function inEnvelope(ctx: ServerContext) {
  const envelope: Record<string, unknown> = { ...ctx.mcpReq.envelope };
  const info = specTypeSchemas.Implementation['~standard'].validate(envelope[CLIENT_INFO_META_KEY]);
  const capabilities = specTypeSchemas.ClientCapabilities['~standard'].validate(envelope[CLIENT_CAPABILITIES_META_KEY]);
  return {
    info: 'issues' in info && info.issues ? undefined : 'value' in info ? info.value : undefined,
    form: 'value' in capabilities && !capabilities.issues && asksByForm(capabilities.value.elicitation),
  };
}

/** A bare `elicitation: {}` means forms; one that names only URLs does not. */
function asksByForm(elicitation: { form?: unknown; url?: unknown } | undefined): boolean {
  if (elicitation === undefined) return false;
  return elicitation.form !== undefined || Object.keys(elicitation).length === 0;
}
