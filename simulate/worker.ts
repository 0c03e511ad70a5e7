import { parentPort, workerData } from 'node:worker_threads';
import { history } from './history.js';
import type { Finding } from './world.js';

/** Which seeds to run: `from`, and every `step`th after it, up to `to`. */
export type Task = { from: number; to: number; step: number };

export type Failed = { seed: number; findings: Finding[] };

/** What came of some histories. */
export type Tally = {
  histories: number;
  /** Some of those that went wrong. */
  failed: Failed[];
  /** Histories by what is wrong with them. */
  found: Record<string, number>;
  unresolved: number;
  /** Answers of the server by what they said, and what befell it, by how often. */
  answers: Record<string, number>;
  befell: Record<string, number>;
};

const REPORT_EVERY_MS = 250;
/** Nobody reads more of them. */
const MOST_TOLD = 20;

/** Rejections that nobody caught: each would have ended the server. */
const uncaught: unknown[] = [];

async function work({ from, to, step }: Task, report: (tally: Tally) => void): Promise<void> {
  process.on('unhandledRejection', (error) => uncaught.push(error));
  // Thousands of errors are part of a history's life; who wants to know where one came from repeats the seed.
  Error.stackTraceLimit = 0;
  let tally = emptyTally();
  let reportedAt = performance.now();
  for (let seed = from; seed <= to; seed += step) {
    const { findings, unresolved, answers, befell } = await history(seed);
    // A turn of the event loop, in which Node finds what nobody caught.
    await new Promise((resolve) => setImmediate(resolve));
    for (const error of uncaught.splice(0)) findings.push({ kind: 'crash', what: `nobody caught ${String(error)}` });
    tally.histories += 1;
    tally.unresolved += unresolved;
    addTo(tally.answers, answers);
    addTo(tally.befell, befell);
    addTo(tally.found, Object.fromEntries(findings.map(({ kind }) => [kind, 1])));
    if (findings.length > 0 && tally.failed.length < MOST_TOLD) tally.failed.push({ seed, findings });
    if (performance.now() - reportedAt < REPORT_EVERY_MS) continue;
    report(tally);
    tally = emptyTally();
    reportedAt = performance.now();
  }
  report(tally);
}

function emptyTally(): Tally {
  return { histories: 0, failed: [], found: {}, unresolved: 0, answers: {}, befell: {} };
}

function addTo(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
}

const port = parentPort;
if (port !== null) {
  const task: Task = workerData;
  await work(task, (tally) => port.postMessage(tally));
}
