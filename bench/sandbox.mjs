// The project's sandbox within this process, bundled from its sources: the built program keeps it to itself.
import * as esbuild from 'esbuild';
import { inProject } from './harness.mjs';

/** The sandbox's own exports: `createSandbox` and `listen`. */
export async function loadSandbox() {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: "export { createSandbox } from './handler.js'; export { listen } from './listen.js';",
      resolveDir: inProject('src/sandbox'),
      loader: 'ts',
    },
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
