import { setMaxListeners } from 'node:events';
import type { Limiter } from '../client/limiter.js';
import type { Reader, ReaderOptions } from '../client/reader.js';
import { LoneReads } from './alone.js';
import type { InsightCall } from './call.js';
import { Filler } from './fill.js';
import { Freshness } from './freshness.js';
import { heldLists } from './held-lists.js';
import { type HoldingsState, makeHoldings } from './holdings.js';
import type { DaysRead, Keeper } from './keeper.js';
import { LackingParts } from './lacking-parts.js';
import { noteWritten, type Written } from './own-writes.js';
import type { HeldLists } from './reader.js';
import { Refresher } from './refresher.js';
import { Room } from './room.js';
import type { Span } from './span.js';
import { Turn } from './turn.js';
import { type View, view, type Want } from './view.js';
import { type ChangesAsked, type ChangesFound, whatChanged } from './what-changed.js';
import type { Ages } from './windows.js';

export type { InsightCall } from './call.js';
export type { Written } from './own-writes.js';
export type { View, Want } from './view.js';
export type { ChangesAsked, ChangesFound, KnownChange } from './what-changed.js';

/** Records of one Syncore account, held in memory: read once, then kept fresh. */
export type WorkingSet = {
  /**
   * Everything of these kinds dated within the days, as fresh as the rules say; reads what is missing within the
   * call's time, and goes on reading after it.
   * @throws Failure `out_of_window` when all of the days are older than Syncore gives, and what a first reading can end
   * with when nothing was read.
   */
  view(want: Want, call: InsightCall): Promise<View>;
  /**
   * What changed since a moment; what is not held yet is read in the background for the next question.
   * @throws Failure `invalid_input` for a rep that is nobody, or several; and what asking Syncore can end with.
   */
  changes(asked: ChangesAsked, call: InsightCall): Promise<ChangesFound>;
  /** By job, the latest change that was noticed on it or on an order of it; Pacific moments. */
  noticed(): ReadonlyMap<number, string>;
  /** Answers lists from what is held, where that is fresh and whole for them. */
  lists: HeldLists;
  /** The next question sees what we wrote, although searches lag behind it. */
  noteWritten(written: Written): void;
  /** Everything that is held, as one plain JSON value, for `WorkingSetOptions.state`. */
  toState(): HoldingsState;
};

export type WorkingSetOptions = Omit<ReaderOptions, 'limiter'> & {
  limiter: Pick<Limiter, 'maxConcurrency'>;
  /** Asks Syncore itself, for single records. */
  reader: Reader;
  state?: HoldingsState;
  /** The most records and lines that are held. */
  most?: number;
};

const SHELVES = {
  jobs: 'jobs',
  sales_orders: 'salesOrders',
  purchase_orders: 'purchaseOrders',
  contacts: 'contacts',
} as const;

/** Numbers are never older without a refresh. */
const FRESH_MS = 60_000;
/** Lists that have no filter by change are read again within this time. */
const RECENT_MS = 30 * 60_000;
/** About 200 MB; an account of 10,000 sales orders in 13 months has a fifth of it. */
const MOST_HELD = 1_000_000;

export function createWorkingSet(options: WorkingSetOptions): WorkingSet {
  const { request, limiter, clock, pageSize, reader, closing, state, most = MOST_HELD } = options;
  // Every reading under way listens, and every window waits with it for its age: that is no leak.
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  closing.addEventListener('abort', () => own.abort(closing.reason), { once: true });
  const line = { request, clock, pageSize, concurrency: limiter.maxConcurrency, reader };
  const holdings = makeHoldings(line, clock, state);
  const ages: Ages = {
    fresh: new Freshness(clock, FRESH_MS, own.signal),
    recent: new Freshness(clock, RECENT_MS, own.signal),
  };
  const covered = (keeper: Keeper, span: Span, read: DaysRead) => {
    const window = keeper.cover(span, read);
    ages.fresh.confirm(window, window.readAt);
    ages.recent.confirm(window, window.readAt);
    // Changes that were asked for while these days were read may have passed them by.
    ages.fresh.forget(holdings[SHELVES[keeper.kind]]);
  };
  const room = new Room(holdings, most);
  const { keepers } = holdings;
  const turn = new Turn({ clock, closing: own.signal, keepers: [keepers.jobs, keepers.contacts], covered });
  const parts = {
    holdings,
    ages,
    most,
    filler: new Filler({ clock, closing: own.signal, pageSize, room: (missing) => room.make(missing), covered }),
    refresher: new Refresher({ holdings, line, clock, closing: own.signal, fresh: ages.fresh }),
    lackingParts: new LackingParts({ holdings, line, ages, covered }),
    loneReads: new LoneReads(line, own.signal),
    use(used: readonly Keeper[], span: Span) {
      if (used.includes(keepers.jobs) || used.includes(keepers.contacts)) turn.touch();
      return room.use(used, span);
    },
  };
  return {
    view: (want, call) => view(parts, want, call),
    changes: (asked, call) => whatChanged({ ...parts, line }, asked, call),
    noticed: () => holdings.log.byJob(),
    lists: heldLists({ holdings, ages, refresher: parts.refresher, clock }),
    noteWritten(written) {
      noteWritten(holdings, written);
      for (const name of Object.values(SHELVES)) ages.fresh.forget(holdings[name]);
      for (const keeper of Object.values(keepers)) for (const window of keeper.windows()) ages.fresh.forget(window);
    },
    toState: () => holdings.toState(),
  };
}
