import { type ListedPrompt, listedPrompt } from './mcp/prompt.js';
import { type ListedResource, listedResource } from './mcp/resource.js';
import type { Access, ListedTool } from './mcp/tool.js';
import { prompts } from './prompts/index.js';
import { resources } from './resources/index.js';
import type { Toolset } from './settings.js';
import { tools } from './tools/index.js';

/** What the lists of the protocol show, with what decides who sees it. */
export type Listing = {
  tools: { toolset: Toolset; access: Access; tool: ListedTool }[];
  resources: ListedResource[];
  /** `needs`: the toolset without which a prompt leads nowhere. */
  prompts: { needs: Toolset; prompt: ListedPrompt }[];
};

/**
 * Made when the program is built: `scripts/build.mjs` runs this module and puts its JSON in its place, so that a
 * start loads neither the tools nor their schemas.
 */
export const listing: Listing = {
  tools: tools.map((tool) => ({ toolset: tool.toolset, access: tool.access, tool: tool.listing() })),
  resources: resources.map(listedResource),
  prompts: prompts.map(({ needs, prompt }) => ({ needs, prompt: listedPrompt(prompt) })),
};
