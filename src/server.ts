import { McpServer, ResourceTemplate, type ServerContext } from '@modelcontextprotocol/server';
import type { Account } from './account.js';
import { type Listing, listing } from './listing.js';
import type { Log } from './log.js';
import type { Transport } from './mcp/caller.js';
import { INSTRUCTIONS } from './mcp/instructions.js';
import { progressOf } from './mcp/progress.js';
import type { HiddenTool } from './mcp/unknown-tool.js';
import type { Settings } from './settings.js';

export type ServerOptions = {
  settings: Settings;
  /** The account is made with the first call that needs it. */
  account: () => Promise<Account>;
  log: Log;
  transport: Transport;
};

/** The lists change with the program and its settings only, so a client may keep them for a while. */
const KEEP = { ttlMs: 300_000, cacheScope: 'private' } as const;

/**
 * Decides once which tools exist, and gives the maker of servers: one for a connection over stdio, one for each
 * request over HTTP. Making one is cheap; whatever is dear lives in the account.
 */
export function prepareServer({ settings, account, log, transport }: ServerOptions): () => McpServer {
  const { shown, hidden } = choose(listing, settings);
  const toolList = { tools: shown };
  const promptList = { prompts: choosePrompts(listing, settings) };
  const serving = { account, callBudgetMs: settings.callBudgetMs, log, secret: settings.apiKey };
  const info = { name: 'syncore-mcp', title: 'Syncore', version: settings.version };

  return () => {
    const mcp = new McpServer(info, {
      instructions: INSTRUCTIONS,
      // Questions to clients of 2025 are ours to ask and to bound.
      inputRequired: { legacyShim: false },
      cacheHints: {
        'tools/list': KEEP,
        'resources/list': KEEP,
        'resources/templates/list': KEEP,
        'prompts/list': KEEP,
        'server/discover': KEEP,
      },
      capabilities: {
        tools: { listChanged: false },
        resources: { listChanged: false },
        prompts: { listChanged: false },
        completions: {},
      },
    });
    mcp.server.setRequestHandler('tools/list', () => toolList);
    mcp.server.setRequestHandler('tools/call', async ({ params }, ctx) => {
      const { callTool } = await import('./calls.js');
      const request = { name: params.name, given: params.arguments, hidden };
      const call = { mcp, ctx, transport, progress: progressOf(ctx) };
      return callTool(request, call, serving);
    });
    mcp.server.setRequestHandler('prompts/list', () => promptList);
    mcp.server.setRequestHandler('prompts/get', async ({ params }) => {
      const { getPrompt } = await import('./calls.js');
      return getPrompt(params, promptList.prompts);
    });
    mcp.server.setRequestHandler('completion/complete', async ({ params }, ctx) => {
      const { complete } = await import('./calls.js');
      return complete(params, promptList.prompts, ctx.mcpReq.signal, serving);
    });
    // What the tools do not show must not be had from a resource either.
    for (const { name, uri, ttlMs, ...shownAs } of settings.toolsets.includes('lookup') ? listing.resources : []) {
      const config = { ...shownAs, cacheHint: { ttlMs, cacheScope: 'private' as const } };
      const read = async (address: URL, variables: Record<string, string | string[]>, ctx: ServerContext) => {
        const { readNamedResource } = await import('./calls.js');
        return readNamedResource({ name, uri: address.href, variables }, ctx.mcpReq.signal, serving);
      };
      if (uri.includes('{')) mcp.registerResource(name, new ResourceTemplate(uri, { list: undefined }), config, read);
      else mcp.registerResource(name, uri, config, (address, ctx) => read(address, {}, ctx));
    }
    return mcp;
  };
}

function choosePrompts({ prompts }: Listing, { readOnly, toolsets }: Settings) {
  return prompts
    .filter(({ needs }) => toolsets.includes(needs) && !(readOnly && needs === 'orders'))
    .map(({ prompt }) => prompt);
}

/** What this caller sees, and what a setting keeps from it, with the reason. */
function choose({ tools }: Listing, { readOnly, toolsets }: Settings) {
  const hidden: HiddenTool[] = [];
  const shown = tools.filter(({ toolset, access, tool }) => {
    const writes = access !== 'local' && access !== 'read';
    if (toolsets.includes(toolset) && !(readOnly && writes)) return true;
    const why = toolsets.includes(toolset)
      ? 'SYNCORE_READ_ONLY is set, so nothing can be written.'
      : `it belongs to the toolset ${toolset}, which SYNCORE_TOOLSETS leaves out.`;
    hidden.push({ name: tool.name, why });
    return false;
  });
  return { shown: shown.map(({ tool }) => tool), hidden };
}
