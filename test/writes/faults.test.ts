import { describe, expect, it } from 'vitest';
import { runCampaign } from '../../faults/campaign.js';
import { faultOf, SCENARIOS, shortVersion } from '../../faults/scenarios/index.js';
import { TASKS } from '../../faults/tasks/index.js';

/* The fault campaign in short: every fault once. `npm run faults` tries each of them against every tool. */

const SEED = 20_261_123;
const short = shortVersion(SCENARIOS);
const kinds = [...new Set(short.map((scenario) => faultOf(scenario).split('/')[0] ?? ''))];

describe('a write that meets a fault', () => {
  it.each(kinds)('is never entered twice, lost or made up: %s', { timeout: 90_000 }, async (kind) => {
    const scenarios = short.filter(({ name }) => name.startsWith(`${kind}/`));
    const reports = await runCampaign(scenarios, { seed: SEED, lanes: 4 });
    expect(reports).toHaveLength(scenarios.length);
    for (const { name, findings, log } of reports) {
      expect(findings, `${name}\n${log.join('\n')}`).toEqual({
        duplicates: [],
        losses: [],
        falseSuccesses: [],
        falseRefusals: [],
        unresolved: [],
      });
    }
  });
});

describe('the campaign', () => {
  it('meets every tool in both eras with every kind of fault', () => {
    const met = (scenarios: typeof short) => new Set(scenarios.map(({ name }) => name.split('/').slice(2).join('/')));
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(500);
    expect(short.length).toBeGreaterThanOrEqual(60);
    const all = Object.keys(TASKS).flatMap((tool) => [`${tool}/2026`, `${tool}/2025`]);
    expect([...met(short)].toSorted()).toEqual(all.toSorted());
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
  });
});
