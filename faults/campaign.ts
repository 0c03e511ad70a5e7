import { actOf, afterLateCommits } from './act.js';
import { saysDone, told } from './answer.js';
import { chanceOf } from './chance.js';
import { type Findings, judge } from './judge.js';
import type { Scenario } from './scenario.js';
import { openWorld, type World } from './world.js';

export type Report = { name: string; ms: number; findings: Findings; log: string[] };

/** Every wait within a scenario is far shorter. */
const LONGEST_MS = 60_000;

export type CampaignOptions = {
  seed: number;
  /** How many scenarios go on at the same time; each of these has a world of its own. */
  lanes: number;
  onReport?: (report: Report) => void;
};

/** Runs scenarios, some at a time, and gives what came of each. */
export async function runCampaign(scenarios: readonly Scenario[], options: CampaignOptions): Promise<Report[]> {
  const { seed, lanes, onReport } = options;
  const waiting = [...scenarios];
  const reports: Report[] = [];

  async function lane(): Promise<void> {
    let shared: World | null = null;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (!next.own) shared ??= await openWorld();
        const report = await runScenario(next, seed, next.own ? null : shared);
        reports.push(report);
        onReport?.(report);
      }
    } finally {
      await shared?.[Symbol.asyncDispose]();
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, scenarios.length) }, lane));
  return reports;
}

async function runScenario(scenario: Scenario, seed: number, shared: World | null): Promise<Report> {
  const startedAt = performance.now();
  const log: string[] = [];
  const world = shared ?? (await openWorld());
  try {
    const chance = chanceOf(seed, scenario.name);
    const act = actOf({ world, chance, era: scenario.era, make: scenario.make, log });
    const ends = await inTime(scenario.run(act));
    world.syncore.sandbox.faults.clear();
    await afterLateCommits();
    if (scenario.askedAgain && ends.some(({ answer }) => saysDone(answer))) {
      const again = await act.untilFinal({ seat: act.lastSeat(), who: 'who asked again' });
      const known = saysDone(again.answer) ? again.unresolved : `not known any more: ${told(again.answer)}`;
      ends.push({ ...again, unresolved: known });
    }
    return { name: scenario.name, ms: performance.now() - startedAt, findings: judge(ends), log };
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: scenario.name, ms: performance.now() - startedAt, findings: brokenOff(words), log };
  } finally {
    await (shared === null ? world[Symbol.asyncDispose]() : world.clear());
  }
}

/** A scenario that hangs must not take the campaign with it. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${LONGEST_MS} ms`)), LONGEST_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A scenario that could not be played is no proof of anything. */
function brokenOff(words: string): Findings {
  return { duplicates: [], losses: [], falseSuccesses: [], falseRefusals: [], unresolved: [words] };
}
