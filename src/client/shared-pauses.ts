import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../clock.js';

/** What one process learns of Syncore's limits, for the others of this machine to keep to. */
export type Pauses = {
  /** Until when all should wait, milliseconds since the epoch; 0 where nobody has said so. */
  until(): Promise<number>;
  tell(until: number): void;
};

/** How long what was read is good: a process that comes a moment late does no harm, a look at every request would. */
const LOOK_EVERY_MS = 200;
/** More than this nobody waits for; it comes from another clock, or from a file that is broken. */
const LONGEST_MS = 3_600_000;

/**
 * Pauses in a small file. Whatever is wrong with it, requests go on: it spares Syncore some requests, and is needed for
 * nothing else.
 */
export function filePauses(file: string, clock: Clock): Pauses {
  let known = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<number> | undefined;

  async function look(): Promise<number> {
    const told = Number(await readFile(file, 'utf8').catch(() => '0'));
    const now = clock.now();
    lookedAt = now;
    known = told > now && told <= now + LONGEST_MS ? Math.max(known, told) : known;
    return known;
  }

  return {
    async until() {
      // The clock was set back since.
      if (known > clock.now() + LONGEST_MS) known = 0;
      if (Math.abs(clock.now() - lookedAt) < LOOK_EVERY_MS) return known;
      looking ??= look().finally(() => {
        looking = undefined;
      });
      return looking;
    },
    tell(until) {
      if (until <= known) return;
      known = until;
      write(file, String(Math.round(until))).catch(() => {});
    },
  };
}

/** Whole or not at all: another process may be reading. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file).catch(async (error: unknown) => {
    await rm(temporary, { force: true });
    throw error;
  });
}
