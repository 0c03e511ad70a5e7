import type { Job } from '../records/job.js';
import type { SalesOrder } from '../records/sales-order.js';
import type { PersonFilter } from './queries.js';
import type { Call } from './request.js';
import type { Search } from './search.js';

/** The job of an order; null where there is none any more. */
export type JobOf = (jobId: number, call: Call) => Promise<Job | null>;

/** The names that a job has in the roles of a filter. */
export function namesOn(
  { primaryRep, secondaryRep, csr }: Pick<Job, 'primaryRep' | 'secondaryRep' | 'csr'>,
  { roles }: PersonFilter,
): (string | null)[] {
  return [...(roles.includes('rep') ? [primaryRep, secondaryRep] : []), ...(roles.includes('csr') ? [csr] : [])];
}

/**
 * A list of sales orders that keeps those of a rep. The rep is on the job: the jobs of all orders that the other
 * filters keep are read with each page.
 */
export function withReps<Ids extends number[]>(
  list: Search<Ids, SalesOrder>,
  rep: PersonFilter | undefined,
  jobOf: JobOf,
): Search<Ids, SalesOrder> {
  if (rep === undefined) return list;
  const names = new Map<number, (string | null)[]>();
  return {
    ...list,
    filteredHere: true,
    people: [{ field: 'rep', filter: rep, names: ({ id }) => names.get(id) ?? [] }],
    async prepare(page, call) {
      const rows = list.prepare === undefined ? page : await list.prepare(page, call);
      await Promise.all(
        rows.map(async (order) => {
          if (order.jobNumber === null || !list.filter.asked(order) || !list.filter.keep(order)) return;
          const job = await jobOf(order.jobNumber, call);
          if (job !== null) names.set(order.id, namesOn(job, rep));
        }),
      );
      return rows;
    },
  };
}
