import { figure, inProject, inTurn, median, peakMemoryMiB, startServer } from '../harness.mjs';

export const title = 'Start-up and memory, against a bare server on the same SDK';

const GOALS = { initializeMs: 0.7, toolsListMs: 0.7, peakMiB: 0.95 };
const NAMES = { initializeMs: 'start to initialize', toolsListMs: 'start to tools/list', peakMiB: 'peak memory' };

/**
 * Every round starts both servers once, in an order that alternates. What counts is the median of the ratios within
 * the rounds: what slows the machine for a while slows both.
 */
export async function run({ rounds, server }) {
  const ours = [server, '--sandbox'];
  const bare = [inProject('bench/bare.mjs')];
  // The first round warms the caches of the disk, and of compiled code on Node 22 and newer.
  const [, ...pairs] = await inTurn(rounds + 1, async (round) => {
    const first = await startOnce(round % 2 === 0 ? ours : bare);
    const second = await startOnce(round % 2 === 0 ? bare : ours);
    return round % 2 === 0 ? { ours: first, bare: second } : { ours: second, bare: first };
  });
  const measures = Object.keys(NAMES).filter((measure) => pairs.every((pair) => pair.ours[measure] !== undefined));
  const ratios = (measure) => pairs.map((pair) => pair.ours[measure] / pair.bare[measure]);
  const middle = (who, measure) =>
    median(pairs.map((pair) => pair[who][measure])).toFixed(measure === 'peakMiB' ? 1 : 0);
  return {
    explained: [
      `Median of ${rounds} paired rounds, after one to warm up. Times are from the spawn of the process to the answer, ` +
        'memory is VmHWM after tools/list. The bare server runs unbundled from node_modules.',
      ...(measures.includes('peakMiB') ? [] : ['Memory is left out: only Linux tells a process its peak (VmHWM).']),
    ],
    heads: ['', 'syncore-mcp', 'bare', 'ratio', 'middle half'],
    rows: measures.map((measure) => {
      const unit = measure === 'peakMiB' ? 'MiB' : 'ms';
      const half = quartiles(ratios(measure)).map((ratio) => ratio.toFixed(2));
      const ratio = median(ratios(measure)).toFixed(3);
      const [ourMiddle, bareMiddle] = [middle('ours', measure), middle('bare', measure)];
      return [NAMES[measure], `${ourMiddle} ${unit}`, `${bareMiddle} ${unit}`, ratio, half.join(' to ')];
    }),
    figures: measures.map((measure) =>
      figure(`${NAMES[measure]}, of the bare server's`, median(ratios(measure)), '', GOALS[measure]),
    ),
    samples: pairs,
  };
}

async function startOnce(args) {
  const server = startServer(args);
  const initialized = await server.initialize();
  const listed = await server.ask('tools/list');
  const peakMiB = await peakMemoryMiB(server.pid);
  await server.close();
  return { initializeMs: initialized.at - server.startedAt, toolsListMs: listed.at - server.startedAt, peakMiB };
}

/** The bounds of the middle half of the samples: how far they scatter. */
function quartiles(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length < 2 ? [sorted[0], sorted[0]] : [median(sorted.slice(0, half)), median(sorted.slice(-half))];
}
