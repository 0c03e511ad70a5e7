import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../src/log.js';
import { type Disk, type DiskFile, nodeDisk } from '../../src/writes/disk.js';
import { FileJournal } from '../../src/writes/file-journal.js';
import type { Claim, Intent, JournalEvent } from '../../src/writes/journal.js';
import { openOwner } from '../../src/writes/owner.js';

/*
 * A process with a journal, for tests that need a real one. `race`: claims what it is sent, at the moment it is told.
 * `die <n>`: writes one write, and kills itself before its disk operation number n.
 */

export type Order = { intent: Intent; startMs: number };
export type Answer = { ready: true } | { claim: Claim };

const [mode, folder = '', stop = '', intent = ''] = process.argv.slice(2);

async function openJournal(disk: Disk) {
  const places = { folder: join(folder, 'owners'), temporaryFolder: folder };
  const owner = await openOwner({ ...places, platform: process.platform, timeoutMs: 1000 });
  const log = createLog('silent', () => {});
  const path = join(folder, 'journal');
  return { owner, journal: new FileJournal({ disk, folder: path, owner, now: Date.now, log, sweeps: false }) };
}

function tell(answer: Answer): void {
  process.send?.(answer);
}

async function race(): Promise<void> {
  const { journal } = await openJournal(nodeDisk());
  process.on('message', (order: Order) => {
    // Turning round until then brings both processes to the line within microseconds.
    while (Date.now() < order.startMs);
    journal.claim(order.intent).then(
      (claim) => tell({ claim }),
      () => process.exit(1),
    );
  });
  tell({ ready: true });
}

/** A disk that ends the process before its operation number `last`, as a user's kill -9 does. */
function deadly(disk: Disk, last: number): Disk {
  let asked = 0;
  const counted = <Args extends unknown[], T>(operation: (...args: Args) => Promise<T>) => {
    return (...args: Args): Promise<T> => {
      asked += 1;
      if (asked === last) process.kill(process.pid, 'SIGKILL');
      return operation(...args);
    };
  };
  const deadlyFile = (file: DiskFile): DiskFile => ({
    write: counted(file.write),
    truncate: counted(file.truncate),
    sync: counted(file.sync),
    syncData: counted(file.syncData),
    close: counted(file.close),
  });
  return {
    create: counted(async (path: string) => deadlyFile(await disk.create(path))),
    open: counted(async (path: string) => deadlyFile(await disk.open(path))),
    read: counted(disk.read),
    link: counted(disk.link),
    unlink: counted(disk.unlink),
    readdir: counted(disk.readdir),
    stat: counted(disk.stat),
    makeFolder: counted(disk.makeFolder),
    syncFolder: counted(disk.syncFolder),
  };
}

async function die(): Promise<void> {
  const written: Intent = JSON.parse(intent);
  const { journal, owner } = await openJournal(deadly(nodeDisk(), Number(stop)));
  const mine = { ...written, owner: owner.name };
  // Written at once, so that what was told is known whatever comes next.
  if ((await journal.claim(mine)).won) writeSync(1, 'won\n');
  const events: JournalEvent[] = [
    { at: 1, type: 'sending', step: 0, before: [] },
    { at: 2, type: 'done', step: 0, id: 70 },
    { at: 3, type: 'finished' },
  ];
  for (const event of events) {
    await journal.append(mine, event);
    writeSync(1, `${event.type}\n`);
  }
  process.exit(0);
}

await (mode === 'race' ? race() : die());
