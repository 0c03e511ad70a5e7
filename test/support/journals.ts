import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/log.js';
import { type Disk, nodeDisk } from '../../src/writes/disk.js';
import { FileJournal } from '../../src/writes/file-journal.js';
import type { JournalBench, JournalProcess } from '../contracts/journal.js';
import { randomFrom, SimDisk, type SimView } from './sim-disk.js';
import { SimOwners } from './sim-owners.js';

/** Where journals lie on a simulated disk. */
export const SIM_FOLDER = join('/', 'state', 'journal');

export type OpenOptions = { disk: Disk; folder: string; owners: SimOwners; now?: () => number; sweeps?: boolean };

/** A process with a journal on some disk; `lines` is what it logged. */
export function openProcess({ disk, folder, owners, now = Date.now, sweeps = false }: OpenOptions) {
  const owner = owners.open();
  const lines: string[] = [];
  const log = createLog('debug', (line) => lines.push(line), now);
  const journal = new FileJournal({ disk, folder, owner, now, log, sweeps });
  return { journal, owner: owner.name, die: owner.die, lines };
}

/** A folder for one test on the disk of this machine. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'syncore-journal-'));
  return { path, [Symbol.asyncDispose]: async () => rm(path, { recursive: true, force: true }) };
}

export async function realBench(): Promise<JournalBench> {
  const folder = await temporaryFolder();
  const owners = new SimOwners();
  const disk = nodeDisk();
  return {
    process: async () => openProcess({ disk, folder: join(folder.path, 'state', 'journal'), owners }),
    close: async () => folder[Symbol.asyncDispose](),
  };
}

export type SimProcess = JournalProcess & { journal: FileJournal; view: SimView; lines: string[] };

export type SimBench = {
  disk: SimDisk;
  owners: SimOwners;
  process(): Promise<SimProcess>;
  close(): Promise<void>;
  /** The machine loses its power. */
  crash(): void;
};

export function simBench(seed = 1, options: { now?: () => number; sweeps?: boolean } = {}): SimBench {
  const disk = new SimDisk({ random: randomFrom(seed), ...(options.now === undefined ? {} : { now: options.now }) });
  const owners = new SimOwners();
  return {
    disk,
    owners,
    async process() {
      const view = disk.view();
      const opened = openProcess({ disk: view, folder: SIM_FOLDER, owners, ...options });
      const die = () => {
        view.kill();
        opened.die();
      };
      return { ...opened, view, die };
    },
    close: async () => {},
    crash() {
      owners.dieAll();
      disk.crash();
    },
  };
}
