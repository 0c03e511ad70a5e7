import type { Call, Requester } from '../client/request.js';
import type { Raw } from '../records/fields.js';
import { readChanges } from './changes.js';
import { settle } from './differences.js';
import type { Freshness } from './freshness.js';
import type { Holdings } from './holdings.js';
import { type Keeper, type Line, readAlone } from './keeper.js';
import { rereadJobs, rereadRecent } from './refresh-jobs.js';
import type { Shelf } from './shelf.js';
import { joinedSpans, later, type Span } from './span.js';
import { windowsIn } from './windows.js';

/** What a refresh may cost when nothing has changed: a question that compares two periods is two, and may cost six. */
const USUAL_REQUESTS = 4;

export type RefreshOptions = {
  holdings: Holdings;
  line: Line;
  /** Kinds whose changes were asked for within the last minute need not be asked again, but for what is gone. */
  fed: Freshness;
};

/** What is brought up to date: of some axes, the windows of a span; all of them where there is none. */
export type Refreshing = { keepers: readonly Keeper[]; span: Span | undefined };

type Counted = { keeper: Keeper; span: Span; total: number | null; ids: readonly number[] };

/**
 * Brings what is held of some axes up to date: what the modified filters show, jobs of changed orders and of the newest
 * days, own writes, and what the number of records in Syncore betrays.
 * @returns axes whose lists Syncore does not count, so that nobody can tell what is gone from them.
 * @throws Failure of every kind a read can have.
 */
export async function refresh(
  { holdings, line, fed }: RefreshOptions,
  { keepers, span: asked }: Refreshing,
  call: Call,
): Promise<Set<Keeper>> {
  const { salesOrders, purchaseOrders, contacts, jobs, staleJobs } = holdings;
  const isUsed = ({ rules }: { rules: { kind: string } }) => keepers.some(({ kind }) => kind === rules.kind);
  const withJobs = isUsed(jobs);
  const spans = keepers.flatMap((keeper) =>
    spansOf(keeper, asked, holdings.oldest()).map((span) => ({ keeper, span })),
  );
  const { request, requests } = counting(line.request);
  const counted: Line = { ...line, request };

  async function feed<Full extends { id: number; raw: Raw }, R extends { id: number }>(shelf: Shelf<Full, R>) {
    const startedAt = line.clock.now();
    for (const id of await readChanges(shelf, counted, call)) if (jobs.records.has(id)) staleJobs.add(id);
    fed.confirm(shelf, startedAt);
  }
  function isFed<Full extends { id: number; raw: Raw }, R extends { id: number }>(shelf: Shelf<Full, R>): boolean {
    return (isUsed(shelf) || withJobs) && shelf.mark !== null && !fed.isFresh(shelf);
  }

  await Promise.all([
    ...(isUsed(salesOrders) ? [ownWrites(salesOrders, line, call)] : []),
    ...(isUsed(purchaseOrders) ? [ownWrites(purchaseOrders, line, call)] : []),
    ...(isUsed(contacts) ? [ownWrites(contacts, line, call)] : []),
    ...(withJobs ? [ownWrites(jobs, line, call)] : []),
  ]);
  const feeds = [
    { kind: 'sales_orders', isDue: isFed(salesOrders), run: () => feed(salesOrders) },
    { kind: 'purchase_orders', isDue: isFed(purchaseOrders), run: () => feed(purchaseOrders) },
  ];
  const looks = spans.map(async ({ keeper, span }): Promise<Counted> => {
    // Jobs have no filter by change: the look brings a page of them, which costs no more.
    const rows = keeper.kind === 'jobs' ? line.pageSize : 1;
    return { keeper, span, ...(await keeper.look(span, rows, call)) };
  });
  const due = feeds.filter(({ isDue }) => isDue);
  const [looked] = await Promise.all([Promise.all(looks), ...due.map(({ run }) => run())]);
  for (const { keeper, span } of spans) if (keeper.hasChanges) await keeper.rereadUnmarked(span, call);

  if (withJobs) {
    const pages = USUAL_REQUESTS - requests() - looks.length;
    for (const { keeper, span, ids } of looked) {
      const isRecent = keeper.kind === 'jobs' && span.to >= holdings.today();
      if (isRecent) await rereadRecent(holdings, keeper, span, new Set(ids), pages * line.pageSize, call);
    }
    await rereadJobs(holdings, line, call);
  }
  const uncounted = new Set<Keeper>();
  for (const { keeper, span, total } of looked) {
    if (total === null) {
      uncounted.add(keeper);
      continue;
    }
    // What was entered since the changes were asked for makes a difference too.
    if (total !== keeper.held(span)) await feeds.find(({ kind, isDue }) => kind === keeper.kind && !isDue)?.run();
    await settle(keeper, span, total, line.pageSize, call);
  }
  return uncounted;
}

/** The days that are held of an axis and that searches still answer for, as far as windows of a span reach. */
function spansOf(keeper: Keeper, asked: Span | undefined, oldest: string): Span[] {
  const windows = asked === undefined ? keeper.windows() : windowsIn(keeper, asked);
  if (keeper.undivided) return joinedSpans(windows);
  return joinedSpans(windows.filter(({ to }) => to >= oldest)).map(({ from, to }) => ({
    from: later(from, oldest),
    to,
  }));
}

function counting(request: Requester): { request: Requester; requests(): number } {
  let requests = 0;
  return {
    request: (...asked) => {
      requests += 1;
      return request(...asked);
    },
    requests: () => requests,
  };
}

/** Reads own writes of which only the id is known, and looks after those that no search shows in time. */
async function ownWrites<Full extends { id: number; raw: Raw }, R extends { id: number }>(
  shelf: Shelf<Full, R>,
  line: Line,
  call: Call,
): Promise<void> {
  for (const write of [...shelf.own.values()]) {
    const isLate = shelf.isOverdue(write);
    if (!write.unread && !isLate) continue;
    const held = shelf.records.get(write.id);
    // Of days that are not held, no search is read that could show it.
    if (!write.unread && (!write.unseen || (held !== undefined && !shelf.covers(held)))) {
      shelf.own.delete(write.id);
      continue;
    }
    if ((await readAlone(shelf, write, line.reader, call)) !== null) write.unread = false;
    else shelf.remove(write.id);
  }
}
