import { type AccountOptions, openLine } from '../../src/account.js';
import { upstreamReader } from '../../src/client/upstream-reader.js';
import type { Clock } from '../../src/clock.js';
import type { HeldKind } from '../../src/insight/held.js';
import {
  type ChangesAsked,
  type ChangesFound,
  createWorkingSet,
  type View,
  type Want,
  type WorkingSet,
  type WorkingSetOptions,
} from '../../src/insight/working-set.js';
import { createSandbox, type Sandbox, type SandboxData, type SandboxOptions } from '../../src/sandbox/handler.js';
import { listen } from '../../src/sandbox/listen.js';
import { pacificTime, spacedTime } from '../../src/sandbox/pacific.js';
import { mondayClock, quietLog, settingsFor, today } from '../client/open-account.js';

/** Wall time that a test can set: what sleeps goes on sleeping in true time, as on a machine whose clock is set. */
export type SettableClock = Clock & { jump(ms: number): void };

export function settableClock(startMs = mondayClock.now()): SettableClock {
  const startedAt = Date.now();
  let offset = startMs - startedAt;
  return {
    now: () => Date.now() + offset,
    sleep: mondayClock.sleep,
    jump: (ms) => {
      offset += ms;
    },
  };
}

export type Told = { done: number; total: number | undefined; message: string };

export type OpenedSet = AsyncDisposable & {
  url: string;
  set: WorkingSet;
  sandbox: Sandbox;
  data: SandboxData;
  clock: SettableClock;
  /** What the caller was told, of all questions. */
  told: Told[];
  ask(want?: Partial<Want>, call?: { ms?: number; signal?: AbortSignal }): Promise<View>;
  /** What changed since a moment, of all kinds unless told. */
  changes(asked: Partial<ChangesAsked> & { since: string }): Promise<ChangesFound>;
  /** Now, as a moment of the account. */
  mark(): string;
  /** What was asked of Syncore since the last look: paths with their queries. */
  asked(): URL[];
  /** Now, as Syncore writes it into `last_modified_date`. */
  stamp(): string;
};

export const MINUTE_MS = 60_000;
export const ALL_KINDS: readonly HeldKind[] = ['jobs', 'sales_orders', 'purchase_orders', 'contacts'];
/** All that a search of Monday answers for. */
export const ALL_DAYS = { from: '2025-10-23', to: today };

export type SetOptions = {
  sandbox?: SandboxOptions;
  env?: Record<string, string>;
  clock?: SettableClock;
  most?: number;
};

/** Another set for the same Syncore: of another process, with what it is given from before. */
export function setFor(url: string, clock: Clock, more: Pick<WorkingSetOptions, 'most' | 'state'> = {}, env = {}) {
  return setOn({ settings: settingsFor(url, env), clock, log: quietLog }, more);
}

/** The same within this process, so that time can stand still. */
export function setWithin(sandbox: Sandbox, clock: Clock, more: Pick<WorkingSetOptions, 'most'> = {}) {
  const settings = settingsFor('http://127.0.0.1/v2');
  return setOn({ settings, clock, log: quietLog, embedded: async () => sandbox.handle }, more);
}

function setOn(account: AccountOptions, more: Pick<WorkingSetOptions, 'most' | 'state'> = {}) {
  const { request, limiter, close } = openLine(account);
  const { settings, clock } = account;
  const closing = new AbortController();
  const reading = { request, limiter, clock, pageSize: settings.pageSize, closing: closing.signal };
  const set = createWorkingSet({ ...reading, reader: upstreamReader(reading), ...more });
  return {
    set,
    async close() {
      closing.abort();
      await close();
    },
  };
}

/** A working set in front of a sandbox behind a real socket, both in the time of one clock. */
export async function openSet(options: SetOptions = {}): Promise<OpenedSet> {
  const { clock = settableClock(), env = {}, most } = options;
  const sandbox = createSandbox({ now: clock.now, jobs: 60, ...options.sandbox });
  const { url, close } = await listen(sandbox, { port: 0 });
  const opened = setFor(url, clock, most === undefined ? {} : { most }, env);
  const { set } = opened;
  const told: Told[] = [];
  let seen = 0;
  return {
    url,
    set,
    sandbox,
    data: sandbox.data,
    clock,
    told,
    ask: (want = {}, { ms = 20_000, signal = new AbortController().signal } = {}) =>
      set.view(
        { kinds: ALL_KINDS, ...ALL_DAYS, ...want },
        {
          signal,
          deadline: clock.now() + ms,
          progress: async (done, total, message) => void told.push({ done, total, message }),
        },
      ),
    changes: (asked) =>
      set.changes(
        { kinds: ALL_KINDS, ...asked },
        { signal: new AbortController().signal, deadline: clock.now() + 20_000, progress: async () => {} },
      ),
    mark: () => pacificTime(clock.now()),
    asked() {
      const fresh = sandbox.requests.slice(seen);
      seen = sandbox.requests.length;
      return fresh.map(({ path }) => new URL(path, 'http://sandbox.invalid'));
    },
    stamp: () => spacedTime(clock.now()),
    async [Symbol.asyncDispose]() {
      await opened.close();
      await close();
    },
  };
}

/** What a view must hold of the sandbox's own records. */
export function expectedIds(data: SandboxData, { from, to } = ALL_DAYS) {
  const within = ({ date }: { date: string }) => date.slice(0, 10) >= from && date.slice(0, 10) <= to;
  const ids = (records: { id: number }[]) => records.map(({ id }) => id).sort((a, b) => a - b);
  return {
    jobs: ids(data.jobs.filter(within)),
    salesOrders: ids(data.salesOrders.filter(within)),
    purchaseOrders: ids(data.purchaseOrders.filter(within)),
    contacts: ids(data.contacts),
  };
}

/** The ids that a view holds of the days. */
export function heldIds({ held }: View, { from, to } = ALL_DAYS) {
  const ids = (records: ReadonlyMap<number, { id: number; date?: string | null }>) =>
    [...records.values()]
      .filter(({ date }) => date === undefined || (date !== null && date >= from && date <= to))
      .map(({ id }) => id)
      .sort((a, b) => a - b);
  return {
    jobs: ids(held.jobs),
    salesOrders: ids(held.salesOrders),
    purchaseOrders: ids(held.purchaseOrders),
    contacts: ids(held.contacts),
  };
}

/** One of the records, by its place: the older, the smaller. */
export function pick<T>(records: readonly T[], part: number): T {
  const record = records[Math.floor(records.length * part)];
  if (record === undefined) throw new Error('There is no such record.');
  return record;
}
export const remove = (records: { id: number }[], id: number) =>
  records.splice(
    records.findIndex((record) => record.id === id),
    1,
  );

/** An account that is held, and a moment later. */
export async function openHeld(): Promise<OpenedSet & { since: string }> {
  const opened = await openSet({ sandbox: { jobs: 80 } });
  await opened.ask();
  opened.clock.jump(2 * MINUTE_MS);
  const since = opened.mark();
  opened.clock.jump(2 * MINUTE_MS);
  return { ...opened, since };
}
