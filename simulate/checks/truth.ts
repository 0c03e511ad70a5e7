import type { WriteStatus } from '../../src/writes/result.js';
import type { Agent } from '../agent.js';
import { allStanding, nameOf, type Standing } from '../records.js';
import type { Want } from '../wants.js';
import type { World } from '../world.js';

/** What a history came to, for the checks. */
export type Truth = {
  world: World;
  agents: readonly Agent[];
  wants: readonly Want[];
  standing: readonly Standing[];
  byName: ReadonlyMap<string, Standing>;
  /** Records that a person entered by hand. */
  byHand: ReadonlySet<string>;
};

export function truthOf(world: World, agents: readonly Agent[]): Truth {
  const standing = allStanding(world.syncore.data);
  const made = world.syncore.made.filter(({ by }) => by === 'person');
  return {
    world,
    agents,
    wants: world.wants,
    standing,
    byName: new Map(standing.map((record) => [nameOf(record), record])),
    byHand: new Set(made.map(nameOf)),
  };
}

/**
 * How often a want may stand in Syncore, by the rules of keys and times: once for each stretch of 24 hours in which it
 * was asked for under a key that is new, none, or one of whose write a person said that it was not entered; and once for each key under which an equal one was allowed.
 */
export function licences({ world }: Truth, want: Want): number {
  const bound = new Set<string>();
  const allowed = new Set<string>();
  const epochs = new Set<number>();
  const isFreed = (key: string, at: number) =>
    world.words.some((word) => word.key === key && word.outcome === 'not_entered' && word.taken && word.from <= at);
  for (const asked of world.asked) {
    const { key, allowDuplicate, dryRun } = asked.call.options;
    if (asked.call.want !== want || dryRun) continue;
    if (allowDuplicate && key !== undefined) allowed.add(key);
    else if (key === undefined || !bound.has(key) || isFreed(key, asked.from)) epochs.add(asked.epoch);
    const told = world.told.find((one) => one.asked === asked);
    if (key === undefined || told?.kind !== 'result') continue;
    // While an equal write is under way under another key, that one is told, and this key belongs to nothing yet.
    if (BINDING.has(told.result.status) && told.result.key === key) bound.add(key);
  }
  return epochs.size + allowed.size;
}

/** What a key is told once it belongs to a write. */
const BINDING: ReadonlySet<WriteStatus> = new Set([
  'created',
  'updated',
  'already_done',
  'partial',
  'in_progress',
  'in_doubt',
]);
