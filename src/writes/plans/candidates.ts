import { normalName } from '../../client/names.js';
import { type Candidate, Failure } from '../../failure.js';
import type { Contact } from '../../records/contact.js';
import { addDays } from '../../records/dates.js';
import type { PlanContext } from '../plan.js';
import type { JobClient } from './job-part.js';
import { withinShare } from './looking.js';

/* What a refusal offers to choose from. It is looked for in a small part of the call's time, and left out where it fails. */

const SHARE = 0.3;
const MOST = 10;
const DAYS_BACK = 90;
const EVERY = { limit: Number.POSITIVE_INFINITY };

/** Contacts of the same business for whom a job may be opened. */
export async function programContacts(
  { businessName }: Contact,
  { reader, call, now }: Pick<PlanContext, 'reader' | 'call' | 'now'>,
): Promise<Candidate[]> {
  const wanted = normalName(businessName ?? '');
  if (wanted === '') return [];
  const { rows } = await orNothing(reader.contacts.search({}, EVERY, withinShare(call, { now }, SHARE)));
  return rows
    .filter(({ businessName: name, contactClass }) => {
      return normalName(name ?? '') === wanted && (contactClass === 'program' || contactClass === 'store');
    })
    .slice(0, MOST)
    .map(({ id, firstName, lastName, businessName: name }) => {
      const person = [firstName, lastName].filter((part) => part !== null).join(' ');
      return { id, name: person === '' ? (name ?? '') : person };
    });
}

/** The stores on the client's jobs of late: Syncore's API has no list of them. */
export async function storesOf(
  { id }: JobClient,
  { reader, call, now, today }: Pick<PlanContext, 'reader' | 'call' | 'now' | 'today'>,
): Promise<Candidate[]> {
  if (typeof id !== 'number') return [];
  const date = { from: addDays(today, -DAYS_BACK), to: today };
  const client = { ids: new Set([id]), name: null, whole: true };
  const { rows } = await orNothing(reader.jobs.search({ date, client }, EVERY, withinShare(call, { now }, SHARE)));
  const stores = new Map<number, Candidate>();
  for (const { store } of rows)
    if (store !== null && store.id !== null) stores.set(store.id, { id: store.id, name: store.name ?? '' });
  return [...stores.values()].slice(0, MOST);
}

async function orNothing<R>(search: Promise<{ rows: R[] }>): Promise<{ rows: R[] }> {
  return search.catch((error: unknown) => {
    if (error instanceof Failure && error.code !== 'cancelled') return { rows: [] };
    throw error;
  });
}
