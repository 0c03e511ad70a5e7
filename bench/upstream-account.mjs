// The project's sandbox with a large account, in a process of its own, behind a fixed latency.
//
//   node upstream-account.mjs <jobs> <latency in ms>
//
// Prints a JSON line with its port once it listens. Every line on its stdin is a command, answered by a JSON line:
// `stats` gives the requests since the last one and how long their answers took; `change <n>` changes n sales orders at
// this moment of the account (moved by `ahead <ms>`). It ends with its stdin.
import { createInterface } from 'node:readline';
import { loadSandbox } from './sandbox.mjs';

const [jobs, latencyMs] = process.argv.slice(2).map(Number);
const { createSandbox, listen } = await loadSandbox();
let aheadMs = 0;
const sandbox = createSandbox({ jobs, latencyMs, now: () => Date.now() + aheadMs });
const { data } = sandbox;
const { port } = await listen(sandbox, { port: 0 });
const oldest = monthsBefore(pacific().slice(0, 10), 13);
let seen = 0;

/** The account's clock, as it writes a change. */
function pacific() {
  return new Date(Date.now() + aheadMs).toLocaleString('sv-SE', { timeZone: 'America/Los_Angeles' });
}

function monthsBefore(day, months) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.toISOString().slice(0, 10);
}

function within(records) {
  return records.filter(({ date }) => date.slice(0, 10) >= oldest);
}

const COMMANDS = {
  stats() {
    const fresh = sandbox.requests.slice(seen);
    seen = sandbox.requests.length;
    const took = fresh.map(({ startedAt, finishedAt = startedAt }) => finishedAt - startedAt);
    return { requests: fresh.length, totalMs: took.reduce((sum, ms) => sum + ms, 0) };
  },
  counts() {
    return { salesOrders: within(data.salesOrders).length, jobs: within(data.jobs).length, oldest };
  },
  ahead(ms) {
    aheadMs += ms;
    return { aheadMs };
  },
  /** Spread over the account, and over the seconds before: changes of people, not of a program. */
  change(count) {
    const orders = within(data.salesOrders);
    const step = orders.length / Math.max(1, count);
    for (let index = 0; index < count; index += 1) {
      const order = orders[Math.floor(index * step)];
      order.total_value = Math.round(order.total_value * 100 + 1) / 100;
      order.last_modified_date = pacific();
    }
    return { changed: count };
  },
};

process.stdout.write(`${JSON.stringify({ port })}\n`);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [name, argument] = line.split(' ');
    // The list of requests holds the last ten thousand only.
    if (sandbox.requests.length > 9_000) seen = 0;
    process.stdout.write(`${JSON.stringify(COMMANDS[name](Number(argument)))}\n`);
    if (sandbox.requests.length > 5_000) {
      sandbox.requests.length = 0;
      seen = 0;
    }
  })
  .once('close', () => process.exit(0));
