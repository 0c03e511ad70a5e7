import { figure, inProject, inTurn, median, now, startProgram, startServer } from '../harness.mjs';

export const title = 'Paging, against the limit that latency and concurrency set';

const GOAL = 1.1;
const RECORDS = 5_000;
const PAGE_SIZE = 10;
const LATENCY_MS = 50;
const CONCURRENCIES = [4, 8, 16];
const ROUNDS = 3;
const KEY = '00000000-0000-4000-8000-000000000000';

/** Nothing can be faster than this: every page takes the latency, and so many are under way at once. */
function limitMs(concurrency) {
  return ((RECORDS / PAGE_SIZE) * LATENCY_MS) / concurrency;
}

export async function run({ server }) {
  const upstream = await startUpstream();
  const rounds = await inTurn(ROUNDS, async () =>
    inTurn(CONCURRENCIES.length, (index) => readAll(server, upstream, CONCURRENCIES[index])),
  );
  await upstream.close();
  const results = CONCURRENCIES.map((concurrency, index) => {
    const samples = rounds.map((round) => round[index]);
    const tookMs = median(samples.map((sample) => sample.tookMs));
    const answeredMs = median(samples.map((sample) => sample.answeredMs));
    return { concurrency, tookMs, answeredMs, limitMs: limitMs(concurrency), ratio: tookMs / limitMs(concurrency) };
  });
  return {
    explained: [
      `list_contacts with a text that nothing matches reads all ${RECORDS} records, ${PAGE_SIZE} a page, from an upstream ` +
        `in a process of its own that answers each request ${LATENCY_MS} ms after it came (the column says how long it ` +
        `really took: the excess counts against us). Median of ${ROUNDS} rounds, each with a fresh server that has ` +
        'answered one small call, so that loading the HTTP client is not counted. Limit: pages x latency / concurrency.',
    ],
    heads: ['concurrency', 'took', 'limit', 'ratio', 'upstream answered in'],
    rows: results.map((result) => [
      String(result.concurrency),
      `${result.tookMs.toFixed(0)} ms`,
      `${result.limitMs.toFixed(0)} ms`,
      result.ratio.toFixed(3),
      `${result.answeredMs.toFixed(1)} ms`,
    ]),
    figures: results.map(({ concurrency, ratio }) =>
      figure(`${RECORDS} records at concurrency ${concurrency}, of the limit`, ratio, '', GOAL),
    ),
    samples: rounds,
  };
}

async function readAll(path, upstream, concurrency) {
  const env = {
    SYNCORE_BASE_URL: upstream.baseUrl,
    SYNCORE_API_KEY: KEY,
    SYNCORE_PAGE_SIZE: String(PAGE_SIZE),
    SYNCORE_MAX_CONCURRENCY: String(concurrency),
  };
  const server = startServer([path], { env });
  await server.initialize();
  await server.call('list_contacts', { limit: 1 });
  await upstream.readStats();
  const startedAt = now();
  const { at, result } = await server.call('list_contacts', { text: 'no contact holds these words' });
  const stats = await upstream.readStats();
  await server.close();
  const { complete, total } = result.structuredContent;
  const whole = complete === true && total === 0 && stats.requests >= RECORDS / PAGE_SIZE;
  if (!whole) throw new Error(`the list was not read whole: ${stats.requests} requests, ${result.content[0].text}`);
  return {
    concurrency,
    tookMs: at - startedAt,
    answeredMs: stats.totalMs / stats.requests,
    requests: stats.requests,
    mostOpen: stats.mostOpen,
  };
}

/** Talks to the upstream through its pipes: an HTTP client in this process would be at work while the time is taken. */
async function startUpstream() {
  const waiting = [];
  const args = [inProject('bench/slow-upstream.mjs'), String(RECORDS), String(LATENCY_MS)];
  const program = startProgram(args, { onLine: (line) => waiting.shift()(JSON.parse(line)) });
  const nextLine = () => Promise.race([new Promise((resolve) => waiting.push(resolve)), program.failed]);
  const { port } = await nextLine();
  return {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    readStats() {
      program.write('stats\n');
      return nextLine();
    },
    close: program.close,
  };
}
