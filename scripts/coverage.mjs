// Prepares what Node wrote about each server that the tests started, so that c8 can map it from dist/ back to src/:
// c8 compares its --include with the sources as they stand in the maps, where Node has made them file: addresses.
// Leaving everything else out makes the report twenty times faster.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Rewrites the files of folder `raw` in place; `dist` is the folder whose scripts count. */
export function prepareCoverage(raw, dist) {
  const ours = pathToFileURL(`${dist}${path.sep}`).href;
  const maps = {};
  for (const name of readdirSync(raw)) {
    const file = path.join(raw, name);
    const { result, 'source-map-cache': cache = {} } = JSON.parse(readFileSync(file, 'utf8'));
    for (const [url, { data, ...rest }] of Object.entries(cache)) {
      if (!url.startsWith(ours) || data === null || url in maps) continue;
      maps[url] = { ...rest, data: { ...data, sources: data.sources.map(asPath) } };
    }
    writeFileSync(file, JSON.stringify({ result: result.filter(({ url }) => url.startsWith(ours)) }));
  }
  writeFileSync(path.join(raw, 'maps.json'), JSON.stringify({ result: [], 'source-map-cache': maps }));
}

function asPath(source) {
  return source.startsWith('file:') ? fileURLToPath(source) : source;
}
