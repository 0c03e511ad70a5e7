import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Era } from '../support/connect.js';
import { serveSyncore } from '../support/syncore.js';
import { fresh, openWriting, tokenOf, type Writing } from '../support/writing.js';

let at: Writing;
beforeAll(async () => {
  at = await openWriting();
});
afterAll(() => at[Symbol.asyncDispose]());

/** How many requests that write went out while `work` went on. */
async function sentBy(work: () => Promise<unknown>): Promise<number> {
  const before = at.sent().length;
  await work();
  return at.sent().length - before;
}

const client = () => ({ business_name: fresh('Client') });

describe('a call that is delivered twice', () => {
  it.each([true, false])(
    'gives both the same order, though the look of one takes long (with a key: %s)',
    async (keyed) => {
      const order = {
        job_id: 32255,
        customer_order_number: fresh('PO'),
        comments: ['Rush'],
        ...(keyed ? { idempotency_key: fresh('key') } : {}),
      };
      at.sandbox.faults.add({
        kind: 'latency',
        ms: 700,
        match: { method: 'GET', path: /32255\/salesorders/ },
        times: 1,
      });
      const before = at.sent().length;
      const slow = at.write('create_sales_order', order);
      const arrived = () => at.sandbox.requests.some(({ path }) => path.includes('32255/salesorders'));
      await expect.poll(arrived).toBe(true);
      const both = await Promise.all([slow, at.write('create_sales_order', order)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['already_done', 'created']);
      expect(new Set(both.map(({ record }) => record?.order)).size).toBe(1);
      expect(at.sent().length - before).toBe(2);
    },
  );
});

describe('a key', () => {
  it.each<Era>(['2026', '2025'])('gives the same outcome however often it is asked for (%s)', async (era) => {
    const { write } = await at.beside({ era });
    const asked = { ...client(), idempotency_key: fresh('key') };
    const first = await write('create_contact', asked);
    expect(first.status).toBe('created');
    const again = { ...first, status: 'already_done', message: expect.stringContaining('before') };
    expect(await sentBy(async () => expect(await write('create_contact', asked)).toEqual(again))).toBe(0);
    // Another process, and one that starts when all is over.
    const other = await at.beside({ era: '2025' });
    expect(await sentBy(async () => expect(await other.write('create_contact', asked)).toEqual(again))).toBe(0);
  });

  it('belongs to one content: another is a conflict, and nothing is sent', async () => {
    const key = fresh('key');
    await at.write('create_contact', { ...client(), idempotency_key: key });
    const sent = await sentBy(async () => {
      const error = await at.refused('create_contact', { ...client(), idempotency_key: key });
      expect(error).toMatchObject({ code: 'conflict', written: 'no', fields: [{ field: 'idempotency_key' }] });
      const job = { client_id: 4101, description: fresh('Job'), idempotency_key: key };
      expect(await at.refused('create_job', job)).toMatchObject({ code: 'conflict', written: 'no' });
    });
    expect(sent).toBe(0);
  });

  it('is free again where Syncore refused, so that a mended argument is no conflict', async () => {
    const key = fresh('key');
    at.sandbox.faults.add({
      kind: 'status',
      status: 400,
      body: { message: 'The phone is wrong.', errors: [{ field: 'phone', message: 'must be a number' }] },
      match: { method: 'POST' },
    });
    const asked = client();
    const refused = await at.refused('create_contact', { ...asked, phone: 'none', idempotency_key: key });
    expect(refused).toMatchObject({ code: 'invalid_input', written: 'no' });
    const mended = await at.write('create_contact', { ...asked, phone: '555 010 0199', idempotency_key: key });
    expect(mended).toMatchObject({ status: 'created', key, record: { phone: '555 010 0199' } });
  });

  it('is not bound by a preview', async () => {
    const key = fresh('key');
    await at.write('create_contact', { ...client(), idempotency_key: key, dry_run: true });
    expect((await at.write('create_contact', { ...client(), idempotency_key: key })).status).toBe('created');
  });

  it('tells that a record is gone which was deleted by hand', async () => {
    const asked = { ...client(), idempotency_key: fresh('key') };
    const { record } = await at.write('create_contact', asked);
    at.data.contacts.splice(
      at.data.contacts.findIndex(({ id }) => id === record?.contact_id),
      1,
    );
    const again = await at.write('create_contact', asked);
    expect(again).toMatchObject({ status: 'already_done', record: null });
    expect(again.message).toMatch(/not in Syncore any more/);
  });

  it('may be 200 characters long, and no longer', async () => {
    const asked = { ...client(), idempotency_key: 'k'.repeat(200) };
    expect((await at.write('create_contact', asked)).status).toBe('created');
    const error = await at.refused('create_contact', { ...client(), idempotency_key: 'k'.repeat(201) });
    expect(error).toMatchObject({ code: 'invalid_input', fields: [{ field: 'idempotency_key' }] });
  });
});

describe('the same content again', () => {
  it('under another key is told as a possible duplicate, with the write that it may double', async () => {
    const asked = client();
    const [first, second] = [fresh('key'), fresh('key')];
    const { record } = await at.write('create_contact', { ...asked, idempotency_key: first });
    const sent = await sentBy(async () => {
      const again = await at.write('create_contact', { ...asked, idempotency_key: second });
      expect(again).toMatchObject({
        status: 'possible_duplicate',
        duplicate: { kind: 'write', key: first, tool: 'create_contact', record_id: record?.contact_id },
      });
      // Once more: the refusal has not bound the key either.
      expect((await at.write('create_contact', { ...asked, idempotency_key: second })).status).toBe(
        'possible_duplicate',
      );
    });
    expect(sent).toBe(0);
  });

  it('without a key, within ten minutes, is the same call delivered twice', async () => {
    const asked = client();
    const first = await at.write('create_contact', asked);
    const sent = await sentBy(async () => {
      const again = await at.write('create_contact', asked);
      expect(again).toMatchObject({ status: 'already_done', key: first.key, record: first.record });
    });
    expect(sent).toBe(0);
  });

  it('is known however it is spelled', async () => {
    const word = fresh('Spelled');
    const lines = {
      description: 'Mug',
      price_value: 10,
      colors: [{ color: 'Navy', sizes: [{ size: 'M', quantity: 3 }] }],
    };
    const first = await at.write('create_sales_order', { job_id: 32255, description: word, products: [lines] });
    const otherwise = {
      products: JSON.stringify([
        {
          colors: [{ sizes: [{ quantity: '3.0', size: ' m ' }], color: 'NAVY' }],
          price_value: 10.0,
          description: ' mug',
        },
      ]),
      customer_instructions: null,
      customer_order_number: '',
      description: ` ${word.toUpperCase()} `,
      job_id: '32255',
    };
    const sent = await sentBy(async () => {
      expect(await at.write('create_sales_order', otherwise)).toMatchObject({ status: 'already_done', key: first.key });
    });
    expect(sent).toBe(0);
  });

  it('through another tool is the same order', async () => {
    const order = { description: fresh('Order'), comments: ['Rush'] };
    const first = await at.write('create_sales_order', { job_id: 32255, ...order });
    const again = await at.write('enter_order', { job_id: 32255, sales_order: order });
    expect(again).toMatchObject({ status: 'already_done', key: first.key });
  });

  it('twice at the same moment, without a key, is written once', async () => {
    const asked = client();
    const other = await at.beside({ era: '2025' });
    const writers = [at, at, other, at, other];
    const sent = await sentBy(async () => {
      const results = await Promise.all(writers.map(({ write }) => write('create_contact', asked)));
      const ids = new Set(results.map(({ record }) => record?.contact_id));
      expect(ids.size).toBe(1);
      expect(results.map(({ status }) => status).toSorted()).toEqual([
        'already_done',
        'already_done',
        'already_done',
        'already_done',
        'created',
      ]);
    });
    expect(sent).toBe(1);
  });
});

describe('a second one that is meant', () => {
  it('needs a key of its own, so that its retry is no third', async () => {
    const asked = client();
    await at.write('create_contact', { ...asked, idempotency_key: fresh('key') });
    const error = await at.refused('create_contact', { ...asked, allow_duplicate: true });
    expect(error).toMatchObject({ code: 'invalid_input', fields: [{ field: 'allow_duplicate' }] });
    const meant = { ...asked, allow_duplicate: true, idempotency_key: fresh('key') };
    const sent = await sentBy(async () => {
      expect((await at.write('create_contact', meant)).status).toBe('created');
      expect((await at.write('create_contact', meant)).status).toBe('already_done');
    });
    expect(sent).toBe(1);
    expect(at.data.contacts.filter(({ business_name: name }) => name === asked.business_name)).toHaveLength(2);
  });

  it('never goes under the key of the first', async () => {
    const asked = { ...client(), idempotency_key: fresh('key') };
    await at.write('create_contact', asked);
    expect(await sentBy(() => at.write('create_contact', { ...asked, allow_duplicate: true }))).toBe(0);
  });
});

describe('two accounts that share a folder', () => {
  it('know nothing of each other, and the first write to another one says so', async () => {
    await using other = await serveSyncore({ jobs: 4 });
    const asked = { ...client(), idempotency_key: fresh('key') };
    const first = await at.write('create_contact', asked);
    const { write, get } = await at.beside({ env: { SYNCORE_BASE_URL: other.url } });
    const second = await write('create_contact', asked);
    expect(second).toMatchObject({ status: 'created', notes: [expect.stringMatching(/first write to this Syncore/)] });
    expect(first.notes).toEqual([]);
    expect((await write('create_contact', { ...client() })).notes).toEqual([]);
    const { items } = await get('review_writes', { key: asked.idempotency_key });
    expect(items).toEqual([expect.objectContaining({ record_id: second.record?.contact_id })]);
  });
});

describe('edits', () => {
  it('are not known by time: X, then Y, then X again are three', async () => {
    const sent = await sentBy(async () => {
      for (const title of ['Buyer', 'Owner', 'Buyer']) {
        const result = await at.write('update_contact', { contact_id: 4101, changes: { title } });
        expect(result).toMatchObject({ status: 'updated', record: { title } });
      }
      const again = await at.write('update_contact', { contact_id: 4101, changes: { title: 'Buyer' } });
      expect(again).toMatchObject({ status: 'unchanged', changes: [] });
    });
    expect(sent).toBe(3);
  });
});

describe('a dry run', () => {
  it('shows exactly the requests that are sent afterwards', async () => {
    const asked = {
      business_name: fresh('Client'),
      first_name: 'Ida',
      billing_address: { city: 'Dayton', country: 'USA' },
    };
    let shown: Awaited<ReturnType<Writing['write']>> | undefined;
    const sent = await sentBy(async () => {
      shown = await at.write('create_contact', { ...asked, dry_run: true });
    });
    expect(sent).toBe(0);
    expect(shown).toMatchObject({ status: 'preview', record: null, steps: [{ step: 'contact', status: 'pending' }] });
    expect(shown?.confirmation?.summary).toMatch(/^Lantern Promo: /);
    if (shown === undefined) throw new Error('nothing was shown');
    await at.write('create_contact', { ...asked, confirm: tokenOf(shown) });
    const { path } = at.sandbox.requests.findLast(({ method }) => method === 'POST') ?? {};
    expect(shown.requests).toEqual([{ method: 'POST', path: path?.replace('/v2', ''), body: at.bodies().at(-1) }]);
  });
});
