/** The base path, as in `https://api.syncore.app/v2`. */
export const basePath = '/v2';

/** One request as the sandbox takes it, from a socket or from a program in the same process. */
export type SandboxRequest = {
  method: string;
  /** The path with its query and the base path: `/v2/orders/jobs?page=1`. */
  path: string;
  /** Header names in lower case. */
  headers: Record<string, string | undefined>;
  body?: string;
};

export type SandboxResponse = { status: number; headers: Record<string, string>; body: string };

/** A request that the sandbox has seen. Times are milliseconds since the epoch, finer than a millisecond. */
export type SeenRequest = SandboxRequest & {
  /** Counts from 1 over the sandbox's life, also when the list has dropped older ones. */
  n: number;
  startedAt: number;
  /** When the answer was ready; missing while the request is open or hangs. */
  finishedAt?: number;
  /** The status answered; missing where a fault broke the connection before an answer. */
  status?: number;
};

/** What a route answers: a JSON value, before faults have touched it. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** How an answer travels. All but `whole` are faults of the connection. */
export type Delivery =
  | { kind: 'whole' }
  | { kind: 'reset' }
  | { kind: 'hang' }
  | { kind: 'truncated' }
  | { kind: 'stall' }
  | { kind: 'drip'; everyMs: number };

export type Outcome = { response: SandboxResponse; delivery: Delivery };
