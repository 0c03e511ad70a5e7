import type { Guard } from './guard.js';

export const MCP_PATH = '/mcp';

/** There is one door, and requests to it are POSTs: no sessions are kept that could be read on or deleted. */
export const routeGuard: Guard = ({ url = '', method }) => {
  if (url.split('?', 1)[0] !== MCP_PATH) return { status: 404, message: `Not found: MCP is served at ${MCP_PATH}` };
  if (method === 'POST') return undefined;
  return { status: 405, message: 'Method not allowed: send a POST', headers: { allow: 'POST' } };
};
