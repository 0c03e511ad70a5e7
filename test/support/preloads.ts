import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Seen from here, and from where the fault campaign is built to. */
const FOLDER = fileURLToPath(new URL('../../test/support/preloads/', import.meta.url));

/** How a disk fails, from one moment to the next. */
export type DiskMode = 'full' | 'read-only' | 'unsynced' | 'good';

export type Preload<What> = {
  /** What the program's environment needs. */
  env: Record<string, string>;
  set(what: What): Promise<void>;
};

/** A machine whose clock is off by so many milliseconds, once it is set; `folder` holds the file that says so. */
export function settableClock(folder: string): Preload<number> {
  return preload('clock', 'PRELOAD_CLOCK', folder);
}

/** A disk under the journal that fails when it is told to. */
export function failingDisk(folder: string): Preload<DiskMode> {
  return preload('disk', 'PRELOAD_DISK', folder);
}

/** A program that tells which modules it has loaded so far, itself among them. */
export function loadedModules(folder: string): Pick<Preload<never>, 'env'> & { names(): Promise<string[]> } {
  const { env } = preload('loaded', 'PRELOAD_LOADED', folder);
  const names = async () => (await readFile(join(folder, 'loaded'), 'utf8')).split('\n').filter((name) => name !== '');
  return { env, names };
}

function preload<What extends number | string>(name: string, variable: string, folder: string): Preload<What> {
  const control = join(folder, name);
  return {
    env: { NODE_OPTIONS: `--require ${join(FOLDER, `${name}.cjs`)}`, [variable]: control },
    async set(what) {
      // Never seen half written.
      await writeFile(`${control}.next`, String(what));
      await rename(`${control}.next`, control);
    },
  };
}
