/** One request as it goes to Syncore. `path` starts at the host: `/v2/orders/jobs?page=1`. */
export type WireRequest = {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** For the whole exchange, from the first byte sent to the last one read. */
  timeoutMs: number;
};

/** Header names are lower case. */
export type WireResponse = { status: number; headers: Record<string, string>; body: string };

export type Wire = {
  /** Makes ready what the first request would wait for. It comes before a turn is taken, so that turns stay spaced. */
  open?(): Promise<unknown>;
  /** @throws WireFailure when no whole answer came; the signal's reason when the caller gave up. */
  send(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
};

/**
 * No whole answer came. `reached` is what "never two" stands on: `no` only where it is certain that Syncore cannot
 * have seen the request.
 */
export class WireFailure extends Error {
  readonly kind: 'connect' | 'timeout' | 'broken' | 'too_large';
  readonly reached: 'no' | 'unknown';

  constructor(kind: WireFailure['kind'], reached: WireFailure['reached'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'WireFailure';
    this.kind = kind;
    this.reached = reached;
  }
}

/** Anything that answers requests inside this process, such as the embedded sandbox. */
export type Handler = (request: {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}) => Promise<WireResponse>;

/** A wire that ends in a function: no port is opened, while time-outs and cancelling work as over a socket. */
export function handlerWire(load: () => Promise<Handler>): Wire {
  const handler = once(load);
  return {
    send: ({ signal, timeoutMs, ...request }) =>
      bounded(timeoutMs, signal, async () => {
        const handle = await handler();
        return handle(request).catch((error: unknown) => {
          throw new WireFailure('broken', 'unknown', 'the connection broke', error);
        });
      }),
    close: async () => {},
  };
}

/** A wire that is made with its first request. */
export function lazyWire(load: () => Promise<Wire>): Wire {
  const wire = once(load);
  let used = false;
  return {
    open() {
      used = true;
      return wire();
    },
    async send(request) {
      used = true;
      return (await wire()).send(request);
    },
    async close() {
      if (used)
        await wire().then(
          (made) => made.close(),
          () => {},
        );
    },
  };
}

/** What was loaded is kept; a loading that failed is not. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/**
 * Runs `work` for at most `timeoutMs`. It races the work instead of trusting it to stop, because a peer that hangs
 * does not look at signals.
 * @throws WireFailure of kind `timeout` when the time is up; the signal's reason when the caller gave up.
 */
export async function bounded<T>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const inner = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new WireFailure('timeout', 'unknown', `no whole answer within ${timeoutMs} ms`));
      inner.abort();
    }, timeoutMs);
    stop = () => {
      reject(signal.reason);
      inner.abort();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(inner.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
