import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ExchangeOptions } from './client/exchange.js';
import { Limiter } from './client/limiter.js';
import type { Reader } from './client/reader.js';
import { type Requester, requester } from './client/request.js';
import { filePauses, type Pauses } from './client/shared-pauses.js';
import { upstreamReader } from './client/upstream-reader.js';
import { type Handler, handlerWire, lazyWire, type Wire, type WireResponse } from './client/wire.js';
import { upstreamWriter } from './client/writer.js';
import type { Clock } from './clock.js';
import { Failure } from './failure.js';
import { type HeldLists, readerOfTwo } from './insight/reader.js';
import type { SearchIndex } from './insight/search-index.js';
import type { WorkingSet } from './insight/working-set.js';
import type { Log } from './log.js';
import type { Settings } from './settings.js';
import { accountOf } from './writes/account-name.js';
import type { Entered } from './writes/entered.js';
import type { Journal } from './writes/journal.js';
import type { Writes } from './writes/open.js';
import { TrueTime } from './writes/true-time.js';

/** What one Syncore account has while the process lives. */
export type Account = {
  reader: Reader;
  /** Records held in memory for questions over many of them; made, and its code loaded, when first asked for. */
  workingSet(): Promise<WorkingSet>;
  /** Lists out of what is held by now; null as long as nothing is. Nothing is read. */
  heldLists(): HeldLists | null;
  /** What finds records by their words; made, and its library loaded, when first asked for. */
  searchIndex(): Promise<SearchIndex>;
  clock: Clock;
  /** The user's own name in Syncore, which `me` stands for. */
  rep: string | undefined;
  /** The data is made up. */
  sandbox: boolean;
  /**
   * What it takes to write, opened with the first write.
   * @throws Failure `not_permitted` in read-only mode; `internal` where there can be no journal.
   */
  writes(): Promise<Writes>;
  /** The journal of writes, to be looked into; what processes that died have left under way is being settled. */
  journal(): Promise<Journal>;
  /** How this account is told apart in the journal, and named to people. */
  identity: { id: string; name: string };
  /** Signs cursors. It follows from the account alone, so that a cursor survives a restart. */
  cursorKey: Buffer;
  close(): Promise<void>;
};

export type AccountOptions = {
  settings: Settings;
  clock: Clock;
  log: Log;
  /** Answers in place of Syncore, without a network: the embedded sandbox. */
  embedded?: () => Promise<Handler>;
};

/** The one way to Syncore: key, permission and limits are in it. */
export type Line = { request: Requester; exchange: ExchangeOptions; limiter: Limiter; close(): Promise<void> };

/** Shown each answer as it came, and how long it took. */
type Watch = (answer: WireResponse, tookMs: number) => void;

/** Nothing is connected before the first request. `watch` is for a look behind failures. */
export function openLine(options: AccountOptions, watch?: Watch): Line {
  const { settings, clock, log, embedded } = options;
  const base = new URL(settings.baseUrl);
  const wire = embedded === undefined ? lazyWire(() => network(settings, base.origin)) : handlerWire(embedded);
  const limiter = new Limiter({ ...settings, clock });
  const basePath = base.pathname.replace(/\/+$/, '');
  const pauses = pausesOf(settings, clock);
  const exchange = { ...settings, wire: watched(wire, clock, watch), limiter, clock, log, basePath, pauses };
  return { request: requester(exchange), exchange, limiter, close: () => wire.close() };
}

/** One file for an account: what Syncore says of its limits is said of the key. */
function pausesOf(settings: Settings, clock: Clock): Pauses | undefined {
  const { stateDir, baseUrl, apiKey } = settings;
  if (stateDir === undefined) return undefined;
  const name = createHash('sha256').update(`limits ${baseUrl} ${apiKey}`).digest('hex').slice(0, 32);
  return filePauses(join(stateDir, 'limits', name), clock);
}

function watched(wire: Wire, clock: Clock, watch: Watch | undefined): Wire {
  if (watch === undefined) return wire;
  const steady = () => clock.steady?.() ?? clock.now();
  return {
    ...wire,
    async send(request) {
      const from = steady();
      const answer = await wire.send(request);
      watch(answer, steady() - from);
      return answer;
    },
  };
}

/** Searches show a write within a minute and a quarter: what was entered before that, a first reading finds. */
const ENTERED_MS = 2 * 60_000;

/** A search shows a record so long after it was written at the latest. */
const SHOWN_MS = 15_000;

/** How long a look into the journal waits for what was left under way: most of it is settled by one read. */
const LEFT_OVERS_MS = 2_000;

/** Wires an account; nothing is connected before the first question. */
export function createAccount(options: AccountOptions): Account {
  const { settings, clock, log, embedded } = options;
  const time = new TrueTime(clock);
  const line = openLine(options, ({ headers }, tookMs) => time.observe(headers.date, tookMs));
  const { request, limiter } = line;
  const closing = new AbortController();
  const reading = { request, limiter, clock, pageSize: settings.pageSize, closing: closing.signal };
  const upstream = upstreamReader(reading);
  let opening: Promise<Writes> | undefined;
  let workingSet: Promise<WorkingSet> | undefined;
  let searchIndex: Promise<SearchIndex> | undefined;
  let lists: HeldLists | null = null;
  /** What was entered last. */
  let latest: { record: Entered; at: number }[] = [];

  async function openWrites(): Promise<Writes> {
    const open = await import('./writes/open.js');
    const writer = upstreamWriter(line.exchange);
    const own = { settings, reader: upstream, writer, clock, time, log, closing: closing.signal };
    return open.openWrites({ ...own, entered });
  }

  /** The next question sees what was written, although searches lag behind it. */
  function entered(records: Entered[]): void {
    const now = clock.now();
    latest = latest.filter(({ at }) => Math.abs(now - at) < ENTERED_MS);
    latest.push(...records.map((record) => ({ record, at: now })));
    void workingSet?.then(
      (set) => {
        for (const record of records) set.noteWritten(record);
      },
      () => {},
    );
  }

  function lately(kind: Entered['kind']): number[] {
    const now = clock.now();
    const fresh = latest.filter(({ record, at }) => record.kind === kind && Math.abs(now - at) < SHOWN_MS);
    return [...new Set(fresh.map(({ record }) => record.id))];
  }

  function writes(): Promise<Writes> {
    if (settings.readOnly) throw new Failure('not_permitted', 'SYNCORE_READ_ONLY is set, so nothing can be written.');
    // What failed once may succeed when the folder has been mended.
    opening ??= openWrites().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function makeWorkingSet(): Promise<WorkingSet> {
    const { createWorkingSet } = await import('./insight/working-set.js');
    const made = createWorkingSet({ ...reading, reader: upstream });
    lists = made.lists;
    for (const { record, at } of latest) if (Math.abs(clock.now() - at) < ENTERED_MS) made.noteWritten(record);
    return made;
  }

  async function makeSearchIndex(): Promise<SearchIndex> {
    const { SearchIndex } = await import('./insight/search-index.js');
    return new SearchIndex();
  }

  return {
    reader: readerOfTwo(upstream, () => lists, lately),
    heldLists: () => lists,
    searchIndex() {
      searchIndex ??= makeSearchIndex();
      return searchIndex;
    },
    workingSet() {
      workingSet ??= makeWorkingSet();
      return workingSet;
    },
    clock,
    rep: settings.rep,
    sandbox: embedded !== undefined,
    writes: async () => writes(),
    async journal() {
      if (!settings.readOnly) {
        const { engine, journal } = await writes();
        await engine.takeUpLeftOvers(LEFT_OVERS_MS);
        return journal;
      }
      const open = await import('./writes/open.js');
      return open.openJournalForReading(settings, clock, log);
    },
    identity: accountOf(settings),
    cursorKey: createHash('sha256').update(`cursor ${settings.baseUrl} ${settings.apiKey}`).digest(),
    async close() {
      closing.abort();
      await opening?.then(
        (opened) => opened.close(),
        () => {},
      );
      await line.close();
    },
  };
}

/** The HTTP client is loaded with the first request: a server that is only listed must not pay for it. */
async function network(settings: Settings, origin: string): Promise<Wire> {
  const { undiciWire } = await import('./client/undici-wire.js');
  return undiciWire({ origin, maxConnections: settings.maxConcurrency, proxy: settings.proxy });
}
