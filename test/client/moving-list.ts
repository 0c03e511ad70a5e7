import { searchContacts } from '../../src/client/actions.js';
import { Limiter } from '../../src/client/limiter.js';
import type { Found, Part, ReaderOptions } from '../../src/client/reader.js';
import type { Call, Requester } from '../../src/client/request.js';
import { type Search, search } from '../../src/client/search.js';
import type { Clock } from '../../src/clock.js';
import type { Contact } from '../../src/records/contact.js';

/** Time that never comes: what waits for it is woken by its signal alone. */
export const stillClock: Clock = {
  now: () => 0,
  sleep: (_ms, signal) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
};

/** Before the nth page is read, counted from 0, something is put in or taken out at a place (in thousandths). */
export type Change = { beforeRead: number; kind: 'insert' | 'remove'; place: number; times: number };

export type MovingList = {
  request: Requester;
  /** The ids that stand now, in order. */
  ids: number[];
  /** Ids that never stood all the time: put in or taken out while pages were read. */
  moved: Set<number>;
  /** Every page read, with the ids that stood at that moment. */
  reads: { page: number; standing: readonly number[] }[];
};

export type MovingListOptions = {
  length: number;
  changes?: Change[];
  /** Waits before a page is read, to let pages overtake each other. */
  turn?: (page: number) => Promise<unknown>;
  /** What the answer looks like, from the rows of a page and the total. */
  envelope?: (rows: { id: number }[], total: number, page: number) => unknown;
};

/** A list of Syncore's as a model: it pages by offset, as the real one does, over rows that come and go. */
export function movingList({ length, changes = [], turn, envelope }: MovingListOptions): MovingList {
  const list: MovingList = {
    ids: Array.from({ length }, (_, index) => index + 1),
    moved: new Set(),
    reads: [],
    request: async (_action, _ids, query, call) => {
      await turn?.(Number(query.page));
      call.signal.throwIfAborted();
      for (const change of changes) if (change.beforeRead === list.reads.length) apply(change);
      const page = Number(query.page);
      const size = Number(query.count);
      list.reads.push({ page, standing: [...list.ids] });
      const rows = list.ids.slice((page - 1) * size, page * size).map((id) => ({ id }));
      return envelope === undefined
        ? { contacts: rows, total_results: list.ids.length, links: {} }
        : envelope(rows, list.ids.length, page);
    },
  };
  let nextId = length + 1;

  function apply({ kind, place, times }: Change): void {
    for (let time = 0; time < times; time += 1) {
      if (kind === 'insert') {
        list.ids.splice(Math.floor((place / 1000) * (list.ids.length + 1)), 0, nextId);
        list.moved.add(nextId);
        nextId += 1;
      } else {
        const [id] = list.ids.splice(Math.floor((place / 1000) * list.ids.length), 1);
        if (id !== undefined) list.moved.add(id);
      }
    }
  }
  return list;
}

/** Every contact in the order in which it comes; `day` is the same for all, so that a whole answer is sorted by id. */
export const everyContact: Search<[], Contact> = {
  action: searchContacts,
  ids: [],
  query: {},
  id: (contact) => contact.id,
  day: () => null,
  filter: { asked: () => true, keep: () => true },
  filteredHere: false,
};

export type Reading = { pageSize: number; concurrency?: number; list?: Partial<Search<[], Contact>>; call?: Call };

/** One part of a list, read as the reader reads it. */
export function readPart(request: Requester, part: Part, reading: Reading): Promise<Found<Contact>> {
  const clock = stillClock;
  const options: ReaderOptions = {
    request,
    clock,
    limiter: new Limiter({ maxConcurrency: reading.concurrency ?? 4, clock }),
    pageSize: reading.pageSize,
    closing: new AbortController().signal,
  };
  const call = reading.call ?? { signal: new AbortController().signal, deadline: 45_000 };
  return search(options, { ...everyContact, ...reading.list }, part, call);
}

export function idsOf(found: Found<{ id: number }>): number[] {
  return found.rows.map(({ id }) => id);
}
