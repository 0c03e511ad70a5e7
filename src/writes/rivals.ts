import { type Entry, stepsOf } from './journal.js';
import type { Ledger } from './ledger.js';
import type { RunDeps } from './run.js';
import { type Resolved, resolve, type Sighting, type StepKind, type StepReading } from './steps/step.js';

/** What other writes have made, and whether one of them may just have made what looks like a step's own. */
type Rivals = { ids: ReadonlySet<number>; open: boolean };

type Looked = { index: number; resolved: Resolved; kind: StepKind; ledger: Ledger; reading: () => StepReading };

/**
 * Looks for what a lost request may have made, apart from what `known` holds and from what other writes have made: two
 * orders may each get a line `Setup`, and of one of these the request may have been lost for good. The journal is asked
 * after Syncore: whatever another write has made until then stands in it as sent at the least.
 * @throws Failure of a read, or of the journal.
 */
export async function look(looked: Looked, known: readonly number[], { journal }: RunDeps): Promise<Sighting> {
  const { resolved, kind, reading } = looked;
  const seen = await kind.find(resolved, known, reading());
  const certain = seen.kind === 'none' || (seen.kind === 'found' && seen.by === 'reference');
  if (certain || kind.mistakable === undefined) return seen;
  const { ids, open } = await rivalsOf(looked, journal);
  const clear = seen.kind === 'found' && !ids.has(seen.id);
  const left = clear ? seen : await kind.find(resolved, [...known, ...ids], reading());
  if (left.kind === 'none' || !open) return left;
  const why = 'another write that looks the same is under way, or in doubt as well';
  return { kind: 'cannot_tell', why };
}

async function rivalsOf({ resolved, kind, ledger }: Looked, journal: RunDeps['journal']): Promise<Rivals> {
  const ids = new Set<number>();
  let open = false;
  for await (const entry of journal.list(ledger.intent.account)) {
    // What cannot be read blocks its own key; what it may have made, nobody can tell from anything.
    if (entry.torn || entry.intent.id === ledger.intent.id) continue;
    for (const { status, id, other } of sameSteps(entry, resolved)) {
      if (status === 'done' && id !== null) ids.add(id);
      if (status !== 'sending' && status !== 'in_doubt') continue;
      open ||= other !== null && kind.mistakable?.(resolved, other) === true;
    }
  }
  return { ids, open };
}

/** The steps of another entry that do the same. */
function sameSteps(entry: Entry, { step: { action } }: Resolved) {
  const states = stepsOf(entry);
  return entry.intent.plan.steps.flatMap((step, index) => {
    const state = states[index];
    return state === undefined || step.action !== action ? [] : [{ ...state, other: resolve(step, states) }];
  });
}
