import type { PartyFit } from '../client/queries.js';

type Whole = { complete: boolean; notes: string[] };

/** An answer that was filtered by names, of which some may not have been read: then it may lack records. */
export function doubted({ complete, notes }: Whole, parties: readonly (PartyFit | undefined)[]): Whole {
  if (parties.every((party) => party === undefined || party.whole)) return { complete, notes };
  const doubt = 'The names that were filtered by could not all be read; records may be missing here.';
  return { complete: false, notes: [...notes, doubt] };
}

/** Several readings as one: whole where all are, each doubt said once. */
export function joined(parts: readonly Whole[]): Whole {
  return {
    complete: parts.every(({ complete }) => complete),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

/** How old an answer is for each kind: as old as the oldest of its parts; null where one knows nothing. */
export function oldestOf<K extends string>(
  kinds: readonly K[],
  views: readonly { asOf: Record<K, string | null> }[],
): Record<string, string | null> {
  return Object.fromEntries(
    kinds.map((kind) => {
      const times = views.map(({ asOf }) => asOf[kind]);
      return [kind, times.includes(null) ? null : (times.sort()[0] ?? null)];
    }),
  );
}
