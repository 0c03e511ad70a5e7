import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reader } from '../client/reader.js';
import type { Writer } from '../client/writer.js';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';
import { accountOf } from './account-name.js';
import { nodeDisk } from './disk.js';
import { WriteEngine } from './engine.js';
import type { Entered } from './entered.js';
import { FileJournal, type FileJournalOptions } from './file-journal.js';
import type { Journal, Owner } from './journal.js';
import { openOwner } from './owner.js';
import { sealOf } from './seal.js';
import type { TrueTime } from './true-time.js';

/** What one account writes with: the engine, and the journal for whoever only reads it. */
export type Writes = { engine: WriteEngine; journal: Journal; close(): Promise<void> };

export type WritesOptions = {
  settings: Settings;
  reader: Reader;
  writer: Writer;
  clock: Clock;
  time: TrueTime;
  log: Log;
  /** Aborted when the account closes. */
  closing: AbortSignal;
  /** Told what has been entered or changed in Syncore. */
  entered?: (records: Entered[]) => void;
};

/** How long a process that neither takes nor refuses a connection counts as alive without more ado. */
const OWNER_TIMEOUT_MS = 1_000;
/** Hosts give a server that is to leave little more than half a second. */
const LAST_ANSWER_MS = 400;

/**
 * Opens the journal in the state folder, or for a run of the sandbox in a folder that goes with it.
 * @throws Failure `internal` where this process cannot be told alive from dead: then it must not write.
 */
export async function openWrites(options: WritesOptions): Promise<Writes> {
  const { settings, log } = options;
  const { folder, remove } = await stateFolder(settings.stateDir);
  const owner = await openOwner({
    folder: join(folder, 'owners'),
    temporaryFolder: tmpdir(),
    platform: process.platform,
    timeoutMs: OWNER_TIMEOUT_MS,
  });
  const account = accountOf(settings);
  // What is old is judged by Syncore's time: a clock that is years ahead must not clear the journal away.
  const { time } = options;
  const journal = openJournal(folder, {
    owner,
    now: () => time.now().at,
    log,
    sweeps: true,
    isTimeKnown: () => time.isKnown,
  });
  const ending = new AbortController();
  options.closing.addEventListener('abort', () => setTimeout(() => ending.abort(), LAST_ANSWER_MS).unref(), {
    once: true,
  });
  const engine = new WriteEngine({
    ...options,
    ending: ending.signal,
    journal,
    owner,
    account,
    mode: settings.confirmWrites,
    settleMs: settings.settleMs,
    writeReference: settings.writeReference,
    // Everybody knows the key of the sandbox: what is sealed with it would be open.
    seal: sealOf(settings.sandbox ? randomBytes(32).toString('hex') : `${account.id} ${settings.apiKey}`, randomBytes),
    random: randomBytes,
  });
  return {
    engine,
    journal,
    async close() {
      // Once others can tell that this process is gone, nothing of it may be written any more.
      await engine.parts.runs.idle();
      await journal.close();
      await owner.close();
      await remove();
    },
  };
}

/** The journal for looking into it: it claims nothing, takes nothing over and makes no folder. */
export function openJournalForReading(settings: Settings, clock: Clock, log: Log): FileJournal {
  const nobody: Owner = { name: 'reader', isAlive: async () => 'alive', close: async () => {} };
  // Without a state folder nothing was ever written here.
  const folder = settings.stateDir ?? join(tmpdir(), 'syncore-mcp-none');
  return openJournal(folder, { owner: nobody, now: () => clock.now(), log, sweeps: false });
}

function openJournal(folder: string, options: Omit<FileJournalOptions, 'disk' | 'folder'>): FileJournal {
  return new FileJournal({ ...options, disk: nodeDisk(), folder: join(folder, 'journal') });
}

async function stateFolder(stateDir: string | undefined): Promise<{ folder: string; remove(): Promise<void> }> {
  if (stateDir !== undefined) return { folder: stateDir, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'syncore-mcp-sandbox-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
