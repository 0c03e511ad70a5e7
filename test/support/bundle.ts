import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A program of this folder as one file that Node starts, for tests that need processes of their own. */
export async function bundle(program: string): Promise<AsyncDisposable & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'syncore-test-'));
  const path = join(folder, 'program.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL(program, import.meta.url))],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return { path, [Symbol.asyncDispose]: async () => rm(folder, { recursive: true, force: true }) };
}
