import type { ConfirmMode } from '../src/writes/consent.js';
import type { Draw } from './draw.js';

/** How rough a history is, drawn once for the whole of it. Probabilities are from 0 to 1. */
export type Weather = {
  /** Milliseconds since the epoch. */
  startsAt: number;
  searchLagMs: number;
  partialPut: 'replace' | 'ignore';
  servers: number;
  mode: ConfirmMode;
  writeReference: boolean;
  /** That a request that writes, or reads, meets a fault. */
  writeFault: number;
  readFault: number;
  /** The usual latency of Syncore, in milliseconds. */
  latencyMs: number;
  /** That an operation of the disk takes its time, so that others come in between. */
  slowDisk: number;
  /** That a sync of the disk fails. */
  failedSync: number;
  /** That a call, or its answer, is lost on its way. */
  lostCall: number;
  /** That a host delivers a call twice. */
  doubledCall: number;
  /** That whoever called gives up in the middle. */
  cancelledCall: number;
  /** How many disasters strike. */
  disasters: number;
};

const HOUR_MS = 3_600_000;
/** Monday, 10:00 in US Pacific. */
const MONDAY = Date.UTC(2026, 10, 23, 18);
const MODES = { never: 12, auto: 3, preview: 3, always: 1 } as const;

export function drawWeather(draw: Draw): Weather {
  const calm = draw.chance(0.2);
  const rough = (most: number) => (calm || draw.chance(0.3) ? 0 : draw.next() * most);
  return {
    // Some histories begin shortly before midnight in US Pacific.
    startsAt: MONDAY + (draw.chance(0.1) ? 14 * HOUR_MS - draw.int(0, 60_000) : draw.int(0, 4 * HOUR_MS)),
    searchLagMs: draw.chance(0.3) ? 0 : draw.chance(0.4) ? 15_000 : draw.int(1, 15_000),
    partialPut: draw.chance(0.2) ? 'ignore' : 'replace',
    servers: draw.chance(0.7) ? 2 : 3,
    mode: draw.weighted(MODES),
    writeReference: draw.chance(0.7),
    writeFault: rough(0.7),
    readFault: rough(0.2),
    latencyMs: draw.pick([5, 50, 200, 800]),
    slowDisk: draw.pick([0, 0.05, 0.3]),
    failedSync: draw.chance(0.08) ? 0.03 : 0,
    lostCall: rough(0.3),
    doubledCall: rough(0.3),
    cancelledCall: rough(0.2),
    disasters: calm ? 0 : draw.int(0, 3),
  };
}
