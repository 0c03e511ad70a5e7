import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob } from '../support/plants.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 30 } });
});

afterAll(() => desk[Symbol.asyncDispose]());

const TEMPLATES = [
  'syncore://reference/{kind}',
  'syncore://jobs/{job_id}',
  'syncore://sales-orders/{order}',
  'syncore://purchase-orders/{order}',
  'syncore://contacts/{contact_id}',
];

describe('the resources', () => {
  it('are those of the interface', async () => {
    expect(await desk.server.listResources()).toEqual(['syncore://permissions']);
    expect((await desk.server.listResourceTemplates()).sort()).toEqual([...TEMPLATES].sort());
  });

  it.each([
    ['syncore://jobs/32255', 'get_job', { job_id: 32255 }],
    ['syncore://sales-orders/32255-1', 'get_sales_order', { order: '32255-1' }],
    ['syncore://sales-orders/32255', 'get_sales_order', { order: '32255-1' }],
    ['syncore://purchase-orders/32255-2', 'get_purchase_order', { order: '32255-2' }],
    ['syncore://purchase-orders/%2332255-2', 'get_purchase_order', { order: '32255-2' }],
    ['syncore://contacts/4101', 'get_contact', { contact_id: 4101 }],
  ])('%s is what %s shows', async (uri, tool, args: Row) => {
    expect(await desk.server.readResource(uri)).toEqual(await desk.get(tool, args));
  });

  it('the permissions are what check_permissions shows', async () => {
    const { items } = await desk.get('check_permissions');
    expect(await desk.server.readResource('syncore://permissions')).toEqual({ items });
  });

  it.each(['client_groups', 'payment_terms', 'product_indices', 'suppliers'])(
    'syncore://reference/%s is all that list_reference_data shows',
    async (kind) => {
      const items = await desk.all('list_reference_data', { kind });
      const read = await desk.server.readResource(`syncore://reference/${kind}`);
      expect(read).toEqual({ items, total: items.length, complete: true, notes: [] });
    },
  );

  it('are JSON, and name what in them is not trusted', async () => {
    const { contents } = await desk.server.client.readResource({ uri: 'syncore://jobs/32255' });
    expect(contents).toEqual([expect.objectContaining({ uri: 'syncore://jobs/32255', mimeType: 'application/json' })]);
    const untrusted = contents[0]?._meta?.['syncore-mcp/untrusted'];
    expect(untrusted).toEqual(expect.arrayContaining(['description', 'client.name']));
  });
});

describe('an address', () => {
  const BAD_IDS = [
    '1%3Fx=2',
    '1?x=2',
    'a%2Fb',
    '1%00',
    '%2e%2e',
    '..',
    '1%2F..%2F..%2Fcrm',
    '1#f',
    '0',
    '-1',
    '9'.repeat(20),
    '%ZZ',
  ];

  it.each(BAD_IDS)('with %s for its id is refused before Syncore is asked', async (id) => {
    const asked = desk.asked().length;
    for (const template of TEMPLATES) {
      const uri = template.replace(/\{.*\}/, id);
      await expect(desk.server.readResource(uri), uri).rejects.toMatchObject({ code: -32_602 });
    }
    expect(desk.asked()).toHaveLength(asked);
  });

  it.each([
    'syncore://jobs/99999',
    'syncore://sales-orders/99999-1',
    'syncore://sales-orders/32255-9',
    'syncore://purchase-orders/32255-9',
    'syncore://contacts/1',
  ])('of what is not there is refused in words: %s', async (uri) => {
    await expect(desk.server.readResource(uri)).rejects.toMatchObject({
      code: -32_602,
      message: /job|no such record/i,
    });
  });

  it('of a list that there is not is refused with those that there are', async () => {
    const read = desk.server.readResource('syncore://reference/products');
    await expect(read).rejects.toMatchObject({ code: -32_602, message: /client_groups.*suppliers/ });
  });

  it('of a job with several orders is refused for a bare job number', async () => {
    const { id } = plantJob(desk.data);
    await expect(desk.server.readResource(`syncore://sales-orders/${id}`)).rejects.toMatchObject({ code: -32_602 });
  });

  it.each(['syncore://nothing', 'syncore://jobs', 'syncore://jobs/1/orders', 'other://jobs/32255'])(
    'that is none of ours is refused: %s',
    async (uri) => {
      await expect(desk.server.readResource(uri)).rejects.toMatchObject({ code: -32_602 });
    },
  );
});
