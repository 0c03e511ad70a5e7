import { loadBundled } from './bundled.mjs';

/** The sandbox's own exports: `createSandbox` and `listen`. */
export async function loadSandbox() {
  const contents = "export { createSandbox } from './handler.js'; export { listen } from './listen.js';";
  return loadBundled(contents, 'src/sandbox');
}
