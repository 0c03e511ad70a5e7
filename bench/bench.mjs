// Measures the built server against its goals: `npm run bench`, or one part of it with `npm run bench -- --only start`.
// A new section is one file in sections/ and one line in SECTIONS below.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inProject } from './harness.mjs';
import { printSection, printSummary } from './print.mjs';
import * as calls from './sections/calls.mjs';
import * as insight from './sections/insight.mjs';
import * as paging from './sections/paging.mjs';
import * as sizes from './sections/sizes.mjs';
import * as start from './sections/start.mjs';
import * as writes from './sections/writes.mjs';

const SECTIONS = { sizes, start, calls, paging, insight, writes };

const HELP = `npm run bench -- [options]
  --only a,b     some sections: ${Object.keys(SECTIONS).join(', ')}
  --rounds N     paired rounds of start-up (31)
  --server FILE  another build of the server in place of dist/main.js, to compare two
  --json         everything as JSON, with all samples
  --check        exit 1 when a goal is missed
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: Object.keys(SECTIONS).join(',') },
      rounds: { type: 'string', default: '31' },
      server: { type: 'string', default: inProject('dist/main.js') },
      json: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
    },
  });
  const options = {
    ...values,
    names: values.only.split(','),
    rounds: Number(values.rounds),
    server: resolve(values.server),
  };
  const unknown = options.names.find((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown !== undefined)
    throw new Error(`there is no section ${unknown}; there are ${Object.keys(SECTIONS).join(', ')}`);
  if (!Number.isInteger(options.rounds) || options.rounds < 1)
    throw new Error('--rounds must be a whole number from 1');
  if (!existsSync(options.server)) throw new Error(`${options.server} is not there: run \`npm run build\``);
  return options;
}

async function main() {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const options = readOptions();
  const machine = { node: process.version, platform: process.platform, arch: process.arch, cpus: cpus().length };
  const print = options.json ? () => {} : (text) => process.stdout.write(text);
  print(`Node ${machine.node} on ${machine.platform} ${machine.arch}, ${machine.cpus} CPUs\n`);
  const results = {};
  for (const name of options.names) {
    const { title, run } = SECTIONS[name];
    results[name] = { title, ...(await run(options)) };
    print(printSection(name, results[name]));
  }
  const missed = Object.values(results).flatMap(({ figures }) => figures.filter(({ met }) => met === false));
  print(printSummary(missed));
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, results }, null, 1)}\n`);
  if (options.check && missed.length > 0) process.exitCode = 1;
}

main().catch((error) => {
  process.stderr.write(`The benchmark broke off: ${error.stack}\n`, () => process.exit(1));
});
