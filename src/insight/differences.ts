import type { Call } from '../client/request.js';
import { addDays } from '../records/dates.js';
import type { Keeper } from './keeper.js';
import type { Span } from './span.js';

/** The least that may be asked to find a difference, in requests; a long list may cost half of what reading it would. */
const LEAST_REQUESTS = 24;

/**
 * Finds what makes the number of records in Syncore (`total`) another than of those held: a person deleted something by
 * hand, or entered it without a trace in any filter. Halves the days until few records are left, and reads these. What
 * costs more than reading all again is marked for that.
 * @throws Failure of every kind a read can have.
 */
export async function settle(keeper: Keeper, span: Span, total: number, pageSize: number, call: Call): Promise<void> {
  let left = Math.max(LEAST_REQUESTS, total / pageSize / 2);

  async function look(days: Span, there: number): Promise<void> {
    const here = keeper.held(days);
    if (here === there) return;
    if (left <= 0 || keeper.undivided) {
      keeper.doubt(days);
      return;
    }
    const most = Math.max(here, there);
    if (days.from === days.to || most <= 2 * pageSize) {
      left -= Math.ceil(most / pageSize);
      const { whole } = await keeper.read(days, call);
      if (!whole) keeper.doubt(days);
      return;
    }
    const middle = keeper.middle(days);
    const older = { from: days.from, to: middle };
    const newer = { from: addDays(middle, 1), to: days.to };
    left -= 1;
    const { total: inOlder } = await keeper.look(older, 1, call);
    if (inOlder === null) {
      keeper.doubt(days);
      return;
    }
    await look(newer, there - inOlder);
    await look(older, inOlder);
  }

  await look(span, total);
}
