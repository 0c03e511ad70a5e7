import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeDisk, patientDisk } from '../../src/writes/disk.js';
import { type Entry, type Intent, type JournalEvent, stateOf } from '../../src/writes/journal.js';
import { contentName, generationName, stems } from '../../src/writes/journal-files.js';
import { ACCOUNT, all, intentOf } from '../support/intents.js';
import { openProcess, SIM_FOLDER, type SimProcess, simBench, temporaryFolder } from '../support/journals.js';
import { type Operation, systemError } from '../support/sim-disk.js';
import { SimOwners } from '../support/sim-owners.js';

const at = Date.UTC(2026, 10, 23, 12);
const sending = (step: number): JournalEvent => ({ at, type: 'sending', step, before: [] });
const done = (step: number): JournalEvent => ({ at, type: 'done', step, id: 9000 + step });

/** Operations of one kind fail, the first `times` of them. */
function failing({ view }: SimProcess, failed: Operation, code: string, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  view.before = (operation) => {
    if (operation !== failed || left === 0) return;
    left -= 1;
    throw systemError(code);
  };
}

async function claimed(process: SimProcess, options: Parameters<typeof intentOf>[0] = {}): Promise<Intent> {
  const intent = intentOf({ owner: process.owner, ...options });
  expect(await process.journal.claim(intent)).toEqual({ won: true });
  return intent;
}

const keyFile = ({ account, key }: Intent) => join(SIM_FOLDER, generationName(stems.key(account, key), 1));
const contentFile = (intent: Intent) => join(SIM_FOLDER, contentName(intent));
const types = (entry: Entry | null) => entry?.events.map(({ type }) => type);

describe('a journal folder that cannot be used', () => {
  const refused = (words: RegExp) => ({ code: 'internal', written: 'no', message: expect.stringMatching(words) });

  it.each<[string, Operation, string, RegExp]>([
    ['is full', 'write', 'ENOSPC', /disk is full.*Nothing was sent.*Make room/],
    ['has no room for a name', 'link', 'ENOSPC', /disk is full.*Nothing was sent/],
    ['is read-only', 'create', 'EROFS', /may not be read or written.*Nothing was sent/],
    ['may not be made', 'makeFolder', 'EACCES', /may not be read or written/],
    ['is over its quota', 'sync', 'EDQUOT', /disk is full/],
    ['fails to sync a file', 'sync', 'EIO', /disk failed/],
    ['fails to sync its names', 'syncFolder', 'EIO', /disk failed/],
    ['knows no hard links', 'link', 'ENOTSUP', /needs hard links.*Nothing was sent.*SYNCORE_STATE_DIR/],
    ['permits no hard links', 'link', 'EPERM', /needs hard links/],
  ])(
    'that %s: refuses the claim before anything is sent, and blocks nothing for later',
    async (_, failed, code, words) => {
      const process = await simBench().process();
      failing(process, failed, code);
      const intent = intentOf({ owner: process.owner });
      await expect(process.journal.claim(intent)).rejects.toMatchObject(refused(words));
      await expect(process.journal.append(intent, sending(0))).rejects.toMatchObject({ code: 'internal' });
      process.view.before = null;
      const before = await process.journal.byFingerprint(ACCOUNT, intent.fingerprint);
      expect(before.map(stateOf)).toEqual(before.map(() => 'released'));
      const generation = before.length + 1;
      await claimed(process, { key: intent.key, fingerprint: intent.fingerprint, generation });
    },
  );

  it('that is really full: refuses the claim and leaves nothing behind', async () => {
    const bench = simBench();
    const process = await bench.process();
    await claimed(process);
    const names = bench.disk.names(SIM_FOLDER);
    bench.disk.freeBytes = 1000;
    await expect(process.journal.claim(intentOf())).rejects.toMatchObject(refused(/disk is full/));
    expect(bench.disk.names(SIM_FOLDER)).toEqual(names);
    expect(bench.disk.freeBytes).toBe(1000);
  });

  it('that is gone: refuses, and makes no new one that would know of nothing', async () => {
    const bench = simBench();
    const process = await bench.process();
    await claimed(process);
    bench.disk.removeFolder(SIM_FOLDER);
    await expect(process.journal.claim(intentOf())).rejects.toMatchObject(refused(/is gone/));
    expect(bench.disk.names(SIM_FOLDER)).toEqual([]);
  });

  it('that may not be entered: says so, and takes no write for one in doubt', async () => {
    const process = await simBench().process();
    process.view.before = () => {
      throw systemError('EACCES');
    };
    await expect(process.journal.byKey(ACCOUNT, 'any')).rejects.toMatchObject(refused(/may not be read/));
    await expect(all(process.journal.list(null))).rejects.toMatchObject(refused(/may not be read/));
  });

  it('that is a file: refuses', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'journal');
    await writeFile(path, '');
    const { journal } = openProcess({ disk: nodeDisk(), folder: path, owners: new SimOwners() });
    await expect(journal.claim(intentOf())).rejects.toMatchObject({ code: 'internal', written: 'no' });
    await expect(journal.byKey(ACCOUNT, 'any')).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('a disk that fails under way', () => {
  it('has room for every outcome, however full it has become since the claim', async () => {
    const bench = simBench();
    const process = await bench.process();
    const intent = await claimed(process, { steps: 30 });
    bench.disk.freeBytes = 0;
    for (let step = 0; step < 30; step += 1) {
      await process.journal.append(intent, sending(step));
      await process.journal.append(intent, done(step));
    }
    await process.journal.append(intent, { at, type: 'finished' });
    expect(types(await process.journal.byKey(ACCOUNT, intent.key))).toHaveLength(61);
  });

  it('refuses a step whose outcome would have no room, before it is sent; later it goes on', async () => {
    const bench = simBench();
    const process = await bench.process();
    const intent = await claimed(process, { steps: 1 });
    bench.disk.freeBytes = 100;
    const long: JournalEvent = { at, type: 'sending', step: 0, before: Array.from({ length: 900 }, (_, id) => id) };
    const noRoom = {
      code: 'internal',
      written: 'no',
      message: expect.stringMatching(/disk is full.*Nothing was sent/),
    };
    await expect(process.journal.append(intent, long)).rejects.toMatchObject(noRoom);
    expect(types(await process.journal.byKey(ACCOUNT, intent.key))).toEqual([]);
    bench.disk.freeBytes = 100_000;
    await process.journal.append(intent, long);
    bench.disk.freeBytes = 0;
    const message = 'x'.repeat(800);
    await process.journal.append(intent, { at, type: 'refused', step: 0, code: 'invalid_input', message });
    expect(types(await process.journal.byKey(ACCOUNT, intent.key))).toEqual(['sending', 'refused']);
  });

  it('keeps room for the outcome of whatever it let be sent, to the last byte of a full disk', async () => {
    const bench = simBench();
    const process = await bench.process();
    const intent = await claimed(process, { steps: 1 });
    bench.disk.freeBytes = 0;
    const send = async () => {
      await process.journal.append(intent, sending(0));
      return true;
    };
    let sent = 0;
    while (await send().catch(() => false)) sent += 1;
    expect(sent).toBeGreaterThan(0);
    await process.journal.append(intent, { at, type: 'in_doubt', step: 0, why: 'x'.repeat(900) });
  });

  it('never takes a second sync for a success after one has failed', async () => {
    const bench = simBench();
    const process = await bench.process();
    const intent = await claimed(process);
    await process.journal.append(intent, sending(0));
    failing(process, 'syncData', 'EIO', 1);
    const unknown = { code: 'internal', written: 'unknown', message: expect.stringMatching(/may have been done/) };
    await expect(process.journal.append(intent, done(0))).rejects.toMatchObject(unknown);
    await expect(process.journal.append(intent, done(0))).rejects.toMatchObject(unknown);
    await expect(process.journal.append(intent, sending(1))).rejects.toMatchObject({ written: 'no' });
    await process.journal.giveUp(intent);
    const entry = await process.journal.byKey(ACCOUNT, intent.key);
    if (entry === null) throw new Error('The entry is gone.');
    await expect(process.journal.takeOver(entry, process.owner)).rejects.toMatchObject({ code: 'internal' });
    bench.crash();
    const after = await (await bench.process()).journal.byKey(ACCOUNT, intent.key);
    expect(types(after)).toEqual(['sending']);
  });

  it('finds its way when somebody sweeps its temporary file away in the middle of a claim', async () => {
    const process = await simBench().process();
    const intent = intentOf({ owner: process.owner, payment: { orderId: 7, amountCents: 100, reference: null } });
    const [key, temporary] = ['key-', 'temporary-'];
    process.view.before = async (operation, path) => {
      if (operation !== 'link' || !basename(path).startsWith(key)) return;
      process.view.before = null;
      const names = await process.view.readdir(SIM_FOLDER);
      for (const name of names.filter((name) => name.startsWith(temporary))) {
        await process.view.unlink(join(SIM_FOLDER, name));
      }
    };
    expect(await process.journal.claim(intent)).toEqual({ won: true });
    expect(await process.journal.byKey(ACCOUNT, intent.key)).toMatchObject({ intent });
    expect(await process.journal.paymentsTo(ACCOUNT, 7)).toMatchObject([{ intent }]);
  });

  it('can be asked once more to give up what it could not give up', async () => {
    const bench = simBench();
    const [process, other] = [await bench.process(), await bench.process()];
    const intent = await claimed(process);
    failing(process, 'create', 'EACCES', 1);
    await expect(process.journal.giveUp(intent)).rejects.toMatchObject({ code: 'internal' });
    const entry: Entry = { intent, events: [], torn: false };
    expect(await other.journal.takeOver(entry, other.owner)).toBeNull();
    await process.journal.giveUp(intent);
    expect(await other.journal.takeOver(entry, other.owner)).toMatchObject({ intent });
  });

  it('notes the next event over one that could not be written', async () => {
    const process = await simBench().process();
    const intent = await claimed(process);
    await process.journal.append(intent, sending(0));
    const { view } = process;
    const open = view.open;
    view.open = async (path) => {
      const file = await open(path);
      const write = async (bytes: Uint8Array, position: number) => {
        await file.write(bytes.subarray(0, bytes.length / 2), position);
        throw systemError('EIO');
      };
      return { ...file, write };
    };
    const why = 'long '.repeat(50);
    await expect(process.journal.append(intent, { at, type: 'in_doubt', step: 0, why })).rejects.toThrow();
    view.open = open;
    await process.journal.append(intent, done(0));
    const entry = await process.journal.byKey(ACCOUNT, intent.key);
    expect(types(entry)).toEqual(['sending', 'done']);
    await process.journal.append(intent, sending(1));
    // Rests between events would be taken for a file that something else has damaged.
    expect(await process.journal.byKey(ACCOUNT, intent.key)).toMatchObject({ torn: false });
  });

  it.each(['EPERM', 'EACCES', 'EBUSY'])('waits while a scanner holds files (%s), within bounds', async (code) => {
    const bench = simBench();
    const { owners } = bench;
    const waits: number[] = [];
    const view = bench.disk.view();
    const counts = new Map<string, number>();
    // Each operation on each file fails three times.
    view.before = (operation, path) => {
      if (operation === 'sync' || operation === 'syncData' || operation === 'syncFolder') return;
      const key = `${operation} ${path}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count % 4 !== 0) throw systemError(code);
    };
    const disk = patientDisk(view, async (ms) => void waits.push(ms));
    const { journal, owner } = openProcess({ disk, folder: SIM_FOLDER, owners });
    const intent = intentOf({ owner });
    expect(await journal.claim(intent)).toEqual({ won: true });
    await journal.append(intent, sending(0));
    await journal.append(intent, done(0));
    expect(types(await journal.byKey(ACCOUNT, intent.key))).toEqual(['sending', 'done']);
    expect(Math.max(...waits)).toBeLessThan(100);
    view.before = () => {
      throw systemError(code);
    };
    waits.length = 0;
    await expect(journal.byKey(ACCOUNT, 'any')).rejects.toMatchObject({ code: 'internal' });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3000);
  });

  it('does not take an entry over from an owner whose note cannot be read just now', async () => {
    const bench = simBench();
    const [first, second, third] = [await bench.process(), await bench.process(), await bench.process()];
    const intent = await claimed(first);
    first.die();
    const entry = await third.journal.byKey(ACCOUNT, intent.key);
    if (entry === null) throw new Error('The entry is gone.');
    expect(await second.journal.takeOver(entry, second.owner)).not.toBeNull();
    const notes = bench.disk.names(SIM_FOLDER).filter((name) => name.startsWith('owner-'));
    third.view.before = (operation, path) => {
      if (operation === 'read' && notes.includes(basename(path))) throw systemError('EIO');
    };
    await expect(third.journal.takeOver(entry, third.owner)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('files that cannot be read', () => {
  it.each<[string, string | Buffer]>([
    ['empty', ''],
    ['zeros', Buffer.alloc(4096)],
    ['half a line', '{"journal":1,"intent":{"id":"x","account":"api'],
    ['a later form', '{"journal":2,"intent":{}}\n'],
    ['not JSON', 'Dear diary,\nsending\n'],
    ['JSON of something else', '{"journal":1,"intent":{"id":"x"}}\n'],
  ])('that hold %s: block their key and their content as in doubt', async (_, content) => {
    const bench = simBench();
    const process = await bench.process();
    const earlier = await claimed(process);
    const intent = intentOf({ owner: process.owner });
    bench.disk.put(keyFile(intent), content);
    bench.disk.put(contentFile(intent), content);
    const byKey = await process.journal.byKey(ACCOUNT, intent.key);
    const [byContent] = await process.journal.byFingerprint(ACCOUNT, intent.fingerprint);
    for (const entry of [byKey, byContent]) {
      expect(entry).toMatchObject({ torn: true, events: [] });
      expect(entry ? stateOf(entry) : null).toBe('in_doubt');
    }
    expect(byKey?.intent).toMatchObject({ account: ACCOUNT, key: intent.key });
    expect(byContent?.intent).toMatchObject({ account: ACCOUNT, fingerprint: intent.fingerprint, generation: 1 });
    expect(await process.journal.claim(intent)).toEqual({ won: false, by: 'fingerprint' });
    expect(await process.journal.claim(intentOf({ key: intent.key }))).toEqual({ won: false, by: 'key' });
    // Both files are there for everybody who looks at the journal, as is what can be read.
    const listed = await all(process.journal.list(ACCOUNT));
    expect(listed.filter(({ torn }) => torn)).toHaveLength(1);
    expect(listed.some(({ intent: { id } }) => id === earlier.id)).toBe(true);
  });

  it.each<['entered' | 'not_entered', string]>([
    ['entered', 'finished'],
    ['not_entered', 'released'],
  ])('are ended by a person’s word (%s), which leaves what stands in them', async (outcome, state) => {
    const bench = simBench();
    const process = await bench.process();
    await claimed(process);
    const intent = intentOf();
    bench.disk.put(keyFile(intent), 'garbage {"at":1');
    const torn = await process.journal.byKey(ACCOUNT, intent.key);
    const taken = torn === null ? null : await process.journal.takeOver(torn, process.owner);
    if (taken === null) throw new Error('The torn entry could not be taken over.');
    await process.journal.append(taken.intent, { at, type: 'settled', step: 0, outcome, id: null, by: 'a person' });
    const settled = await process.journal.byKey(ACCOUNT, intent.key);
    expect(settled === null ? null : stateOf(settled)).toBe(state);
    expect((await process.view.read(keyFile(intent))).toString()).toMatch(/^garbage \{"at":1\n\{"at"/);
  });

  it('count as in doubt too when the system refuses to open one', async () => {
    const process = await simBench().process();
    const intent = await claimed(process);
    process.view.before = (operation, path) => {
      if (operation === 'read' && path === keyFile(intent)) throw systemError('EACCES');
    };
    expect(await process.journal.byKey(ACCOUNT, intent.key)).toMatchObject({ torn: true });
  });

  it('do not count for another write: a copied or renamed file is one that cannot be read', async () => {
    const bench = simBench();
    const process = await bench.process();
    const intent = await claimed(process);
    await process.journal.append(intent, { at, type: 'finished' });
    const other = intentOf();
    bench.disk.put(keyFile(other), await process.view.read(keyFile(intent)));
    bench.disk.put(contentFile(other), await process.view.read(contentFile(intent)));
    expect(await process.journal.byKey(ACCOUNT, other.key)).toMatchObject({ torn: true });
    expect(await process.journal.byFingerprint(ACCOUNT, other.fingerprint)).toMatchObject([{ torn: true }]);
  });

  it('lose a last event that was cut, for nothing followed from it; the next one takes its place', async () => {
    for (const cut of [1, 2, 10, 40]) {
      const bench = simBench();
      const [process, next] = [await bench.process(), await bench.process()];
      const intent = await claimed(process);
      await process.journal.append(intent, sending(0));
      const text = (await process.view.read(keyFile(intent))).toString().trimEnd();
      const lost = JSON.stringify({ at, type: 'in_doubt', step: 0, why: `lost ${'x'.repeat(300)}` });
      process.die();
      const torn = `${text}\n${lost.slice(0, -cut)}${'\n'.repeat(2000)}`;
      for (const file of [keyFile(intent), contentFile(intent)]) bench.disk.put(file, torn);
      const entry = await next.journal.byKey(ACCOUNT, intent.key);
      expect(entry).toMatchObject({ intent, torn: false });
      expect(types(entry)).toEqual(['sending']);
      if (entry === null) continue;
      await next.journal.takeOver(entry, next.owner);
      await next.journal.append(intent, done(0));
      const after = await next.journal.byFingerprint(ACCOUNT, intent.fingerprint);
      expect(after).toMatchObject([{ torn: false }]);
      expect(types(after[0] ?? null)).toEqual(['sending', 'owner', 'done']);
    }
  });

  it('are in doubt as a whole where an event in the middle cannot be read: no crash leaves that', async () => {
    const bench = simBench();
    const process = await bench.process();
    const intent = await claimed(process);
    await process.journal.append(intent, sending(0));
    await process.journal.append(intent, done(0));
    const text = (await process.view.read(keyFile(intent))).toString();
    bench.disk.put(keyFile(intent), text.replace('"sending"', '"sen\u0000ing"'));
    expect(await process.journal.byKey(ACCOUNT, intent.key)).toMatchObject({ torn: true });
  });

  it('are no crash on a real disk either: empty files, folders in their place, foreign ones', async () => {
    await using folder = await temporaryFolder();
    const { journal, owner } = openProcess({ disk: nodeDisk(), folder: folder.path, owners: new SimOwners() });
    const [whole, emptied, isFolder] = [intentOf({ owner }), intentOf({ owner }), intentOf({ owner })];
    await journal.claim(whole);
    await journal.claim(emptied);
    await truncate(join(folder.path, contentName(emptied)));
    await mkdir(join(folder.path, contentName(isFolder)));
    await writeFile(join(folder.path, 'desktop.ini'), '');
    await writeFile(join(folder.path, `${contentName(whole)}.bak`), '{}');
    expect(await journal.byKey(ACCOUNT, emptied.key)).toMatchObject({ torn: true });
    expect(await journal.byFingerprint(ACCOUNT, isFolder.fingerprint)).toMatchObject([{ torn: true }]);
    expect(await journal.claim(isFolder)).toEqual({ won: false, by: 'fingerprint' });
    expect(await all(journal.list(ACCOUNT))).toHaveLength(3);
    expect((await journal.foreign()).sort()).toEqual([`${contentName(whole)}.bak`, 'desktop.ini'].sort());
    expect(await readdir(folder.path)).toContain('desktop.ini');
  });
});
