import type { Entry, Intent, JournalEvent } from './journal.js';
import { type EntryFile, generationName, kindOf, readEntry, stems, unknownIntent } from './journal-files.js';
import type { JournalFolder } from './journal-folder.js';

/** A file of the journal: an entry, one whose time is over, or none. */
export type Found = EntryFile | 'over' | 'missing';

export const isEntryFile = (found: Found): found is EntryFile => typeof found === 'object';

/** What a generation whose time is over counts as: its number is taken, and nothing else of it matters. */
const OVER: JournalEvent = { at: 0, type: 'released' };

/** Reads entries; `known` is what the place where it is looked for says of an intent that cannot be read. */
export async function readFound(folder: JournalFolder, name: string, known: Partial<Intent> = {}): Promise<Found> {
  const bytes = await folder.readTolerantly(name);
  if (bytes === null) return 'missing';
  const file = readEntry(name, bytes, unknownIntent(name, known));
  if (file === null) return 'over';
  if (file.entry.torn) file.entry.intent.at = Math.round((await folder.stat(name)).createdMs);
  return file;
}

/** Every file of a stem, counted up from the first: nothing else of the folder is looked at. */
export async function* generations(folder: JournalFolder, stem: string, known: Partial<Intent>) {
  for (let generation = 1; ; generation += 1) {
    const name = generationName(stem, generation);
    const found = await readFound(folder, name, known);
    if (found === 'missing') return;
    yield { name, found };
  }
}

export async function newestByKey(folder: JournalFolder, account: string, key: string): Promise<Entry | null> {
  let newest: Entry | null = null;
  for await (const { found } of generations(folder, stems.key(account, key), { account, key })) {
    newest = isEntryFile(found) ? found.entry : null;
  }
  return newest;
}

export async function allByFingerprint(folder: JournalFolder, account: string, fingerprint: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  const known = { account, fingerprint };
  for await (const { name, found } of generations(folder, stems.content(account, fingerprint), known)) {
    const over = () => ({ intent: unknownIntent(name, known), events: [OVER], torn: false });
    entries.push(isEntryFile(found) ? found.entry : over());
  }
  return entries;
}

export async function allOfStem(folder: JournalFolder, account: string, stem: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const { found } of generations(folder, stem, { account })) {
    if (isEntryFile(found)) entries.push(found.entry);
  }
  return entries;
}

/** Every entry of the folder, the newest first by when its file was made: events later on do not move it. */
export async function* allEntries(folder: JournalFolder, account: string | null): AsyncIterable<Entry> {
  const names = (await folder.names()).filter((name) => kindOf(name) === 'content');
  const made = new Map<string, number>();
  const ages = inBatches(names, async (name) => ({ name, createdMs: (await folder.stat(name)).createdMs }));
  for await (const { name, createdMs } of ages) made.set(name, createdMs);
  const age = (name: string) => made.get(name) ?? 0;
  names.sort((a, b) => age(b) - age(a) || (a < b ? 1 : -1));
  for await (const found of inBatches(names, (name) => readFound(folder, name))) {
    if (!isEntryFile(found)) continue;
    const { entry } = found;
    if (account === null || entry.torn || entry.intent.account === account) yield entry;
  }
}

/** As many as the system works on side by side; a reader who has seen enough has not paid for all. */
const BATCH = 16;

async function* inBatches<T>(names: string[], read: (name: string) => Promise<T>): AsyncIterable<T> {
  for (let from = 0; from < names.length; from += BATCH) {
    yield* await Promise.all(names.slice(from, from + BATCH).map(read));
  }
}

/** The accounts that are noted in the folder; a note that cannot be read is none. */
export async function notedAccounts(folder: JournalFolder): Promise<string[]> {
  const accounts: string[] = [];
  for (const name of (await folder.names()).filter((name) => kindOf(name) === 'account')) {
    const account = accountIn(await folder.readTolerantly(name));
    if (account !== null) accounts.push(account);
  }
  return accounts;
}

function accountIn(bytes: Buffer | null): string | null {
  try {
    const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '');
    const named = typeof value === 'object' && value !== null && 'account' in value;
    return named && typeof value.account === 'string' ? value.account : null;
  } catch {
    return null;
  }
}
