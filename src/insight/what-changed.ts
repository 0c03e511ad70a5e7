import type { PartyFit, PersonFilter } from '../client/queries.js';
import type { Found } from '../client/reader.js';
import { search } from '../client/search.js';
import { jobSearch } from '../client/searches.js';
import { cutNote } from '../client/window.js';
import type { Raw } from '../records/fields.js';
import type { InsightCall } from './call.js';
import type { Change } from './change-log.js';
import { keepChanges } from './changes-of.js';
import type { Held, HeldKind } from './held.js';
import type { Holdings } from './holdings.js';
import type { Keeper, Line } from './keeper.js';
import { type Findable, findableOf } from './search-documents.js';
import type { Shelf } from './shelf.js';
import { lacking, later, OPEN_END, type Span } from './span.js';
import { asOf, makeWhole, refuseNothing, troubleNote, type ViewParts } from './view.js';
import { isStale, keepersOf, missingOf } from './windows.js';

export type ChangesAsked = {
  kinds: readonly HeldKind[];
  /** A Pacific moment. */
  since: string;
  client?: PartyFit | undefined;
  rep?: PersonFilter | undefined;
};

/** A change; `fields` is null where the state before it was not held, `now` the record where it is known as it is. */
export type KnownChange = Omit<Change, 'fields'> & { fields: Change['fields'] | null; now?: Findable | undefined };

export type ChangesFound = {
  /** Newest first. */
  changes: KnownChange[];
  asOf: Record<HeldKind, string | null>;
  complete: boolean;
  notes: string[];
  /** The full name that a part of a name turned out to mean. */
  rep: string | undefined;
  /** What is held, for the job of an order: a view to compute with at once. */
  held: Held;
};

type Told = { changes: KnownChange[]; notes: string[] };

export type ChangesParts = ViewParts & { line: Line };

const EVERYTHING = { limit: Number.POSITIVE_INFINITY };
const WORDS: Record<HeldKind, string> = {
  jobs: 'jobs',
  sales_orders: 'sales orders',
  purchase_orders: 'purchase orders',
  contacts: 'contacts',
};

/**
 * What changed since a moment, by what was noticed while records were held. For what lies before that, Syncore's own
 * filters tell which orders changed, without what they were; the rest of it nobody can tell, which is said. What is not
 * held yet is read from then on, so that the next question finds it.
 * @throws Failure `invalid_input` for a rep that is nobody, or several; and what asking Syncore can end with.
 */
export async function whatChanged(parts: ChangesParts, asked: ChangesAsked, call: InsightCall): Promise<ChangesFound> {
  const { holdings, filler, refresher, ages } = parts;
  holdings.age();
  const oldest = holdings.oldest();
  const since = later(asked.since, `${oldest}T00:00:00`);
  const all: Span = { from: oldest, to: OPEN_END };
  const keepers = keepersOf(holdings, asked.kinds);
  const isHeld = (keeper: Keeper) => lacking(keeper.undivided ? keeper.span : all, keeper.windows()).length === 0;
  const held = keepers.filter(isHeld);
  const others = keepers.filter((keeper) => !held.includes(keeper));

  const trouble = await makeWhole(parts, held, all, call);
  refuseNothing(trouble, parts, held, all);
  await refresher.refresh(() => others.filter((keeper) => isStale(keeper, all, ages)), call);
  // Whose name it is, all jobs together tell.
  const jobs = keepersOf(holdings, ['jobs']);
  const toRead = asked.rep === undefined ? others : [...new Set([...others, ...jobs])];
  filler.begin(
    toRead.flatMap((keeper) => missingOf(keeper, all, holdings, ages)),
    parts.use([...new Set([...keepers, ...toRead])], all),
  );

  const known = await allChanges(parts, keepers, since, call);
  const kept = await keepChanges(parts, known.changes, { ...asked, knowsAllJobs: jobs.every(isHeld) }, call);
  const notes = [
    ...(since > asked.since ? [cutNote(oldest)] : []),
    ...(trouble === undefined ? [] : [troubleNote(trouble, oldest, all, parts.most)]),
    ...keepers.flatMap((keeper) => gapNotes(keeper, all, since, holdings)),
    ...known.notes,
    ...kept.notes,
  ];
  const changes = kept.changes.map((change) => ({
    ...change,
    now: findableOf(holdings.held, change.kind, change.id) ?? change.now,
  }));
  return { changes, rep: kept.rep, asOf: asOf(keepers, all), complete: notes.length === 0, notes, held: holdings.held };
}

/** What is known of some kinds, newest first: from the log, and where that begins too late from Syncore itself. */
async function allChanges(
  parts: ChangesParts,
  keepers: readonly Keeper[],
  since: string,
  call: InsightCall,
): Promise<Told> {
  const { holdings } = parts;
  const logged = holdings.log.since(since).filter(({ kind }) => keepers.some((keeper) => keeper.kind === kind));
  const known = new Set(logged.map(({ kind, id }) => `${kind} ${id}`));
  const late = keepers.filter((keeper) => followedLate(keeper, since, holdings));
  const found = await Promise.all(late.map((keeper) => askFor(parts, keeper, since, call)));
  const told = found.flatMap(({ changes }) => changes).filter(({ kind, id }) => !known.has(`${kind} ${id}`));
  const all = [...logged, ...told].sort((a, b) => (a.at === b.at ? b.id - a.id : a.at < b.at ? 1 : -1));
  return { changes: all, notes: found.flatMap(({ notes }) => notes) };
}

/** Whether some days of a kind were not followed yet at a moment. */
function followedLate(keeper: Keeper, since: string, { log, oldest }: Holdings): boolean {
  if (since <= log.cutAt) return true;
  const followed = keeper.windows().filter(({ heldSince }) => heldSince <= since);
  return lacking(keeper.undivided ? keeper.span : { from: oldest(), to: OPEN_END }, followed).length > 0;
}

/** What Syncore, or the records that are held by now, tell of changes since a moment. */
async function askFor(
  { holdings, line }: ChangesParts,
  { kind }: Keeper,
  since: string,
  call: InsightCall,
): Promise<Told> {
  const { salesOrders, purchaseOrders, jobs, contacts } = holdings;
  const { request, clock, pageSize, concurrency } = line;
  const options = { request, clock, pageSize, limiter: { maxConcurrency: concurrency } };
  const day = since.slice(0, 10);

  async function changed<Full extends { id: number; raw: Raw }, R extends { id: number; date: string | null }>(
    shelf: Shelf<Full, R>,
    as: (record: R) => Findable,
  ): Promise<Told> {
    const { changedSince } = shelf.rules;
    if (changedSince === null) return { changes: [], notes: [] };
    return told(await search(options, changedSince(since), EVERYTHING, call), (row) => {
      const record = shelf.rules.bare(row);
      const at = shelf.rules.modified(record) ?? since;
      const change = (record.date ?? '') >= day ? 'new' : 'changed';
      return { ...shelf.factsOf(record), change, at, fields: null, now: as(record) };
    });
  }

  switch (kind) {
    case 'sales_orders':
      return changed(salesOrders, (record) => ({ kind, record }));
    case 'purchase_orders':
      return changed(purchaseOrders, (record) => ({ kind, record }));
    case 'jobs': {
      const date = { from: day, to: OPEN_END };
      return told(await search(options, jobSearch({ date }), EVERYTHING, call), (row) => {
        const job = jobs.rules.bare(row);
        // Of a job the day alone is known.
        const at = later(`${job.date ?? day}T00:00:00`, since);
        return { ...jobs.factsOf(job), change: 'new', at, fields: null, now: { kind, record: job } };
      });
    }
    case 'contacts': {
      const recent = [...contacts.records.values()].filter(({ lastModified }) => (lastModified ?? '') >= since);
      const changes = recent.map((contact): KnownChange => {
        const isNew = (contact.createdDate ?? '') >= since;
        const at = contact.lastModified ?? since;
        return { ...contacts.factsOf(contact), change: isNew ? 'new' : 'changed', at, fields: null };
      });
      return { changes, notes: [] };
    }
  }
}

function told<R>(found: Found<R>, change: (row: R) => KnownChange): Told {
  return { changes: found.rows.map(change), notes: found.complete ? [] : found.notes };
}

/** What of a kind nobody can tell, because it was not held yet. */
function gapNotes(keeper: Keeper, all: Span, since: string, holdings: Holdings): string[] {
  if (!followedLate(keeper, since, holdings)) return [];
  const what = WORDS[keeper.kind];
  const isHeld = lacking(keeper.undivided ? keeper.span : all, keeper.windows()).length === 0;
  const from = keeper.windows().reduce((latest, { heldSince }) => later(latest, heldSince), '');
  const when = isHeld
    ? `All ${what} are followed since ${from.replace('T', ' ')} (US Pacific) only.`
    : `Not all ${what} are held yet; they are being read now.`;
  const untold: Record<HeldKind, string> = {
    jobs: 'Of before, new jobs are known by their date; changed and deleted ones are not.',
    sales_orders: 'Of before, changed orders are known without what changed on them; deleted ones are not known.',
    purchase_orders: 'Of before, changed orders are known without what changed on them; deleted ones are not known.',
    contacts: 'Of before, contacts are known by their own dates, as far as they are held; deleted ones are not known.',
  };
  return [`${when} ${untold[keeper.kind]}`];
}
