import { type ListAction, type Query, searchJobs, searchSalesOrders } from '../../client/actions.js';
import { addDays, addMonthsClamped, readDate, todayPacific, windowStart } from '../../records/dates.js';
import type { Ask } from '../ask.js';
import type { Judgement } from './assumptions.js';
import { isObject } from './compare.js';
import { openEnvelope } from './envelope.js';

type Period = (from: string, to: string) => Query;
type WindowProbe = { field: string; action: ListAction<[], unknown>; period: Period };

const PROBES: readonly WindowProbe[] = [
  { field: 'date', action: searchJobs, period: (dateFrom, dateTo) => ({ dateFrom, dateTo }) },
  {
    field: 'last_modified_date',
    action: searchSalesOrders,
    period: (modifiedFrom, modifiedTo) => ({ modifiedFrom, modifiedTo }),
  },
  {
    field: 'invoice_date',
    action: searchSalesOrders,
    period: (invoiceFrom, invoiceTo) => ({ invoiceFrom, invoiceTo }),
  },
];

/** Asks for what is older than 13 months, by each date that the window is assumed to hold for. */
export async function judgeWindow(ask: Ask, now: number, origin: string): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const probe of PROBES) {
    const assumption = `nothing older than 13 months is found by ${probe.field}`;
    const judged = await judge(ask, probe, now, origin).catch(() => unjudged('the answer could not be taken apart'));
    judgements.push({ assumption, ...judged });
  }
  return judgements;
}

type Judged = Omit<Judgement, 'assumption'>;

async function judge(ask: Ask, { field, action, period }: WindowProbe, now: number, origin: string): Promise<Judged> {
  const start = windowStart(now);
  const rowsOf = (json: unknown) => openEnvelope(json, action.collection, 'search', origin).rows;
  const fourteenMonthsAgo = addMonthsClamped(todayPacific(now), -14);
  const before = period(fourteenMonthsAgo, `${addDays(start, -1)}T23:59:59`);
  const older = await ask(action, [], { ...before, page: 1, count: 1 });
  if (older.failure?.code === 'invalid_input') return { verdict: 'held', detail: 'such a search is refused' };
  if (older.failure !== null) return unjudged(`the search failed (${older.failure.code})`);
  const [row] = rowsOf(older.json);
  if (row !== undefined) {
    const value = isObject(row) ? row[field] : undefined;
    const day = typeof value === 'string' ? readDate(value) : undefined;
    if (day === undefined || day === null || day >= start) return unjudged('the filter was not honoured');
    return { verdict: 'did not hold', detail: 'older records are given' };
  }
  // Nothing older is a sign only where the account has records right after the window begins.
  const after = period(start, `${addDays(start, 60)}T23:59:59`);
  const control = await ask(action, [], { ...after, page: 1, count: 1 });
  if (control.failure !== null) return unjudged(`the search failed (${control.failure.code})`);
  if (rowsOf(control.json).length > 0) return { verdict: 'held' };
  return unjudged('the account has nothing of that age');
}

function unjudged(detail: string): Judged {
  return { verdict: 'not judged', detail };
}
