import type { Call } from '../client/request.js';
import type { FieldProblem } from '../failure.js';
import { todayPacific } from '../records/dates.js';
import type { PlanContext } from './plan.js';
import { recentEntries } from './plans/recent.js';
import type { RunDeps } from './run.js';

/** What a plan may ask while it is made for this call. */
export function planContext(
  { reader, clock, journal, account, time, settleMs }: RunDeps & { account: { id: string } },
  call: Call,
  reference: string | null,
  refused: readonly FieldProblem[] = [],
): PlanContext {
  return {
    reader,
    call,
    today: todayPacific(clock.now()),
    now: () => clock.now(),
    reference,
    refused,
    paymentsTo: (orderId) => journal.paymentsTo(account.id, orderId),
    recent: () => recentEntries(journal.list(account.id), (moment) => time.ageMs(moment), settleMs),
  };
}
