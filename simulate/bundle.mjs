// The simulation as one module, made of the sources as they stand.
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Bundles `entry` of this folder into `outfile`.
 * @param plugins what is to be done to the sources on the way.
 */
export async function bundle(entry, outfile, plugins = []) {
  await esbuild.build({
    entryPoints: [here(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
    alias: { 'node:timers/promises': here('next-turn.ts') },
    plugins,
  });
}
