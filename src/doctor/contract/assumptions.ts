import { searchJobs } from '../../client/actions.js';
import { readDate, windowStart } from '../../records/dates.js';
import type { Ask } from '../ask.js';
import { type DateForm, isObject, jsonType } from './compare.js';
import type { EndpointReport, Finding } from './probe.js';
import type { Findings } from './walk.js';

/** What came of one assumption that the client is built on. */
export type Judgement = { assumption: string; verdict: 'held' | 'did not hold' | 'not judged'; detail?: string };

type Judged = Omit<Judgement, 'assumption'>;

const held: Judged = { verdict: 'held' };
const differs = (detail: string): Judged => ({ verdict: 'did not hold', detail });
const unjudged = (detail: string): Judged => ({ verdict: 'not judged', detail });

/** Judges each assumption that the pages already read can tell of. */
export function judgeFindings(findings: Findings, now: number): Judgement[] {
  const { jobs, salesOrders, purchaseOrders, contacts, items, salesOrdersOfJob, purchaseOrdersOfJob } = findings;
  const all = [
    jobs,
    salesOrders,
    purchaseOrders,
    contacts,
    ...Object.values(items),
    salesOrdersOfJob,
    purchaseOrdersOfJob,
  ];
  const judgements: [string, Judged][] = [
    ['contacts come under `contacts`', judgeCollection(contacts)],
    ['contacts have the fields that the client reads', judgeFields([contacts, items.contact])],
    ['contacts are given whatever their age', judgeContactAge(contacts, now)],
    ['job_class is Program, Store or Dropship', judgeValues([jobs, items.job], 'job_class')],
    ['contact_class is Program, Store or Dropship', judgeValues([contacts, items.contact], 'contact_class')],
    ['searches of purchase orders give in_hand_date', judgeField(purchaseOrders, 'in_hand_date')],
    ['the sales orders of a job page like searches', judgePaging(salesOrdersOfJob)],
    ['the purchase orders of a job page like searches', judgePaging(purchaseOrdersOfJob)],
    ['single records come bare', judgeBare(Object.values(items))],
    ['the status of a job is one of those known', judgeValues([jobs, items.job], 'status')],
    ['the status of a sales order is one of those known', judgeValues([salesOrders, salesOrdersOfJob], 'status')],
    [
      'the status of a purchase order is one of those known',
      judgeValues([purchaseOrders, purchaseOrdersOfJob], 'status'),
    ],
    ['dates have one of three forms', judgeDates(all)],
  ];
  return judgements.map(([assumption, judged]) => ({ assumption, ...judged }));
}

/** A search without its dates is known to be refused, which shows what a refusal looks like. Nothing is written by it. */
export async function judgeErrorBody(ask: Ask): Promise<Judgement> {
  const assumption = 'an error body is { message, errors: [{ field, message }] }';
  const { failure, seen } = await ask(searchJobs, [], { page: 1, count: 1 });
  if (failure === null) return { assumption, ...unjudged('a job search without dates was not refused') };
  if (seen === null || ![400, 422].includes(seen.status)) {
    return { assumption, ...unjudged(`a job search without dates failed otherwise (${seen?.status ?? failure.code})`) };
  }
  return { assumption, ...judgeErrorJson(seen.body) };
}

/** What only a write, or a person, could tell. */
export const BEYOND_READING: readonly string[] = [
  'searches lag behind a write by seconds',
  'records beyond the 13 months can be read by their id',
  'of purchase orders only Open ones are open',
  'the requests that create or edit, and their answers',
];

function judgeErrorJson(body: string): Judged {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return differs('the body is no JSON');
  }
  if (!isObject(json)) return differs(`the body is JSON of type ${jsonType(json)}`);
  const { message, errors, title, detail } = json;
  if (typeof message !== 'string') {
    const isProblem = typeof title === 'string' || typeof detail === 'string';
    return differs(
      isProblem ? 'it is RFC 9457 problem details, which the client reads too' : 'there is no message in it',
    );
  }
  if (errors === undefined) return { ...held, detail: 'without errors' };
  const named =
    Array.isArray(errors) && errors.every((entry: unknown) => isObject(entry) && typeof entry.field === 'string');
  return named ? held : differs('errors is no list of fields');
}

function judgeCollection({ report }: Finding): Judged {
  if (report.error !== null && report.rows === null) return unjudged('the search failed');
  const wrong = report.differences.filter((text) => /bare array|stand under|no list/.test(text));
  return wrong.length === 0 ? held : differs(wrong.join('; '));
}

function judgeFields(findings: readonly Finding[]): Judged {
  const compared = findings.flatMap(({ report }) => report.fields ?? []);
  if (compared.length === 0) return unjudged('no record was read');
  const missing = new Set(
    compared.flatMap(({ missing }) => missing.filter((one) => one.missing === one.of).map((one) => one.field)),
  );
  return missing.size === 0 ? held : differs(`missing: ${[...missing].join(', ')}`);
}

function judgeField({ report }: Finding, field: string): Judged {
  if (report.fields === null) return unjudged('no record was read');
  const gap = report.fields.missing.find((one) => one.field === field);
  return gap === undefined ? held : differs(`missing in ${gap.missing} of ${gap.of}`);
}

function judgeValues(findings: readonly Finding[], field: string): Judged {
  const counts = findings.flatMap(({ report }) => report.fields?.values ?? []).filter((one) => one.field === field);
  const seen = counts.reduce((sum, one) => sum + one.seen, 0);
  const others = counts.reduce((sum, one) => sum + one.others, 0);
  if (seen === 0) return unjudged('no value was seen');
  return others === 0 ? { ...held, detail: `${seen} seen` } : differs(`${others} of ${seen} are others`);
}

function judgePaging({ report, paged }: Finding): Judged {
  if (report.rows === null) return unjudged(report.error === null ? 'not asked' : 'the list failed');
  const wrong = report.differences.filter((text) => !text.startsWith('also in the envelope'));
  if (wrong.length > 0) return differs(wrong.join('; '));
  return paged === 'differs' ? held : unjudged('the envelope fits, but the job has only one such order');
}

function judgeBare(items: readonly Finding[]): Judged {
  const read = items.map(({ report }) => report).filter((report) => report.rows !== null);
  if (read.length === 0) return unjudged('no record was read');
  const wrong = read.filter(({ differences }) => differences.length > 0);
  if (wrong.length === 0) return { ...held, detail: `${read.length} kinds` };
  return differs(wrong.map(({ endpoint, differences }) => `${endpoint}: ${differences.join('; ')}`).join('. '));
}

function judgeContactAge({ records }: Finding, now: number): Judged {
  const start = windowStart(now);
  const days = records.flatMap((record) => {
    const value = isObject(record) ? record.created_date : undefined;
    return typeof value === 'string' ? [readDate(value)] : [];
  });
  if (days.some((day) => typeof day === 'string' && day < start)) return held;
  return unjudged('no contact older than 13 months is on the page');
}

function judgeDates(findings: readonly Finding[]): Judged {
  const compared = findings.flatMap(({ report }) => report.fields ?? []);
  const count = (form: DateForm) => compared.reduce((sum, { dates }) => sum + dates[form], 0);
  const forms = (['YYYY-MM-DD', 'YYYY-MM-DDTHH:MM:SS', 'YYYY-MM-DD HH:MM:SS'] as const).filter(
    (form) => count(form) > 0,
  );
  if (count('other') > 0) {
    const fields = [...new Set(compared.flatMap(({ otherDates }) => otherDates))];
    return differs(`${count('other')} others, in ${fields.join(', ')}`);
  }
  return forms.length === 0
    ? unjudged('no date was seen')
    : { ...held, detail: forms.map((form) => `${count(form)} ${form}`).join(', ') };
}

/** How many endpoints and assumptions came out how, in words. */
export function summary(reports: readonly EndpointReport[], judgements: readonly Judgement[]): string {
  const endpoints = (status: string) => reports.filter((report) => report.status === status).length;
  const verdicts = (verdict: string) => judgements.filter((one) => one.verdict === verdict).length;
  return (
    `Contract: ${reports.length} endpoints, ${endpoints('ok')} as expected, ${endpoints('warn')} differ, ` +
    `${endpoints('fail')} fail; ${judgements.length} assumptions, ${verdicts('held')} held, ` +
    `${verdicts('did not hold')} did not, ${verdicts('not judged')} not judged.`
  );
}
