import { parseArgs } from 'node:util';
import { type Report, runCampaign } from './campaign.js';
import { isWrong } from './judge.js';
import { SCENARIOS } from './scenarios/index.js';

const HELP = `npm run faults -- [options]
  --seed N      repeats the campaign of that seed; without it, a new one
  --only TEXT   the scenarios whose name holds this text
  --lanes N     how many go on at the same time (8)
  --slow        names the ten that took longest
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      only: { type: 'string', default: '' },
      lanes: { type: 'string', default: '8' },
      slow: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  const lanes = Number(values.lanes);
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(lanes) || lanes < 1) {
    throw new Error('--seed and --lanes must be whole numbers');
  }
  return { ...values, seed, lanes };
}

const count = (reports: readonly Report[], of: keyof Report['findings']) =>
  reports.filter(({ findings }) => findings[of].length > 0).length;

async function main(): Promise<void> {
  const { seed, lanes, only, slow, help } = readOptions();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const scenarios = SCENARIOS.filter(({ name }) => name.includes(only));
  if (scenarios.length === 0) throw new Error(`there is no scenario with ${only} in its name`);
  process.stdout.write(`Fault campaign of seed ${seed}: ${scenarios.length} scenarios, ${lanes} at a time\n`);
  const startedAt = performance.now();
  const reports = await runCampaign(scenarios, { seed, lanes, onReport: (report) => tell(report, seed) });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (slow) {
    const slowest = reports.toSorted((a, b) => b.ms - a.ms).slice(0, 10);
    for (const { name, ms } of slowest) process.stdout.write(`  ${Math.round(ms)} ms ${name}\n`);
  }
  const sums = [
    ['scenarios', reports.length],
    ['duplicates', count(reports, 'duplicates')],
    ['losses', count(reports, 'losses')],
    ['false successes', count(reports, 'falseSuccesses')],
    ['false refusals', count(reports, 'falseRefusals')],
    ['unresolved', count(reports, 'unresolved')],
    ['seconds', seconds],
  ];
  process.stdout.write(sums.map(([name, sum]) => `${String(name).padEnd(16)}${sum}\n`).join(''));
  if (reports.some(({ findings }) => isWrong(findings))) process.exitCode = 1;
}

/** A failing scenario with what was asked and answered, and how to repeat it. */
function tell({ name, findings, log }: Report, seed: number): void {
  const wrong = Object.entries(findings).flatMap(([kind, words]) => words.map((word) => `  ${kind}: ${word}`));
  if (wrong.length === 0) return;
  const repeat = `  again: npm run faults -- --seed ${seed} --only '${name}'`;
  process.stdout.write(`\nFAILED ${name}\n${[...wrong, ...log.map((line) => `    ${line}`), repeat].join('\n')}\n\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The campaign broke off: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 2;
});
