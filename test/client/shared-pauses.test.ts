import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filePauses } from '../../src/client/shared-pauses.js';
import { fakeClock } from './fake-clock.js';
import { call, openAccount } from './open-account.js';

describe("what one process learns of Syncore's limits", () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'syncore-pauses-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Resolves when the file has been written, which is done behind the teller's back. */
  async function written(file: string): Promise<void> {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => '');
      if (text !== '') return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The name under which it comes to stand; while it is written it has another. */
  async function theOnlyFile(inFolder: string): Promise<string> {
    for (;;) {
      const [name] = (await readdir(inFolder).catch(() => [])).filter((name) => !name.includes('.'));
      if (name !== undefined) return name;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('is kept to by the next request of another', async () => {
    const env = { SYNCORE_STATE_DIR: folder };
    await using here = await openAccount({ env });
    here.sandbox.faults.add({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '3600' },
      match: { path: '/orders/suppliers' },
    });
    await expect(here.reader.reference({ kind: 'suppliers' }, { limit: 1 }, call(500))).rejects.toMatchObject({
      code: 'rate_limited',
    });
    await written(join(folder, 'limits', await theOnlyFile(join(folder, 'limits'))));
    const asked = here.sandbox.requests.length;
    const there = here.again();
    await expect(there.reader.jobs.read(32255, call(500))).rejects.toMatchObject({ code: 'rate_limited' });
    expect(here.sandbox.requests.length).toBe(asked);
    await there.close();
  });

  it('is over when its time is over, and never longer than an hour', async () => {
    const clock = fakeClock(Date.parse('2026-11-23T18:00:00Z'));
    const file = join(folder, 'limits');
    filePauses(file, clock).tell(clock.now() + 60_000);
    await written(file);
    expect(await filePauses(file, clock).until()).toBe(clock.now() + 60_000);
    await clock.advance(60_001);
    expect(await filePauses(file, clock).until()).toBe(0);
    await writeFile(file, String(clock.now() + 10 * 3_600_000));
    expect(await filePauses(file, clock).until()).toBe(0);
  });

  it('stops nobody when the file is no number, or there can be none', async () => {
    const clock = fakeClock();
    const file = join(folder, 'limits');
    await writeFile(file, 'hello');
    expect(await filePauses(file, clock).until()).toBe(0);
    const nowhere = filePauses(join(file, 'below a file'), clock);
    nowhere.tell(clock.now() + 1_000);
    expect(await nowhere.until()).toBe(clock.now() + 1_000);
  });

  it('is looked for at most every 200 ms', async () => {
    const clock = fakeClock();
    const file = join(folder, 'limits');
    const pauses = filePauses(file, clock);
    expect(await pauses.until()).toBe(0);
    await writeFile(file, String(clock.now() + 5_000));
    await clock.advance(199);
    expect(await pauses.until()).toBe(0);
    await clock.advance(2);
    expect(await pauses.until()).toBe(1_005_000);
  });
});
