/** What is left for putting the answer together after a tool has stopped asking Syncore. */
const MARGIN_MS = 250;

/**
 * Runs `work` for at most `budgetMs`, and races it: work that looks at no signal is left behind. The deadline that
 * it is given comes a little before, so that it can still answer with what it has.
 * @throws DOMException, an `AbortError` when the caller gave up, a `TimeoutError` when the time is up.
 */
export async function withTimeLimit<T>(
  parent: AbortSignal,
  budgetMs: number,
  now: () => number,
  work: (signal: AbortSignal, deadline: number) => Promise<T>,
): Promise<T> {
  const deadline = now() + budgetMs - Math.min(MARGIN_MS, budgetMs / 10);
  // Not AbortSignal.any with AbortSignal.timeout: in Node 20 a collected time-out signal never fires.
  const own = new AbortController();
  const cancel = () => own.abort(new DOMException('the caller gave up', 'AbortError'));
  if (parent.aborted) cancel();
  parent.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(() => own.abort(new DOMException('the time of the call is up', 'TimeoutError')), budgetMs);
  const ended = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
  });
  try {
    own.signal.throwIfAborted();
    return await Promise.race([work(own.signal, deadline), ended]);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', cancel);
  }
}
