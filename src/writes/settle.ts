import { Failure } from '../failure.js';
import { endedForMs } from './bound.js';
import type { Ledger } from './ledger.js';
import { look } from './rivals.js';
import type { RunDeps } from './run.js';
import { NotWhole, type Resolved, type Sighting, type StepKind, type StepReading } from './steps/step.js';

export type Settled =
  | { kind: 'done' }
  | { kind: 'not_done' }
  | { kind: 'in_doubt'; why: string }
  /** Nothing is known yet; the step stays `sending`. `from`: when it can be known, milliseconds since the epoch. */
  | { kind: 'unsettled'; from: number };

export type Lost = {
  index: number;
  resolved: Resolved;
  kind: StepKind;
  ledger: Ledger;
  reading: () => StepReading;
};

/** How long one look at Syncore may take. */
export const READ_MS = 30_000;
/** A look that takes so long and does not come to the end of a list will not the next time either. */
const LONG_READ_MS = READ_MS / 2;
/** How often Syncore is looked at after the bound where it does not answer at all. */
const LATE_TRIES = 5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Finds out what became of a request whose answer was lost, by reading Syncore back: now and again until the bound has
 * passed within which Syncore may still commit it and come to show it. What has been found is noted durably. In doubt it
 * is only when the bound has passed, so that what a person sees in Syncore from then on is final.
 */
export async function settle(lost: Lost, deps: RunDeps): Promise<Settled> {
  const { index, ledger } = lost;
  const { clock, settleMs, closing } = deps;
  const { before, status, unseen = false } = ledger.step(index);
  const known = [...before, ...ledger.steps().flatMap(({ id }) => (id === null ? [] : [id]))];
  let pauseMs = Math.min(FIRST_PAUSE_MS, settleMs / 8);
  let lateTries = 0;
  let readableFrom = 0;
  for (;;) {
    const lookedAt = clock.now();
    // What is seen from now on was there when this much of the bound had passed.
    const leftMs = status === 'in_doubt' ? 0 : settleMs - endedForMs(ledger.entry, index, deps.time);
    const sighting = await look(lost, known, deps).catch((error: unknown) => {
      readableFrom = error instanceof Failure ? (error.retryAt ?? 0) : 0;
      return lateTries > 0 && clock.now() - lookedAt >= LONG_READ_MS ? tooLong(error) : unreadable(error);
    });
    const settled =
      sighting === null ? null : await judge(unseen ? asFarAsSeen(sighting) : sighting, leftMs <= 0, lost);
    if (settled !== null) return settled;
    if (leftMs <= 0) lateTries += 1;
    if (lateTries >= LATE_TRIES || closing.aborted)
      return { kind: 'unsettled', from: Math.max(clock.now() + Math.max(0, leftMs), readableFrom) };
    await clock.sleep(leftMs > 0 ? Math.min(pauseMs, leftMs) : pauseMs, closing).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

async function judge(sighting: Sighting, boundPassed: boolean, { ledger, index }: Lost): Promise<Settled | null> {
  switch (sighting.kind) {
    case 'found':
      await ledger.note({ type: 'done', step: index, id: sighting.id, matched: sighting.by });
      return { kind: 'done' };
    case 'cannot_tell':
      if (!boundPassed) return null;
      await ledger.note({ type: 'in_doubt', step: index, why: sighting.why });
      return { kind: 'in_doubt', why: sighting.why };
    case 'none':
      if (!boundPassed) return null;
      await ledger.note({ type: 'not_done', step: index });
      return { kind: 'not_done' };
  }
}

/** What looks equal may have stood there before: that it is the one that was sent, only a person can tell. */
function asFarAsSeen(sighting: Sighting): Sighting {
  if (sighting.kind !== 'found' || sighting.by === 'reference') return sighting;
  const why = `the one with id ${sighting.id} looks like it, and may have been there before: not everything could be looked at`;
  return { kind: 'cannot_tell', why };
}

/** An account may hold more than can be looked through from here. */
function tooLong(error: unknown): Sighting | null {
  if (!(error instanceof NotWhole)) return unreadable(error);
  return { kind: 'cannot_tell', why: 'there is more to look through than could be read in the time' };
}

/** Syncore does not answer just now: that says nothing. A record that has gone is an answer. */
function unreadable(error: unknown): Sighting | null {
  if (error instanceof Failure && error.code === 'not_found') {
    return { kind: 'cannot_tell', why: 'what it belongs to is not in Syncore any more' };
  }
  return null;
}
