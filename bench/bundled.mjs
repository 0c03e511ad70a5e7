// Parts of the project's sources within this process, which the built program keeps to itself.
import * as esbuild from 'esbuild';
import { inProject } from './harness.mjs';

/** The exports of `contents`, whose imports are relative to the folder `of` of the project. */
export async function loadBundled(contents, of) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: inProject(of), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
    logLevel: 'warning',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}
