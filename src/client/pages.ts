import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.js';
import type { Page } from './envelope.js';
import type { Call } from './request.js';

/** Where the time of a call ends before its pages do. */
export const TIME_UP = Symbol('time up');

export type PageFetcher<R> = (page: number, call: Call) => Promise<Page<R>>;

export type Ahead = {
  /** How many pages may be under way at once, asked anew each time. */
  width(): number;
  /** The last page worth asking for before it is needed; pages behind it are asked for one by one. */
  last(): number;
};

/** Kept free at the end of a call, to answer with what is whole so far. */
const TIME_TO_ANSWER_MS = 250;

/**
 * Pages in order, from `first` on and without end, fetched ahead as `ahead` allows. Whoever iterates decides where
 * the end is; leaving the loop stops what is still under way.
 * Gives `TIME_UP` and ends when the call's time is up.
 * @throws Failure of the first page, in order, that could not be read.
 */
export async function* pagesInOrder<R>(
  fetchPage: PageFetcher<R>,
  first: number,
  ahead: Ahead,
  call: Call,
  clock: Clock,
): AsyncGenerator<{ page: number; answer: Page<R> } | typeof TIME_UP> {
  const inner = new AbortController();
  const underWay = new Map<number, Promise<Page<R>>>();
  const innerCall = { ...call, signal: AbortSignal.any([call.signal, inner.signal]) };
  // Every page under way listens, and so does what each of them waits for: with many slots that is no leak.
  setMaxListeners(0, innerCall.signal);
  const timeIsUp = (): typeof TIME_UP => TIME_UP;
  const leftMs = Math.max(0, call.deadline - TIME_TO_ANSWER_MS - clock.now());
  const timeUp = clock.sleep(leftMs, inner.signal).then(timeIsUp, timeIsUp);

  let next = first;
  const ask = (page: number) => {
    const answer = fetchPage(page, innerCall);
    // A page that is never reached must not end the process when it fails.
    answer.catch(() => {});
    underWay.set(page, answer);
  };

  try {
    for (let page = first; ; page += 1) {
      while (next <= page || (underWay.size < ahead.width() && next <= ahead.last())) {
        ask(next);
        next += 1;
      }
      const answer = await Promise.race([underWay.get(page) ?? timeUp, timeUp]);
      call.signal.throwIfAborted();
      if (answer === TIME_UP) {
        yield TIME_UP;
        return;
      }
      underWay.delete(page);
      yield { page, answer };
    }
  } finally {
    // A reason of its own is cheaper than the DOMException made otherwise, and nobody is left to see it.
    inner.abort('left');
  }
}
