// Builds dist/: main.js, chunks loaded on demand, and the licences of what is inside. Deterministic.
//
// Two passes. Splitting wants ES modules; CommonJS starts a third faster (no asynchronous module graph), so each file
// is turned into CommonJS afterwards, where `import()` becomes a `require` at the time of need.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/** @type {esbuild.BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  write: false,
  logLevel: 'warning',
  charset: 'utf8',
  legalComments: 'eof',
  alias: { '@modelcontextprotocol/server/_shims': './src/mcp/shims.ts' },
  define: { PACKAGE_VERSION: JSON.stringify(version) },
};

/**
 * What main.js does before it loads the chunks; imports come first in a module, so it cannot stand in one. Node 22 and
 * newer keep compiled code between starts: a tenth off there. zod, which keeps its settings here, writes code for each
 * object that it reads: that pays only for what is read thousands of times, and is two milliseconds at a start.
 */
const PRELUDE = `#!/usr/bin/env node
require('node:module').enableCompileCache?.();
globalThis.__zod_globalConfig = { jitless: true };
`;

/** Runs src/listing.ts now, so that no start has to. */
async function makeListing() {
  const { outputFiles } = await esbuild.build({ ...shared, entryPoints: ['src/listing.ts'], outfile: 'listing.mjs' });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { listing } = await import(`data:text/javascript;base64,${code}`);
  return JSON.stringify(listing);
}

/** Puts the listing's JSON in the place of the module that makes it. JSON.parse of a text is faster than a literal. */
function listingPlugin(json) {
  return {
    name: 'listing',
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/]listing\.ts$/ }, () => ({
        contents: `export const listing = JSON.parse(${JSON.stringify(json)});`,
        loader: 'js',
      }));
    },
  };
}

async function bundle() {
  return esbuild.build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outdir: dist,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
    // Inline, so that the second pass carries it on.
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [listingPlugin(await makeListing())],
  });
}

/**
 * One file as CommonJS. Where it holds code of ours, but for what stands in for a library's, there is a source map beside
 * it: for coverage, not in the package.
 */
async function asCommonJs({ path: file, text }) {
  const { code, map } = await esbuild.transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    sourcemap: 'external',
    sourcesContent: false,
    sourcefile: path.basename(file),
    charset: 'utf8',
    legalComments: 'eof',
  });
  const prelude = path.basename(file) === 'main.js' ? PRELUDE : '';
  const { mappings, ...rest } = JSON.parse(map);
  if (!rest.sources.some((source) => /^(\.\.\/)+src\/(?!mcp\/shims\.ts$)/.test(source)))
    return [[file, await shortened(code)]];
  // Each `;` of the mappings is a line of code.
  const moved = { ...rest, mappings: `${';'.repeat(prelude.split('\n').length - 1)}${mappings}` };
  return [
    [`${file}.map`, JSON.stringify(moved)],
    [file, `${prelude}${code}//# sourceMappingURL=${path.basename(file)}.map\n`],
  ];
}

/** Libraries as nobody needs to read them: what is shorter is compiled sooner. Names stay, for they show in errors. */
async function shortened(code) {
  const options = {
    minifyWhitespace: true,
    minifySyntax: true,
    target: 'node20',
    charset: 'utf8',
    legalComments: 'eof',
  };
  return (await esbuild.transform(code, options)).code;
}

/** What was built before stays until what replaces it is there: a server may be starting just now. */
async function writeDist(files) {
  await mkdir(path.join(dist, 'chunks'), { recursive: true });
  for (const [file, text] of files) await writeFile(file, text);
  await chmod(path.join(dist, 'main.js'), 0o755);
  const written = new Set(files.map(([file]) => file));
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !written.has(file)) await rm(file);
  }
}

const { outputFiles, metafile } = await bundle();
const code = (await Promise.all(outputFiles.map(asCommonJs))).flat();
// main.js goes last: it names the chunks.
code.sort(([a], [b]) => Number(a.endsWith('main.js')) - Number(b.endsWith('main.js')));
await writeDist([
  [path.join(dist, 'package.json'), '{"type":"commonjs"}\n'],
  [path.join(dist, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, metafile)],
  ...code,
]);
