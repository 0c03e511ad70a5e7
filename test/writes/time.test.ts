import { describe, expect, it } from 'vitest';
import { settableClock } from '../support/preloads.js';
import { fresh, openWriting, tokenOf } from '../support/writing.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A server on a machine whose clock can be set, before a Syncore whose clock goes with it. */
async function openOnClock(env: Record<string, string> = {}) {
  const at = await openWriting();
  const clock = settableClock(at.folder);
  const { write, server } = await at.beside({ env: { ...clock.env, ...env } });
  return {
    ...at,
    write,
    server,
    /** So much time has passed since the beginning, for everybody. */
    async pass(ms: number) {
      at.setTime(ms);
      await clock.set(ms);
    },
    setClock: (ms: number) => clock.set(ms),
  };
}

describe('the token of a preview', () => {
  it('is good for ten minutes, and comes with a new one when they are over', async () => {
    await using at = await openOnClock({ SYNCORE_CONFIRM_WRITES: 'preview' });
    const early = { business_name: fresh('Client') };
    const late = { business_name: fresh('Client') };
    const previews = [
      await at.write('create_contact', { ...early, dry_run: true }),
      await at.write('create_contact', { ...late, dry_run: true }),
    ] as const;
    const expires = Date.parse(previews[1].confirmation?.expires_at ?? '');
    expect(Math.abs(expires - Date.now() - 10 * MINUTE)).toBeLessThan(20_000);

    await at.pass(9 * MINUTE);
    expect((await at.write('create_contact', { ...early, confirm: tokenOf(previews[0]) })).status).toBe('created');
    await at.pass(11 * MINUTE);
    const expired = await at.write('create_contact', { ...late, confirm: tokenOf(previews[1]) });
    expect(expired).toMatchObject({ status: 'not_confirmed', message: expect.stringContaining('expired') });
    expect(at.sent()).toHaveLength(1);
    expect((await at.write('create_contact', { ...late, confirm: tokenOf(expired) })).status).toBe('created');
  });
});

describe('the same content again', () => {
  it('is the same call for ten minutes, a likely mistake for a day, and then a new write', async () => {
    await using at = await openOnClock();
    const lines = { order: '32255-1', comments: [fresh('Rush')] };
    expect((await at.write('add_line_items', lines)).status).toBe('created');
    await at.pass(9 * MINUTE);
    expect((await at.write('add_line_items', lines)).status).toBe('already_done');
    await at.pass(11 * MINUTE);
    expect((await at.write('add_line_items', lines)).status).toBe('possible_duplicate');
    await at.pass(23 * HOUR);
    expect((await at.write('add_line_items', { ...lines, idempotency_key: 'a' })).status).toBe('possible_duplicate');
    await at.pass(25 * HOUR);
    expect((await at.write('add_line_items', lines)).status).toBe('created');
    expect(at.sent()).toHaveLength(2);
  });

  it.each([-30 * HOUR, 30 * HOUR])("is no new write because somebody set this machine's clock (%d ms)", async (ms) => {
    await using at = await openOnClock();
    const lines = { order: '32255-1', comments: [fresh('Rush')] };
    expect((await at.write('add_line_items', lines)).status).toBe('created');
    await at.setClock(ms);
    expect((await at.write('add_line_items', lines)).status).toBe('already_done');
    // Nor for a process that starts on it.
    const other = await at.beside({ env: settableClock(at.folder).env });
    expect((await other.write('add_line_items', lines)).status).toBe('already_done');
    expect(at.sent()).toHaveLength(1);
  });

  it('under its own key is the same write, however much later', async () => {
    await using at = await openOnClock();
    const lines = { order: '32255-1', comments: [fresh('Rush')], idempotency_key: 'lines' };
    expect((await at.write('add_line_items', lines)).status).toBe('created');
    await at.pass(390 * 24 * HOUR);
    expect((await at.write('add_line_items', lines)).status).toBe('already_done');
  });
});
