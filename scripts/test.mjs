// npm test: builds, runs the tests, and says how much of the program the servers that the tests started have run.
// Arguments go to vitest (`npm test -- test/mcp`); coverage is judged only when everything was run.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareCoverage } from './coverage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const raw = path.join(root, 'coverage', 'raw');
const asked = process.argv.slice(2);
/** In percent, of lines and of branches, over the rooms below. */
const LEAST = 90;
const ROOMS = ['client', 'records', 'answers', 'tools'];

function run(file, args, env = {}) {
  const { status } = spawnSync(process.execPath, [path.join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(path.join(root, 'coverage'), { recursive: true, force: true });
run('scripts/build.mjs', []);
// Not NODE_V8_COVERAGE itself: vitest's own processes would write there too, about files that are not the program's.
run('node_modules/vitest/vitest.mjs', ['run', ...asked], { SERVER_COVERAGE: raw });
if (asked.length > 0) process.exit(0);
prepareCoverage(raw, path.join(root, 'dist'));
const least = ['--check-coverage', '--lines', String(LEAST), '--branches', String(LEAST)];
run('node_modules/c8/bin/c8.js', [
  'report',
  ...['--temp-directory', raw, '--reporter', 'text', '--reporter', 'lcovonly', '--exclude-after-remap'],
  ...ROOMS.flatMap((room) => ['--include', `src/${room}/**`]),
  ...least,
]);
