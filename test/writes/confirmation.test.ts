import { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import type { Person } from '../support/clients.js';
import * as people from '../support/clients.js';
import { connect, type Era } from '../support/connect.js';
import { fresh, openWriting, tokenOf, type Writing, writing } from '../support/writing.js';

const ERAS: readonly Era[] = ['2026', '2025'];

/** A payment of its own to order 32255-1. */
let cents = 10_00;
function payment() {
  cents += 1;
  return { order: '32255-1', amount_value: cents / 100 };
}

/** A server with a person behind its client, and how often they were asked. */
async function openAsked(era: Era, person: Person, env: Record<string, string> = {}) {
  const questions: string[] = [];
  const counted: Person =
    person === 'nobody'
      ? person
      : (question) => {
          questions.push(question);
          return person(question);
        };
  return { ...(await openWriting({ era, person: counted, env })), questions };
}

describe.each(ERAS)('a person behind a %s client', (era) => {
  it('is asked in plain words whether it is to be written, and a yes writes it', async () => {
    await using at = await openAsked(era, people.saysYes);
    const result = await at.write('add_payment', { order: '32255-1', amount_value: 120.5, method: 'Check' });
    expect(result).toMatchObject({ status: 'created', record: { amount_value: 120.5, job_id: 32255 } });
    expect(at.questions).toHaveLength(1);
    for (const words of ['Syncore account: Lantern Promo', '120.50', '32255-1', 'Acme Manufacturing', 'Check']) {
      expect(at.questions[0]).toContain(words);
    }
    expect(at.sent()).toEqual(['POST /orders/jobs/32255/salesorders/915501/payments']);
  });

  it.each([
    ['says no', people.saysNo],
    ['declines', people.declines],
  ])('%s: nothing is sent, the key has ended, and they are not asked again', async (_, person) => {
    await using at = await openAsked(era, person);
    const asked = { ...payment(), idempotency_key: 'deposit' };
    expect(await at.write('add_payment', asked)).toMatchObject({ status: 'declined', key: 'deposit', record: null });
    expect(await at.write('add_payment', asked)).toMatchObject({ status: 'declined', key: 'deposit' });
    const other = await at.refused('add_payment', { ...payment(), idempotency_key: 'deposit' });
    expect(other).toMatchObject({ code: 'conflict', written: 'no' });
    expect(at.questions).toHaveLength(1);
    expect(at.sent()).toEqual([]);
  });

  it.each([
    ['declines faster than anybody reads', people.declinesAtOnce],
    ['closes the form', people.dismisses],
    ['accepts without content', people.acceptsEmpty],
    ['answers what was not asked', people.babbles],
  ])('has not said no where the host %s: the preview takes the place of the question', async (_, person) => {
    await using at = await openAsked(era, person);
    const asked = { ...payment(), idempotency_key: 'deposit' };
    const first = await at.write('add_payment', asked);
    expect(first).toMatchObject({ status: 'not_confirmed', key: 'deposit' });
    expect(first.confirmation?.summary).toContain('Lantern Promo');
    const again = await at.write('add_payment', asked);
    expect(again.status).toBe('not_confirmed');
    expect(at.sent()).toEqual([]);
    const shown = await at.write('add_payment', { ...asked, confirm: tokenOf(again) });
    expect(shown).toMatchObject({ status: 'created', key: 'deposit' });
    expect(at.questions).toHaveLength(1);
    expect(at.sent()).toHaveLength(1);
  });

  it.each([
    ['drops the question', people.keepsSilent],
    ['has no way to ask though it says so', 'nobody' as const],
  ])('was not heard where the host %s, and nothing is sent without a token', async (_, person) => {
    await using at = await openAsked(era, person, { SYNCORE_CALL_BUDGET_MS: '2000' });
    const asked = { ...payment(), idempotency_key: 'deposit' };
    const ask = () => at.write('add_payment', asked, { timeoutMs: 1_800 });
    // A host of 2026 is never heard of again, one of 2025 is waited for within the call.
    if (era === '2026') await expect(ask()).rejects.toThrow();
    const second = await ask();
    expect(second).toMatchObject({ status: 'not_confirmed', key: 'deposit' });
    expect(at.sent()).toEqual([]);
    expect(await at.write('add_payment', { ...asked, confirm: tokenOf(second) })).toMatchObject({ status: 'created' });
  });

  it('is asked before each write of its own', async () => {
    await using at = await openAsked(era, people.saysYes);
    await at.write('add_payment', payment());
    await at.write('add_payment', payment());
    expect(at.questions).toHaveLength(2);
  });

  it('is asked of the sandbox as such', async () => {
    const questions: string[] = [];
    const person: Person = (question) => {
      questions.push(question);
      return { action: 'accept', content: { confirm: true } };
    };
    await using server = await connect({ era, client: { person } });
    await writing(server)('create_contact', { business_name: fresh('Sandbox client') });
    expect(questions).toEqual([expect.stringContaining('sandbox')]);
  });
});

describe('a yes that the client holds', () => {
  /** A call as a client of 2026 makes it that looks after questions by itself. */
  async function raw(at: Writing, name: string, args: Record<string, unknown>, answer: Record<string, unknown> = {}) {
    const { client } = at.server;
    if (!(client instanceof Client)) throw new Error('the 2026 client is the one of SDK v2');
    const params = { name, arguments: args, ...answer };
    return z
      .looseObject({ requestState: z.string().optional(), structuredContent: z.looseObject({}).optional() })
      .parse(await client.request({ method: 'tools/call', params }, { allowInputRequired: true }));
  }

  const yes = { confirm: { action: 'accept', content: { confirm: true } } };

  it('is good once, for what was asked and for nothing else', async () => {
    await using at = await openAsked('2026', 'nobody');
    const asked = payment();
    const { requestState } = await raw(at, 'add_payment', asked);
    expect(requestState).toEqual(expect.any(String));
    const answer = { inputResponses: yes, requestState };

    const other = await raw(at, 'add_payment', payment(), answer);
    expect(other.structuredContent).toMatchObject({ status: 'not_confirmed' });
    const bare = await raw(at, 'add_payment', asked, { inputResponses: yes });
    expect(bare.structuredContent).toMatchObject({ status: 'not_confirmed' });
    const forged = await raw(at, 'add_payment', asked, { ...answer, requestState: `A${requestState}` });
    expect(forged.structuredContent).toMatchObject({ status: 'not_confirmed' });
    expect(at.sent()).toEqual([]);

    expect((await raw(at, 'add_payment', asked, answer)).structuredContent).toMatchObject({ status: 'created' });
    const again = { ...asked, idempotency_key: 'again', allow_duplicate: true };
    expect((await raw(at, 'add_payment', again, answer)).structuredContent).toMatchObject({ status: 'not_confirmed' });
    expect(at.sent()).toHaveLength(1);
  });

  it('tells nothing of the order to who looks into it', async () => {
    await using at = await openAsked('2026', 'nobody');
    const { requestState = '' } = await raw(at, 'create_contact', { business_name: 'Northwind' });
    const bytes = Buffer.from(requestState, 'base64url').toString('latin1');
    expect(bytes.length).toBeGreaterThan(20);
    for (const word of ['Northwind', 'nonce', 'askedAt']) expect(bytes).not.toContain(word);
  });
});

describe('the token of a preview', () => {
  let at: Writing;
  beforeAll(async () => {
    at = await openWriting({ env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
  });
  afterAll(() => at[Symbol.asyncDispose]());

  const client = () => ({ business_name: fresh('Client') });

  it('is bound to exactly the content that was shown', async () => {
    const before = at.sent().length;
    const { token } = (await at.write('create_contact', { ...client(), dry_run: true })).confirmation ?? {};
    const other = await at.refused('create_contact', { ...client(), confirm: token });
    expect(other).toMatchObject({ code: 'conflict', written: 'no', fields: [{ field: 'confirm' }] });
    expect(at.sent()).toHaveLength(before);
  });

  it('is good however the same content is spelled', async () => {
    const name = fresh('Client');
    const shown = await at.write('create_contact', { business_name: name, email: 'a@b.example', dry_run: true });
    const spelled = { email: 'A@b.example', business_name: ` ${name} `, confirm: tokenOf(shown) };
    expect((await at.write('create_contact', spelled)).status).toBe('created');
  });

  it('is good once', async () => {
    const asked = client();
    const token = tokenOf(await at.write('create_contact', { ...asked, dry_run: true }));
    expect((await at.write('create_contact', { ...asked, confirm: token })).status).toBe('created');
    const before = at.sent().length;
    const another = { ...asked, idempotency_key: fresh('key'), allow_duplicate: true };
    const again = await at.write('create_contact', { ...another, confirm: token });
    expect(again.status).toBe('not_confirmed');
    expect(at.sent()).toHaveLength(before);
    // The new one that it came with is.
    expect((await at.write('create_contact', { ...another, confirm: tokenOf(again) })).status).toBe('created');
  });

  it('is of no use to another client', async () => {
    const asked = client();
    const token = tokenOf(await at.write('create_contact', { ...asked, dry_run: true }));
    const other = await at.beside({ client: 'another-host', env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
    const before = at.sent().length;
    expect((await other.write('create_contact', { ...asked, confirm: token })).status).toBe('not_confirmed');
    expect(at.sent()).toHaveLength(before);
  });

  it('is good in another process of the same client', async () => {
    const asked = client();
    const token = tokenOf(await at.write('create_contact', { ...asked, dry_run: true }));
    const other = await at.beside({ env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
    expect((await other.write('create_contact', { ...asked, confirm: token })).status).toBe('created');
  });

  it('is none that somebody made up', async () => {
    const before = at.sent().length;
    for (const confirm of ['yes', 'AAAA', 'x'.repeat(400)]) {
      expect((await at.write('create_contact', { ...client(), confirm })).status).toBe('not_confirmed');
    }
    expect(at.sent()).toHaveLength(before);
  });
});

describe('how writes are agreed to', () => {
  const modes = ['auto', 'preview', 'always', 'never'] as const;
  const outcome = { auto: 'created', preview: 'not_confirmed', always: 'not_confirmed', never: 'created' };

  it.each(modes)('where nobody can be asked: %s', async (mode) => {
    await using at = await openWriting({ env: { SYNCORE_CONFIRM_WRITES: mode } });
    const asked = payment();
    const result = await at.write('add_payment', asked);
    expect(result.status).toBe(outcome[mode]);
    if (result.status === 'created') return;
    expect(at.sent()).toEqual([]);
    if (mode === 'preview') {
      expect((await at.write('add_payment', { ...asked, confirm: tokenOf(result) })).status).toBe('created');
      return;
    }
    // Only a person counts here, so that no token is given, and none would do.
    expect(result.confirmation?.token).toBeNull();
    expect((await at.write('add_payment', { ...asked, dry_run: true })).confirmation?.token).toBeNull();
  });

  it.each(ERAS)('always: a token does not stand in for a person (%s)', async (era) => {
    await using at = await openAsked(era, people.saysYes, { SYNCORE_CONFIRM_WRITES: 'always' });
    const asked = payment();
    const preview = await at.beside({ era, env: { SYNCORE_CONFIRM_WRITES: 'preview' } });
    const token = tokenOf(await preview.write('add_payment', { ...asked, dry_run: true }));
    expect((await at.write('add_payment', { ...asked, confirm: token })).status).toBe('created');
    expect(at.questions).toHaveLength(1);
  });

  it.each(ERAS)('never: the person is not asked (%s)', async (era) => {
    await using at = await openAsked(era, people.saysNo, { SYNCORE_CONFIRM_WRITES: 'never' });
    expect((await at.write('add_payment', payment())).status).toBe('created');
    expect(at.questions).toEqual([]);
  });

  it.each([
    ['auto', 'created'],
    ['preview', 'not_confirmed'],
    ['always', 'not_confirmed'],
  ])('a client of 2025 over HTTP is never asked: %s', async (mode, status) => {
    const questions: string[] = [];
    const person: Person = (question) => {
      questions.push(question);
      return { action: 'accept', content: { confirm: true } };
    };
    await using at = await openWriting({
      era: '2025',
      transport: 'http',
      person,
      env: { SYNCORE_CONFIRM_WRITES: mode },
    });
    const result = await at.write('add_payment', payment());
    expect(result.status).toBe(status);
    expect(questions).toEqual([]);
    if (mode === 'always') expect(result.confirmation?.token).toBeNull();
  });

  it('a client of 2026 is asked over HTTP as well', async () => {
    const questions: string[] = [];
    const person: Person = (question) => {
      questions.push(question);
      return { action: 'accept', content: { confirm: true } };
    };
    await using at = await openWriting({ transport: 'http', person });
    expect((await at.write('add_payment', payment())).status).toBe('created');
    expect(questions).toHaveLength(1);
  });
});
