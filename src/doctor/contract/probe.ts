import type { ActionFacts, ItemAction, ListAction, Query } from '../../client/actions.js';
import { readItem, readPage } from '../../client/envelope.js';
import { Failure } from '../../failure.js';
import type { Ask, Asked } from '../ask.js';
import { type Status, worst } from '../report.js';
import { type Comparison, compare, isObject, safeName } from './compare.js';
import { type EnvelopeKind, openEnvelope, openItem } from './envelope.js';
import type { Fields } from './expected.js';

/** What was found about one endpoint: words of ours, names of fields and counts. */
export type EndpointReport = {
  endpoint: string;
  /** `fail`: the client cannot work with it; `warn`: it differs, and the client lives with that. */
  status: Status;
  /** The HTTP status; null where no whole answer came or nothing was asked. */
  http: number | null;
  rows: number | null;
  total: number | null;
  differences: string[];
  notes: string[];
  fields: Comparison | null;
  error: string | null;
};

/** A report with what must never be shown: the records it was made from. */
export type Finding = { report: EndpointReport; records: unknown[]; paged: Paged };

/** What page 2 was against page 1. */
export type Paged = 'differs' | 'same' | 'wrong' | 'not asked';

export type ListProbe<Ids extends number[], R> = {
  action: ListAction<Ids, R>;
  ids: Ids;
  /** The later ones are asked only while nothing was found. */
  queries: readonly Query[];
  count: number;
  kind: EnvelopeKind;
  fields: Fields;
};

/** Reads the first page of a list, and the second where there should be one. */
export async function probeList<Ids extends number[], R>(
  ask: Ask,
  probe: ListProbe<Ids, R>,
  origin: string,
): Promise<Finding> {
  const { action, ids, count, kind } = probe;
  const open = (json: unknown) => openEnvelope(json, action.collection, kind, origin);
  let query: Query = {};
  let asked: Asked | undefined;
  for (query of probe.queries) {
    asked = await ask(action, ids, { ...query, page: 1, count });
    if (asked.failure !== null || open(asked.json).rows.length > 0) break;
  }
  if (asked === undefined || asked.failure !== null) return failed(action, asked);
  const { rows, total, differences } = open(asked.json);
  const notes: string[] = [];
  if (rows.length > count && kind === 'reference') notes.push('all rows came at once');
  else if (rows.length > count) differences.push(`count is not honoured: ${rows.length} rows for count=${count}`);
  else if (total !== null && rows.length < Math.min(count, total)) {
    differences.push(`a short page: ${rows.length} rows for count=${count}, though total_results says more`);
  }
  let paged: Paged = 'not asked';
  const more = total === null ? rows.length === count : total > rows.length;
  if (rows.length > 0 && more) {
    const second = await ask(action, ids, { ...query, page: 2, count });
    const found = judgeSecond(second, second.failure === null ? open(second.json).rows : [], rows, total);
    paged = found.paged;
    // A list that knows no pages is whole on its first; reference data was seen so.
    if (paged === 'same' && kind === 'reference') notes.push('not paged');
    else (paged === 'differs' ? notes : differences).push(found.words);
  }
  const unread = whyUnreadable(() => readPage(action, asked.json));
  return finish(action, asked, { records: rows, total, differences, notes, unread, paged, fields: probe.fields });
}

/** Reads one record. */
export async function probeItem<Ids extends number[], R>(
  ask: Ask,
  action: ItemAction<Ids, R>,
  ids: Ids,
  fields: Fields,
): Promise<Finding> {
  const asked = await ask(action, ids, {});
  if (asked.failure !== null) return failed(action, asked);
  const { record, differences } = openItem(asked.json, action.wrapper);
  const unread = whyUnreadable(() => readItem(action, asked.json));
  const outcome = {
    records: [record],
    total: null,
    differences,
    notes: [],
    unread,
    paged: 'not asked' as const,
    fields,
  };
  return finish(action, asked, outcome);
}

/** A line for what could not be asked. */
export function notAsked(endpoint: string, why: string): Finding {
  const report = { ...blank(endpoint), status: 'warn' as const, notes: [`not asked: ${why}`] };
  return { report, records: [], paged: 'not asked' };
}

/** A failure in words, without the endpoint that the line names already, and without a word of the answer's own. */
export function failureWords(endpoint: string, failure: Failure): string {
  const words = failure.message.startsWith(`${endpoint}: `)
    ? failure.message.slice(endpoint.length + 2)
    : failure.message;
  const named = (failure.fields ?? []).slice(0, 5).map(({ field }) => safeName(field));
  return named.length === 0 ? words : `${words} It names ${named.join(', ')}.`;
}

function judgeSecond(
  { failure }: Asked,
  second: unknown[],
  first: unknown[],
  total: number | null,
): { paged: Paged; words: string } {
  if (failure !== null) return { paged: 'wrong', words: `page 2 failed (${failure.code})` };
  const known = new Set(first.map(identity));
  const again = second.filter((row) => known.has(identity(row))).length;
  if (second.length === 0) {
    if (total === null) return { paged: 'differs', words: 'page 2 is empty' };
    return { paged: 'wrong', words: 'page 2 is empty, though total_results says more' };
  }
  if (again === second.length && second.length === first.length)
    return { paged: 'same', words: 'page 2 is page 1 again' };
  if (again > 0) return { paged: 'wrong', words: `page 2 repeats ${again} of page 1` };
  return { paged: 'differs', words: 'page 2 differs' };
}

function identity(row: unknown): string {
  return isObject(row) && Object.hasOwn(row, 'id') ? `id ${String(row.id)}` : JSON.stringify(row);
}

/** Where the client's own reader stops, if it does. */
function whyUnreadable(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    const [problem] = error instanceof Failure ? (error.fields ?? []) : [];
    if (problem === undefined) return 'the client cannot read it';
    return `the client cannot read it: ${problem.field} (${problem.message})`;
  }
}

function failed(action: ActionFacts, asked: Asked | undefined): Finding {
  const failure = asked?.failure ?? null;
  const error = failure === null ? 'no answer' : failureWords(action.endpoint, failure);
  const http = asked?.seen?.status ?? null;
  return { report: { ...blank(action.endpoint), status: 'fail', http, error }, records: [], paged: 'not asked' };
}

type Outcome = Pick<EndpointReport, 'total' | 'differences' | 'notes'> & {
  records: unknown[];
  unread: string | null;
  paged: Paged;
  fields: Fields;
};

function finish(action: ActionFacts, asked: Asked, outcome: Outcome): Finding {
  const { records, total, differences, notes, unread, paged } = outcome;
  const fields = records.length === 0 ? null : compare(outcome.fields, records);
  if (fields === null) notes.push('no records: their fields could not be judged');
  const differs = differences.length > 0 || (fields !== null && hasDifferences(fields));
  const status = worst([unread === null ? 'ok' : 'fail', differs ? 'warn' : 'ok']);
  const http = asked.seen?.status ?? null;
  const report = {
    ...{ endpoint: action.endpoint, status, http, rows: records.length, total },
    ...{ differences, notes, fields, error: unread },
  };
  return { report, records, paged };
}

function hasDifferences({ missing, added, types }: Comparison): boolean {
  return missing.length > 0 || added.length > 0 || types.length > 0;
}

function blank(endpoint: string): EndpointReport {
  return {
    endpoint,
    status: 'ok',
    http: null,
    rows: null,
    total: null,
    differences: [],
    notes: [],
    fields: null,
    error: null,
  };
}
