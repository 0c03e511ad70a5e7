import { defineConfig } from 'vitest/config';

const results = process.env.TEST_RESULTS;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Each test file starts servers of its own; two at a time is what two cores carry without time-outs.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Real processes and sockets: a machine shared with others can miss a bound once, a defect misses it twice.
    retry: process.env.CI === 'true' ? 1 : 0,
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
  },
});
