import type { Agent } from '../agent.js';
import type { World } from '../world.js';
import { checkCounts } from './counts.js';
import { checkEdits } from './edits.js';
import { checkJournal } from './journal.js';
import { checkPayments } from './payments.js';
import { checkSent } from './sent.js';
import { checkTold } from './told.js';
import { truthOf } from './truth.js';

/** Compares what the callers were told, what the journal holds and what truly stands in Syncore. */
export async function check(world: World, agents: readonly Agent[]): Promise<void> {
  const truth = truthOf(world, agents);
  checkCounts(truth);
  checkTold(truth);
  checkSent(truth);
  checkEdits(truth);
  checkPayments(truth);
  await checkJournal(truth);
}
