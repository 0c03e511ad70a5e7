import type { Call } from '../../client/request.js';
import { Failure } from '../../failure.js';
import type { Look, PlanContext } from '../plan.js';

/** The part of a call's time that looking for what a person may have entered may take: the rest is for writing. */
const SHARE = 0.45;

/** Looks within a part of the call's time. What that time does not allow is told, and stops nobody from writing. */
export async function looking(
  call: Call,
  context: Pick<PlanContext, 'now'>,
  look: (call: Call) => Promise<Look>,
): Promise<Look> {
  try {
    return await look(withinShare(call, context, SHARE));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'timeout') throw error;
    const note = 'There was no time to look whether a person has entered this in Syncore already.';
    return { duplicate: null, notes: [note], lookalikes: new Map() };
  }
}

/** A call with a part of the time that is left. */
export function withinShare(call: Call, { now }: Pick<PlanContext, 'now'>, share: number): Call {
  const startedAt = now();
  return { ...call, deadline: startedAt + Math.max(0, call.deadline - startedAt) * share };
}

/** What was read; null where it is not in Syncore any more. */
export async function unlessGone<R>(read: Promise<R>): Promise<R | null> {
  return read.catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'not_found') return null;
    throw error;
  });
}
