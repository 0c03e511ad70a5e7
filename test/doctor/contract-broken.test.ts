import { describe, expect, it } from 'vitest';
import type { FaultAction } from '../../src/sandbox/faults.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { always, KEY, type Practice, practice, section } from './practice.js';

describe('doctor --contract, where much is broken', () => {
  const faults: [string, FaultAction, RegExp][] = [
    ['a web page', { kind: 'html' }, /^fail .*200 the answer was a web page/],
    ['404', { kind: 'status', status: 404 }, /^fail .*404 Syncore (has no such record|does not know this address)/],
    ['400', { kind: 'status', status: 400, body: { errors: [{ field: 'page' }] } }, /^fail .*400 .*It names page/],
    ['500', { kind: 'status', status: 500 }, /^fail .*500 Syncore could not answer/],
    ['half an answer', { kind: 'truncated' }, /^fail .*the connection broke/],
    ['JSON 20,000 deep', { kind: 'body', body: '['.repeat(20_000) + ']'.repeat(20_000) }, /^fail /],
    [
      'a body of 11 MB',
      { kind: 'body', body: JSON.stringify({ message: 'x'.repeat(11_000_000) }) },
      /^fail .*larger than/,
    ],
  ];
  it.each(faults)('makes %s a line, and goes on', async (_, fault, words) => {
    await using here = await practice();
    here.sandbox.faults.add(always('/crm/contacts', fault));
    const found = await here.doctor(['--contract']);
    expect(found.code).toBe(1);
    expect(section(found, '/crm/contacts')).toMatch(words);
    expect(section(found, '/orders/jobs/{job_id}/purchaseorders')).toMatch(/^ok /);
    expect(found.out).toContain('endpoints');
  });

  it('stops asking when nothing is answered any more', async () => {
    await using here = await practice();
    here.sandbox.faults.add({ kind: 'hang', skip: 3, times: Number.POSITIVE_INFINITY });
    const found = await here.doctor(['--contract'], { env: { SYNCORE_CALL_BUDGET_MS: '400' } });
    expect(found.code).toBe(1);
    expect(section(found, '/orders/jobs/salesorders')).toMatch(/^fail /);
    expect(section(found, '/crm/payment-terms')).toMatch(/^fail .*not asked: the questions before it/);
  });

  it('survives every kind of odd answer on every endpoint', async () => {
    await using here = await practice();
    const anything = [odd.wrongTypes, odd.rowsNull, odd.idsAsText, odd.objectForLines, odd.nulls('client', 'supplier')];
    for (const shape of anything) {
      here.sandbox.faults.clear();
      here.sandbox.faults.add({ kind: 'shape', shape, times: Number.POSITIVE_INFINITY });
      const found = await here.doctor(['--contract']);
      expect(found.err).toBe('');
      expect(found.out).toMatch(/14 endpoints/);
    }
  });
});

describe('doctor --contract, and what nobody may see', () => {
  const CANARY = 'Kanarienvogel 7Q';

  /** Adds the canary to every text in the account, or to those alone that people type. */
  function plant(value: unknown, isPlanted: (key: string) => boolean): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && isPlanted(key)) Reflect.set(value, key, `${inner} ${CANARY}`);
      else plant(inner, isPlanted);
    }
  }

  async function output(here: Practice, args: string[]): Promise<string> {
    const { out, err } = await here.doctor(args, { env: { SYNCORE_LOG_LEVEL: 'debug' } });
    return (out + err).toLowerCase();
  }

  it.each([['--contract'], ['--contract', '--json']])('shows no text that people typed (%s %s)', async (...args) => {
    await using here = await practice();
    plant(here.sandbox.data, (key) => !/date|status|_class$/.test(key));
    const told = await output(
      here,
      args.filter((arg) => arg !== undefined),
    );
    expect(told).toContain('/crm/contacts');
    expect(told).not.toMatch(/kanarienvogel|acme|whitfield/);
    expect(told).not.toContain(KEY);
  });

  it('shows no value of any field, though every one is wrong', async () => {
    await using here = await practice();
    plant(here.sandbox.data, () => true);
    expect(await output(here, ['--contract', '--json'])).not.toMatch(/kanarienvogel/);
    expect(await output(here, ['--contract'])).not.toMatch(/kanarienvogel/);
  });

  const leaks: [string, FaultAction][] = [
    [
      'an error body',
      { kind: 'status', status: 400, body: { message: CANARY, errors: [{ field: CANARY, message: CANARY }] } },
    ],
    ['an error in plain text', { kind: 'status', status: 500, body: CANARY }],
    ['a web page', { kind: 'html', body: `<html>${CANARY}</html>` }],
    ['a text for an answer', { kind: 'body', body: JSON.stringify(CANARY) }],
    ['a broken answer', { kind: 'body', body: `{"jobs": "${CANARY}` }],
    ['names that are no names', { kind: 'body', body: JSON.stringify({ [CANARY]: [{ id: 1, [CANARY]: CANARY }] }) }],
    ['a total', { kind: 'body', body: JSON.stringify({ jobs: [], total_results: CANARY, links: CANARY }) }],
  ];
  it.each(leaks)('shows nothing of %s', async (_, fault) => {
    await using here = await practice();
    here.sandbox.faults.add(always(/contacts|suppliers/, fault));
    expect(await output(here, ['--contract', '--json'])).not.toMatch(/kanarienvogel/);
  });
});
