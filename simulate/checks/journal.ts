import { FileJournal } from '../../src/writes/file-journal.js';
import { type Entry, stateOf, stepsOf } from '../../src/writes/journal.js';
import { SIM_FOLDER } from '../../test/support/journals.js';
import { claimed } from '../person.js';
import { nameOf } from '../records.js';
import { ACCOUNT } from '../server.js';
import type { Truth } from './truth.js';

/** The journal says of every record that it was written, and of none that was not. */
export async function checkJournal({ world, byName, byHand, standing }: Truth): Promise<void> {
  const entries = await readJournal(world);
  const known = new Map<string, string>();
  checkTokens(world, entries);
  let open = 0;
  for (const entry of entries) {
    const { key } = entry.intent;
    if (entry.torn) {
      open += 1;
      continue;
    }
    for (const name of claimed(entry)) {
      if (!byName.has(name)) world.find('disagreement', `the journal has ${name} under ${key}, Syncore has not`);
      const other = known.get(name);
      if (other !== undefined) world.find('disagreement', `the journal has ${name} under ${key} and under ${other}`);
      known.set(name, key);
      // Taken for what was sent: should that come to stand after all, the journal has not heard of it.
      if (byHand.has(name)) open += 1;
    }
    open += stepsOf(entry).filter(
      ({ status, id }) => status === 'sending' || status === 'in_doubt' || (status === 'done' && id === null),
    ).length;
    if (stateOf(entry) === 'released' && claimed(entry).length > 0) {
      world.find('disagreement', `what was written under ${key} was released`);
    }
  }
  const unknown = standing.filter(
    (record) => record.group !== null && !byHand.has(nameOf(record)) && !known.has(nameOf(record)),
  );
  if (unknown.length > open) {
    world.find('disagreement', `the journal does not know ${unknown.map(nameOf).join(', ')}; ${open} steps are open`);
  }
}

/** A confirmation is good once. */
function checkTokens(world: Truth['world'], entries: readonly Entry[]): void {
  const used = new Map<string, string>();
  for (const { intent } of entries.filter((entry) => !entry.torn && stateOf(entry) !== 'released')) {
    if (intent.token === undefined) continue;
    const other = used.get(intent.token);
    if (other !== undefined) world.find('disagreement', `one confirmation was good for ${other} and ${intent.key}`);
    used.set(intent.token, intent.key);
  }
}

async function readJournal({ disk, time }: Truth['world']): Promise<Entry[]> {
  const nobody = { name: 'reader', isAlive: async () => 'alive' as const, close: async () => {} };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const journal = new FileJournal({
    disk: disk.view(),
    folder: SIM_FOLDER,
    owner: nobody,
    now: () => time.now,
    log,
    sweeps: false,
  });
  const entries: Entry[] = [];
  for await (const entry of journal.list(ACCOUNT.id)) entries.push(entry);
  return entries;
}
