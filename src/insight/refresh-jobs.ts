import type { Call } from '../client/request.js';
import type { Holdings } from './holdings.js';
import { type Keeper, type Line, readAlone } from './keeper.js';
import { isWithin, type Span } from './span.js';

/*
 * Jobs cannot be asked for what changed. What is likely to have changed is read with each refresh: the newest days, and
 * the jobs of changed orders; the others come in their turn.
 */

/**
 * Reads the newest days of a span again, as many as `most` jobs are of, unless all of these are among `seen`, which were
 * read just now.
 */
export async function rereadRecent(
  { jobs }: Holdings,
  keeper: Keeper,
  span: Span,
  seen: ReadonlySet<number>,
  most: number,
  call: Call,
): Promise<void> {
  const byDay = new Map<string, number[]>();
  for (const { id, date } of jobs.records.values()) {
    if (date === null || !isWithin(date, span)) continue;
    const ids = byDay.get(date);
    if (ids === undefined) byDay.set(date, [id]);
    else ids.push(id);
  }
  let recent: { from: string; ids: number[] } | undefined;
  for (const [from, ids] of [...byDay.entries()].sort(([a], [b]) => (a < b ? 1 : -1))) {
    const all = [...(recent?.ids ?? []), ...ids];
    if (all.length > most) break;
    recent = { from, ids: all };
  }
  if (recent === undefined || recent.ids.every((id) => seen.has(id))) return;
  const { whole } = await keeper.read({ from: recent.from, to: span.to }, call);
  if (!whole) keeper.doubt({ from: recent.from, to: span.to });
}

/** Reads the jobs of changed orders again: one by one, or with their month where that takes fewer requests. */
export async function rereadJobs(holdings: Holdings, line: Line, call: Call): Promise<void> {
  const { jobs, staleJobs, keepers } = holdings;
  const ids = [...staleJobs].filter((id) => jobs.records.has(id));
  const alone = new Set(ids);
  for (const window of keepers.jobs.windows()) {
    const mine = ids.filter((id) => isWithin(jobs.records.get(id)?.date ?? null, window));
    // One by one they are as they are now; a search lags behind.
    if (mine.length <= Math.ceil(keepers.jobs.held(window) / line.pageSize)) continue;
    const { whole } = await keepers.jobs.read(window, call);
    if (whole) for (const id of mine) alone.delete(id);
  }
  await Promise.all(
    [...alone].map(async (id) => {
      if ((await readAlone(jobs, { id, jobNumber: null }, line.reader, call)) === null) jobs.remove(id);
    }),
  );
  for (const id of ids) staleJobs.delete(id);
}
