import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { figure, inProject, inTurn, median, now, startProgram, startServer } from '../harness.mjs';

export const title = 'Questions over many records';

const GOALS = { fill: 1.15, secondMs: 20, requests: 6 };
/** Over 15 months; within the 13 that searches answer for there are some 8,000, with more than 10,000 sales orders. */
const JOBS = 9_200;
const LATENCY_MS = 50;
const CONCURRENCY = 4;
const PAGE_SIZE = 10;
const FILLS = 3;
const SECONDS = 20;
const CHANGES = [0, 10, 100, 1_000];
const MINUTE_MS = 61_000;
const SETTLED_MS = 50_000;
const KEY = '00000000-0000-4000-8000-000000000000';

export async function run({ server: path }) {
  const upstream = await startUpstream();
  const counts = await upstream.ask('counts');
  const pages = Math.ceil(counts.salesOrders / PAGE_SIZE) + Math.ceil(counts.jobs / PAGE_SIZE);
  const limitMs = (pages * LATENCY_MS) / CONCURRENCY;
  const args = {
    record: 'sales_orders',
    group_by: ['rep'],
    date_from: counts.oldest,
    date_to: new Date().toISOString().slice(0, 10),
  };
  const fills = await inTurn(FILLS, async (index) => {
    const server = await startTimed(path, upstream.baseUrl);
    const before = await server.tell(0);
    const fill = await timed(server, upstream, args);
    const after = await server.tell(0);
    const rest = index < FILLS - 1 ? {} : await furtherQuestions(server, upstream, args);
    await server.close();
    return { fill, heapMiB: (after.heapUsed - before.heapUsed) / 2 ** 20, ...rest };
  });
  await upstream.close();
  const tookMs = median(fills.map(({ fill }) => fill.tookMs));
  const { seconds, refreshes } = fills.at(-1);
  const perTenThousand = (median(fills.map(({ heapMiB }) => heapMiB)) / counts.salesOrders) * 10_000;
  const unchanged = refreshes.filter(({ changes }) => changes === 0);
  return {
    explained: [
      `summarize_orders by rep over 13 months: ${counts.salesOrders} sales orders with their lines and ${counts.jobs} ` +
        `jobs, ${pages} pages of ${PAGE_SIZE}, from the sandbox in a process of its own that answers ${LATENCY_MS} ms ` +
        `after a request came (or later, by what its own work takes: ${fills.at(-1).fill.answeredMs.toFixed(1)} ms on ` +
        `average). Limit: pages x latency / concurrency (${CONCURRENCY}). Median of ${FILLS} cold servers. The minutes ` +
        'between the questions are passed by setting the clock of the server ahead.',
      'Memory is what the heap holds more after the fill than before it, after a garbage collection each: sales orders ' +
        'with their jobs, per 10,000 sales orders.',
    ],
    heads: ['question', 'took', 'requests', 'upstream'],
    rows: [
      ['first', `${tookMs.toFixed(0)} ms`, String(fills.at(-1).fill.requests), `limit ${limitMs.toFixed(0)} ms`],
      [
        'again within a minute',
        `${median(seconds.map((one) => one.tookMs)).toFixed(1)} ms`,
        String(seconds[0].requests),
        '',
      ],
      ...refreshes.map(({ changes, tookMs: ms, requests }) => [
        `after a minute, ${changes} orders changed`,
        `${ms.toFixed(0)} ms`,
        String(requests),
        `${((Math.ceil(requests / CONCURRENCY) || 0) * LATENCY_MS).toFixed(0)} ms at least`,
      ]),
    ],
    figures: [
      figure('cold fill, of the limit', tookMs / limitMs, '', GOALS.fill),
      figure('again within a minute', median(seconds.map((one) => one.tookMs)), 'ms', GOALS.secondMs),
      figure('again within a minute, requests', Math.max(...seconds.map((one) => one.requests)), '', 0),
      figure(
        'after a minute, nothing changed, requests',
        Math.max(...unchanged.map((one) => one.requests)),
        '',
        GOALS.requests,
      ),
      figure('memory per 10,000 sales orders', perTenThousand, 'MiB'),
    ],
    samples: { counts, limitMs, fills },
  };
}

async function furtherQuestions(server, upstream, args) {
  const seconds = await inTurn(SECONDS, () => timed(server, upstream, args));
  const refreshes = await inTurn(CHANGES.length + 1, async (index) => {
    // Once more without changes at the end: what was read for a thousand must not be read again and again.
    const changes = CHANGES[index] ?? 0;
    // What was changed at one stroke is read once more behind the question; timers cannot be set ahead.
    if (index === CHANGES.length) await sleep(SETTLED_MS);
    await server.tell(MINUTE_MS);
    await upstream.ask(`ahead ${MINUTE_MS}`);
    await upstream.ask(`change ${changes}`);
    return { changes, ...(await timed(server, upstream, args)) };
  });
  return { seconds, refreshes };
}

/** One question, which must be answered over everything. */
async function timed(server, upstream, args) {
  await upstream.ask('stats');
  const startedAt = now();
  const { at, result } = await server.call('summarize_orders', args);
  const stats = await upstream.ask('stats');
  const { complete, notes } = result.structuredContent;
  if (complete !== true) throw new Error(`the answer was not whole: ${notes.join(' ')}`);
  return { tookMs: at - startedAt, requests: stats.requests, answeredMs: stats.totalMs / Math.max(1, stats.requests) };
}

/** The built server, with a clock that the benchmark sets, and with the HTTP client loaded by one small call. */
async function startTimed(path, baseUrl) {
  const folder = await mkdtemp(join(tmpdir(), 'syncore-bench-'));
  const control = join(folder, 'ahead');
  const env = {
    SYNCORE_BASE_URL: baseUrl,
    SYNCORE_API_KEY: KEY,
    SYNCORE_MAX_CONCURRENCY: String(CONCURRENCY),
    BENCH_CONTROL: control,
  };
  const server = startServer(['--expose-gc', '--require', inProject('bench/time-machine.cjs'), path], { env });
  await server.initialize();
  await server.call('list_contacts', { limit: 1 });
  return {
    ...server,
    /** Sets the server's clock ahead, and gives what its heap holds. */
    async tell(aheadMs) {
      await writeFile(control, String(aheadMs));
      process.kill(server.pid, 'SIGUSR2');
      for (let tries = 0; tries < 200; tries += 1) {
        await sleep(10);
        const told = await readFile(`${control}.told`, 'utf8').catch(() => '');
        if (told === '') continue;
        await rm(`${control}.told`);
        return JSON.parse(told);
      }
      throw new Error('the server did not tell of its heap');
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function startUpstream() {
  const waiting = [];
  const args = [inProject('bench/upstream-account.mjs'), String(JOBS), String(LATENCY_MS)];
  const program = startProgram(args, { onLine: (line) => waiting.shift()(JSON.parse(line)) });
  const nextLine = () => Promise.race([new Promise((resolve) => waiting.push(resolve)), program.failed]);
  const { port } = await nextLine();
  return {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    ask(command) {
      program.write(`${command}\n`);
      return nextLine();
    },
    close: program.close,
  };
}
