import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import { codeOf } from './disk.js';
import { type Entry, stateOf } from './journal.js';
import { kindOf, PRUNED } from './journal-files.js';
import { closing, type JournalFolder } from './journal-folder.js';
import { chainOf } from './journal-owners.js';
import { isEntryFile, readFound } from './journal-reading.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a key means the same write, and what a person can look up. */
export const KEPT_MS = 400 * DAY_MS;
const MARKER = 'swept';

export type SweepOptions = {
  folder: JournalFolder;
  now: number;
  log: Log;
  /** Null where somebody may be at work on the entry. */
  takeOver(entry: Entry): Promise<Entry | null>;
};

/**
 * Clears away what is older than 400 days and not in doubt, and what crashes left behind; at most once a day for all
 * processes, for it looks at every file. Never throws: a journal that cannot be cleared can still be kept.
 */
export async function sweep(options: SweepOptions): Promise<void> {
  const { folder, now, log } = options;
  try {
    if (!(await isDue(folder, now))) return;
    const counts = { pruned: 0, foreign: 0 };
    for (const name of await folder.names()) {
      const kind = kindOf(name);
      if (kind === null) counts.foreign += 1;
      if (kind !== 'temporary' && kind !== 'content') continue;
      const age = await ageIfThere(folder, name, now);
      if (kind === 'temporary' && age > HOUR_MS) await folder.disk.unlink(folder.path(name)).catch(() => {});
      if (kind === 'content' && age > KEPT_MS && (await prune(options, name))) counts.pruned += 1;
    }
    if (counts.foreign > 0) log.warn("the journal folder holds files that are not the journal's: left alone", counts);
    if (counts.pruned > 0) log.info('journal entries older than 400 days were cleared away', counts);
  } catch (error) {
    const cause = error instanceof Failure ? error.cause : error;
    log.warn('the journal folder could not be cleared', { code: codeOf(cause) });
  }
}

async function isDue(folder: JournalFolder, now: number): Promise<boolean> {
  // A mark from the future comes from a clock that was set back, and would hold for years.
  if ((await folder.exists(MARKER)) && Math.abs(await ageOf(folder, MARKER, now)) < DAY_MS) return false;
  await folder.disk.unlink(folder.path(MARKER)).catch(() => {});
  return folder.place(MARKER, Buffer.from(`${new Date(now).toISOString()}\n`));
}

/** As `ageOf`; zero for what has gone since it was listed: claims of other processes come and go. */
async function ageIfThere(folder: JournalFolder, name: string, now: number): Promise<number> {
  return ageOf(folder, name, now).catch((error: unknown) => {
    if (error instanceof Failure && codeOf(error.cause) === 'ENOENT') return 0;
    throw error;
  });
}

/** Since the last change. */
async function ageOf(folder: JournalFolder, name: string, now: number): Promise<number> {
  return now - (await folder.stat(name)).modifiedMs;
}

/** Empties an entry in its place, under all its names at once; false when it has to stay. */
async function prune({ folder, now, takeOver }: SweepOptions, name: string): Promise<boolean> {
  const found = await readFound(folder, name);
  if (!isEntryFile(found) || now - found.entry.intent.at <= KEPT_MS) return false;
  const { entry } = found;
  if (!(await isOver(entry, takeOver))) return false;
  for (const owner of (await chainOf(folder, entry.intent.id)).files) await folder.disk.unlink(folder.path(owner));
  const open = await folder.disk.open(folder.path(name));
  await closing(open, async () => {
    await open.write(PRUNED, 0);
    await open.truncate(PRUNED.length);
  });
  return true;
}

async function isOver(entry: Entry, takeOver: SweepOptions['takeOver']): Promise<boolean> {
  switch (stateOf(entry)) {
    case 'finished':
    case 'declined':
    case 'released':
      return !entry.torn;
    case 'claimed':
    case 'refused':
    case 'partial':
      return (await takeOver(entry)) !== null;
    case 'sending':
    case 'in_doubt':
      return false;
  }
}
