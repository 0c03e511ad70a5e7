import * as z from 'zod/v4';
import { ACTIONS, AREAS, permissionRows } from '../client/permissions.js';
import { choice } from '../mcp/fields.js';
import { defineTool } from '../mcp/tool.js';

/** What Syncore's API permits, from the table that also decides what this server sends. */
export const checkPermissions = defineTool({
  name: 'check_permissions',
  toolset: 'lookup',
  access: 'local',
  title: 'Check permissions',
  description:
    "What Syncore's API lets anybody do, per area, class and action: yes, soon (announced by the vendor), no or " +
    'never, with the reason and the way out. Use it before promising what no tool offers. It does not ask Syncore, ' +
    "and does not know the switches of the user's own key.",
  input: () => ({
    area: choice(AREAS, 'Only this area').optional(),
    action: choice(ACTIONS, 'Only this action').optional(),
  }),
  output: () =>
    z.object({
      items: z.array(
        z.object({
          area: z.string(),
          class: z.string().nullable(),
          action: z.string(),
          allowed: z.enum(['yes', 'soon', 'no', 'never']),
          reason: z.string(),
        }),
      ),
      returned: z.int(),
      total: z.int(),
      totals: z.null(),
      next_cursor: z.null(),
      complete: z.boolean(),
      url_template: z.null(),
      notes: z.array(z.string()),
    }),
  untrusted: [],

  async run({ area, action }) {
    const items = permissionRows().filter(
      (row) => (area === undefined || row.area === area) && (action === undefined || row.action === action),
    );
    const returned = items.length;
    return {
      items,
      returned,
      total: returned,
      totals: null,
      next_cursor: null,
      complete: true,
      url_template: null,
      notes: [],
    };
  },
});
