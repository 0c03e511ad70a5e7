import type { Contact, Job, Payment, SalesOrder, SandboxData } from './data/types.js';

/** One kind of record that can be written. */
export type Table<T> = {
  /** The record as it stands now. */
  find(id: number | undefined): T | undefined;
  /** An id that no record has, and that is not given out again even where nothing comes to stand under it. */
  reserveId(): number;
  insert(record: T): void;
  /** Changes a record in place, so that a test that holds it sees the change. */
  update(record: T, changes: Partial<T>): void;
  /** The records as searches know them: those of a moment ago. */
  searched(): T[];
};

/** The account's records as writes need them. */
export type Store = {
  contacts: Table<Contact>;
  jobs: Table<Job>;
  salesOrders: Table<SalesOrder>;
  payments: Table<Payment>;
  /** The next id for a line of this order: above all that it has. */
  reserveLineId(order: SalesOrder): number;
  /** The account as searches know it. */
  searched(): SandboxData;
};

/** What a search lags by is counted with the sandbox's clock, in milliseconds. */
type Lag = { now: () => number; searchLagMs: number };

/** Lines of the generated account are numbered far below. */
const FIRST_LINE_ID = 9_000_001;

function createTable<T extends { id: number }>(records: () => T[], { now, searchLagMs }: Lag): Table<T> {
  let lastId = 0;
  /** Writes that searches have yet to learn of, oldest first, each with the record before it; null: there was none. */
  let recent: { record: T; before: T | null; at: number }[] = [];

  function remember(record: T, before: T | null): void {
    if (searchLagMs > 0) recent.push({ record, before, at: now() });
  }

  return {
    find: (id) => records().find((record) => record.id === id),
    reserveId() {
      lastId = records().reduce((highest, { id }) => Math.max(highest, id), lastId) + 1;
      return lastId;
    },
    insert(record) {
      remember(record, null);
      records().push(record);
    },
    update(record, changes) {
      // Fields are replaced and never changed within, so a copy of the record's surface keeps what it was.
      remember(record, { ...record });
      Object.assign(record, changes);
    },
    searched() {
      recent = recent.filter(({ at }) => at > now() - searchLagMs);
      if (recent.length === 0) return records();
      const known = new Map<T, T | null>();
      for (const { record, before } of recent) if (!known.has(record)) known.set(record, before);
      return records().flatMap((record) => {
        const before = known.get(record);
        if (before === undefined) return [record];
        return before === null ? [] : [before];
      });
    },
  };
}

/** Tables over an account that is made when it is first needed. */
export function createStore(data: () => SandboxData, lag: Lag): Store {
  const contacts = createTable(() => data().contacts, lag);
  const jobs = createTable(() => data().jobs, lag);
  const salesOrders = createTable(() => data().salesOrders, lag);
  let lastLineId = FIRST_LINE_ID - 1;
  return {
    contacts,
    jobs,
    salesOrders,
    payments: createTable(() => data().payments, lag),
    reserveLineId(order) {
      lastLineId = order.line_items.reduce((highest, { line_id }) => Math.max(highest, line_id), lastLineId) + 1;
      return lastLineId;
    },
    searched: () => ({
      ...data(),
      contacts: contacts.searched(),
      jobs: jobs.searched(),
      salesOrders: salesOrders.searched(),
    }),
  };
}
