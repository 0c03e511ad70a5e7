import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, openAccount } from '../client/open-account.js';
import { type Era, TRANSPORTS } from '../support/connect.js';
import { openWriting } from '../support/writing.js';

const WRITERS = [
  'add_line_items',
  'add_payment',
  'create_contact',
  'create_job',
  'create_sales_order',
  'enter_order',
  'settle_write',
  'update_contact',
  'update_job',
];
const ERAS: readonly Era[] = ['2026', '2025'];

describe.each(ERAS)('in read-only mode (%s)', (era) => {
  it.each(TRANSPORTS)('no tool that writes is there over %s, and a call of one says why', async (transport) => {
    await using at = await openWriting({ era, transport, env: { SYNCORE_READ_ONLY: 'true' } });
    const names = (await at.server.listTools()).map(({ name }) => name);
    expect(names.filter((name) => WRITERS.includes(name))).toEqual([]);
    expect(names).toContain('review_writes');
    for (const tool of WRITERS) {
      const error = await at.refused(tool, { business_name: 'New' });
      expect(error).toMatchObject({ code: 'not_permitted', written: 'no' });
      expect(error.message).toContain('SYNCORE_READ_ONLY');
    }
    expect(at.sandbox.requests).toEqual([]);
  });

  it('the journal of other servers can be looked into, and is not touched', async () => {
    await using at = await openWriting({ era });
    await at.write('create_contact', { business_name: 'Northwind', idempotency_key: 'client' });
    const reader = await at.beside({ era, env: { SYNCORE_READ_ONLY: 'true' } });
    const { items } = await reader.get('review_writes');
    expect(items).toEqual([expect.objectContaining({ key: 'client', status: 'created' })]);
  });
});

describe('what keeps from writing', () => {
  it('is the client itself as well: in read-only mode no writer is made', async () => {
    await using own = await openAccount({ env: { SYNCORE_READ_ONLY: 'true' } });
    expect(await failureOf(own.account.writes())).toMatchObject({ code: 'not_permitted', written: 'no' });
    expect(own.sandbox.requests).toEqual([]);
  });

  it('without it a writer is made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'syncore-writer-'));
    await using own = await openAccount({ env: { SYNCORE_STATE_DIR: folder } });
    expect(await own.account.writes()).toBeDefined();
    await rm(folder, { recursive: true, force: true });
  });

  it('is a choice of toolsets without orders, which hides the review too', async () => {
    await using at = await openWriting({ env: { SYNCORE_TOOLSETS: 'lookup' } });
    const names = (await at.server.listTools()).map(({ name }) => name);
    expect(names.filter((name) => [...WRITERS, 'review_writes'].includes(name))).toEqual([]);
    const error = await at.refused('create_contact', { business_name: 'New' });
    expect(error).toMatchObject({ code: 'not_permitted' });
    expect(error.message).toContain('SYNCORE_TOOLSETS');
    expect(at.sandbox.requests).toEqual([]);
  });
});
