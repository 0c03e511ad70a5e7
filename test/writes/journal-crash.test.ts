import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Entry, type Intent, type JournalEvent, stateOf } from '../../src/writes/journal.js';
import { ACCOUNT, all, intentOf } from '../support/intents.js';
import { SIM_FOLDER, type SimBench, type SimProcess, simBench } from '../support/journals.js';
import { randomFrom } from '../support/sim-disk.js';

const at = Date.UTC(2026, 10, 23, 12);
const EVENTS: JournalEvent[] = [
  { at, type: 'sending', step: 0, before: [1, 2, 3] },
  { at, type: 'done', step: 0, id: 70 },
  { at, type: 'sending', step: 1, before: Array.from({ length: 900 }, (_, id) => 1_000_000 + id) },
  { at, type: 'done', step: 1, id: 71 },
  { at, type: 'finished' },
];
const PAYMENT = { orderId: 7, amountCents: 12_50, reference: null };

/** What a writer was told before its end: `events` were promised to be durable. */
type Told = { won: boolean; events: number };

async function write({ journal }: SimProcess, intent: Intent, told: Told): Promise<void> {
  const claim = await journal.claim(intent);
  told.won = claim.won;
  if (!claim.won) return;
  for (const event of EVENTS) {
    await journal.append(intent, event);
    told.events += 1;
  }
}

/** One write that ends before its operation number `stop`; false when it came to its end first. */
async function writeUntil(
  bench: SimBench,
  intent: Intent,
  told: Told,
  stop: number,
  end: (writer: SimProcess) => void,
) {
  const writer = await bench.process();
  let asked = 0;
  const stopped = new Promise<boolean>((resolve) => {
    writer.view.before = () => {
      asked += 1;
      if (asked !== stop) return;
      end(writer);
      resolve(true);
    };
  });
  return Promise.race([stopped, write(writer, { ...intent, owner: writer.owner }, told).then(() => false)]);
}

const plain = (events: JournalEvent[] | undefined) => events?.filter(({ type }) => type !== 'owner');

/** What the next process finds, and that it can always go on: with the entry, or with a claim of its own. */
async function recover(bench: SimBench, intent: Intent, told: Told): Promise<void> {
  const { journal, owner } = await bench.process();
  const byKey = await journal.byKey(ACCOUNT, intent.key);
  const [byContent] = await journal.byFingerprint(ACCOUNT, intent.fingerprint);
  if (told.won) {
    expect(byKey?.intent.id).toBe(intent.id);
    expect(byContent).toEqual(byKey);
    expect((await journal.paymentsTo(ACCOUNT, PAYMENT.orderId)).map(({ intent: { id } }) => id)).toEqual([intent.id]);
  }
  const found = byKey ?? byContent;
  expect(found?.torn ?? false).toBe(false);
  const events = plain(found?.events) ?? [];
  expect(events).toEqual(EVENTS.slice(0, events.length));
  expect(events.length).toBeGreaterThanOrEqual(told.events);
  expect(events.length).toBeLessThanOrEqual(told.events + 1);
  if (found === undefined || found === null) {
    expect(await journal.claim({ ...intent, id: 'again', owner })).toEqual({ won: true });
    return;
  }
  const taken = await journal.takeOver(found, owner);
  expect(plain(taken?.events)).toEqual(events);
  if (taken === null) return;
  // Now it has both names, whatever the crash left.
  expect((await journal.byKey(ACCOUNT, intent.key))?.intent.id).toBe(intent.id);
  expect((await journal.byFingerprint(ACCOUNT, intent.fingerprint))[0]?.intent.id).toBe(intent.id);
  for (const event of EVENTS.slice(events.length)) await journal.append(intent, event);
  const after = await (await bench.process()).journal.byKey(ACCOUNT, intent.key);
  expect(plain(after?.events)).toEqual(EVENTS);
}

/** Runs the write again and again, stopped one operation later each time. */
async function atEveryStep(seeds: number, end: (bench: SimBench) => (writer: SimProcess) => void): Promise<number> {
  let stop = 0;
  for (let stopped = true; stopped; ) {
    stop += 1;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const bench = simBench(stop * 1000 + seed);
      const intent = intentOf({ payment: PAYMENT });
      const told: Told = { won: false, events: 0 };
      stopped = await writeUntil(bench, intent, told, stop, end(bench));
      if (stopped) await recover(bench, intent, told);
    }
  }
  return stop;
}

describe('a writer that dies', () => {
  it('at any operation: keeps all it was told is noted, and the next one goes on', async () => {
    const steps = await atEveryStep(1, () => (writer) => writer.die());
    expect(steps).toBeGreaterThan(30);
  });

  it('with the machine, at any operation, whatever was not synced: likewise', async () => {
    const steps = await atEveryStep(25, (bench) => () => bench.crash());
    expect(steps).toBeGreaterThan(30);
  }, 30_000);

  it('with the machine: an entry that only its order or its record still names makes room', async () => {
    const bench = simBench();
    const [dead, next] = [await bench.process(), await bench.process()];
    const payment = intentOf({ owner: dead.owner, payment: { orderId: 7, amountCents: 100, reference: null } });
    const edit = intentOf({ owner: dead.owner, edits: 4101 });
    for (const intent of [payment, edit]) await dead.journal.claim(intent);
    for (const name of await dead.view.readdir(SIM_FOLDER)) {
      if (/^(content|key)-/.test(name)) await dead.view.unlink(join(SIM_FOLDER, name));
    }
    dead.die();
    const { journal, owner } = next;
    for (const { id, ...lost } of [payment, edit]) {
      expect(await journal.claim({ ...lost, id: `again-${id}`, owner })).toEqual({ won: true });
    }
    const left = async () => {
      const all = [
        ...(await journal.paymentsTo(ACCOUNT, 7)),
        ...(await journal.editsOf(ACCOUNT, 'update_contact 4101')),
      ];
      return all.filter(({ intent: { id } }) => [payment.id, edit.id].includes(id));
    };
    for (const entry of await left()) expect(await journal.takeOver(entry, owner)).toBeNull();
    expect((await left()).map(stateOf)).toEqual(['released', 'released']);
  });
});

/** Lets so many operations of several processes happen, in an order that a seed repeats; `goOn` frees the rest. */
function interleaved(processes: SimProcess[], random: () => number) {
  const waiting: (() => void)[] = [];
  for (const { view } of processes) {
    view.before = () => new Promise<void>((resolve) => waiting.push(resolve));
  }
  return async (work: Promise<unknown>[], steps: number) => {
    let ended = false;
    const end = () => {
      ended = true;
    };
    Promise.all(work).then(end, end);
    for (let step = 0; step < steps && !ended; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      waiting.splice(Math.floor(random() * waiting.length), 1)[0]?.();
    }
    for (const { view } of processes) view.before = null;
    return { ended, goOn: () => waiting.forEach((resolve) => void resolve()) };
  };
}

const binding = (entries: Entry[]) => entries.filter((entry) => stateOf(entry) !== 'released');

describe('writers that meet', () => {
  /** Each claims the next generation of the content and writes, or finds that somebody else has it. */
  async function enter(process: SimProcess, key: string, fingerprint: string, won: Intent[]): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const entries = await process.journal.byFingerprint(ACCOUNT, fingerprint);
      if (binding(entries).length > 0) return;
      const intent = intentOf({ owner: process.owner, key, fingerprint, generation: entries.length + 1, steps: 1 });
      const claim = await process.journal.claim(intent);
      if (claim.won) {
        won.push(intent);
        await process.journal.append(intent, { at, type: 'sending', step: 0, before: [] });
        return;
      }
      if (claim.by === 'key') return;
    }
  }

  it.each([
    ['one key and one content', ['k', 'k', 'k'], ['c', 'c', 'c']],
    ['one content under several keys', ['k1', 'k2', 'k3'], ['c', 'c', 'c']],
    ['several contents under one key', ['k', 'k', 'k'], ['c1', 'c2', 'c3']],
    ['a mix of them', ['k1', 'k1', 'k2'], ['c1', 'c2', 'c2']],
  ])('over %s: exactly one wins each, also after a crash of the machine half-way', async (_, keys, contents) => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = randomFrom(seed);
      const bench = simBench(seed);
      const processes = [await bench.process(), await bench.process(), await bench.process()];
      await processes[0]?.journal.noteAccount(ACCOUNT);
      const run = interleaved(processes, random);
      const won: Intent[] = [];
      const work = processes.map((process, index) => enter(process, keys[index] ?? '', contents[index] ?? '', won));
      const crashes = seed % 3 === 0;
      const { ended, goOn } = await run(work, crashes ? Math.floor(random() * 60) : 10_000);
      const wonBefore = [...won];
      if (crashes && !ended) bench.crash();
      goOn();
      if (ended || !crashes) await Promise.all(work);

      // Whoever comes next ends what is there, or goes on with it; then the names must be consistent.
      const next = await bench.process();
      const started = new Set(wonBefore.map(({ id }) => id));
      // A crash may have left an entry its key alone.
      const byKeys = await Promise.all(keys.map((key) => next.journal.byKey(ACCOUNT, key)));
      for (const entry of [...(await all(next.journal.list(ACCOUNT))), ...byKeys]) {
        if (crashes && entry !== null) await next.journal.takeOver(entry, next.owner);
      }
      const entries = binding(await all(next.journal.list(ACCOUNT)));
      for (const key of new Set(keys))
        expect(entries.filter(({ intent }) => intent.key === key).length).toBeLessThan(2);
      for (const content of new Set(contents)) {
        expect(entries.filter(({ intent }) => intent.fingerprint === content).length).toBeLessThan(2);
      }
      for (const id of started) expect(entries.some(({ intent }) => intent.id === id)).toBe(true);
      if (!crashes) expect(won.length).toBeGreaterThan(0);
    }
  });

  it('to take over: one wins, in any order of their steps', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = randomFrom(seed);
      const bench = simBench(seed);
      const first = await bench.process();
      const intent = intentOf({ owner: first.owner });
      await first.journal.claim(intent);
      first.die();
      const processes = [await bench.process(), await bench.process(), await bench.process()];
      const entry = await processes[0]?.journal.byKey(ACCOUNT, intent.key);
      if (entry === null || entry === undefined) throw new Error('The entry is gone.');
      const run = interleaved(processes, random);
      // The last asks twice, as when a call is delivered twice.
      const askers = [...processes, ...processes.slice(2)];
      const work = askers.map(({ journal, owner }) => journal.takeOver(entry, owner));
      if (seed % 2 === 0) {
        // The fastest may die before it knows.
        const { goOn } = await run(work, Math.floor(random() * 40));
        processes[0]?.die();
        goOn();
        const next = await bench.process();
        const others = await Promise.all([...work.slice(1), next.journal.takeOver(entry, next.owner)]);
        expect(others.filter((taken) => taken !== null).length).toBeLessThan(2);
      } else {
        await run(work, 10_000);
        expect((await Promise.all(work)).filter((taken) => taken !== null)).toHaveLength(1);
      }
    }
  });
});
