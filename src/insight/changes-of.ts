import { isParty } from '../client/filters.js';
import { normalName } from '../client/names.js';
import { namesOn } from '../client/order-reps.js';
import type { PersonFilter } from '../client/queries.js';
import { settlePerson } from '../client/sieve.js';
import { Failure } from '../failure.js';
import type { InsightCall } from './call.js';
import type { HeldJob } from './held.js';
import type { ChangesAsked, ChangesParts, KnownChange } from './what-changed.js';

type People = Pick<HeldJob, 'primaryRep' | 'secondaryRep' | 'csr'>;

/** `knowsAllJobs`: whose name a part of one is can be told. */
type Asked = Pick<ChangesAsked, 'client' | 'rep'> & { knowsAllJobs: boolean };
type Kept = { changes: KnownChange[]; rep: string | undefined; notes: string[] };

/**
 * The changes that are of a client and of a rep. The rep is on the job, as is a purchase order's client: jobs that are
 * not held are read, within the call's time.
 * @throws Failure `invalid_input` for a rep that is nobody, or several.
 */
export async function keepChanges(
  parts: ChangesParts,
  changes: KnownChange[],
  { client, rep, knowsAllJobs }: Asked,
  call: InsightCall,
): Promise<Kept> {
  if (client === undefined && rep === undefined) return { changes, rep: undefined, notes: [] };
  const { holdings } = parts;
  const needed = changes.filter(({ kind }) => rep !== undefined || kind === 'purchase_orders');
  const notes = await readJobs(parts, needed, call);
  const jobOf = (change: KnownChange): HeldJob | undefined =>
    holdings.jobs.records.get(change.kind === 'jobs' ? change.id : (change.jobId ?? 0));
  const peopleOf = (change: KnownChange): People | null => jobOf(change) ?? change.people;
  const clientOf = (change: KnownChange) =>
    (change.kind === 'purchase_orders' ? jobOf(change)?.client : null) ?? change.client;
  const isUnknown = (change: KnownChange): boolean => {
    const needsClient = client !== undefined && change.kind === 'purchase_orders' && clientOf(change) === null;
    return (needsClient && jobOf(change) === undefined) || (rep !== undefined && isOrder(change) && !peopleOf(change));
  };
  const mayBe = changes.filter((change) => {
    return client === undefined || isUnknown(change) || isParty(clientOf(change), client);
  });
  const unknown = mayBe.filter(isUnknown).length;
  if (unknown > 0) notes.push(`Whose job is not known, so that they may be among these as well: ${unknown} changes.`);
  const ofClient = mayBe.filter((change) => !isUnknown(change));
  if (rep === undefined) return { changes: ofClient, rep: undefined, notes };
  const seen = namesOf(parts, rep, changes.map(peopleOf));
  if (!knowsAllJobs && !rep.known && !seen.has(normalName(rep.name))) {
    const words = 'Not all jobs are held yet, and no one of this full name is on the jobs of what changed';
    return { changes: [], rep: undefined, notes: [...notes, `${words}: give the full name, or ask again.`] };
  }
  const name = settlePerson('rep', rep, seen, true);
  const normal = normalName(name);
  const kept = ofClient.filter((change) => {
    const people = peopleOf(change);
    return people !== null && namesOn(people, rep).some((other) => other !== null && normalName(other) === normal);
  });
  return { changes: kept, rep: name, notes };
}

function isOrder({ kind }: KnownChange): boolean {
  return kind === 'sales_orders' || kind === 'purchase_orders';
}

/** The names on the jobs of the changes and on all that are held, by their normal names. */
function namesOf({ holdings }: ChangesParts, rep: PersonFilter, people: readonly (People | null)[]) {
  const seen = new Map<string, string>();
  for (const job of [...people, ...holdings.jobs.records.values()]) {
    for (const name of job === null ? [] : namesOn(job, rep)) if (name !== null) seen.set(normalName(name), name);
  }
  return seen;
}

async function readJobs(
  { loneReads, lackingParts }: ChangesParts,
  changes: readonly KnownChange[],
  call: InsightCall,
): Promise<string[]> {
  const lones = lackingParts.jobsOf(changes.map(({ jobId }) => ({ jobNumber: jobId })));
  try {
    const left = await loneReads.read(lones, 'Reading the jobs of what changed', call);
    return left === 0 ? [] : [`The time of this call was up before ${left} jobs were read. Ask again.`];
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unauthorized' || error.code === 'read_disabled') throw error;
    return [`Some jobs of what changed could not be read: ${error.message}`];
  }
}
