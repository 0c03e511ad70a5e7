import type { Job, SandboxData } from '../data/types.js';
import { hasStatus, newestFirst, oldestMoment, type Problem, passes, readRange } from '../query.js';
import { createJob, editJob } from '../writing/job.js';
import { onBody } from '../writing/write.js';
import { listAnswer, notFound, type Route, type RouteContext } from './route.js';
import { showJob, showJobs } from './show-job.js';

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
function searchJobs(data: SandboxData, { query, now }: RouteContext, problems: Problem[]): Job[] {
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
    run(context) {
      const known = context.store.searched();
      const search = (problems: Problem[]) => searchJobs(known, context, problems);
      return listAnswer(context, 'jobs', 'absolute', search, (page) => showJobs(known, page));
    },
  },
  {
    method: 'GET',
    path: '/orders/jobs/#',
    run({ data, store, ids: [id] }) {
      const job = store.jobs.find(id);
      return job === undefined ? notFound(`Job ${id}`) : { status: 200, body: showJob(data, job) };
    },
  },
  { method: 'POST', path: '/orders/jobs', run: (context) => onBody(context, createJob(context)) },
  {
    method: 'PUT',
    path: '/orders/jobs/#',
    run(context) {
      const [id] = context.ids;
      const job = context.store.jobs.find(id);
      return job === undefined ? notFound(`Job ${id}`) : onBody(context, editJob(context, job));
    },
  },
];
