import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, Intent, Journal, JournalEvent } from '../../src/writes/journal.js';
import { stateOf } from '../../src/writes/journal.js';
import { ACCOUNT, type IntentOptions, intentOf, all as listed } from '../support/intents.js';

/** One process that writes: `die` ends it without a farewell. */
export type JournalProcess = { journal: Journal; owner: string; die(): void };
/** Processes that share one journal. */
export type JournalBench = { process(): Promise<JournalProcess>; close(): Promise<void> };

const at = Date.UTC(2026, 10, 23, 12);
const sending = (step: number): JournalEvent => ({ at, type: 'sending', step, before: [11, 12] });
const done = (step: number): JournalEvent => ({ at, type: 'done', step, id: 9000 + step });
const FINISHED: JournalEvent = { at, type: 'finished' };
const RELEASED: JournalEvent = { at, type: 'released' };

/** What every journal promises, whatever keeps it. */
export function journalContract(name: string, openBench: () => Promise<JournalBench>): void {
  describe(`a journal ${name}`, () => {
    let bench: JournalBench;
    let here: JournalProcess;
    let there: JournalProcess;

    beforeEach(async () => {
      bench = await openBench();
      here = await bench.process();
      there = await bench.process();
    });
    afterEach(() => bench.close());

    async function claimed({ journal, owner }: JournalProcess, options: IntentOptions = {}): Promise<Intent> {
      const intent = intentOf({ owner, ...options });
      expect(await journal.claim(intent)).toEqual({ won: true });
      return intent;
    }

    async function entryOf(intent: Intent): Promise<Entry> {
      const entry = await there.journal.byKey(intent.account, intent.key);
      if (entry === null) throw new Error('There is no entry under that key.');
      return entry;
    }

    describe('claims', () => {
      it('shows a claim to every process, under its key and its content, as it was made', async () => {
        const intent = await claimed(here);
        const entry: Entry = { intent, events: [], torn: false };
        expect(await there.journal.byKey(ACCOUNT, intent.key)).toEqual(entry);
        expect(await there.journal.byFingerprint(ACCOUNT, intent.fingerprint)).toEqual([entry]);
        expect(stateOf(entry)).toBe('claimed');
      });

      it('hands what is being claimed to no other call of the same process', async () => {
        const intent = intentOf({ owner: here.owner });
        let claiming = true;
        const claim = here.journal.claim(intent).finally(() => {
          claiming = false;
        });
        const taken: (Entry | null)[] = [];
        while (claiming) {
          const entry = await here.journal.byKey(ACCOUNT, intent.key);
          if (entry !== null) taken.push(await here.journal.takeOver(entry, here.owner));
        }
        expect(await claim).toEqual({ won: true });
        expect(taken.filter((entry) => entry !== null)).toEqual([]);
      });

      it('knows nothing of what was never claimed', async () => {
        expect(await here.journal.byKey(ACCOUNT, 'never')).toBeNull();
        expect(await here.journal.byFingerprint(ACCOUNT, 'never')).toEqual([]);
        expect(await here.journal.paymentsTo(ACCOUNT, 7)).toEqual([]);
        expect(await listed(here.journal.list(null))).toEqual([]);
        expect(await here.journal.accounts()).toEqual([]);
      });

      it('lets one of many win a content under different keys', async () => {
        const all = await Promise.all(
          Array.from({ length: 12 }, (_, index) =>
            (index % 2 === 0 ? here : there).journal.claim(intentOf({ fingerprint: 'same' })),
          ),
        );
        expect(all.filter(({ won }) => won)).toHaveLength(1);
        expect(all.filter((claim) => !claim.won && claim.by === 'fingerprint')).toHaveLength(11);
      });

      it('lets one of many win a key for different contents', async () => {
        const all = await Promise.all(
          Array.from({ length: 12 }, (_, index) =>
            (index % 2 === 0 ? here : there).journal.claim(intentOf({ key: 'same' })),
          ),
        );
        expect(all.filter(({ won }) => won)).toHaveLength(1);
        expect(all.filter((claim) => !claim.won && claim.by === 'key')).toHaveLength(11);
      });

      it('counts a content that lost its key as nothing: another key has the next generation', async () => {
        const { key } = await claimed(here);
        const lost = intentOf({ key, fingerprint: 'mugs' });
        expect(await there.journal.claim(lost)).toEqual({ won: false, by: 'key' });
        const [entry] = await here.journal.byFingerprint(ACCOUNT, 'mugs');
        expect(entry === undefined ? null : stateOf(entry)).toBe('released');
        await claimed(here, { fingerprint: 'mugs', generation: 2 });
        expect((await there.journal.byFingerprint(ACCOUNT, 'mugs')).map(({ intent }) => intent.generation)).toEqual([
          1, 2,
        ]);
      });

      it('frees a key when its entry is released, and for nothing else', async () => {
        const first = await claimed(here, { key: 'mended' });
        await here.journal.append(first, { at, type: 'refused', step: 0, code: 'conflict', message: 'no' });
        expect(await there.journal.claim(intentOf({ key: 'mended' }))).toEqual({ won: false, by: 'key' });
        await here.journal.append(first, RELEASED);
        const second = await claimed(there, { key: 'mended' });
        expect((await here.journal.byKey(ACCOUNT, 'mended'))?.intent).toEqual(second);
        for (const type of ['declined', 'finished'] as const) {
          const ended = await claimed(here);
          await here.journal.append(ended, { at, type });
          expect(await there.journal.claim(intentOf({ key: ended.key }))).toEqual({ won: false, by: 'key' });
        }
      });

      it('refuses a generation whose predecessor is not there: nobody would find it', async () => {
        const claim = await here.journal.claim(intentOf({ fingerprint: 'gap', generation: 2 }));
        expect(claim).toEqual({ won: false, by: 'fingerprint' });
      });

      it('keeps accounts apart', async () => {
        const intent = await claimed(here, { payment: { orderId: 7, amountCents: 100, reference: null } });
        const other = 'api.syncore.app/other';
        expect(await here.journal.byKey(other, intent.key)).toBeNull();
        expect(await here.journal.byFingerprint(other, intent.fingerprint)).toEqual([]);
        expect(await here.journal.paymentsTo(other, 7)).toEqual([]);
        await claimed(there, { account: other, key: intent.key, fingerprint: intent.fingerprint });
        expect(await listed(here.journal.list(other))).toHaveLength(1);
        expect(await listed(here.journal.list(null))).toHaveLength(2);
      });

      it('takes any text for a key, letter by letter', async () => {
        const keys = ['a', 'A', '../../etc/passwd', 'x'.repeat(2000), 'con', 'é', 'e\u0301', 'a b\n\u0000', '日本'];
        for (const key of keys) await claimed(here, { key });
        for (const key of keys) expect((await there.journal.byKey(ACCOUNT, key))?.intent.key).toBe(key);
      });
    });

    describe('events', () => {
      it('come back in their order, in every process', async () => {
        const intent = await claimed(here, { steps: 3 });
        const events: JournalEvent[] = [
          sending(0),
          { at, type: 'done', step: 0, id: 5, matched: 'reference' },
          sending(1),
          { at, type: 'in_doubt', step: 1, why: 'two lines look like it' },
          { at, type: 'settled', step: 1, outcome: 'entered', id: 6, by: 'a person' },
          sending(2),
          { at, type: 'not_done', step: 2 },
          { at, type: 'refused', step: 2, code: 'invalid_input', message: 'Syncore “said” no\n' },
        ];
        for (const event of events) await here.journal.append(intent, event);
        expect(await entryOf(intent)).toEqual({ intent, events, torn: false });
      });

      it('are kept however many and however long', async () => {
        const intent = await claimed(here, { steps: 1 });
        const events = Array.from({ length: 40 }, (_, index): JournalEvent => {
          const before = Array.from({ length: 300 }, (_, id) => id * index);
          return { at, type: 'sending', step: 0, before };
        });
        for (const event of events) await here.journal.append(intent, event);
        expect((await entryOf(intent)).events).toEqual(events);
      });

      it('keep the order of calls that do not wait for each other', async () => {
        const intent = await claimed(here);
        const events = [sending(0), done(0), sending(1), done(1)];
        await Promise.all(events.map((event) => here.journal.append(intent, event)));
        expect((await entryOf(intent)).events).toEqual(events);
      });

      it('come from the holder alone, and end with the entry', async () => {
        const intent = await claimed(here);
        await expect(there.journal.append(intent, sending(0))).rejects.toMatchObject({ code: 'internal' });
        await here.journal.append(intent, FINISHED);
        await expect(here.journal.append(intent, sending(0))).rejects.toMatchObject({ code: 'internal' });
        expect((await entryOf(intent)).events).toEqual([FINISHED]);
      });

      it('refuse who lost the claim', async () => {
        const { key } = await claimed(here);
        const lost = intentOf({ key });
        await there.journal.claim(lost);
        await expect(there.journal.append(lost, sending(0))).rejects.toMatchObject({ code: 'internal' });
      });
    });

    describe('taking over', () => {
      it('never happens while the owner lives', async () => {
        const intent = await claimed(here);
        expect(await there.journal.takeOver(await entryOf(intent), there.owner)).toBeNull();
        expect(await here.journal.takeOver(await entryOf(intent), here.owner)).toBeNull();
      });

      it('gives the entry as it stands, not as it was read', async () => {
        const intent = await claimed(here);
        const read = await entryOf(intent);
        await here.journal.append(intent, sending(0));
        here.die();
        const taken = await there.journal.takeOver(read, there.owner);
        expect(taken?.events.map(({ type }) => type)).toEqual(['sending', 'owner']);
        await there.journal.append(intent, done(0));
        expect((await entryOf(intent)).events.map(({ type }) => type)).toEqual(['sending', 'owner', 'done']);
      });

      it('has one winner, in one process and over several', async () => {
        const intent = await claimed(here);
        here.die();
        const more = await Promise.all(Array.from({ length: 4 }, () => bench.process()));
        const entry = await entryOf(intent);
        const all = await Promise.all(
          [there, ...more, ...more].map(({ journal, owner }) => journal.takeOver(entry, owner)),
        );
        expect(all.filter((taken) => taken !== null)).toHaveLength(1);
      });

      it('goes on from owner to owner', async () => {
        const intent = await claimed(here);
        let last = here;
        for (let turn = 1; turn <= 4; turn += 1) {
          last.die();
          const next = await bench.process();
          expect(await next.journal.takeOver(await entryOf(intent), next.owner)).not.toBeNull();
          expect(await there.journal.takeOver(await entryOf(intent), there.owner)).toBeNull();
          await next.journal.append(intent, sending(0));
          last = next;
        }
        expect((await entryOf(intent)).events.filter(({ type }) => type === 'owner')).toHaveLength(4);
      });

      it('needs no death where the entry was given up, to and fro', async () => {
        const intent = await claimed(here);
        await here.journal.append(intent, sending(0));
        await here.journal.append(intent, { at, type: 'in_doubt', step: 0, why: 'no answer' });
        await here.journal.giveUp(intent);
        await expect(here.journal.append(intent, done(0))).rejects.toMatchObject({ code: 'internal' });
        for (const next of [there, here, here, there]) {
          expect(await next.journal.takeOver(await entryOf(intent), next.owner)).not.toBeNull();
          for (const other of [here, there]) {
            expect(await other.journal.takeOver(await entryOf(intent), other.owner)).toBeNull();
          }
          await next.journal.giveUp(intent);
        }
        const { events, torn } = await entryOf(intent);
        expect(events.map(({ type }) => type)).toEqual(['sending', 'in_doubt', 'owner', 'owner', 'owner', 'owner']);
        expect(torn).toBe(false);
      });

      it('gives nothing of an entry that was released meanwhile', async () => {
        const intent = await claimed(here);
        const read = await entryOf(intent);
        await here.journal.append(intent, RELEASED);
        here.die();
        expect(await there.journal.takeOver(read, there.owner)).toBeNull();
      });
    });

    describe('looking back', () => {
      it('lists the newest first, for one account or all', async () => {
        const keys: string[] = [];
        for (let index = 0; index < 5; index += 1) {
          keys.unshift((await claimed(index % 2 === 0 ? here : there)).key);
          // Files are ordered by the system's clock, whose ticks may be milliseconds apart.
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        const entries = await listed(there.journal.list(ACCOUNT));
        expect(entries.map(({ intent }) => intent.key)).toEqual(keys);
      });

      it('finds the edits of a record in the order of their claims, and no others', async () => {
        const first = await claimed(here, { edits: 4101 });
        const second = await claimed(there, { edits: 4101 });
        await claimed(here, { edits: 4102 });
        await claimed(here);
        await claimed(here, { edits: 4101, account: 'another' });
        const found = await here.journal.editsOf(ACCOUNT, 'update_contact 4101');
        expect(found.map(({ intent }) => intent.id)).toEqual([first.id, second.id]);
        expect(await here.journal.editsOf(ACCOUNT, 'update_job 4101')).toEqual([]);
      });

      it('finds the payments to an order, and no others', async () => {
        const pays = (orderId: number) => ({ payment: { orderId, amountCents: 12_50, reference: null }, steps: 1 });
        const first = await claimed(here, pays(7));
        await claimed(here, pays(8));
        await claimed(here);
        const second = await claimed(there, pays(7));
        const found = await here.journal.paymentsTo(ACCOUNT, 7);
        expect(found.map(({ intent }) => intent.id)).toEqual([first.id, second.id]);
      });

      it('notes an account once, for all processes and for good', async () => {
        expect(await here.journal.noteAccount(ACCOUNT)).toBe(true);
        expect(await here.journal.noteAccount(ACCOUNT)).toBe(false);
        expect(await there.journal.noteAccount(ACCOUNT)).toBe(false);
        expect(await there.journal.noteAccount('other')).toBe(true);
        expect((await here.journal.accounts()).sort()).toEqual([ACCOUNT, 'other']);
      });
    });
  });
}
