// What the simulation has to notice when it is taken out of the product: each is a snippet of a source and what stands
// in its place. The product knows nothing of this; the snippets are replaced on their way into the bundle.
import { readFile } from 'node:fs/promises';

/** By name: `[file in src, snippet, replacement]`. */
export const BREAKS = {
  'key-claim': [
    [
      'writes/file-journal.ts',
      'if (!(await this.#linkNext(from, stems.key(account, key), id, free))) return false;',
      'await this.#linkNext(from, stems.key(account, key), id, free);',
    ],
  ],
  // Every claim takes the next number that is free, whatever its caller had read.
  'fingerprint-claim': [
    [
      'writes/file-journal.ts',
      'const file = formatIntent(intent);',
      `const numbered = async () => {
         while (await this.#folder.exists(contentName(intent))) intent.generation += 1;
         return this.#claimNumbered(intent);
       };
       return numbered();
     }
     #claimNumbered(intent) {
       const { id } = intent;
       const file = formatIntent(intent);`,
    ],
  ],
  'read-back': [
    ['writes/settle.ts', 'await look(lost, known, deps).catch(', "await Promise.resolve({ kind: 'none' }).catch("],
  ],
  bound: [['writes/settle.ts', 'settleMs - endedForMs(ledger.entry, index, deps.time)', '0']],
  'file-sync': [
    ['writes/journal-folder.ts', 'await file.sync();', ''],
    ['writes/journal-append.ts', '(grew ? file.sync() : file.syncData())', 'Promise.resolve()'],
  ],
  'folder-sync': [
    ['writes/journal-folder.ts', 'await this.disk.syncFolder(this.#folder).catch(', 'await Promise.resolve().catch('],
  ],
};

/** A plugin of esbuild that breaks the product so. @throws Error where a snippet is not there any more, or not once. */
export function breaking(name) {
  const changes = BREAKS[name];
  if (changes === undefined) throw new Error(`--break takes one of ${Object.keys(BREAKS).join(', ')}`);
  const left = new Set(changes.map(([file]) => file));
  return {
    name: `break ${name}`,
    setup(build) {
      build.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, async ({ path }) => {
        const wanted = changes.filter(([file]) => path.replaceAll('\\', '/').endsWith(`/src/${file}`));
        if (wanted.length === 0) return undefined;
        let contents = await readFile(path, 'utf8');
        for (const [file, snippet, replacement] of wanted) {
          const times = contents.split(snippet).length - 1;
          if (times !== 1) throw new Error(`--break ${name}: ${file} holds its snippet ${times} times: ${snippet}`);
          contents = contents.replace(snippet, () => replacement);
          left.delete(file);
        }
        return { contents, loader: 'ts' };
      });
      build.onEnd(() => {
        if (left.size > 0) throw new Error(`--break ${name}: ${[...left].join(', ')} is not in the bundle any more`);
      });
    },
  };
}
