import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Intent, type JournalEvent, stateOf } from '../../src/writes/journal.js';
import { contentName } from '../../src/writes/journal-files.js';
import { ACCOUNT, all, type IntentOptions, intentOf } from '../support/intents.js';
import { SIM_FOLDER, type SimProcess, simBench } from '../support/journals.js';
import { systemError } from '../support/sim-disk.js';

const START_MS = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

/** A bench whose time a test moves. */
function timedBench() {
  const time = { ms: START_MS };
  const bench = simBench(1, { now: () => time.ms, sweeps: true });
  return { bench, time };
}

async function write({ journal, owner }: SimProcess, events: JournalEvent[], options: IntentOptions = {}) {
  const intent = intentOf({ owner, steps: 2, at: START_MS, ...options });
  expect(await journal.claim(intent)).toEqual({ won: true });
  for (const event of events) await journal.append(intent, event);
  return intent;
}

/** A later process that begins to write, with its sweeping done. */
async function sweepBy(process: SimProcess): Promise<void> {
  await process.journal.claim(intentOf({ owner: process.owner, account: 'another account' }));
  await process.journal.close();
}

const at = START_MS;
const FINISHED: JournalEvent[] = [{ at, type: 'finished' }];
const SENDING: JournalEvent[] = [{ at, type: 'sending', step: 0, before: [] }];
const PARTIAL: JournalEvent[] = [...SENDING, { at, type: 'done', step: 0, id: 5 }];
const IN_DOUBT: JournalEvent[] = [...SENDING, { at, type: 'in_doubt', step: 0, why: 'no answer' }];

describe('entries whose time is over', () => {
  async function kept(events: JournalEvent[], days: number): Promise<boolean> {
    const { bench, time } = timedBench();
    const first = await bench.process();
    const intent = await write(first, events);
    first.die();
    time.ms += days * DAY_MS;
    await sweepBy(await bench.process());
    return (await (await bench.process()).journal.byKey(ACCOUNT, intent.key)) !== null;
  }

  it.each<[string, JournalEvent[]]>([
    ['finished', FINISHED],
    ['partial', PARTIAL],
    ['claimed', []],
    ['declined', [{ at, type: 'declined' }]],
    ['released', [{ at, type: 'released' }]],
  ])('go after 400 days when they are %s, and not before', async (_, events) => {
    expect(await kept(events, 399)).toBe(true);
    expect(await kept(events, 401)).toBe(false);
  });

  it.each<[string, JournalEvent[]]>([
    ['sending', SENDING],
    ['in doubt', IN_DOUBT],
  ])('stay for good when they are %s', async (_, events) => {
    expect(await kept(events, 4000)).toBe(true);
  });

  it('stay when they are torn, and while somebody holds them', async () => {
    const { bench, time } = timedBench();
    const holder = await bench.process();
    const held = await write(holder, PARTIAL);
    const torn = intentOf();
    bench.disk.put(join(SIM_FOLDER, contentName(torn)), 'garbage');
    time.ms += 401 * DAY_MS;
    await sweepBy(await bench.process());
    const { journal } = await bench.process();
    expect(await journal.byKey(ACCOUNT, held.key)).not.toBeNull();
    expect(await journal.byFingerprint(ACCOUNT, torn.fingerprint)).toMatchObject([{ torn: true }]);
    await holder.journal.append(held, { at, type: 'finished' });
  });

  it('leave no word of what was written, and free their key and content', async () => {
    const { bench, time } = timedBench();
    const first = await bench.process();
    const payment = { orderId: 7, amountCents: 100, reference: null };
    const intent = await write(first, PARTIAL, { payment });
    first.die();
    const second = await bench.process();
    const [entry] = await second.journal.byFingerprint(ACCOUNT, intent.fingerprint);
    if (entry === undefined) throw new Error('The entry is gone.');
    expect(await second.journal.takeOver(entry, second.owner)).not.toBeNull();
    second.die();
    time.ms += 401 * DAY_MS;
    const third = await bench.process();
    await sweepBy(third);
    expect((await third.view.read(join(SIM_FOLDER, contentName(intent)))).toString()).toBe('-');
    expect(bench.disk.names(SIM_FOLDER).filter((name) => name.startsWith('owner-'))).toEqual([]);
    expect(await third.journal.byKey(ACCOUNT, intent.key)).toBeNull();
    expect(await third.journal.paymentsTo(ACCOUNT, 7)).toEqual([]);
    expect(await all(third.journal.list(ACCOUNT))).toEqual([]);
    const past = await third.journal.byFingerprint(ACCOUNT, intent.fingerprint);
    expect(past.map(stateOf)).toEqual(['released']);
    // The number of a generation is never used again, so that nobody can go by an old look at it.
    const again = { ...intentOf({ key: intent.key, fingerprint: intent.fingerprint }), owner: third.owner };
    expect(await third.journal.claim(again)).toEqual({ won: false, by: 'fingerprint' });
    expect(await third.journal.claim({ ...again, generation: 2 })).toEqual({ won: true });
    expect((await third.journal.byKey(ACCOUNT, intent.key))?.intent.generation).toBe(2);
  });

  it('are nothing for who has read them before and wants to go on', async () => {
    const { bench, time } = timedBench();
    const first = await bench.process();
    const intent: Intent = await write(first, PARTIAL);
    first.die();
    const slow = await bench.process();
    const [entry] = await slow.journal.byFingerprint(ACCOUNT, intent.fingerprint);
    time.ms += 401 * DAY_MS;
    await sweepBy(await bench.process());
    expect(entry === undefined ? undefined : await slow.journal.takeOver(entry, slow.owner)).toBeNull();
  });
});

describe('sweeping', () => {
  it('looks at the files once a day, whatever the number of processes', async () => {
    const { bench, time } = timedBench();
    async function folderReads(): Promise<number> {
      const process = await bench.process();
      let reads = 0;
      process.view.before = (operation) => {
        if (operation === 'readdir') reads += 1;
      };
      await sweepBy(process);
      return reads;
    }
    const days = [0, 0.1, 0.9, 1.1, 1.2];
    const reads: number[] = [];
    for (const day of days) {
      time.ms = START_MS + day * DAY_MS;
      reads.push(await folderReads());
    }
    expect(reads).toEqual([1, 0, 0, 1, 0]);
    // A mark from the future comes from a clock that was set back.
    time.ms = START_MS - 100 * DAY_MS;
    expect(await folderReads()).toBe(1);
  });

  it('removes temporary files that a crash has left, not those of who is at work', async () => {
    const { bench, time } = timedBench();
    const left = `temporary-${'a'.repeat(40)}-1`;
    const fresh = `temporary-${'b'.repeat(40)}-1`;
    const process = await bench.process();
    await process.view.makeFolder(SIM_FOLDER);
    bench.disk.put(join(SIM_FOLDER, left), 'x');
    time.ms += 2 * 3_600_000;
    bench.disk.put(join(SIM_FOLDER, fresh), 'x');
    await sweepBy(process);
    const names = bench.disk.names(SIM_FOLDER);
    expect(names).not.toContain(left);
    expect(names).toContain(fresh);
  });

  it('leaves foreign files alone and says how many there are, without their names', async () => {
    const { bench } = timedBench();
    const process = await bench.process();
    await process.view.makeFolder(SIM_FOLDER);
    bench.disk.put(join(SIM_FOLDER, 'Letter to Ms Doe.docx'), 'x');
    await sweepBy(process);
    expect(bench.disk.names(SIM_FOLDER)).toContain('Letter to Ms Doe.docx');
    expect(process.lines.join('')).toContain('"foreign":1');
    expect(process.lines.join('')).not.toContain('Doe');
  });

  it('never stands in the way of a write, and is told when it fails', async () => {
    const { bench } = timedBench();
    const process = await bench.process();
    process.view.before = (operation) => {
      if (operation === 'readdir') throw systemError('EIO');
    };
    await sweepBy(process);
    expect(process.lines.join('')).toContain('"code":"EIO"');
    expect(await all((await bench.process()).journal.list(null))).toHaveLength(1);
  });

  it('keeps what is young by a clock that was set back', async () => {
    const { bench, time } = timedBench();
    const first = await bench.process();
    const intent = await write(first, FINISHED, { at: START_MS + 5000 * DAY_MS });
    time.ms += 401 * DAY_MS;
    await sweepBy(await bench.process());
    expect(await (await bench.process()).journal.byKey(ACCOUNT, intent.key)).not.toBeNull();
  });
});
