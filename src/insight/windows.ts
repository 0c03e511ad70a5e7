import type { Missing } from './fill.js';
import type { Freshness } from './freshness.js';
import type { HeldKind } from './held.js';
import type { Holdings } from './holdings.js';
import type { Keeper } from './keeper.js';
import type { Window } from './shelf.js';
import { ALL_DAYS, lacking, monthsOf, overlaps, type Span } from './span.js';

/** What is known of the age of windows. */
export type Ages = {
  /** Right within the last minute. */
  fresh: Freshness;
  /** Read whole within the last half hour: what counts for lists that have no filter by change. */
  recent: Freshness;
};

/** The axes that a question needs. */
export function keepersOf(
  { keepers }: Holdings,
  kinds: readonly HeldKind[],
  by: 'date' | 'invoice_date' = 'date',
): Keeper[] {
  return [...new Set(kinds)].map(
    (kind) => keepers[kind === 'sales_orders' && by === 'invoice_date' ? 'invoiced' : kind],
  );
}

/** The days of an axis that a span means. */
export function spanOn(keeper: Keeper, span: Span): Span {
  return keeper.undivided ? ALL_DAYS : span;
}

export function windowsIn(keeper: Keeper, span: Span): Window[] {
  return keeper.windows().filter((window) => overlaps(window, spanOn(keeper, span)));
}

/** Whether a window has to be read again: something in it is wrong, or it has no filter by change and is too old. */
export function isDue(keeper: Keeper, window: Window, { recent }: Ages): boolean {
  if (window.due) return true;
  return !keeper.hasChanges && !recent.isFresh(window);
}

/** What of a span is to be read: days that are not held, in their months, and windows that are due. */
export function missingOf(keeper: Keeper, span: Span, holdings: Holdings, ages: Ages): Missing[] {
  const months = keeper.undivided ? [ALL_DAYS] : monthsOf(span, holdings.today(), holdings.oldest());
  const parts = months.flatMap((month) => lacking(month, keeper.windows()));
  const due = windowsIn(keeper, span).filter((window) => isDue(keeper, window, ages));
  return [...parts, ...due.map(({ from, to }) => ({ from, to }))].map((days) => ({ keeper, span: days }));
}

/** Whether a refresh is needed before the windows of a span may be used: they are old, or a write of our own is not read. */
export function isStale(keeper: Keeper, span: Span, ages: Ages): boolean {
  const windows = windowsIn(keeper, span);
  if (windows.length > 0 && keeper.owes()) return true;
  return windows.some((window) => !isDue(keeper, window, ages) && !ages.fresh.isFresh(window));
}

/** The windows of a span that can be trusted. */
export function wholeWindows(keeper: Keeper, span: Span, ages: Ages): Window[] {
  return windowsIn(keeper, span).filter((window) => !isDue(keeper, window, ages));
}
