import { type Answer, basePath } from '../exchange.js';
import { contactRoutes } from './contacts.js';
import { jobRoutes } from './jobs.js';
import { purchaseOrderRoutes } from './purchase-orders.js';
import { referenceRoutes } from './reference.js';
import { notFound, type Route, type RouteContext, type Write } from './route.js';
import { salesOrderRoutes } from './sales-orders.js';

/** Numbers only: what is no id does not reach a route, so `/orders/jobs/salesorders` cannot be taken for a job. */
const routes: readonly (Route & { pattern: RegExp })[] = [
  ...jobRoutes,
  ...salesOrderRoutes,
  ...purchaseOrderRoutes,
  ...contactRoutes,
  ...referenceRoutes,
].map((route) => ({ ...route, pattern: new RegExp(`^${basePath}${route.path.replaceAll('#', '(\\d{1,15})')}$`) }));

/** Answers a request whose key and switches have been checked; 404 off the API, 405 for what a path does not do. */
export function answerRoute(method: string, context: Omit<RouteContext, 'ids'>): Answer | Write {
  const here = routes.filter(({ pattern }) => pattern.test(context.path));
  if (here.length === 0) return notFound('This resource');
  const route = here.find((candidate) => candidate.method === method);
  if (route === undefined) {
    const allow = here.map((candidate) => candidate.method).join(', ');
    return { status: 405, body: { message: `${method} is not allowed here.` }, headers: { allow } };
  }
  const ids = (route.pattern.exec(context.path) ?? []).slice(1).map(Number);
  return route.run({ ...context, ids });
}
