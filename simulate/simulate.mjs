// npm run simulate: the write engine, its journal and the sandbox in one process, on a simulated clock, network and
// disk; each seed is one exact history. Says how many writes were doubled, lost, or told as done and are not.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { BREAKS, breaking } from './breaks.mjs';
import { bundle } from './bundle.mjs';
import { breaksPromise, printHistory, printSums } from './print.mjs';

const HELP = `npm run simulate -- [options]
  --histories N  how many (100000)
  --seconds N    not longer than this
  --seed N       one history, told from its beginning to its end
  --from N       the first seed (1)
  --workers N    as many at a time (one for each core)
  --break NAME   takes a guard out of the product and stops at the first history that shows it:
                 ${Object.keys(BREAKS).join(', ')}
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      histories: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: 'Infinity' },
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(availableParallelism()) },
      break: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const numbers = Object.fromEntries(
    ['histories', 'seconds', 'seed', 'from', 'workers'].map((name) => [name, Number(values[name])]),
  );
  for (const [name, number] of Object.entries(numbers)) {
    if (values[name] !== undefined && !(number >= (name === 'seconds' ? 0 : 1)))
      throw new Error(`--${name} takes a number`);
  }
  return { ...values, ...numbers, seed: values.seed === undefined ? null : numbers.seed };
}

/** A history leaves nothing behind: with room for a whole one, the collector has little to carry over. */
const NURSERY = { maxYoungGenerationSizeMb: 64 };

/** Runs the seeds on all workers, until all are done, the time is up, or a broken product was found out. */
async function runAll(program, { histories, seconds, from, workers, break: broken }) {
  const sums = { histories: 0, failed: [], found: {}, unresolved: 0, answers: {}, befell: {} };
  const startedAt = performance.now();
  const running = Array.from({ length: workers }, (_, index) => {
    const workerData = { from: from + index, to: from + histories - 1, step: workers };
    return new Worker(program, { workerData, resourceLimits: NURSERY });
  });
  const stop = () => {
    for (const worker of running) void worker.terminate();
  };
  const timer = seconds < Infinity ? setTimeout(stop, seconds * 1000) : undefined;
  const ended = running.map((worker) => {
    worker.on('message', (tally) => {
      sums.histories += tally.histories;
      sums.unresolved += tally.unresolved;
      sums.failed.push(...tally.failed);
      for (const part of ['found', 'answers', 'befell']) {
        for (const [name, count] of Object.entries(tally[part])) sums[part][name] = (sums[part][name] ?? 0) + count;
      }
      if (broken !== undefined && sums.failed.some(breaksPromise)) stop();
    });
    return new Promise((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', resolve);
    });
  });
  await Promise.all(ended);
  clearTimeout(timer);
  sums.failed.sort((a, b) => a.seed - b.seed);
  return { ...sums, seconds: (performance.now() - startedAt) / 1000 };
}

const options = readOptions();
if (options.help) process.stdout.write(HELP);
else {
  const folder = await mkdtemp(join(tmpdir(), 'syncore-simulate-'));
  try {
    const plugins = options.break === undefined ? [] : [breaking(options.break)];
    const program = join(folder, 'simulation.mjs');
    if (options.seed !== null) {
      await bundle('history.ts', program, plugins);
      const { history } = await import(pathToFileURL(program).href);
      const ended = await history(options.seed, true);
      printHistory(ended);
      process.exitCode = ended.findings.length === 0 ? 0 : 1;
    } else {
      await bundle('worker.ts', program, plugins);
      const sums = await runAll(program, options);
      printSums(sums, options);
      process.exitCode = sums.failed.length === 0 ? 0 : 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
