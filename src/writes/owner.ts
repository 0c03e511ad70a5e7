import { randomBytes } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { Failure } from '../failure.js';
import { codeOf, nodeDisk } from './disk.js';
import type { Owner } from './journal.js';

export type OwnerOptions = {
  /** Where the sockets of the processes that share a journal lie; on Windows pipes have a place of their own. */
  folder: string;
  /** Taken where a path in `folder` is too long for a socket. */
  temporaryFolder: string;
  platform: NodeJS.Platform;
  /** How long to wait for an owner that neither takes nor refuses; it then counts as alive. */
  timeoutMs: number;
};

/** `sun_path` of macOS holds 104 bytes with the zero at its end; Linux has four more. */
const LONGEST_PATH_BYTES = 103;
const DAY_MS = 86_400_000;
const OUR_SOCKET = /^syncore-mcp-[0-9a-f]{24}\.sock$/;
/** The system's own word that nobody listens. Everything else leaves it open, and open means alive. */
const NOBODY_LISTENS = new Set(['ECONNREFUSED', 'ENOENT']);

/**
 * Listens on a local socket for as long as this process lives: others tell by it that a claim has an owner. The system
 * closes it with the process, however that ends, and keeps it while the process is merely stopped.
 * @throws Failure `internal` where that is not possible: then this process must not write.
 */
export async function openOwner(options: OwnerOptions): Promise<Owner> {
  try {
    if (options.platform !== 'win32') {
      await nodeDisk(options.platform).makeFolder(options.folder);
      await removeStale(options);
    }
    return await listening(options);
  } catch (cause) {
    const what = `This process cannot listen on a local socket (${codeOf(cause)}), by which others tell that it lives`;
    const how =
      'Nothing was sent to Syncore. Set SYNCORE_STATE_DIR to a folder on a local disk that this user may write.';
    throw new Failure('internal', `${what}. ${how}`, { retryable: true, cause });
  }
}

async function listening(options: OwnerOptions): Promise<Owner> {
  const { platform, timeoutMs } = options;
  const name = nameFor(options);
  const guests = new Set<Socket>();
  const server = createServer((guest) => {
    guests.add(guest);
    guest.unref();
    guest.on('error', () => {});
    guest.on('close', () => guests.delete(guest));
    guest.resume();
  });
  await listen(server, name);
  server.unref();
  const watched = new Map<string, Socket>();
  return {
    name,
    async isAlive(other) {
      // A connection that stands is proof. A new one for each question would fill the queue of an owner that is
      // stopped, and a full queue refuses on some systems as a dead owner does.
      if (other === name || watched.has(other)) return 'alive';
      // Longer paths are cut off in silence, and what is asked then is another socket, or none.
      if (platform !== 'win32' && Buffer.byteLength(other) > LONGEST_PATH_BYTES) return 'alive';
      return askOwner(other, timeoutMs, watched);
    },
    async close() {
      for (const socket of [...watched.values(), ...guests]) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function nameFor({ folder, temporaryFolder, platform }: OwnerOptions): string {
  const id = `syncore-mcp-${randomBytes(12).toString('hex')}`;
  if (platform === 'win32') return `\\\\.\\pipe\\${id}`;
  const places = [folder, temporaryFolder, '/tmp'].map((place) => join(place, `${id}.sock`));
  return places.find((path) => Buffer.byteLength(path) <= LONGEST_PATH_BYTES) ?? join('/tmp', `${id}.sock`);
}

function listen(server: Server, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(name, () => {
      server.off('error', reject);
      // A later failure to take a guest must not end the process: the guest then finds us unsure, that is alive.
      server.on('error', () => {});
      resolve();
    });
  });
}

function askOwner(name: string, timeoutMs: number, watched: Map<string, Socket>): Promise<'alive' | 'dead'> {
  return new Promise((resolve) => {
    const socket = connect({ path: name });
    const timer = setTimeout(() => {
      resolve('alive');
      socket.destroy();
    }, timeoutMs);
    socket.unref();
    socket.once('connect', () => {
      clearTimeout(timer);
      if (watched.has(name)) socket.destroy();
      else watched.set(name, socket);
      resolve('alive');
    });
    socket.on('error', (error) => {
      clearTimeout(timer);
      if (!NOBODY_LISTENS.has(codeOf(error)) || watched.get(name) === socket) resolve('alive');
      else resolve(buried(name));
    });
    socket.on('close', () => {
      if (watched.get(name) === socket) watched.delete(name);
    });
    socket.resume();
  });
}

/** A name is never used twice, so that what is refused once stays so; only files that are ours by name are removed. */
async function buried(name: string): Promise<'dead'> {
  if (OUR_SOCKET.test(basename(name))) await unlink(name).catch(() => {});
  return 'dead';
}

/**
 * Sockets of processes that died before they claimed anything are named by no claim. Young ones are left alone: between
 * its name and its listening a socket refuses as a dead one does.
 */
async function removeStale({ folder, timeoutMs }: OwnerOptions): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => OUR_SOCKET.test(name))) {
    const path = join(folder, name);
    const made = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - made < DAY_MS) continue;
    const kept = new Map<string, Socket>();
    await askOwner(path, timeoutMs, kept);
    for (const socket of kept.values()) socket.destroy();
  }
}
