// npm run faults: bundles the campaign from its sources and runs it against the built server.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const inProject = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

if (!existsSync(inProject('dist/main.js'))) {
  process.stderr.write('dist/main.js is not there: run `npm run build`\n');
  process.exit(2);
}
// Two folders deep, as the modules of test/support are: they find the built server from where they are.
const outfile = inProject('build/faults/main.mjs');
await esbuild.build({
  entryPoints: [inProject('faults/main.ts')],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});
await import(outfile);
