import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, ERAS } from '../support/connect.js';
import { asking, type Lookup, openLookup } from '../support/lookup.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 10 } });
});

afterAll(() => desk[Symbol.asyncDispose]());

describe('a tool that asks for what Syncore does not permit', () => {
  it.each([
    ['delete_job', /jobs/, /by hand in Syncore/],
    ['delete_contact', /contacts/, /by hand in Syncore/],
    ['remove_sales_order_line_item', /line items/, /by hand in Syncore/],
    ['cancel_purchase_order', /purchase orders/, /by hand in Syncore/],
    ['void_payment', /payments/, /by hand in Syncore/],
    ['refund_payment', /payments/, /by hand in Syncore/],
    ['refund_sales_order', /sales orders/, /by hand in Syncore/],
    ['void_order', /sales orders/, /by hand in Syncore/],
    ['update_sales_order', /sales orders/, /coming soon.*person changes it in Syncore/],
    ['edit_payment', /payments/, /by hand in Syncore/],
    ['create_purchase_order', /purchase orders/, /coming soon.*person enters it in Syncore/],
    ['add_purchase_order_payment', /purchase order payments/, /coming soon/],
    ['list_payments', /payments/, /coming soon/],
    ['list_products', /products/, /person can look it up in Syncore/],
    ['get_inventory', /inventory/, /person can look it up in Syncore/],
    ['list_quotes', /quotes/, /person can look it up in Syncore/],
    ['get_job_log', /job logs/, /person can look it up in Syncore/],
    ['get_line_items', /line items/, /get_sales_order/],
    ['deleteJob', /jobs/, /by hand in Syncore/],
  ])('%s is refused with the reason and the way out', async (tool, what, wayOut) => {
    const refused = await desk.refused(tool, { job_id: 32255, anything: { at: ['all'] } });
    expect(refused).toMatchObject({ code: 'not_permitted', written: 'no', retryable: false });
    expect(refused.message).toMatch(what);
    expect(refused.message).toMatch(wayOut);
    expect(desk.asked()).toEqual([]);
  });

  it.each(ERAS)('is refused in a form that the %s client takes', async (era) => {
    await using server = await connect({ era, upstream: desk.url });
    await server.listTools();
    expect(await asking(server).refused('delete_job', { job_id: 32255 })).toMatchObject({ code: 'not_permitted' });
  });
});

describe('a tool that is not there', () => {
  it.each(['frobnicate', 'fetch_weather', 'delete', 'jobs', '', 'x'.repeat(500), '__proto__', 'constructor'])(
    'is an error of the protocol: %j',
    async (tool) => {
      const call = desk.server.call(tool, {});
      await expect(call).rejects.toMatchObject({ code: -32_602, message: expect.stringContaining('Unknown tool') });
    },
  );

  it('is answered with the nearest that is', async () => {
    await expect(desk.server.call('list_job')).rejects.toThrow(/did you mean list_jobs/i);
    await expect(desk.server.call('get_salesorder')).rejects.toThrow(/did you mean get_sales_order/i);
  });
});

describe('a tool that a setting hides', () => {
  it('is not listed, and refused with the setting', async () => {
    await using server = await connect({ upstream: desk.url, env: { SYNCORE_TOOLSETS: 'insight,orders' } });
    const hidden = ['list_jobs', 'get_sales_order', 'check_permissions'];
    const listed = (await server.listTools()).map(({ name }) => name);
    expect(listed).toContain('find_records');
    expect(listed.filter((name) => hidden.includes(name) || /^(list|get)_/.test(name))).toEqual([]);
    for (const tool of hidden) {
      const refused = await asking(server).refused(tool);
      expect(refused).toMatchObject({ code: 'not_permitted', written: 'no' });
      expect(refused.message).toContain('SYNCORE_TOOLSETS');
    }
    await expect(server.call('list_job')).rejects.toMatchObject({ message: expect.not.stringContaining('list_jobs') });
  });

  it('is there again where its toolset is named, and in read-only mode', async () => {
    const env = { SYNCORE_TOOLSETS: 'lookup', SYNCORE_READ_ONLY: 'true' };
    await using server = await connect({ upstream: desk.url, env });
    expect(await server.listTools()).toHaveLength(10);
    expect((await asking(server).list('list_jobs')).complete).toBe(true);
  });
});
