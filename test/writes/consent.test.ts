import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, type Asked, type Caller, ConsentDesk, type Ruling } from '../../src/writes/consent.js';
import { sealOf } from '../../src/writes/seal.js';

const CALLER: Caller = { id: 'stdio desktop 1', client: { name: 'desktop', version: '1' }, canAsk: true };
const MUTE: Caller = { ...CALLER, id: 'stdio script 1', canAsk: false };
const ABOUT = { account: 'acme', caller: CALLER.id, tool: 'add_payment', fingerprint: 'f1', basis: '' };
const MINUTE = 60_000;

function desk() {
  let now = Date.UTC(2026, 10, 23);
  let calls = 0;
  const consent = new ConsentDesk(sealOf('secret', randomBytes), () => now, randomBytes);
  return {
    consent,
    pass: (ms: number) => {
      now += ms;
    },
    judge: (asked: Partial<Asked> = {}): Ruling => {
      calls += 1;
      const { caller = CALLER } = asked;
      const previewed = { ...ABOUT, caller: caller.id, ...asked.previewed };
      const rest = { token: undefined, answer: undefined, call: calls, used: new Set<string>(), mode: 'auto' as const };
      return consent.judge({ ...rest, ...asked, caller, previewed });
    },
  };
}

type Desk = ReturnType<typeof desk>;

/** Asks, lets some time pass, and comes back with an answer. */
function answered({ judge, pass }: Desk, reply: Answer['reply'], after = 5_000, asked: Partial<Asked> = {}): Ruling {
  const first = judge(asked);
  if (first.kind !== 'ask') throw new Error(`not asked, but ${first.kind}`);
  pass(after);
  return judge({ ...asked, answer: { reply, state: first.state } });
}

describe('a person who is asked', () => {
  it('agrees with a yes, however fast', () => {
    expect(answered(desk(), 'yes', 0)).toMatchObject({ kind: 'agreed', consent: 'person' });
  });

  it.each(['no', 'decline'] as const)('declines with "%s", unless it came faster than anybody reads', (reply) => {
    expect(answered(desk(), reply, 700)).toEqual({ kind: 'declined' });
    expect(answered(desk(), reply, 699)).toMatchObject({ kind: 'not_confirmed', why: 'too_fast' });
  });

  it.each(['cancel', 'unusable', 'none'] as const)('has not declined with "%s"', (reply) => {
    const ruling = answered(desk(), reply);
    expect(ruling).toMatchObject({ kind: 'not_confirmed', token: { text: expect.stringMatching(/^[\w-]{50,70}$/) } });
  });

  it('is not asked again by this process where no answer came, and a preview takes its place', () => {
    const at = desk();
    const ruling = answered(at, 'none');
    if (ruling.kind !== 'not_confirmed' || ruling.token === null) throw new Error('no token');
    expect(at.judge()).toMatchObject({ kind: 'not_confirmed', why: 'needs_preview' });
    expect(at.judge({ token: ruling.token.text })).toMatchObject({ kind: 'agreed', consent: 'preview' });
    const other = { ...CALLER, id: 'stdio other 2' };
    expect(at.judge({ caller: other }).kind).toBe('ask');
  });

  it('was dropped where the same content comes again without an answer, but not where both calls ran at once', () => {
    const at = desk();
    expect(at.judge().kind).toBe('ask');
    expect(at.judge()).toMatchObject({ kind: 'not_confirmed', why: 'no_answer' });
    const twice = desk();
    expect(twice.judge({ call: 7 }).kind).toBe('ask');
    expect(twice.judge({ call: 7 }).kind).toBe('ask');
  });

  it('is asked anew for other content', () => {
    const at = desk();
    at.judge();
    expect(at.judge({ previewed: { ...ABOUT, fingerprint: 'f2' } }).kind).toBe('ask');
  });
});

describe('the state that a client holds', () => {
  it.each([
    ['missing', undefined],
    ['made up', 'bm90aGluZw'],
    ['empty', ''],
  ])('is refused when it is %s', (_, state) => {
    const at = desk();
    at.judge();
    expect(at.judge({ answer: { reply: 'yes', state } })).toMatchObject({ kind: 'not_confirmed', why: 'unusable' });
  });

  it('opens for the same caller, tool, account and content alone', () => {
    for (const other of [{ fingerprint: 'f2' }, { tool: 'create_job' }, { account: 'other' }, { caller: 'somebody' }]) {
      const at = desk();
      const asked = at.judge();
      if (asked.kind !== 'ask') throw new Error('not asked');
      const ruling = at.judge({ previewed: { ...ABOUT, ...other }, answer: { reply: 'yes', state: asked.state } });
      expect(ruling.kind, JSON.stringify(other)).toBe('not_confirmed');
    }
  });

  it('is good once, and for a day', () => {
    const at = desk();
    const asked = at.judge();
    if (asked.kind !== 'ask') throw new Error('not asked');
    const answer: Answer = { reply: 'yes', state: asked.state };
    const first = at.judge({ answer });
    if (first.kind !== 'agreed' || first.token === undefined) throw new Error('no nonce');
    expect(at.judge({ answer, used: new Set([first.token]) })).toMatchObject({ kind: 'not_confirmed', why: 'used' });
    at.pass(24 * 60 * MINUTE + 1);
    expect(at.judge({ answer })).toMatchObject({ kind: 'not_confirmed', why: 'expired' });
  });

  it('tells when the record was changed while the person was reading', () => {
    const at = desk();
    const asked = at.judge({ previewed: { ...ABOUT, basis: 'before' } });
    if (asked.kind !== 'ask') throw new Error('not asked');
    const ruling = at.judge({ previewed: { ...ABOUT, basis: 'after' }, answer: { reply: 'yes', state: asked.state } });
    expect(ruling).toEqual({ kind: 'conflict', why: 'changed' });
  });

  it('shows a client nothing', () => {
    const asked = desk().judge({ previewed: { ...ABOUT, basis: 'the basis' } });
    if (asked.kind !== 'ask') throw new Error('not asked');
    const bytes = Buffer.from(asked.state, 'base64url').toString('latin1');
    for (const word of ['askedAt', 'the basis', 'fingerprint']) expect(bytes).not.toContain(word);
  });
});

describe('a token of a preview', () => {
  const tokenOf = ({ consent }: Desk, about = {}) => consent.token({ ...ABOUT, caller: MUTE.id, ...about }).text;

  it('is good for ten minutes', () => {
    const at = desk();
    const token = tokenOf(at);
    at.pass(10 * MINUTE);
    expect(at.judge({ caller: MUTE, mode: 'preview', token })).toMatchObject({ kind: 'agreed', consent: 'preview' });
    at.pass(1);
    const late = at.judge({ caller: MUTE, mode: 'preview', token });
    expect(late).toMatchObject({ kind: 'not_confirmed', why: 'expired', token: { text: expect.any(String) } });
  });

  it('is good once', () => {
    const at = desk();
    const first = at.judge({ caller: MUTE, token: tokenOf(at) });
    if (first.kind !== 'agreed' || first.token === undefined) throw new Error('no nonce');
    const again = at.judge({ caller: MUTE, token: tokenOf(at), used: new Set([first.token]) });
    expect(again.kind, 'another token').toBe('agreed');
    const token = tokenOf(at);
    const used = at.judge({ caller: MUTE, token });
    if (used.kind !== 'agreed' || used.token === undefined) throw new Error('no nonce');
    expect(at.judge({ caller: MUTE, token, used: new Set([used.token]) })).toMatchObject({ why: 'used' });
  });

  it('belongs to its content, its basis, its caller and its account', () => {
    const at = desk();
    const token = tokenOf(at, { basis: 'before' });
    const judge = (about: object) =>
      at.judge({ caller: MUTE, token, previewed: { ...ABOUT, caller: MUTE.id, ...about } });
    expect(judge({ basis: 'before' }).kind).toBe('agreed');
    expect(judge({ basis: 'before', fingerprint: 'f2' })).toEqual({ kind: 'conflict', why: 'other_content' });
    expect(judge({ basis: 'before', tool: 'create_job' })).toEqual({ kind: 'conflict', why: 'other_content' });
    expect(judge({ basis: 'after' })).toEqual({ kind: 'conflict', why: 'changed' });
    expect(judge({ basis: 'before', caller: 'other' })).toMatchObject({ kind: 'not_confirmed', why: 'forged' });
    expect(judge({ basis: 'before', account: 'other' })).toMatchObject({ kind: 'not_confirmed', why: 'forged' });
  });

  it.each(['', 'x', 'A'.repeat(56), '💥'])('is none when it is %j', (token) => {
    expect(desk().judge({ caller: MUTE, token })).toMatchObject({ kind: 'not_confirmed', why: 'forged' });
  });

  it('is none with one letter changed, whichever', () => {
    const at = desk();
    const token = tokenOf(at);
    for (let index = 0; index < token.length; index += 1) {
      const letter = token[index] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, index) + letter + token.slice(index + 1);
      if (Buffer.from(forged, 'base64url').equals(Buffer.from(token, 'base64url'))) continue;
      expect(at.judge({ caller: MUTE, token: forged }).kind, `${index}`).toBe('not_confirmed');
    }
  });

  it('is opened by every process of the account, and by none with another secret', () => {
    const make = (secret: string) => new ConsentDesk(sealOf(secret, randomBytes), () => 0, randomBytes);
    const about = { ...ABOUT, caller: MUTE.id };
    const asked = {
      mode: 'preview' as const,
      caller: MUTE,
      previewed: about,
      answer: undefined,
      call: 1,
      used: new Set<string>(),
    };
    const token = make('one').token(about).text;
    expect(make('one').judge({ ...asked, token }).kind).toBe('agreed');
    expect(make('two').judge({ ...asked, token }).kind).toBe('not_confirmed');
  });
});

describe('how writes are confirmed', () => {
  it.each([
    ['auto', true, 'ask'],
    ['preview', true, 'ask'],
    ['always', true, 'ask'],
    ['never', true, 'agreed'],
    ['auto', false, 'agreed'],
    ['preview', false, 'not_confirmed'],
    ['always', false, 'not_confirmed'],
    ['never', false, 'agreed'],
  ] as const)('in mode %s, where the client can ask: %s, is %s', (mode, canAsk, kind) => {
    expect(desk().judge({ mode, caller: { ...CALLER, canAsk } }).kind).toBe(kind);
  });

  it('takes no token where only a person counts, and gives none', () => {
    const at = desk();
    const token = at.consent.token({ ...ABOUT, caller: MUTE.id }).text;
    expect(at.judge({ mode: 'always', caller: MUTE, token })).toEqual({
      kind: 'not_confirmed',
      why: 'cannot_ask',
      token: null,
    });
    expect(answered(desk(), 'none', 10, { mode: 'always' })).toMatchObject({ kind: 'not_confirmed', token: null });
  });
});
