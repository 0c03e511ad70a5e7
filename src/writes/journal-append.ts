import { Failure } from '../failure.js';
import { codeOf, type DiskFile } from './disk.js';
import type { JournalEvent } from './journal.js';
import { formatEvent, moreRoom, OUTCOME_ROOM_BYTES, type Room } from './journal-files.js';
import { closing, explain, type JournalFolder } from './journal-folder.js';

/** The file of an entry that this process may append to. */
export type Held = {
  id: string;
  name: string;
  torn: boolean;
  room: Room;
  /** The append under way, or the last one. */
  last: Promise<void>;
};

/** Appends events durably, and remembers what it can no longer vouch for. */
export class Appender {
  readonly #folder: JournalFolder;
  /** Entries of which a sync failed: the system may have dropped what it could not write, and says yes next time. */
  readonly #poisoned = new Set<string>();

  constructor(folder: JournalFolder) {
    this.#folder = folder;
  }

  /** One after another, in the order of the calls. */
  append(held: Held, event: JournalEvent): Promise<void> {
    const work = held.last.then(() => this.#write(held, event));
    held.last = work.catch(() => {});
    return work;
  }

  /** @throws Failure for an entry of which a sync failed in this process. */
  refusePoisoned(id: string, written: 'no' | 'unknown'): void {
    if (this.#poisoned.has(id)) throw notNoted(written, undefined);
  }

  async #write(held: Held, event: JournalEvent): Promise<void> {
    const { id, room } = held;
    const written = event.type === 'sending' ? 'no' : 'unknown';
    this.refusePoisoned(id, written);
    const bytes = formatEvent(event, held.torn);
    const end = room.end + bytes.length;
    try {
      const file = await this.#folder.disk.open(this.#folder.path(held.name));
      await closing(file, async () => {
        const grew = await makeRoom(file, room, end, event);
        // Should it fail half-way, the next event goes over what came to stand there.
        await file.write(bytes, room.end);
        await (grew ? file.sync() : file.syncData()).catch((error) => {
          this.#poisoned.add(id);
          throw error;
        });
      });
    } catch (error) {
      throw notNoted(written, error);
    }
    room.end = end;
  }
}

/** Room is made before something is sent, not when its outcome is known and the disk may be full. */
async function makeRoom(file: DiskFile, room: Room, end: number, event: JournalEvent): Promise<boolean> {
  const missing = end + (event.type === 'sending' ? OUTCOME_ROOM_BYTES : 0) - room.size;
  if (missing <= 0) return false;
  const more = moreRoom(missing);
  await file.write(more, room.size);
  room.size += more.length;
  return true;
}

function notNoted(written: 'no' | 'unknown', cause: unknown): Failure {
  const { what, how } = explain(codeOf(cause));
  const sent = written === 'no' ? 'Nothing was sent to Syncore for this step.' : 'It may have been done in Syncore.';
  const message = `A write could not be noted in the journal: ${what}. ${sent} ${how}.`;
  return new Failure('internal', message, { written, cause });
}
