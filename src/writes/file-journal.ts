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
  recordEdited,
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
  allOfStem,
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
  /** Whether `now` can be relied on, as it can be unless told: what is old is not cleared away before. */
  isTimeKnown?: () => boolean;
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
  /** Entries that may be this process's for others to see, since taking them over failed half-way. */
  readonly #half = new Set<string>();
  readonly #accounts = new Set<string>();
  #sweeping: Promise<void> | null = null;

  constructor(options: FileJournalOptions) {
    this.#options = options;
    this.#folder = new JournalFolder(options.disk, options.folder, options.owner.name);
    this.#appender = new Appender(this.#folder);
  }

  async claim(intent: Intent): Promise<Claim> {
    await this.#ready();
    const { id } = intent;
    // It has its names before it is held: until then no other call of this process may take it for one that was left.
    this.#taking.add(id);
    try {
      return await this.#claim(intent);
    } finally {
      this.#taking.delete(id);
    }
  }

  #claim(intent: Intent): Promise<Claim> {
    const { id } = intent;
    const file = formatIntent(intent);
    return this.#folder.withTemporary(file, async (temporary) => {
      const held: Held = { id, name: temporary, torn: false, room: roomOf(file), last: Promise.resolve() };
      try {
        if (!(await this.#nameContent(temporary, intent))) return { won: false, by: 'fingerprint' };
        // From here on by its own name: a process whose clock is wrong may sweep the temporary one away.
        held.name = contentName(intent);
        if (!(await this.#nameRest(held.name, intent))) {
          await this.#note(held, { type: 'released' });
          return { won: false, by: 'key' };
        }
      } catch (error) {
        // Nothing was sent, and nobody shall have to wait for it: true whether or not it can be noted.
        await this.#note(held, { type: 'released' }).catch(() => {});
        throw error;
      }
      this.#held.set(id, held);
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

  async linkPayment(intent: Intent, orderId: number): Promise<void> {
    const held = this.#held.get(intent.id);
    if (held === undefined || intent.plan.payment !== undefined) return;
    await this.#linkNext(held.name, stems.payments(intent.account, orderId), intent.id, () => true);
    await this.#folder.sync();
  }

  paymentsTo(account: string, orderId: number): Promise<Entry[]> {
    return allOfStem(this.#folder, account, stems.payments(account, orderId));
  }

  editsOf(account: string, record: string): Promise<Entry[]> {
    return allOfStem(this.#folder, account, stems.edits(account, record));
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
      const taken = await this.#take(entry, owner);
      this.#half.delete(id);
      return taken;
    } catch (error) {
      this.#half.add(id);
      throw error;
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
    if (!torn && !(await this.#nameEntry(name, intent)) && !mayBeWritten(file.entry)) {
      await this.#note(held, { type: 'released' });
      return null;
    }
    const event = await this.#note(held, { type: 'owner', owner: to });
    this.#held.set(id, held);
    return { intent, events: [...events, event], torn };
  }

  async giveUp(intent: Intent): Promise<void> {
    const { id } = intent;
    const held = this.#held.get(id);
    if (held === undefined && !this.#half.has(id)) return;
    await held?.last;
    const handing = { id, first: held?.torn === true ? NOBODY : intent.owner, to: NOBODY };
    // Held until it is given up for others to see: where that fails it can be tried again.
    await passOn(this.#folder, handing, async (current) => current === this.#options.owner.name);
    this.#held.delete(id);
    this.#half.delete(id);
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
    const { sweeps, isTimeKnown } = this.#options;
    if (!sweeps || isTimeKnown?.() === false) return;
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

  /** Gives an entry its names, as far as it lacks them, durably; false where somebody else has one of them. */
  async #nameEntry(from: string, intent: Intent): Promise<boolean> {
    return (await this.#nameContent(from, intent)) && this.#nameRest(from, intent);
  }

  /** A generation without the one before it would not be found by who counts up from the first. */
  async #nameContent(from: string, intent: Intent): Promise<boolean> {
    const { id, account, generation, fingerprint } = intent;
    const before = generationName(stems.content(account, fingerprint), generation - 1);
    if (generation > 1 && !(await this.#folder.exists(before))) return false;
    const content = contentName(intent);
    return (await this.#folder.link(from, content)) || this.#isAt(content, id);
  }

  async #nameRest(from: string, intent: Intent): Promise<boolean> {
    const { id, account, key, plan } = intent;
    const free = (entry: Entry) => stateOf(entry) === 'released';
    if (!(await this.#linkNext(from, stems.key(account, key), id, free))) return false;
    if (plan.payment !== undefined) {
      await this.#linkNext(from, stems.payments(account, plan.payment.orderId), id, () => true);
    }
    const record = recordEdited(intent.plan);
    if (record !== null) await this.#linkNext(from, stems.edits(account, record), id, () => true);
    await this.#folder.sync();
    return true;
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
    for (const stem of stemsOf(intent)) {
      for await (const { name, found } of generations(this.#folder, stem, intent)) {
        if (isEntryFile(found) && found.entry.intent.id === intent.id) return { name, file: found };
      }
    }
    return null;
  }
}

/** Under which names, beside the one of its content, an entry stands. */
function stemsOf({ account, key, plan }: Intent): string[] {
  const record = recordEdited(plan);
  return [
    stems.key(account, key),
    ...(plan.payment === undefined ? [] : [stems.payments(account, plan.payment.orderId)]),
    ...(record === null ? [] : [stems.edits(account, record)]),
  ];
}
