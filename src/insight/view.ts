import { cutNote, outOfWindow } from '../client/window.js';
import { Failure } from '../failure.js';
import { addDays } from '../records/dates.js';
import type { LoneReads } from './alone.js';
import type { InsightCall } from './call.js';
import type { Filled, Filler } from './fill.js';
import { HELD_KINDS, type Held, type HeldKind } from './held.js';
import type { Holdings } from './holdings.js';
import type { Keeper } from './keeper.js';
import type { LackingParts, Wanted } from './lacking-parts.js';
import { howFarWords } from './progress.js';
import type { Refreshed, Refresher } from './refresher.js';
import { coveredFrom, later, type Span } from './span.js';
import { type Ages, isStale, keepersOf, missingOf, wholeWindows, windowsIn } from './windows.js';

/** What a question needs. Days are `YYYY-MM-DD`, both included. */
export type Want = Wanted & { from: string; to: string };

/**
 * What is known for a question. `held` has everything that was asked for and may hold more: who adds up filters by
 * date. It is a view of what goes on changing, so it is computed with at once and not kept across an `await`.
 * Where jobs are wanted with orders, the jobs of these orders are there whatever their own date.
 */
export type View = {
  held: Held;
  /** When what is held of each kind stood so in Syncore at the latest, ISO 8601 in UTC; null where nothing is held. */
  asOf: Record<HeldKind, string | null>;
  /** Everything that was asked for is here. */
  complete: boolean;
  /** The first day from which on everything asked for is whole, to the end of the days; the day after them if none is. */
  firstDay: string;
  notes: string[];
};

export type ViewParts = {
  holdings: Holdings;
  ages: Ages;
  filler: Filler;
  refresher: Refresher;
  lackingParts: LackingParts;
  loneReads: LoneReads;
  /** A question uses these axes from now on, until `end`. */
  use(keepers: readonly Keeper[], span: Span): { end(): void };
  /** The most records and lines that are held. */
  most: number;
};

/** What kept a question from an answer over everything. */
type Trouble = Exclude<Filled, { kind: 'whole' }> | { kind: 'stale'; refreshed: Exclude<Refreshed, { kind: 'done' }> };

/** Filling can take longer than what was read first stays fresh: then it is refreshed, and so on, a few times. */
const MOST_ROUNDS = 3;

/** @throws Failure `out_of_window`; and what reading ended with when there is nothing to answer from. */
export async function view(parts: ViewParts, want: Want, call: InsightCall): Promise<View> {
  const { holdings } = parts;
  const asked = reach(holdings, want);
  const keepers = keepersOf(holdings, want.kinds, want.by);
  const use = parts.use(keepers, asked);
  try {
    const trouble = await makeWhole(parts, keepers, asked, call);
    // What Syncore has shown by now may tell that our clock is behind, and that its searches begin later.
    const span = reach(holdings, want);
    const firstDay = firstWholeDay(parts, keepers, span);
    refuseNothing(trouble, parts, keepers, span);
    const lacking = trouble === undefined ? await readLacking(parts, want, span, call) : [];
    const known = asOf(keepers, span);
    const jobsSince = want.kinds.includes('jobs') ? parts.lackingParts.jobsSince(want, span) : Number.POSITIVE_INFINITY;
    const notes = [
      ...(span.from > want.from ? [cutNote(span.from)] : []),
      ...(trouble === undefined ? [] : [troubleNote(trouble, firstDay, span, parts.most)]),
      ...lacking,
      ...doubts(parts, keepers, span),
    ];
    return {
      held: holdings.held,
      asOf: { ...known, jobs: olderOf(known.jobs, jobsSince) },
      complete: notes.length === 0,
      firstDay,
      notes,
    };
  } finally {
    use.end();
  }
}

/** The part of the days that Syncore's searches answer for; what is held of older ones is let go. */
function reach(holdings: Holdings, { from, to }: Want): Span {
  holdings.age();
  const oldest = holdings.oldest();
  if (to < oldest) throw outOfWindow(oldest);
  return { from: later(from, oldest), to };
}

export async function makeWhole(
  { holdings, ages, filler, refresher }: ViewParts,
  keepers: readonly Keeper[],
  span: Span,
  call: InsightCall,
): Promise<Trouble | undefined> {
  const stale = () => keepers.filter((keeper) => isStale(keeper, span, ages));
  for (let round = 1; ; round += 1) {
    const refreshed = await refresher.refresh(stale, call, span);
    if (refreshed.kind !== 'done') return { kind: 'stale', refreshed };
    const missing = keepers.flatMap((keeper) => missingOf(keeper, span, holdings, ages));
    if (missing.length === 0 || round > MOST_ROUNDS) return missing.length === 0 ? undefined : { kind: 'unstable' };
    const filled = await filler.fill(missing, call);
    if (filled.kind !== 'whole') return filled;
  }
}

/** Where nothing at all could be read, the reason is the answer; and who may not read is told nothing from memory. */
export function refuseNothing(
  trouble: Trouble | undefined,
  { ages }: ViewParts,
  keepers: readonly Keeper[],
  span: Span,
): void {
  const failure =
    trouble?.kind === 'failed'
      ? trouble.failure
      : trouble?.kind === 'stale' && trouble.refreshed.kind === 'failed'
        ? trouble.refreshed.failure
        : undefined;
  if (failure === undefined) return;
  const isForbidden = failure.code === 'unauthorized' || failure.code === 'read_disabled';
  if (isForbidden || !keepers.some((keeper) => wholeWindows(keeper, span, ages).length > 0)) throw failure;
}

/** @returns notes of what could not be read. */
async function readLacking(
  { lackingParts, loneReads }: ViewParts,
  want: Want,
  span: Span,
  call: InsightCall,
): Promise<string[]> {
  try {
    for (let round = 1; ; round += 1) {
      const lones = lackingParts.of(want, span);
      if (lones.length === 0) return [];
      // What changed meanwhile, or was brought up to date for others, may lack it again.
      if (round > MOST_ROUNDS) return [`${lones.length} records changed each time they were read by themselves.`];
      const left = await loneReads.read(lones, 'Reading what the lists left out', call);
      if (left > 0) return [`The time of this call was up before ${left} records were read by themselves. Ask again.`];
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unauthorized' || error.code === 'read_disabled') throw error;
    return [`Some records that have to be read by themselves could not be: ${error.message}`];
  }
}

function firstWholeDay({ ages }: ViewParts, keepers: readonly Keeper[], span: Span): string {
  return keepers.reduce((first, keeper) => {
    const whole = wholeWindows(keeper, span, ages);
    if (!keeper.undivided) return later(first, coveredFrom(span, whole));
    return whole.length > 0 ? first : addDays(span.to, 1);
  }, span.from);
}

export function asOf(keepers: readonly Keeper[], span: Span): Record<HeldKind, string | null> {
  const moments = HELD_KINDS.map((kind) => {
    const windows = keepers.filter((keeper) => keeper.kind === kind).flatMap((keeper) => windowsIn(keeper, span));
    const oldest = Math.min(...windows.map((window) => window.asOf));
    return [kind, Number.isFinite(oldest) ? new Date(oldest).toISOString() : null] as const;
  });
  return { ...NOTHING, ...Object.fromEntries(moments) };
}

function olderOf(moment: string | null, sinceMs: number): string | null {
  const since = Number.isFinite(sinceMs) ? new Date(sinceMs).toISOString() : null;
  return moment === null || (since !== null && since < moment) ? since : moment;
}

const NOTHING: Record<HeldKind, string | null> = {
  jobs: null,
  sales_orders: null,
  purchase_orders: null,
  contacts: null,
};

/** What leaves a number in doubt although everything was read. */
function doubts({ refresher }: ViewParts, keepers: readonly Keeper[], span: Span): string[] {
  return keepers.flatMap((keeper) => {
    const what = keeper.kind.replace('_', ' ');
    const windows = windowsIn(keeper, span);
    const strays = windows.reduce((sum, window) => sum + window.strays, 0);
    return [
      ...(strays > 0 ? [`${strays} ${what} came without a date, so that they are in no period.`] : []),
      ...(refresher.uncounted.has(keeper)
        ? [`Syncore does not say how many ${what} there are, so that deleted ones may be among these.`]
        : []),
    ];
  });
}

export function troubleNote(trouble: Trouble, firstDay: string, span: Span, most: number): string {
  const whole = firstDay > span.to ? 'nothing of it is whole yet' : `whole from ${firstDay} on`;
  switch (trouble.kind) {
    case 'time':
      return `The reading goes on: ${howFarWords(trouble)}; ${whole}. Ask again then.`;
    case 'failed':
      return `Not all of it could be read (${whole}): ${trouble.failure.message}`;
    case 'unstable':
      return `The list changed each time it was read; records may be missing here (${whole}).`;
    case 'full':
      return `That is more than is held at once (${most.toLocaleString('en-US')} records and lines); ${whole}. Ask for a shorter period.`;
    case 'stale':
      return trouble.refreshed.kind === 'time'
        ? 'The time of this call was up before these records were brought up to date: they stood so at as_of. Ask again.'
        : `These records could not be brought up to date, they stood so at as_of: ${trouble.refreshed.failure.message}`;
  }
}
