import { basename, dirname } from 'node:path';
import type { Disk, DiskFile, DiskStat } from '../../src/writes/disk.js';

/** What a process asks of the disk, for hooks that delay, fail or kill. */
export type Operation = keyof Disk | keyof DiskFile;

type Change = { position: number; bytes: Buffer } | { length: number };
type Inode = {
  /** What every process sees. */
  data: Buffer;
  /** What a crash of the machine leaves for certain. */
  durable: Buffer;
  unsynced: Change[];
  links: number;
  createdMs: number;
  modifiedMs: number;
};
type Naming = { name: string; inode: Inode | null };
type Folder = { names: Map<string, Inode>; durable: Map<string, Inode>; unsynced: Naming[] };

/** The disk as one process sees it. */
export type SimView = Disk & {
  /** Called before each operation: it may wait, throw (the operation fails so), or kill. */
  before: ((operation: Operation, path: string) => void | Promise<void>) | null;
  /** From here on nothing that the process asks for happens, and nothing answers it. */
  kill(): void;
};

export type SimDiskOptions = {
  /** 0 to below 1; every choice that a crash leaves open is drawn from it. */
  random: () => number;
  now?: () => number;
};

const SECTOR_BYTES = 512;

/**
 * A disk in memory with a page cache over it. Processes see each other's writes at once; a crash of the machine keeps
 * what was synced, and of the rest any part: nothing, a beginning, some sectors, some names. A failed sync has lost what
 * it should have written, though all see it, as Linux does it. Folders themselves are durable at once.
 */
export class SimDisk {
  /** Bytes that may still be allocated; overwriting takes none. */
  freeBytes = Number.POSITIVE_INFINITY;
  hardLinks = true;
  readonly #folders = new Map<string, Folder>();
  readonly #random: () => number;
  readonly #now: () => number;
  #machine = 0;
  #ticks = 0;

  constructor({ random, now }: SimDiskOptions) {
    this.#random = random;
    // Without a clock, files still have an order.
    this.#now =
      now ??
      (() => {
        this.#ticks += 1;
        return this.#ticks;
      });
  }

  /** The power goes: every process is gone, and what was not synced is kept, torn or lost. */
  crash(): void {
    this.#machine += 1;
    const inodes = new Set<Inode>();
    for (const folder of this.#folders.values()) {
      for (const inode of [...folder.names.values(), ...folder.durable.values()]) inodes.add(inode);
      for (const { inode } of folder.unsynced) if (inode !== null) inodes.add(inode);
      for (const naming of this.#kept(folder.unsynced)) rename(folder.durable, naming);
      folder.unsynced = [];
      folder.names = new Map(folder.durable);
    }
    for (const inode of inodes) {
      for (const change of this.#kept(inode.unsynced)) inode.durable = apply(inode.durable, change);
      inode.unsynced = [];
      inode.data = Buffer.from(inode.durable);
      inode.links = 0;
    }
    for (const folder of this.#folders.values()) for (const inode of folder.names.values()) inode.links += 1;
  }

  /** Names in a folder, as all see it. */
  names(folder: string): string[] {
    return [...(this.#folders.get(folder)?.names.keys() ?? [])].sort();
  }

  /** Puts a file there by hand, durably: what somebody else, or another time, has left. */
  put(path: string, content: string | Buffer): void {
    const data = Buffer.from(content);
    const at = this.#now();
    const inode = { data, durable: Buffer.from(data), unsynced: [], links: 1, createdMs: at, modifiedMs: at };
    const folder = this.#folder(path);
    folder.names.set(basename(path), inode);
    folder.durable.set(basename(path), inode);
  }

  /** Takes a folder away with all in it. */
  removeFolder(path: string): void {
    this.#folders.delete(path);
  }

  /** The disk for one more process. */
  view(): SimView {
    const machine = this.#machine;
    let killed = false;
    const ask = async <T>(operation: Operation, path: string, act: () => T): Promise<T> => {
      const dead = () => killed || machine !== this.#machine;
      if (!dead()) await view.before?.(operation, path);
      return dead() ? new Promise<never>(() => {}) : act();
    };
    const fileOf = (inode: Inode, path: string): DiskFile => ({
      write: (bytes, position) => ask('write', path, () => this.#write(inode, Buffer.from(bytes), position)),
      truncate: (length) => ask('truncate', path, () => this.#change(inode, { length })),
      sync: () => synced('sync', path, inode),
      syncData: () => synced('syncData', path, inode),
      close: () => ask('close', path, () => {}),
    });
    const synced = async (operation: Operation, path: string, inode: Inode) => {
      try {
        await ask(operation, path, () => {
          for (const change of inode.unsynced) inode.durable = apply(inode.durable, change);
        });
      } finally {
        inode.unsynced = [];
      }
    };
    const view: SimView = {
      before: null,
      kill: () => {
        killed = true;
      },
      create: (path) => ask('create', path, () => fileOf(this.#create(path), path)),
      open: (path) => ask('open', path, () => fileOf(this.#inode(path), path)),
      read: (path) => ask('read', path, () => Buffer.from(this.#inode(path).data)),
      link: (from, to) => ask('link', to, () => this.#link(from, to)),
      unlink: (path) => ask('unlink', path, () => this.#unlink(path)),
      readdir: (path) => ask('readdir', path, () => [...this.#folderAt(path).names.keys()]),
      stat: (path) => ask('stat', path, () => statOf(this.#inode(path))),
      makeFolder: (path) =>
        ask('makeFolder', path, () => {
          if (!this.#folders.has(path)) {
            this.#folders.set(path, { names: new Map(), durable: new Map(), unsynced: [] });
          }
        }),
      syncFolder: (path) =>
        ask('syncFolder', path, () => {
          const folder = this.#folderAt(path);
          for (const naming of folder.unsynced) rename(folder.durable, naming);
          folder.unsynced = [];
        }),
    };
    return view;
  }

  /** What a crash keeps of changes that were not synced. */
  #kept<T extends Change | Naming>(changes: T[]): T[] {
    const choice = this.#random();
    if (choice < 0.25) return [];
    if (choice < 0.4) return changes;
    if (choice < 0.7) {
      const whole = Math.floor(this.#random() * (changes.length + 1));
      return changes.slice(0, whole + 1).map((change, index) => (index < whole ? change : this.#cut(change)));
    }
    return changes.filter(() => this.#random() < 0.5).flatMap((change) => this.#pieces(change));
  }

  /** The beginning of a write; a name is there or not. */
  #cut<T extends Change | Naming>(change: T): T {
    if (!('bytes' in change)) return change;
    return { ...change, bytes: change.bytes.subarray(0, Math.floor(this.#random() * (change.bytes.length + 1))) };
  }

  /** Some sectors of a write. What lies beyond the old end, and was not written, is zeros. */
  #pieces<T extends Change | Naming>(change: T): T[] {
    if (!('bytes' in change)) return [change];
    const pieces: T[] = [];
    for (let at = 0; at < change.bytes.length; ) {
      const next = at + SECTOR_BYTES - ((change.position + at) % SECTOR_BYTES);
      const piece = { ...change, bytes: change.bytes.subarray(at, next), position: change.position + at };
      if (this.#random() < 0.7) pieces.push(piece);
      at = next;
    }
    return pieces;
  }

  #folder(path: string): Folder {
    return this.#folderAt(dirname(path));
  }

  #folderAt(path: string): Folder {
    const folder = this.#folders.get(path);
    if (folder === undefined) throw systemError('ENOENT');
    return folder;
  }

  #inode(path: string): Inode {
    const inode = this.#folder(path).names.get(basename(path));
    if (inode === undefined) throw systemError('ENOENT');
    return inode;
  }

  #name(folder: Folder, naming: Naming): void {
    rename(folder.names, naming);
    folder.unsynced.push(naming);
  }

  #create(path: string): Inode {
    const folder = this.#folder(path);
    if (folder.names.has(basename(path))) throw systemError('EEXIST');
    const at = this.#now();
    const empty = Buffer.alloc(0);
    const inode = { data: empty, durable: empty, unsynced: [], links: 1, createdMs: at, modifiedMs: at };
    this.#name(folder, { name: basename(path), inode });
    return inode;
  }

  #link(from: string, to: string): void {
    const inode = this.#inode(from);
    if (!this.hardLinks) throw systemError('EPERM');
    const folder = this.#folder(to);
    if (folder.names.has(basename(to))) throw systemError('EEXIST');
    inode.links += 1;
    this.#name(folder, { name: basename(to), inode });
  }

  #unlink(path: string): void {
    const inode = this.#inode(path);
    inode.links -= 1;
    if (inode.links === 0) this.freeBytes += inode.data.length;
    this.#name(this.#folder(path), { name: basename(path), inode: null });
  }

  #write(inode: Inode, bytes: Buffer, position: number): void {
    const growth = Math.max(0, position + bytes.length - inode.data.length);
    const short = Math.max(0, growth - this.freeBytes);
    if (short < bytes.length) this.#change(inode, { position, bytes: bytes.subarray(0, bytes.length - short) });
    if (short > 0) throw systemError('ENOSPC');
  }

  #change(inode: Inode, change: Change): void {
    const before = inode.data.length;
    inode.data = apply(inode.data, change);
    inode.unsynced.push(change);
    inode.modifiedMs = this.#now();
    this.freeBytes -= inode.data.length - before;
  }
}

function apply(data: Buffer, change: Change): Buffer {
  if ('length' in change) return Buffer.from(data.subarray(0, change.length));
  const end = change.position + change.bytes.length;
  const changed = end <= data.length ? data : Buffer.concat([data, Buffer.alloc(end - data.length)]);
  change.bytes.copy(changed, change.position);
  return changed;
}

function rename(names: Map<string, Inode>, { name, inode }: Naming): void {
  if (inode === null) names.delete(name);
  else names.set(name, inode);
}

const statOf = ({ data, createdMs, modifiedMs }: Inode): DiskStat => ({ size: data.length, createdMs, modifiedMs });

/** An error as Node gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

/** Numbers that a seed repeats: mulberry32, public domain, by Tommy Ettinger. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
