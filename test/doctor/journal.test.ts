import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../support/connect.js';
import { KEY, type Practice, practice, unbroken } from './practice.js';

/** What the doctor says of the journal, a line each. */
async function told({ doctor }: Practice): Promise<string[]> {
  const { code, out } = await doctor();
  expect(code).toBe(0);
  return unbroken(out)
    .split('\n')
    .filter((line) => /journal/i.test(line))
    .map((line) => line.replace(/^(ok|warn|fail) +/, '$1: '));
}

/** Enters a contact through the program, as a user of this folder does. */
async function enter({ url, folder }: Practice, name: string, env: Record<string, string> = {}) {
  const settings = { SYNCORE_STATE_DIR: folder, SYNCORE_BASE_URL: url, SYNCORE_API_KEY: KEY, ...env };
  await using server = await connect({ upstream: url, env: settings });
  const { structuredContent } = await server.call('create_contact', { last_name: name });
  return structuredContent;
}

describe('what the doctor says of the journal', () => {
  it('is how many writes it holds', async () => {
    await using here = await practice({ jobs: 5 });
    expect(await enter(here, 'Quux')).toMatchObject({ status: 'created' });
    expect(await told(here)).toEqual(['ok: The journal holds 1 write to this account, none of them open.']);
  });

  it('is what waits for a person, and what does not belong there', async () => {
    await using here = await practice({ jobs: 5 });
    here.sandbox.faults.add({ kind: 'status', status: 503, commit: 'before', match: { method: 'POST' } });
    const env = { SYNCORE_CALL_BUDGET_MS: '1500' };
    expect(await enter(here, 'Quux', env)).toMatchObject({ status: 'in_progress' });
    expect(await enter(here, 'Baz')).toMatchObject({ status: 'created' });
    const journal = join(here.folder, 'journal');
    const [torn = ''] = readdirSync(journal).filter((name) => name.startsWith('content-'));
    writeFileSync(join(journal, torn), '{"journal":1,"intent":{"id":');
    mkdirSync(join(journal, 'notes'));
    const lines = await told(here);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^warn: The journal holds 2 writes to this account; .*1 cannot be read\. -> .*settle_write/,
    );
    expect(lines[1]).toMatch(/^warn: .*1 files that are not the journal's/);
  });

  it('is not there where there is no journal, and asks Syncore nothing', async () => {
    await using here = await practice({ jobs: 5 });
    expect(await told(here)).toEqual(['ok: The journal holds 0 writes to this account, none of them open.']);
    expect(here.asked()).toEqual(['GET /orders/jobs']);
  });
});
