// Loaded before the server by the benchmark: moves its clock, as a machine's clock is set, and tells what it holds.
// BENCH_CONTROL names a file; at SIGUSR2 the server's clock goes ahead by the milliseconds in it, and the heap after a
// garbage collection is written beside it.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');

const control = process.env.BENCH_CONTROL;
delete process.env.BENCH_CONTROL;
const trueNow = Date.now;
let aheadMs = 0;
Date.now = () => trueNow() + aheadMs;
process.on('SIGUSR2', () => {
  aheadMs += Number(readFileSync(control, 'utf8'));
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  writeFileSync(`${control}.part`, JSON.stringify({ heapUsed, rss }));
  renameSync(`${control}.part`, `${control}.told`);
});
