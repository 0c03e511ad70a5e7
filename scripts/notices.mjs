import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The licences of all packages that a bundle holds, as their authors ask for; sorted, so that it is deterministic. */
export async function thirdPartyNotices(root, { inputs, outputs }) {
  const bundled = new Set(Object.values(outputs).flatMap((output) => Object.keys(output.inputs)));
  const folders = new Set(
    Object.keys(inputs)
      .filter((input) => bundled.has(input))
      .map(packageFolder),
  );
  folders.delete(undefined);
  const notices = await Promise.all([...folders].sort().map((folder) => notice(path.join(root, folder))));
  const head = 'The files of this folder contain the following packages, each under its own licence.\n';
  return [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/dist/x.js` belongs to `node_modules/a/node_modules/@b/c`. */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

async function notice(folder) {
  const { name, version, license, homepage } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} comes without a licence file; say how it may be passed on`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const head = `${name} ${version} (${license})${homepage ? `, ${homepage}` : ''}\n`;
  return `${[head, ...texts.map((text) => text.trim())].join('\n')}\n`;
}
