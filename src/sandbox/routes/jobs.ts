import type { Job, SandboxData } from '../data/types.js';
import { hasStatus, newestFirst, oldestMoment, type Problem, passes, readRange } from '../query.js';
import { listAnswer, notFound, type Route, type RouteContext } from './route.js';

/** A job as it is answered: briefs of its orders are made here, so they always agree with the orders. */
export function showJob(data: SandboxData, job: Job): unknown {
  return {
    ...job,
    sales_orders: data.salesOrders
      .filter((order) => order.job_number === job.id)
      .map(({ id, number, status, total_value }) => ({ id, number, status, total_value })),
    purchase_orders: data.purchaseOrders
      .filter((order) => order.job_number === job.id)
      .map(({ id, number, status, sub_total_value, tax_value, total_value, supplier }) => ({
        id,
        number,
        status,
        sub_total_value,
        tax_value,
        total_value,
        supplier: { id: supplier.id, name: supplier.name },
      })),
  };
}

/** Both dates are required, and `Open` is no status of a job: both were seen to be refused. */
function checkSearch(query: URLSearchParams, problems: Problem[]): void {
  for (const field of ['date_from', 'date_to']) {
    if (!query.has(field)) problems.push({ field, message: `${field} is required.` });
  }
  if (query.get('status')?.toLowerCase() === 'open') {
    problems.push({ field: 'status', message: "status 'Open' is not valid for jobs." });
  }
}

/** There is no modified-since filter for jobs [seen]. */
function searchJobs(context: RouteContext, problems: Problem[]): Job[] {
  const { data, query, now } = context;
  checkSearch(query, problems);
  const dates = readRange(query, 'date', problems);
  if (problems.length > 0) return [];
  const oldest = oldestMoment(now());
  const found = data.jobs.filter((job) => passes(job.date, dates, oldest) && hasStatus(job.status, query));
  return newestFirst(found, (job) => job.date);
}

/** Jobs; a single one is the bare record. */
export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders/jobs',
    run: (context) =>
      listAnswer(
        context,
        'jobs',
        'absolute',
        (problems) => searchJobs(context, problems),
        (job) => showJob(context.data, job),
      ),
  },
  {
    method: 'GET',
    path: '/orders/jobs/#',
    run({ data, ids: [id] }) {
      const job = data.jobs.find((candidate) => candidate.id === id);
      return job === undefined ? notFound(`Job ${id}`) : { status: 200, body: showJob(data, job) };
    },
  },
];
