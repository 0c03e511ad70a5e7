import type { Clock } from '../clock.js';

export type Stopwatch = { isOver(): boolean; stop(): void };

/** Tells whether a while has passed, by a timer: a clock that is set in the meantime makes no difference. */
export function stopwatch(clock: Clock, ms: number): Stopwatch {
  const stopped = new AbortController();
  let over = false;
  clock.sleep(ms, stopped.signal).then(
    () => {
      over = true;
    },
    () => {},
  );
  return { isOver: () => over, stop: () => stopped.abort('stopped') };
}
