import { normalName } from '../client/names.js';
import type { PersonFilter } from '../client/queries.js';
import { type PersonTest, settlePerson } from '../client/sieve.js';
import type { HeldJob } from './held.js';

/** The names that a job has in the roles that were asked for. */
export function namesOn(job: HeldJob, roles: PersonFilter['roles']): string[] {
  const reps = roles.includes('rep') ? [job.primaryRep, job.secondaryRep] : [];
  const csrs = roles.includes('csr') ? [job.csr] : [];
  return [...reps, ...csrs].flatMap((name) => (name === null ? [] : [name]));
}

/**
 * The person that a name, or a part of one, means among jobs: only those of the question, so that the answer does not
 * hang on what else is held. `whole` is whether these are all jobs that there are. Who is on none of them, and by full
 * name on one of `others`, is no mistake.
 * @throws Failure `invalid_input` with candidates when the name fits nobody or several; `timeout` when not all is held
 * and no name fits exactly.
 */
export function personOnJobs(
  field: PersonTest<HeldJob>['field'],
  filter: PersonFilter,
  jobs: Iterable<HeldJob>,
  whole: boolean,
  others: Iterable<HeldJob> = [],
): PersonFilter {
  const seen = normalNames(jobs, filter);
  const wanted = normalName(filter.name);
  const fits = [...seen.keys()].some((name) => name.includes(wanted));
  const elsewhere = fits ? undefined : normalNames(others, filter).get(wanted);
  return { ...filter, name: elsewhere ?? settlePerson(field, filter, seen, whole), known: true };
}

/** The names on jobs, by their normal names. */
function normalNames(jobs: Iterable<HeldJob>, { roles }: PersonFilter): Map<string, string> {
  const met = new Set<string>();
  for (const job of jobs) for (const name of namesOn(job, roles)) met.add(name);
  return new Map([...met].map((name) => [normalName(name), name]));
}
