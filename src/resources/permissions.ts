import { permissionRows } from '../client/permissions.js';
import { defineResource } from '../mcp/resource.js';

/** The table that also decides what this server sends. */
export const permissions = defineResource({
  name: 'permissions',
  uri: 'syncore://permissions',
  title: 'Permissions',
  description: "What Syncore's API permits per area, class and action, with the reason",
  mimeType: 'application/json',
  ttlMs: 300_000,
  untrusted: [],
  read: async () => ({ items: permissionRows() }),
});
