/** Stands in for `node:timers/promises`: with nothing coming from outside, the next turn of the event loop is now. */
export function setImmediate(): Promise<void> {
  return Promise.resolve();
}
