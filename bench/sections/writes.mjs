import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBundled } from '../bundled.mjs';
import { figure, inProject, inTurn, median, now, startProgram, startServer } from '../harness.mjs';

export const title = 'Writing: an order of 30 lines, and what the journal costs';

const GOALS = { order: 1.15, journalMs: 10 };
const LATENCY_MS = 50;
const LINES = 30;
const ROUNDS = 5;
const JOURNALLED = 200;
const KEY = '00000000-0000-4000-8000-000000000000';

export async function run({ server }) {
  const orders = await enterOrders(server);
  const journal = await journalTimes();
  const ratios = orders.map(({ ratio }) => ratio);
  return {
    explained: [
      `create_sales_order with ${LINES} lines, from the call to the answer, in front of a sandbox in a process of its own that ` +
        `answers each request after ${LATENCY_MS} ms. Limit: all requests of the call x latency, as if each waited for the ` +
        `one before. Median of ${ROUNDS} orders. The journal alone, on this disk: claim, sending, done and finished of ` +
        `${JOURNALLED} writes of one step.`,
    ],
    heads: ['', 'took', 'requests', 'limit', 'ratio'],
    rows: orders.map(({ tookMs, requests, limitMs, ratio }, index) => [
      `order ${index + 1}`,
      `${tookMs.toFixed(0)} ms`,
      String(requests),
      `${limitMs.toFixed(0)} ms`,
      ratio.toFixed(3),
    ]),
    figures: [
      figure(`an order of ${LINES} lines, of the limit`, median(ratios), '', GOALS.order),
      figure('the journal of one write, p50', median(journal), 'ms', GOALS.journalMs),
    ],
    samples: { orders, journal },
  };
}

async function enterOrders(path) {
  const upstream = await startUpstream();
  const env = { SYNCORE_BASE_URL: upstream.url, SYNCORE_API_KEY: KEY };
  const server = startServer([path], { env });
  await server.initialize();
  await server.call('get_job', { job_id: 32255 });
  // The first order loads what later ones have: the journal, names of suppliers.
  const [, ...orders] = await inTurn(ROUNDS + 1, async (round) => {
    await upstream.readStats();
    const startedAt = now();
    const { at, result } = await server.call('create_sales_order', orderOf(round));
    const stats = await upstream.readStats();
    const { status, steps } = result.structuredContent;
    if (status !== 'created' || steps.length !== LINES + 1) throw new Error(`not entered: ${result.content[0].text}`);
    const limitMs = stats.requests * LATENCY_MS;
    return { tookMs: at - startedAt, requests: stats.requests, limitMs, ratio: (at - startedAt) / limitMs };
  });
  await server.close();
  await upstream.close();
  return orders;
}

/** An order of just so many lines: a product, a colour and its sizes. */
function orderOf(round) {
  const sizes = Array.from({ length: LINES - 2 }, (_, index) => ({
    size: `Size ${index + 1}`,
    quantity: round + index + 1,
  }));
  const product = { description: `Polo ${round}`, supplier_id: 301, price_value: 24.5, cost_value: 14.2 };
  return {
    job_id: 32255,
    customer_order_number: `PO ${round}`,
    products: [{ ...product, colors: [{ color: 'Navy', sizes }] }],
    idempotency_key: `bench ${round}`,
  };
}

async function startUpstream() {
  const waiting = [];
  const args = [inProject('bench/slow-sandbox.mjs'), String(LATENCY_MS)];
  const program = startProgram(args, { onLine: (line) => waiting.shift()(JSON.parse(line)) });
  const nextLine = () => Promise.race([new Promise((resolve) => waiting.push(resolve)), program.failed]);
  const { url } = await nextLine();
  return {
    url,
    readStats() {
      program.write('stats\n');
      return nextLine();
    },
    close: program.close,
  };
}

/** How long the journal takes for each of some writes, in milliseconds. */
async function journalTimes() {
  const contents =
    "export { FileJournal } from './file-journal.js'; export { nodeDisk } from './disk.js'; export { createLog } from '../log.js';";
  const { FileJournal, nodeDisk, createLog } = await loadBundled(contents, 'src/writes');
  const folder = await mkdtemp(join(tmpdir(), 'syncore-bench-journal-'));
  const owner = { name: 'bench', isAlive: async () => 'alive', close: async () => {} };
  const log = createLog('silent', () => {});
  const journal = new FileJournal({ disk: nodeDisk(), folder, owner, now: Date.now, log, sweeps: false });
  const times = await inTurn(JOURNALLED, async (index) => {
    const startedAt = now();
    const intent = intentOf(index);
    await journal.claim(intent);
    for (const event of EVENTS) await journal.append(intent, { at: Date.now(), ...event });
    return now() - startedAt;
  });
  await rm(folder, { recursive: true, force: true });
  return times;
}

const EVENTS = [{ type: 'sending', step: 0, before: [] }, { type: 'done', step: 0, id: 7 }, { type: 'finished' }];

function intentOf(index) {
  const steps = [{ name: 'contact', action: 'create_contact', ids: [], body: { last_name: `Quux ${index}` } }];
  const plan = { tool: 'create_contact', steps, content: null, summary: '' };
  const names = { id: `intent ${index}`, account: 'bench', key: `key ${index}`, fingerprint: `content ${index}` };
  const rest = { keyed: true, generation: 1, tool: 'create_contact', at: Date.now(), client: null, owner: 'bench' };
  return { ...names, ...rest, summary: '', plan };
}
