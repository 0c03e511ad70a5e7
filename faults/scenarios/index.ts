import type { Scenario } from '../scenario.js';
import { clocks } from './clocks.js';
import { crowds } from './crowds.js';
import { disks } from './disks.js';
import { edits } from './edits.js';
import { hosts } from './hosts.js';
import { kills } from './kills.js';
import { leaving } from './leaving.js';
import { limits } from './limits.js';
import { lostAnswers } from './lost-answers.js';
import { readings } from './readings.js';
import { retries } from './retries.js';
import { settlings } from './settling.js';

/** Every scenario of a campaign. Those that take longest come first, so that no lane waits for them at the end. */
export const SCENARIOS: readonly Scenario[] = [
  ...disks,
  ...kills,
  ...leaving,
  ...clocks,
  ...hosts,
  ...crowds,
  ...limits,
  ...settlings,
  ...readings,
  ...retries,
  ...edits,
  ...lostAnswers,
];

/** A scenario's fault, without the tool and the era it meets. */
export const faultOf = ({ name }: Scenario) => name.split('/').slice(0, 2).join('/');

/** Every fault once; tools and eras take turns, so that each of them is met by some. */
export function shortVersion(scenarios: readonly Scenario[]): Scenario[] {
  const faults = new Map<string, Scenario[]>();
  for (const scenario of scenarios) faults.set(faultOf(scenario), [...(faults.get(faultOf(scenario)) ?? []), scenario]);
  return [...faults.values()].flatMap((of, index) => of[(index * STRIDE) % of.length] ?? []);
}

/** Shares no divisor with the number of tools and eras. */
const STRIDE = 5;
