import { describe, expect, it } from 'vitest';
import { ACTIONS, AREAS, permission, permissionRows } from '../../src/client/permissions.js';
import { refusal, unknownToolMessage } from '../../src/mcp/unknown-tool.js';
import { connect } from '../support/connect.js';

describe('permissions', () => {
  it('answer for every area and action, with a reason and a way out', () => {
    const rows = permissionRows();
    expect(rows).toHaveLength(16 * 4);
    for (const area of AREAS)
      for (const action of ACTIONS) expect(permission(area, null, action).reason).toMatch(/\.$/);
    for (const { allowed, reason } of rows) if (allowed !== 'yes') expect(reason).toMatch(/person|by hand|inside/);
  });

  it('are those of the vendor', () => {
    const cells = permissionRows().map(
      ({ area, class: jobClass, action, allowed }) => `${area} ${jobClass} ${action} ${allowed}`,
    );
    expect(cells).toEqual(
      expect.arrayContaining([
        'contacts program edit yes',
        'contacts dropship create soon',
        'jobs dropship read yes',
        'sales_orders null edit soon',
        'sales_order_line_items null read soon',
        'sales_order_payments null edit no',
        'purchase_orders null create soon',
        'products null read no',
        'quotes null delete never',
      ]),
    );
    expect(permissionRows().filter(({ action, allowed }) => action === 'delete' && allowed !== 'never')).toEqual([]);
  });

  it('say where lines are to be seen though they cannot be read by themselves', () => {
    expect(permission('sales_order_line_items', null, 'read').reason).toContain('get_sales_order');
    expect(permission('purchase_order_line_items', null, 'read').reason).toContain('get_purchase_order');
  });
});

describe('a call of a tool that is not there', () => {
  it.each([
    ['delete_job', 'deletes, cancels and refunds nothing'],
    ['deleteJob', 'jobs'],
    ['remove-contacts', 'contacts'],
    ['cancel_order', 'sales orders'],
    ['void_purchase_order', 'purchase orders'],
    ['refund_payment', 'payments'],
    ['update_sales_order', 'coming soon'],
    ['edit_line_item', 'line items'],
    ['create_purchase_order', 'coming soon'],
    ['create_po', 'purchase orders'],
    ['add_purchase_order_line_items', 'purchase order line items'],
    ['create_dropship_job', 'dropship jobs'],
    ['list_products', 'products'],
    ['get_inventory', 'inventory'],
    ['list-stock', 'inventory'],
    ['syncore.get_quote', 'quotes'],
    ['list_job_logs', 'job logs'],
    ['LIST_PAYMENTS', 'payments'],
  ])('%s is refused with the reason', (name, words) => {
    const failure = refusal(name, []);
    expect(failure).toMatchObject({ code: 'not_permitted', written: 'no' });
    expect(failure?.message).toContain(words);
  });

  it.each(['fetch_weather', 'delete', 'jobs', 'create_job', 'list_product_indices', 'find_supplier', 'deletejob', ''])(
    '%j means nothing here, or asks for what is permitted',
    (name) => {
      expect(refusal(name, [])).toBeUndefined();
    },
  );

  it('names the nearest tool that is there', () => {
    expect(unknownToolMessage('list_job', ['get_job', 'list_jobs'])).toBe(
      'Unknown tool: list_job. Did you mean list_jobs?',
    );
    expect(unknownToolMessage('x'.repeat(500), []).length).toBeLessThan(100);
  });

  it('is answered with a result for what Syncore forbids, and with a protocol error for what means nothing', async () => {
    await using server = await connect({ era: '2025' });
    const refused = await server.call('delete_job', { job_id: 1 });
    expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: 'not_permitted' } } });
    await expect(server.call('lst_jobs')).rejects.toThrow(/Unknown tool: lst_jobs. Did you mean list_jobs\?/);
  });

  it('is told which setting hides it', async () => {
    await using server = await connect({ env: { SYNCORE_TOOLSETS: 'insight' } });
    expect((await server.listTools()).map(({ name }) => name)).not.toContain('list_jobs');
    const refused = await server.call('list_jobs');
    expect(refused.structuredContent).toMatchObject({ error: { code: 'not_permitted' } });
    expect(refused.text).toContain('SYNCORE_TOOLSETS');
  });
});
