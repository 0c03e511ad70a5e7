import { hashOf } from './journal-files.js';
import type { JournalFolder } from './journal-folder.js';

/** The owner of an entry that was given up. */
export const NOBODY = '';

/*
 * Who holds an entry is a chain of small files: the name of each follows from the entry and everything before it, so
 * that each place in the chain has one winner, and a crash that loses a link leaves what came after it unreachable. A
 * chain that loses links goes back to owners who died with the machine.
 */

/**
 * Hands an entry from its present owner to another where `mayPass` agrees; false when it does not, or when somebody
 * else was faster. `first` is the owner that the intent names.
 */
export async function passOn(
  folder: JournalFolder,
  entry: { id: string; first: string; to: string },
  mayPass: (current: string) => Promise<boolean>,
): Promise<boolean> {
  const { owner, next } = await chainOf(folder, entry.id);
  if (!(await mayPass(owner ?? entry.first))) return false;
  return folder.place(next, Buffer.from(`${JSON.stringify({ owner: entry.to })}\n`));
}

/** The chain of an entry: its files, whom the last names, and the name that whoever is next has to win. */
export async function chainOf(folder: JournalFolder, id: string) {
  const files: string[] = [];
  let owner: string | null = null;
  let next = ownerFile(hashOf('owner', id));
  for (let file = await folder.read(next); file !== null; file = await folder.read(next)) {
    const text = file.toString('utf8');
    owner = ownerIn(text);
    files.push(next);
    next = ownerFile(hashOf(next, text));
  }
  return { files, owner, next };
}

const ownerFile = (hash: string) => `owner-${hash}.json`;

/** What makes no sense was torn by a crash of the machine, which no owner lived through. */
function ownerIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const named = typeof value === 'object' && value !== null && 'owner' in value;
    return named && typeof value.owner === 'string' ? value.owner : NOBODY;
  } catch {
    return NOBODY;
  }
}
