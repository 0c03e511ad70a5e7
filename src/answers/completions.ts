import type { Account } from '../account.js';
import { normalName } from '../client/names.js';
import type { Call } from '../client/request.js';
import { addDays, todayPacific } from '../records/dates.js';
import type { Job } from '../records/job.js';
import { orderName } from '../records/order-name.js';

/* What somebody begins to type, completed from what is cheap to know. */

/** What people are at work on: enough to complete what somebody begins to type, for a handful of requests. */
const DAYS = 30;
const MOST_JOBS = 50;
const KEPT_MS = 60_000;
/** A completion that comes later is of no use to somebody who types. */
const PATIENCE_MS = 2_000;
const MOST = 20;

/** Who completes: the account, and when to stop. */
export type Completing = { account: Account; signal: AbortSignal };

type Kept = { at: number; jobs: Promise<Job[]> };

const kept = new WeakMap<Account, Kept>();

async function recentJobs({ account, signal }: Completing): Promise<Job[]> {
  const now = account.clock.now();
  const known = kept.get(account);
  if (known !== undefined && Math.abs(now - known.at) < KEPT_MS) return known.jobs;
  const call: Call = { signal, deadline: now + PATIENCE_MS };
  const today = todayPacific(now);
  const date = { from: addDays(today, -DAYS), to: today };
  const jobs = account.reader.jobs.search({ date }, { limit: MOST_JOBS }, call).then(({ rows }) => rows);
  kept.set(account, { at: now, jobs });
  // What failed is asked again by whoever types next.
  jobs.catch(() => kept.delete(account));
  return jobs;
}

/** Numbers of recent jobs that begin so. */
export async function completeJob(begun: string, context: Completing): Promise<string[]> {
  return beginning(
    begun.replace(/^#\s*/, ''),
    (await recentJobs(context)).map(({ id }) => String(id)),
  );
}

/** Names of sales orders of recent jobs that begin so. */
export async function completeSalesOrder(begun: string, context: Completing): Promise<string[]> {
  const jobs = await recentJobs(context);
  const names = jobs.flatMap(({ id, salesOrders }) =>
    (salesOrders ?? []).flatMap(({ number }) => (number === null ? [] : [orderName(id, number)])),
  );
  return beginning(begun.replace(/^#\s*/, ''), names);
}

/** Clients of recent jobs whose name holds what was begun. */
export async function completeClient(begun: string, context: Completing): Promise<string[]> {
  const names = (await recentJobs(context)).flatMap(({ client }) => client?.businessName ?? client?.name ?? []);
  return holding(begun, names);
}

/** Suppliers whose name holds what was begun. */
export async function completeSupplier(begun: string, { account, signal }: Completing): Promise<string[]> {
  const call: Call = { signal, deadline: account.clock.now() + PATIENCE_MS };
  const { rows } = await account.reader.reference({ kind: 'suppliers' }, { limit: Number.POSITIVE_INFINITY }, call);
  return holding(
    begun,
    rows.flatMap(({ name }) => name ?? []),
  );
}

function beginning(begun: string, values: string[]): string[] {
  return [...new Set(values)].filter((value) => value.startsWith(begun.trim())).slice(0, MOST);
}

function holding(begun: string, names: string[]): string[] {
  const wanted = normalName(begun);
  return [...new Set(names)].filter((name) => normalName(name).includes(wanted)).slice(0, MOST);
}
