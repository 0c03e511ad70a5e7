import { describe, expect, it } from 'vitest';
import { statusOf } from '../../src/writes/result.js';
import * as people from '../support/clients.js';
import type { Era } from '../support/connect.js';
import { intentOf } from '../support/intents.js';
import { openWriting, tokenOf, type Writing } from '../support/writing.js';

const ERAS: readonly Era[] = ['2026', '2025'];

/** A payment whose answer was lost; whether Syncore carried it out, only Syncore knows. */
async function lostPayment(at: Writing, isCarriedOut: boolean, key = 'deposit') {
  at.sandbox.faults.add({ kind: 'reset', commit: isCarriedOut ? 'after' : 'before', match: { method: 'POST' } });
  const asked = { order: '32255-1', amount_value: 100, idempotency_key: key };
  expect((await at.write('add_payment', asked)).status).toBe('in_doubt');
  return asked;
}

describe('the review of writes', () => {
  it('tells what was written, by whom, when and how it ended, the newest first', async () => {
    await using at = await openWriting({ client: 'claude-desktop' });
    const startedAt = Date.now();
    const contact = await at.write('create_contact', { business_name: 'Northwind', idempotency_key: 'client' });
    const ide = await at.beside({ era: '2025', client: 'an-ide' });
    await ide.write('add_payment', { order: '32255-1', amount_value: 10 });
    await lostPayment(at, true);
    const { items, notes } = await at.get('review_writes');
    expect(notes).toEqual([]);
    expect(items).toEqual([
      {
        key: 'deposit',
        tool: 'add_payment',
        status: 'in_doubt',
        at: expect.any(String),
        client: { name: 'claude-desktop', version: '1' },
        account: 'Lantern Promo',
        summary: expect.stringContaining('payment of 100.00'),
        record_id: null,
        steps: [{ step: 'payment', status: 'in_doubt' }],
      },
      expect.objectContaining({
        key: expect.stringMatching(/^auto-/),
        status: 'created',
        client: { name: 'an-ide', version: '1' },
        record_id: at.data.payments[0]?.id,
      }),
      expect.objectContaining({
        key: 'client',
        tool: 'create_contact',
        status: 'created',
        summary: expect.stringContaining('Northwind'),
        record_id: contact.record?.contact_id,
      }),
    ]);
    const times = (Array.isArray(items) ? items : []).map((item) => Date.parse(String(item.at)));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    for (const time of times) expect(Math.abs(time - startedAt)).toBeLessThan(60_000);
  });

  it('picks by key, state, day and number', async () => {
    await using at = await openWriting();
    for (const key of ['one', 'two', 'three']) {
      await at.write('create_contact', { business_name: key, idempotency_key: key });
    }
    await lostPayment(at, false);
    const keys = async (args = {}) => {
      const { items } = await at.get('review_writes', args);
      return Array.isArray(items) ? items.map(({ key }) => key) : [];
    };
    expect(await keys()).toEqual(['deposit', 'three', 'two', 'one']);
    expect(await keys({ key: 'two' })).toEqual(['two']);
    expect(await keys({ state: 'in_doubt' })).toEqual(['deposit']);
    expect(await keys({ state: 'created' })).toEqual(['three', 'two', 'one']);
    expect(await keys({ since: '2999-01-01' })).toEqual([]);
    expect(await keys({ limit: 2 })).toEqual(['deposit', 'three']);
    const first = await at.get('review_writes', { limit: 2 });
    const [, second] = Array.isArray(first.items) ? first.items : [];
    // What is older is reached by what the note says.
    expect(first.notes).toEqual([expect.stringContaining(`before ${second.at}`)]);
    expect(await keys({ limit: 2, before: second.at })).toEqual(['two', 'one']);
    expect(await at.refused('review_writes', { before: 'yesterday' })).toMatchObject({ fields: [{ field: 'before' }] });
  });

  it('takes a day as US Pacific has it', async () => {
    await using at = await openWriting();
    await at.write('create_contact', { business_name: 'Northwind' });
    const pacific = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });
    const [today, tomorrow] = [0, 86_400_000].map((later) => pacific.format(Date.now() + later));
    expect((await at.get('review_writes', { since: today })).returned).toBe(1);
    expect((await at.get('review_writes', { since: tomorrow })).returned).toBe(0);
  });

  it('tells what never left apart from what Syncore refused', () => {
    const intent = intentOf({ steps: 1 });
    const refused = { type: 'refused' as const, at: 1, step: 0, code: 'invalid_input' as const, message: 'no' };
    expect(statusOf({ intent, events: [], torn: false })).toBe('not_sent');
    expect(statusOf({ intent, events: [refused], torn: false })).toBe('refused');
  });

  it('leaves out what was refused, shown or declined to be shown as written', async () => {
    await using at = await openWriting();
    await at.write('create_contact', { business_name: 'Shown', dry_run: true });
    await at.refused('create_contact', { email: 'wrong' });
    expect((await at.get('review_writes')).items).toEqual([]);
  });

  it('settles what a process that was killed has left under way', async () => {
    await using at = await openWriting();
    const first = await at.beside();
    at.sandbox.faults.add({ kind: 'hang', commit: 'after', match: { method: 'POST' } });
    at.sandbox.faults.onRequest = (_, { method }) => {
      if (method === 'POST') process.kill(first.server.pid(), 'SIGKILL');
    };
    await expect(first.write('create_contact', { business_name: 'Northwind', idempotency_key: 'k' })).rejects.toThrow();
    at.sandbox.faults.clear();
    const { items } = await at.get('review_writes', { key: 'k' });
    expect(items).toEqual([expect.objectContaining({ status: 'created', record_id: at.data.contacts.at(-1)?.id })]);
    expect(at.sent()).toHaveLength(1);
  });
});

describe.each(ERAS)('a write in doubt (%s)', (era) => {
  it('stays so after another look, for payments cannot be read, and says what to look at', async () => {
    await using at = await openWriting({ era });
    await lostPayment(at, true);
    const result = await at.write('settle_write', { key: 'deposit', outcome: 'look_again' });
    expect(result).toMatchObject({ status: 'in_doubt', key: 'deposit' });
    expect(result.message).toMatch(/settle_write/);
  });

  it('that was entered is done by the word of a person, and never sent again', async () => {
    await using at = await openWriting({ era });
    const asked = await lostPayment(at, true);
    const id = at.data.payments.at(-1)?.id;
    const settled = await at.write('settle_write', { key: 'deposit', outcome: 'entered', record_id: id });
    expect(settled).toMatchObject({ key: 'deposit', record: { payment_id: id }, steps: [{ status: 'done', id }] });
    expect((await at.write('add_payment', asked)).status).toBe('already_done');
    expect(at.sent()).toHaveLength(1);
    expect(at.data.payments).toHaveLength(1);
  });

  it('that was not entered is sent by the same key, once', async () => {
    await using at = await openWriting({ era });
    const asked = await lostPayment(at, false);
    expect((await at.write('settle_write', { key: 'deposit', outcome: 'not_entered' })).status).not.toBe('in_doubt');
    expect(at.sent()).toHaveLength(1);
    expect((await at.write('add_payment', asked)).status).toBe('created');
    expect((await at.write('add_payment', asked)).status).toBe('already_done');
    expect(at.data.payments).toHaveLength(1);
  });

  it('is settled only when the person who is asked agrees', async () => {
    const questions: string[] = [];
    const replies = [people.saysYes, people.declines, people.saysYes];
    await using at = await openWriting({
      era,
      person: (question) => {
        questions.push(question);
        const person = replies.shift();
        return typeof person === 'function' ? person(question) : { action: 'cancel' };
      },
    });
    await lostPayment(at, false);
    const settle = () => at.write('settle_write', { key: 'deposit', outcome: 'not_entered' });
    expect((await settle()).status).toBe('declined');
    expect((await at.get('review_writes', { key: 'deposit' })).items).toEqual([
      expect.objectContaining({ status: 'in_doubt' }),
    ]);
    expect((await settle()).status).not.toBe('in_doubt');
    expect(questions[1]).toMatch(/NOT entered/);
    expect(questions).toHaveLength(3);
  });
});

describe('settling', () => {
  it('takes the token of a preview where nobody can be asked', async () => {
    await using at = await openWriting();
    await lostPayment(at, false);
    const careful = await at.beside({ env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
    const asked = { key: 'deposit', outcome: 'not_entered' };
    const first = await careful.write('settle_write', asked);
    expect(first.status).toBe('not_confirmed');
    const other = await careful.refused('settle_write', { ...asked, outcome: 'entered', confirm: tokenOf(first) });
    expect(other.code).toBe('conflict');
    expect((await careful.write('settle_write', { ...asked, confirm: tokenOf(first) })).status).not.toBe('in_doubt');
  });

  it('takes a yes once: a payment sent anew and lost again needs a new one', async () => {
    await using at = await openWriting();
    const careful = await at.beside({ env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
    const asked = await lostPayment(at, true);
    const word = { key: 'deposit', outcome: 'not_entered' };
    const yes = tokenOf(await careful.write('settle_write', word));
    expect((await careful.write('settle_write', { ...word, confirm: yes })).status).toBe('unchanged');
    await lostPayment(at, true);
    expect(await careful.refused('settle_write', { ...word, confirm: yes })).toMatchObject({ code: 'conflict' });
    expect((await at.write('add_payment', asked)).status).toBe('in_doubt');
    expect(at.data.payments).toHaveLength(2);
    // A fresh look of a person counts.
    const second = tokenOf(await careful.write('settle_write', word));
    expect((await careful.write('settle_write', { ...word, confirm: second })).status).toBe('unchanged');
  });

  it('refuses a key that nothing was written under, and a record that is not there', async () => {
    await using at = await openWriting();
    expect(await at.refused('settle_write', { key: 'none', outcome: 'look_again' })).toMatchObject({
      code: 'not_found',
      written: 'no',
    });
    at.sandbox.faults.add({ kind: 'reset', commit: 'before', match: { method: 'POST' } });
    at.sandbox.faults.onRequest = (_, { method }) => {
      // Two people enter the same by hand while it is being looked for: no way to tell which is ours.
      if (method !== 'POST') return;
      const [pattern] = at.data.contacts;
      if (pattern === undefined) return;
      for (const id of [90_001, 90_002]) at.data.contacts.push({ ...pattern, id, email: 'ida@northwind.example' });
    };
    const asked = { business_name: 'Northwind', email: 'ida@northwind.example', idempotency_key: 'client' };
    expect((await at.write('create_contact', asked)).status).toBe('in_doubt');
    const entered = { key: 'client', outcome: 'entered' };
    expect(await at.refused('settle_write', { ...entered, record_id: 99_999 })).toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'record_id' }],
    });
    expect(await at.write('settle_write', { ...entered, record_id: 90_002 })).toMatchObject({
      record: { contact_id: 90_002 },
    });
    expect((await at.write('create_contact', asked)).status).toBe('already_done');
    expect(at.sent()).toHaveLength(1);
  });

  it('has nothing to do where the outcome is known', async () => {
    await using at = await openWriting();
    await at.write('create_contact', { business_name: 'Northwind', idempotency_key: 'client' });
    const result = await at.write('settle_write', { key: 'client', outcome: 'not_entered' });
    expect(result.status).toBe('created');
    expect(result.notes).toEqual([expect.stringContaining('nothing to settle')]);
  });

  it('finds a line that Syncore had hidden, when it shows it', async () => {
    await using at = await openWriting();
    at.sandbox.faults.add({ kind: 'reset', commit: 'after', match: { method: 'POST' } });
    let isHidden = false;
    at.sandbox.faults.onRequest = (_, { method }) => {
      if (method === 'POST') isHidden = true;
    };
    at.sandbox.faults.add({
      kind: 'shape',
      match: { method: 'GET', path: '/orders/jobs/32255/salesorders/915501' },
      times: Number.POSITIVE_INFINITY,
      shape: (json) => {
        if (!isHidden || typeof json !== 'object' || json === null) return json;
        const { line_items: _, ...rest } = { line_items: null, ...json };
        return rest;
      },
    });
    const asked = { order: '32255-1', comments: ['Rush'], idempotency_key: 'line' };
    expect((await at.write('add_line_items', asked)).status).toBe('in_doubt');
    at.sandbox.faults.clear();
    expect((await at.write('settle_write', { key: 'line', outcome: 'look_again' })).status).not.toBe('in_doubt');
    expect((await at.write('add_line_items', asked)).status).toBe('already_done');
    expect(at.sent()).toHaveLength(1);
  });
});
