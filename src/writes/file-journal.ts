import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Disk } from './disk.js';
import {
  type Claim,
  type Entry,
  type Intent,
  type Journal,
  type JournalEvent,
  mayBeWritten,
  type Owner,
  stateOf,
} from './journal.js';
import { Appender, type Held } from './journal-append.js';
import {
  contentName,
  type EntryFile,
  formatIntent,
  generationName,
  hashOf,
  kindOf,
  roomOf,
  stems,
} from './journal-files.js';
import { JournalFolder } from './journal-folder.js';
import { NOBODY, passOn } from './journal-owners.js';
import {
  allByFingerprint,
  allEntries,
  allPaymentsTo,
  generations,
  isEntryFile,
  newestByKey,
  notedAccounts,
  readFound,
} from './journal-reading.js';
import { sweep } from './journal-sweep.js';

export type FileJournalOptions = {
  disk: Disk;
  /** The journal's own folder, made when it is first written to. */
  folder: string;
  owner: Owner;
  now: () => number;
  log: Log;
  /** Whether what is old, and what crashes left, is cleared away in the background after the first claim. */
  sweeps: boolean;
};

const ENDS = new Set<JournalEvent['type']>(['finished', 'released', 'declined']);

/**
 * The journal as files in a folder of one machine, shared by its processes; one of these per process and folder.
 *
 * An intent is one file with two names that have one winner each: first the content's generation, then the key's. It is
 * whole and on the disk before it has either. Where a process dies in between, nothing was sent, and whoever takes the
 * entry over gives it the missing name first, or releases it where another has that name. An entry that lost its key
 * is `released`: its generation counts as nothing. No name is ever free again, so that what a process has read of a
 * content or a key cannot be turned round behind its back; an entry whose time is over is emptied in its place.
 */
export class FileJournal implements Journal {
  readonly #options: FileJournalOptions;
  readonly #folder: JournalFolder;
  readonly #appender: Appender;
  readonly #held = new Map<string, Held>();
  readonly #taking = new Set<string>();
  readonly #accounts = new Set<string>();
  #sweeping: Promise<void> | null = null;

  constructor(options: FileJournalOptions) {
    this.#options = options;
    this.#folder = new JournalFolder(options.disk, options.folder, options.owner.name);
    this.#appender = new Appender(this.#folder);
  }

  async claim(intent: Intent): Promise<Claim> {
    await this.#ready();
    const file = formatIntent(intent);
    return this.#folder.withTemporary(file, async (temporary) => {
      const { id } = intent;
      const held: Held = { id, name: temporary, torn: false, room: roomOf(file), last: Promise.resolve() };
      try {
        const lost = await this.#nameEntry(temporary, intent);
        if (lost === 'key') await this.#note(held, { type: 'released' });
        if (lost !== null) return { won: false, by: lost };
      } catch (error) {
        // Nothing was sent, and nobody shall have to wait for it: true whether or not it can be noted.
        await this.#note(held, { type: 'released' }).catch(() => {});
        throw error;
      }
      this.#held.set(id, { ...held, name: contentName(intent) });
      return { won: true };
    });
  }

  async append(intent: Intent, event: JournalEvent): Promise<void> {
    const held = this.#held.get(intent.id);
    if (held === undefined) {
      throw new Failure('internal', 'A write was to be noted that this process does not hold; call again.');
    }
    await this.#appender.append(held, event);
    if (ENDS.has(event.type)) this.#held.delete(intent.id);
  }

  byKey(account: string, key: string): Promise<Entry | null> {
    return newestByKey(this.#folder, account, key);
  }

  byFingerprint(account: string, fingerprint: string): Promise<Entry[]> {
    return allByFingerprint(this.#folder, account, fingerprint);
  }

  paymentsTo(account: string, orderId: number): Promise<Entry[]> {
    return allPaymentsTo(this.#folder, account, orderId);
  }

  list(account: string | null): AsyncIterable<Entry> {
    return allEntries(this.#folder, account);
  }

  async takeOver(entry: Entry, owner: string): Promise<Entry | null> {
    const { id } = entry.intent;
    if (this.#held.has(id) || this.#taking.has(id)) return null;
    this.#appender.refusePoisoned(id, 'no');
    this.#taking.add(id);
    try {
      await this.#ready();
      return await this.#take(entry, owner);
    } finally {
      this.#taking.delete(id);
    }
  }

  async #take(entry: Entry, to: string): Promise<Entry | null> {
    const { id, owner } = entry.intent;
    // One's own name without holding it: an earlier attempt of this process failed half-way.
    const mayPass = async (current: string) =>
      current === NOBODY || current === to || (await this.#options.owner.isAlive(current)) === 'dead';
    if (!(await passOn(this.#folder, { id, first: entry.torn ? NOBODY : owner, to }, mayPass))) return null;
    const found = await this.#find(entry);
    if (found === null || stateOf(found.file.entry) === 'released') return null;
    const { name, file } = found;
    const { torn, intent, events } = file.entry;
    const held: Held = { id, name, torn, room: file.room, last: Promise.resolve() };
    if (!torn && (await this.#nameEntry(name, intent)) !== null && !mayBeWritten(file.entry)) {
      await this.#note(held, { type: 'released' });
      return null;
    }
    const event = await this.#note(held, { type: 'owner', owner: to });
    this.#held.set(id, held);
    return { intent, events: [...events, event], torn };
  }

  async giveUp(intent: Intent): Promise<void> {
    const held = this.#held.get(intent.id);
    if (held === undefined) return;
    await held.last;
    this.#held.delete(intent.id);
    const handing = { id: intent.id, first: held.torn ? NOBODY : intent.owner, to: NOBODY };
    await passOn(this.#folder, handing, async (current) => current === this.#options.owner.name);
  }

  accounts(): Promise<string[]> {
    return notedAccounts(this.#folder);
  }

  async noteAccount(account: string): Promise<boolean> {
    if (this.#accounts.has(account)) return false;
    const name = `account-${hashOf('account', account)}.json`;
    const seen = await this.#folder.exists(name);
    await this.#ready();
    const note = { account, firstWrite: new Date(this.#options.now()).toISOString() };
    const first = !seen && (await this.#folder.place(name, Buffer.from(`${JSON.stringify(note)}\n`)));
    this.#accounts.add(account);
    return first;
  }

  /** Names in the folder that are none of the journal's: left alone, and to be told to the user. */
  async foreign(): Promise<string[]> {
    return (await this.#folder.names()).filter((name) => kindOf(name) === null);
  }

  /** Resolves when nothing is under way in the background. What is held stays so until the owner is closed. */
  async close(): Promise<void> {
    await this.#sweeping;
  }

  async #ready(): Promise<void> {
    await this.#folder.ready();
    if (!this.#options.sweeps) return;
    this.#sweeping ??= sweep({
      folder: this.#folder,
      now: this.#options.now(),
      log: this.#options.log,
      takeOver: async (entry) => {
        const taken = await this.takeOver(entry, this.#options.owner.name);
        this.#held.delete(entry.intent.id);
        return taken;
      },
    });
  }

  async #note(held: Held, what: { type: 'released' } | { type: 'owner'; owner: string }): Promise<JournalEvent> {
    const event = { at: this.#options.now(), ...what };
    await this.#appender.append(held, event);
    return event;
  }

  /**
   * Gives an entry its names, as far as it lacks them, durably; null, or whose name somebody else has. A generation
   * without the one before it would not be found by who counts up from the first.
   */
  async #nameEntry(from: string, intent: Intent): Promise<'fingerprint' | 'key' | null> {
    const { id, account, key, generation, fingerprint } = intent;
    const before = generationName(stems.content(account, fingerprint), generation - 1);
    if (generation > 1 && !(await this.#folder.exists(before))) return 'fingerprint';
    const content = contentName(intent);
    if (!(await this.#folder.link(from, content)) && !(await this.#isAt(content, id))) return 'fingerprint';
    const free = (entry: Entry) => stateOf(entry) === 'released';
    if (!(await this.#linkNext(from, stems.key(account, key), id, free))) return 'key';
    if (intent.plan.payment !== undefined) {
      await this.#linkNext(from, stems.payments(account, intent.plan.payment.orderId), id, () => true);
    }
    await this.#folder.sync();
    return null;
  }

  async #isAt(name: string, id: string): Promise<boolean> {
    const found = await readFound(this.#folder, name);
    return isEntryFile(found) && found.entry.intent.id === id;
  }

  /** Links an entry under the first name of a stem that nobody has; false when one in the way does not let it pass. */
  async #linkNext(from: string, stem: string, id: string, passes: (entry: Entry) => boolean): Promise<boolean> {
    for (let generation = 1; ; generation += 1) {
      const name = generationName(stem, generation);
      if (await this.#folder.link(from, name)) return true;
      const found = await readFound(this.#folder, name);
      if (!isEntryFile(found)) continue;
      if (found.entry.intent.id === id) return true;
      if (!passes(found.entry)) return false;
    }
  }

  /** Where an entry stands now, under whichever of its names a crash has left. */
  async #find({ intent, torn }: Entry): Promise<{ name: string; file: EntryFile } | null> {
    const name = torn ? intent.id : contentName(intent);
    const file = await readFound(this.#folder, name, intent);
    if (isEntryFile(file) && file.entry.intent.id === intent.id) return { name, file };
    for await (const { name, found } of generations(this.#folder, stems.key(intent.account, intent.key), intent)) {
      if (isEntryFile(found) && found.entry.intent.id === intent.id) return { name, file: found };
    }
    return null;
  }
}
