import type { SandboxData } from '../data/types.js';
import type { Answer, SandboxRequest } from '../exchange.js';
import { type Paging, type Problem, readPaging } from '../query.js';
import type { Store } from '../store.js';

/** What becomes of a PUT that leaves out something the record has: both were seen. */
export type PartialPut = 'replace' | 'ignore';

/** What a route is given. `ids` are the numbers in its path, in their order. */
export type RouteContext = {
  /** The records as they stand now: what reads by id and by parent answer from. Searches take `store.searched()`. */
  data: SandboxData;
  store: Store;
  partialPut: PartialPut;
  ids: readonly number[];
  path: string;
  query: URLSearchParams;
  request: SandboxRequest;
  /** Milliseconds since the epoch. */
  now: () => number;
};

/** The answer to a write, and what makes it come to stand. */
export type Draft = { answer: Answer; keep(): void };

/**
 * A write that was found good. It changes nothing before a draft of it is kept, and only one may be; the next draft
 * is drawn from what stands then, under the same id.
 */
export type Write = { draft(): Draft };

/** One line of the API: `#` in a path stands for a number. */
export type Route = { method: 'GET' | 'POST' | 'PUT'; path: string; run(context: RouteContext): Answer | Write };

/** How a list writes its links: both forms have been seen. */
export type LinkForm = 'absolute' | 'root-relative';

export function notFound(what: string): Answer {
  return { status: 404, body: { message: `${what} was not found.` } };
}

export function badRequest(problems: Problem[]): Answer {
  return { status: 400, body: { message: problems.map(({ message }) => message).join(' '), errors: problems } };
}

/** Scheme and host of the request, or nothing where it names no host. */
export function originOf(request: SandboxRequest): string {
  const host = request.headers.host;
  if (host === undefined || host === '') return '';
  return /^(localhost|127\.|\[::1\])/.test(host) ? `http://${host}` : `https://${host}`;
}

/** `prev`, `self` and `next` of a page; null at the ends. */
export function pageLinks(
  address: string,
  query: URLSearchParams,
  { page, size }: Paging,
  total: number,
): { prev: string | null; self: string; next: string | null } {
  const link = (target: number) => {
    const other = new URLSearchParams(query);
    other.set('page', String(target));
    return `${address}?${other.toString()}`;
  };
  return {
    prev: page > 1 ? link(page - 1) : null,
    self: link(page),
    next: page * size < total ? link(page + 1) : null,
  };
}

/**
 * One page of a list in Syncore's envelope. `read` gives all records that fit, in order; it may add problems, and
 * then the answer names them all at once. A page beyond the end is empty.
 */
export function listAnswer<T>(
  context: RouteContext,
  name: string,
  form: LinkForm,
  read: (problems: Problem[]) => T[],
  show: (page: T[]) => unknown[] = (page) => page,
): Answer {
  const problems: Problem[] = [];
  const paging = readPaging(context.query, problems);
  const records = read(problems);
  if (problems.length > 0) return badRequest(problems);
  const start = (paging.page - 1) * paging.size;
  const address = (form === 'absolute' ? originOf(context.request) : '') + context.path;
  return {
    status: 200,
    body: {
      [name]: show(records.slice(start, start + paging.size)),
      total_results: records.length,
      links: pageLinks(address, context.query, paging, records.length),
    },
  };
}
