import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxData } from '../src/sandbox/data/types.js';
import { createSandbox } from '../src/sandbox/handler.js';
import type { Person } from '../test/support/clients.js';
import type { Era } from '../test/support/connect.js';
import { type Syncore, serveSyncore } from '../test/support/syncore.js';
import { type Seat, seatOf } from './seat.js';

/* Times of a campaign, in milliseconds: what takes a minute in life takes half a second here. */

/** How long a server waits for a lost request to show. */
export const SETTLE_MS = 700;
/** The bound that the sandbox keeps: it commits so late at the most, and shows it so much later. */
export const LATEST_COMMIT_MS = 300;
const SEARCH_LAG_MS = 80;
export const TIMEOUT_MS = 250;
/** A host that waits, and one that does not. */
export const PATIENT_MS = 5_000;
export const HASTY_MS = 500;

/** Contacts besides the one that everything is for: every look for a double reads all of them. */
const CONTACTS = 6;
const ROOM_BETWEEN_IDS = 1_000;

/** Seats that scenarios of one world share: starting a server is most of what a scenario costs. */
const KEPT = ['usual', 'hasty', 'third'];

export type SeatWish = {
  era: Era;
  /** Seats of one name are the same process. */
  name?: string;
  /** The name that the client gives itself. */
  client?: string;
  person?: Person;
  env?: Record<string, string>;
};

/** An account with the servers before it, which share one folder for their state. */
export type World = AsyncDisposable & {
  syncore: Syncore;
  data: SandboxData;
  /** The folder that all its servers share. */
  folder: string;
  seat(wish: SeatWish): Seat;
  /** A host whose calls are short. Its server puts no reference into orders: a lost one is found by its content. */
  hasty(era: Era): Seat;
  /** Ids that no record has. */
  newId(): number;
  /** Closes the seats that were opened for one scenario, and takes its records and faults away. */
  clear(): Promise<void>;
};

const small: { data: SandboxData | null } = { data: null };

/** A small account: made once, since each world changes its own copy. */
function account(): SandboxData {
  if (small.data === null) {
    const { data } = createSandbox({ jobs: 3 });
    const clients = new Set(data.jobs.map(({ client }) => client.id));
    const kept = data.contacts.filter(({ id }, index) => index < CONTACTS || clients.has(id));
    small.data = { ...data, contacts: kept };
  }
  return structuredClone(small.data);
}

export async function openWorld(): Promise<World> {
  const syncore = await serveSyncore({ data: account(), searchLagMs: SEARCH_LAG_MS });
  const folder = await mkdtemp(join(tmpdir(), 'syncore-faults-'));
  const seats = new Map<string, Seat>();
  const { data, sandbox } = syncore;
  const tables = [data.contacts, data.jobs, data.salesOrders, data.payments];
  const sizes = tables.map((table) => table.length);
  let lastId = 60_000;
  const usual = {
    SYNCORE_STATE_DIR: folder,
    SYNCORE_SETTLE_MS: String(SETTLE_MS),
    SYNCORE_TIMEOUT_MS: String(TIMEOUT_MS),
    SYNCORE_CALL_BUDGET_MS: String(PATIENT_MS),
    SYNCORE_ACCOUNT_NAME: 'campaign',
    SYNCORE_LOG_LEVEL: 'warn',
  };

  async function close(which: (name: string) => boolean): Promise<void> {
    const closing = [...seats].filter(([name]) => which(name));
    for (const [name] of closing) seats.delete(name);
    await Promise.all(
      closing.map(([, seat]) => {
        // What it was for is over. To leave in good order takes a server as long as a write.
        seat.kill();
        return seat.close();
      }),
    );
  }

  function seat({ era, name = 'usual', client, person, env = {} }: SeatWish): Seat {
    const label = `${name} ${era}`;
    const known = seats.get(label);
    if (known !== undefined) return known;
    const made = seatOf({ era, upstream: syncore.url, env: { ...usual, ...env }, name: client, person });
    seats.set(label, made);
    return made;
  }

  const hastyEnv = { SYNCORE_CALL_BUDGET_MS: String(HASTY_MS), SYNCORE_WRITE_REFERENCE: 'false' };

  return {
    syncore,
    data,
    folder,
    seat,
    hasty: (era) => seat({ era, name: 'hasty', env: hastyEnv }),
    newId() {
      // Syncore itself goes on from the highest.
      lastId += ROOM_BETWEEN_IDS;
      return lastId;
    },
    async clear() {
      sandbox.faults.clear();
      syncore.setTime(0);
      sandbox.switches.partialPut = 'replace';
      await close((label) => !KEPT.some((name) => label.startsWith(`${name} `)));
      for (const [index, table] of tables.entries()) table.splice(sizes[index] ?? 0);
      sandbox.requests.length = 0;
    },
    async [Symbol.asyncDispose]() {
      await close(() => true);
      await syncore[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
