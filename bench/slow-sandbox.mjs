// The sandbox as seen over a slow line, in a process of its own.
//
//   node slow-sandbox.mjs <latency in ms>
//
// Prints a JSON line with its base URL once it listens, and one for every line on its stdin: how many requests there were
// since the line before, and how long their answers really took (a timer fires late, never early). It ends with its stdin.
import { loadSandbox } from './sandbox.mjs';

const { createSandbox, listen } = await loadSandbox();
const sandbox = createSandbox({ latencyMs: Number(process.argv[2]) });
// Made now, and not within the first answer.
sandbox.data.jobs.length;
const { url } = await listen(sandbox, { port: 0 });
let counted = 0;
process.stdout.write(`${JSON.stringify({ url })}\n`);
process.stdin.on('data', () => {
  const requests = sandbox.requests.slice(counted);
  counted = sandbox.requests.length;
  const tookMs = requests.map(({ startedAt, finishedAt }) => (finishedAt ?? startedAt) - startedAt);
  const totalMs = tookMs.reduce((sum, ms) => sum + ms, 0);
  process.stdout.write(`${JSON.stringify({ requests: requests.length, totalMs })}\n`);
});
process.stdin.once('end', () => process.exit(0));
