import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeDisk } from '../../src/writes/disk.js';
import { journalContract } from '../contracts/journal.js';
import { all, intentOf } from '../support/intents.js';
import { openProcess, realBench, simBench, temporaryFolder } from '../support/journals.js';
import { SimOwners } from '../support/sim-owners.js';

journalContract('in files on this disk', realBench);
journalContract('in files on a simulated disk', async () => simBench());

describe('the files of a journal', () => {
  it('are for this user alone, whole, and without anything left over', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'state', 'journal');
    const { journal, owner } = openProcess({ disk: nodeDisk(), folder: path, owners: new SimOwners() });
    const intent = intentOf({ owner, payment: { orderId: 7, amountCents: 100, reference: 'check 12' } });
    await journal.claim(intent);
    await journal.noteAccount(intent.account);
    const names = (await readdir(path)).sort();
    expect(names.map((name) => name.replace(/[0-9a-f]{40}/, '#'))).toEqual([
      'account-#.json',
      'content-#.1.jsonl',
      'key-#.1.jsonl',
      'payments-#.1.jsonl',
    ]);
    if (process.platform === 'win32') return;
    const modes = await Promise.all([path, ...names.map((name) => join(path, name))].map((file) => stat(file)));
    expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600, 0o600, 0o600, 0o600]);
  });

  it('can be read by a person: JSON lines, the intent first', async () => {
    await using folder = await temporaryFolder();
    const { journal, owner } = openProcess({ disk: nodeDisk(), folder: folder.path, owners: new SimOwners() });
    const intent = intentOf({ owner });
    await journal.claim(intent);
    await journal.append(intent, { at: 5, type: 'sending', step: 0, before: [] });
    const name = (await readdir(folder.path)).find((file) => file.startsWith('key-')) ?? '';
    const lines = (await readFile(join(folder.path, name), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { journal: 1, intent },
      { at: 5, type: 'sending', step: 0, before: [] },
    ]);
  });

  it('do not grow while a write of thirty lines goes its way', async () => {
    await using folder = await temporaryFolder();
    const { journal, owner } = openProcess({ disk: nodeDisk(), folder: folder.path, owners: new SimOwners() });
    const intent = intentOf({ owner, steps: 30 });
    await journal.claim(intent);
    const name = join(folder.path, (await readdir(folder.path)).find((file) => file.startsWith('key-')) ?? '');
    const { size } = await stat(name);
    for (let step = 0; step < 30; step += 1) {
      await journal.append(intent, { at: Date.now(), type: 'sending', step, before: [123_456, 123_457] });
      await journal.append(intent, { at: Date.now(), type: 'done', step, id: 123_458 });
    }
    await journal.append(intent, { at: Date.now(), type: 'finished' });
    expect((await stat(name)).size).toBe(size);
  });

  it('are not made by looking: a server that only reads leaves no folder', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'journal');
    const { journal } = openProcess({ disk: nodeDisk(), folder: path, owners: new SimOwners(), sweeps: true });
    await journal.byKey('account', 'key');
    expect(await all(journal.list(null))).toEqual([]);
    expect(await journal.foreign()).toEqual([]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('are looked up by name: a key is found without reading the folder', async () => {
    const bench = simBench();
    const { journal, owner, view } = await bench.process();
    for (let index = 0; index < 50; index += 1) await journal.claim(intentOf({ owner }));
    const intent = intentOf({ owner });
    await journal.claim(intent);
    const asked: string[] = [];
    view.before = (operation) => void asked.push(operation);
    await journal.byKey(intent.account, intent.key);
    await journal.byFingerprint(intent.account, intent.fingerprint);
    // Each is the entry, and the generation after it that is not there.
    expect(asked).toEqual(['read', 'read', 'read', 'read']);
  });
});
