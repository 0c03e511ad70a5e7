import { figure, inProject, inTurn, median, now, startServer } from '../harness.mjs';
import { loadSandbox } from '../sandbox.mjs';

export const title = "A tool call's time above the upstream's own";

const GOAL_MS = 1.5;
const CALLS = 200;
const WARM_UP = 40;
const KEY = '00000000-0000-4000-8000-000000000000';

const KINDS = [
  { tool: 'list_jobs', args: { limit: 20 } },
  { tool: 'get_job', args: { job_id: 32255 } },
  { tool: 'get_sales_order', args: { order: '32255-1' } },
  { tool: 'list_purchase_orders', args: { limit: 20 } },
];

/**
 * The upstream's own time cannot be seen from outside of an embedded sandbox. So the requests behind each call are
 * learned first, from the same server in front of a sandbox that listens; then every round makes each call once, and
 * sends the same requests to the same sandbox code within this process.
 */
export async function run({ server: path }) {
  const { createSandbox, listen } = await loadSandbox();
  const requests = await learnRequests(path, createSandbox(), listen);
  const sandbox = createSandbox();
  const server = startServer([path, '--sandbox']);
  const bare = startServer([inProject('bench/bare.mjs')]);
  await Promise.all([server.initialize(), bare.initialize()]);

  const rounds = await inTurn(WARM_UP + CALLS, async () => ({
    kinds: await inTurn(KINDS.length, async (kind) => {
      const { tool, args } = KINDS[kind];
      return {
        callMs: await timed(() => server.call(tool, args)),
        upstreamMs: await timed(() => inTurn(requests[kind].length, (index) => sandbox.handle(requests[kind][index]))),
      };
    }),
    echoMs: await timed(() => bare.call('echo', { text: 'x' })),
  }));
  await Promise.all([server.close(), bare.close()]);

  const counted = rounds.slice(WARM_UP);
  const p50s = KINDS.map(({ tool }, kind) => {
    const callMs = median(counted.map(({ kinds }) => kinds[kind].callMs));
    const upstreamMs = median(counted.map(({ kinds }) => kinds[kind].upstreamMs));
    return { tool, callMs, upstreamMs, aboveMs: callMs - upstreamMs };
  });
  const echoMs = median(counted.map((round) => round.echoMs));
  return {
    explained: [
      `p50 of ${CALLS} calls over stdio on the embedded sandbox, one by one, less p50 of the time that the sandbox takes ` +
        'for the same requests, called directly within the benchmark, in the same rounds. An echo of the bare server ' +
        `(SDK and pipes alone) took ${echoMs.toFixed(2)} ms in them.`,
    ],
    heads: ['', 'requests', 'call', 'upstream', 'above'],
    rows: p50s.map(({ tool, callMs, upstreamMs, aboveMs }, kind) => [
      tool,
      String(requests[kind].length),
      ...[callMs, upstreamMs, aboveMs].map((ms) => `${ms.toFixed(2)} ms`),
    ]),
    figures: p50s.map(({ tool, aboveMs }) => figure(`${tool}, p50 above the upstream's`, aboveMs, 'ms', GOAL_MS)),
    samples: { p50s, echoMs, calls: counted },
  };
}

async function timed(work) {
  const startedAt = now();
  await work();
  return now() - startedAt;
}

/** What each call asks the upstream for when it is repeated: names that are kept between calls are not asked again. */
async function learnRequests(path, sandbox, listen) {
  const listening = await listen(sandbox, { port: 0 });
  const server = startServer([path], { env: { SYNCORE_BASE_URL: listening.url, SYNCORE_API_KEY: KEY } });
  await server.initialize();
  const learned = await inTurn(KINDS.length, async (kind) => {
    const { tool, args } = KINDS[kind];
    await server.call(tool, args);
    const before = sandbox.requests.length;
    await server.call(tool, args);
    return sandbox.requests.slice(before).map(({ method, path: asked, headers }) => ({ method, path: asked, headers }));
  });
  await server.close();
  await listening.close();
  return learned;
}
