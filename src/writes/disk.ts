import { type FileHandle, link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An open file, to be changed. */
export type DiskFile = {
  /** Writes all of it, or throws. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Resolves when content and size are on the disk itself. */
  sync(): Promise<void>;
  /** The same for content alone, where the size did not change; cheaper. */
  syncData(): Promise<void>;
  close(): Promise<void>;
};

export type DiskStat = { size: number; modifiedMs: number; createdMs: number };

/**
 * What the journal asks of a file system, so that a simulation can stand in that loses what was not synced. Errors
 * carry Node's `code`.
 */
export type Disk = {
  /** A new file, readable by this user alone; EEXIST where there is one. */
  create(path: string): Promise<DiskFile>;
  open(path: string): Promise<DiskFile>;
  read(path: string): Promise<Buffer>;
  /** A second name for the same file; EEXIST, and nothing changed, where the name is taken. */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<DiskStat>;
  /** A folder and those above it, durably, for this user alone; nothing where it is there. */
  makeFolder(path: string): Promise<void>;
  /** Resolves when the names in a folder are on the disk itself. */
  syncFolder(path: string): Promise<void>;
};

/** The disk of this machine. */
export function nodeDisk(platform: NodeJS.Platform = process.platform): Disk {
  const disk: Disk = {
    create: async (path) => fileOf(await open(path, 'wx', 0o600)),
    open: async (path) => fileOf(await open(path, 'r+')),
    read: (path) => readFile(path),
    link,
    unlink,
    readdir: (path) => readdir(path),
    async stat(path) {
      const { size, mtimeMs, birthtimeMs } = await stat(path);
      return { size, modifiedMs: mtimeMs, createdMs: birthtimeMs };
    },
    async makeFolder(path) {
      const first = await mkdir(path, { recursive: true, mode: 0o700 });
      if (first === undefined) return;
      // Each new folder is a name in the one above it, which is synced for the same reason as the journal's own names.
      for (let made = path; made.length >= first.length; made = dirname(made)) await disk.syncFolder(dirname(made));
    },
    async syncFolder(path) {
      // Windows opens no folder for writing; NTFS logs names by itself.
      if (platform === 'win32') return;
      const folder = await open(path, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
  return platform === 'win32' ? patientDisk(disk) : disk;
}

function fileOf(handle: FileHandle): DiskFile {
  return {
    async write(bytes, position) {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    },
    truncate: (length) => handle.truncate(length),
    sync: () => handle.sync(),
    syncData: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/** What Windows says while a virus scanner or an indexer holds a file. */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** 1.3 s in all: scanners let go within tenths of a second, and a tool call must not hang on a real refusal. */
const WAITS_MS = [5, 10, 20, 40, 80, 160, 320, 640];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A disk whose files somebody else holds for moments: what is refused is tried again, within bounds. */
export function patientDisk(disk: Disk, sleep: (ms: number) => Promise<void> = pause): Disk {
  async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
    for (const ms of WAITS_MS) {
      try {
        return await attempt();
      } catch (error) {
        if (!HELD.has(codeOf(error))) throw error;
      }
      await sleep(ms);
    }
    return attempt();
  }
  // A sync is never tried again: after a failed one the system may drop what it could not write and say yes.
  const patientFile = (file: DiskFile): DiskFile => ({
    ...file,
    write: (bytes, position) => patiently(() => file.write(bytes, position)),
    truncate: (length) => patiently(() => file.truncate(length)),
  });
  return {
    create: async (path) => patientFile(await patiently(() => disk.create(path))),
    open: async (path) => patientFile(await patiently(() => disk.open(path))),
    read: (path) => patiently(() => disk.read(path)),
    link: (from, to) => patiently(() => disk.link(from, to)),
    unlink: (path) => patiently(() => disk.unlink(path)),
    readdir: (path) => patiently(() => disk.readdir(path)),
    stat: (path) => patiently(() => disk.stat(path)),
    makeFolder: (path) => patiently(() => disk.makeFolder(path)),
    syncFolder: (path) => disk.syncFolder(path),
  };
}

/** The `code` of a system error, such as ENOSPC; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
