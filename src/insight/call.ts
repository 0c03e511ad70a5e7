import type { Call } from '../client/request.js';

/** Who asks, for how long, and how they are told how far it is. */
export type InsightCall = Call & {
  /** `total` is undefined where it is not known yet; never throws. */
  progress(done: number, total: number | undefined, message: string): Promise<void>;
};
