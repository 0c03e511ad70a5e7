import { join } from 'node:path';
import { Failure } from '../failure.js';
import { codeOf, type Disk, type DiskFile } from './disk.js';
import { hashOf } from './journal-files.js';

/** What a file system says when it knows no hard links, or permits none; EISDIR is Windows on FAT and exFAT. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR', 'EXDEV']);
/** The process is short of something, and the file may be whole. */
const SHORTAGE = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/** One folder of files that come into being whole and durable, each name won by one process. */
export class JournalFolder {
  readonly disk: Disk;
  readonly #folder: string;
  readonly #process: string;
  #ready: Promise<void> | null = null;
  #temporaries = 0;

  /** `process` is a name that no other process has: its temporary files are told apart by it. */
  constructor(disk: Disk, folder: string, process: string) {
    this.disk = disk;
    this.#folder = folder;
    this.#process = hashOf('process', process);
  }

  /**
   * The folder is made when it is first written to, and never again: one that has gone since took what was known of
   * earlier writes with it.
   */
  ready(): Promise<void> {
    this.#ready ??= this.disk.makeFolder(this.#folder).catch((error) => {
      this.#ready = null;
      throw trouble(error);
    });
    return this.#ready;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** The content, or null where there is no such file. */
  async read(name: string): Promise<Buffer | null> {
    return this.disk.read(this.path(name)).catch((error) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw trouble(error);
    });
  }

  /** The same, but empty for a file that is there and cannot be read, as if it were torn. */
  async readTolerantly(name: string): Promise<Buffer | null> {
    try {
      return await this.disk.read(this.path(name));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      if (SHORTAGE.has(codeOf(error))) throw trouble(error);
    }
    // In a folder that may not be entered, no file can be told from one that is missing: then this throws.
    await this.stat(name);
    return Buffer.alloc(0);
  }

  async stat(name: string) {
    return this.disk.stat(this.path(name)).catch((error) => {
      throw trouble(error);
    });
  }

  async exists(name: string): Promise<boolean> {
    return this.disk.stat(this.path(name)).then(
      () => true,
      (error) => {
        if (codeOf(error) === 'ENOENT') return false;
        throw trouble(error);
      },
    );
  }

  /** All names; none where there is no folder yet. */
  async names(): Promise<string[]> {
    return this.disk.readdir(this.#folder).catch((error) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw trouble(error);
    });
  }

  /**
   * Writes a file durably under a name that nobody looks at, for `use` to link to where it shall be found. A file that
   * came into being under its final name would be seen empty by others.
   */
  async withTemporary<T>(bytes: Buffer, use: (name: string) => Promise<T>): Promise<T> {
    this.#temporaries += 1;
    const name = `temporary-${this.#process}-${this.#temporaries}`;
    try {
      const file = await this.disk.create(this.path(name));
      await closing(file, async () => {
        await file.write(bytes, 0);
        await file.sync();
      });
    } catch (error) {
      await this.#remove(name);
      throw trouble(error);
    }
    try {
      return await use(name);
    } finally {
      await this.#remove(name);
    }
  }

  /** Left over, it is swept away later. */
  async #remove(name: string): Promise<void> {
    await this.disk.unlink(this.path(name)).catch(() => {});
  }

  /** False when the name is taken. Durable after `sync`. */
  async link(from: string, to: string): Promise<boolean> {
    try {
      await this.disk.link(this.path(from), this.path(to));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw NO_LINKS.has(codeOf(error)) ? noLinks(error) : trouble(error);
    }
  }

  async sync(): Promise<void> {
    await this.disk.syncFolder(this.#folder).catch((error) => {
      throw trouble(error);
    });
  }

  /** A whole file under a name, durably; false when somebody has that name. */
  async place(name: string, bytes: Buffer): Promise<boolean> {
    return this.withTemporary(bytes, async (temporary) => {
      if (!(await this.link(temporary, name))) return false;
      await this.sync();
      return true;
    });
  }
}

/** Closes what was opened. A failure to close is none: what counts was synced before, or has failed by itself. */
export async function closing<T>(file: DiskFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await file.close().catch(() => {});
  }
}

const ELSEWHERE = 'or set SYNCORE_STATE_DIR to a folder on another local disk';

function noLinks(cause: unknown): Failure {
  const what = `The journal of writes needs hard links, and the file system of its folder has none (${codeOf(cause)})`;
  const how = 'Nothing was sent to Syncore. Set SYNCORE_STATE_DIR to a folder on a local disk (NTFS, APFS, ext4).';
  return new Failure('internal', `${what}. ${how}`, { cause });
}

/** A refusal before anything was sent. */
function trouble(cause: unknown): Failure {
  const { what, how } = explain(codeOf(cause));
  const message = `The journal of writes cannot be used: ${what}. Nothing was sent to Syncore. ${how}, then call again.`;
  return new Failure('internal', message, { retryable: true, cause });
}

/** What a system error means for the folder of the journal, and what a person can do. */
export function explain(code: string): { what: string; how: string } {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { what: `its disk is full (${code})`, how: `Make room on the disk, ${ELSEWHERE}` };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return { what: `its folder may not be read or written (${code})`, how: `Give this user the right, ${ELSEWHERE}` };
    case 'ENOENT':
    case 'ENOTDIR':
      return { what: `its folder is gone (${code})`, how: `Bring the folder back or restart the server, ${ELSEWHERE}` };
    default:
      return { what: `the disk failed (${code || 'no code'})`, how: `Check the disk, ${ELSEWHERE}` };
  }
}
