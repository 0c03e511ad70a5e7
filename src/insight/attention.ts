import type { PartyFit, PersonFilter } from '../client/queries.js';
import { daysBetween } from '../records/dates.js';
import type { ClientRef } from '../records/fields.js';
import {
  type Broken,
  type JobHistory,
  jobLate,
  purchaseOrderAfterJob,
  purchaseOrderLate,
  stale,
  unpaid,
  withoutCost,
  withoutPurchaseOrder,
} from './attention-rules.js';
import type { Held, HeldJob, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import { type JobsOrders, jobsOrders } from './jobs-orders.js';
import { partyTest, personTest } from './who.js';

/** The most pressing first. */
export const ATTENTION_RULES = ['job_late', 'po_late', 'po_after_job', 'no_po', 'unpaid', 'stale', 'no_cost'] as const;
export type AttentionRule = (typeof ATTENTION_RULES)[number];

export const ATTENTION_KINDS = ['jobs', 'sales_orders', 'purchase_orders'] as const;
type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Whose rule it is. */
const KIND_OF: Record<AttentionRule, AttentionKind> = {
  job_late: 'jobs',
  po_late: 'purchase_orders',
  po_after_job: 'purchase_orders',
  no_po: 'sales_orders',
  unpaid: 'sales_orders',
  stale: 'jobs',
  no_cost: 'sales_orders',
};

/** A record with its kind, and the job that it belongs to. */
type Subject = { job: HeldJob | undefined } & (
  | { kind: 'jobs'; record: HeldJob }
  | { kind: 'sales_orders'; record: HeldSalesOrder }
  | { kind: 'purchase_orders'; record: HeldPurchaseOrder }
);

export type Finding = Subject & {
  rule: AttentionRule;
  /** Since when it is so, `YYYY-MM-DD`. */
  since: string;
  days: number;
};

export type AttentionQuestion = {
  kinds: readonly Subject['kind'][];
  rules: readonly AttentionRule[];
  client: PartyFit | undefined;
  /** By full name. */
  rep: PersonFilter | undefined;
  /** The first day that is looked at: what is older and held all the same counts by the date of its invoice alone. */
  from: string;
  /** The first day from which on everything is held, `YYYY-MM-DD`. */
  wholeFrom: string;
  noticed: JobHistory['noticed'];
};

export type Attention = {
  /** By rule, then the oldest first. */
  findings: Finding[];
  /** How many records of which nobody can tell whether they break a rule, by rule. */
  unknown: ReadonlyMap<AttentionRule, number>;
  /** Records that break a rule, and whose job is not known, so that nobody can tell whether they were asked for. */
  unplaced: number;
};

/** The rules that a question looks at: those asked for, of the kinds asked for. */
export function rulesOf({ rules, kinds }: Pick<AttentionQuestion, 'rules' | 'kinds'>): AttentionRule[] {
  return ATTENTION_RULES.filter((rule) => rules.includes(rule) && kinds.includes(KIND_OF[rule]));
}

/** Some of each rule in turns, the most pressing of each first, in the order of `findings`. */
export function spread(findings: readonly Finding[], most: number): Finding[] {
  if (findings.length <= most) return [...findings];
  const byRule = new Map<AttentionRule, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  const shown = new Set<Finding>();
  for (let turn = 0; shown.size < most; turn += 1) {
    for (const ofRule of byRule.values()) {
      const finding = ofRule[turn];
      if (finding !== undefined && shown.size < most) shown.add(finding);
    }
  }
  return findings.filter((finding) => shown.has(finding));
}

/** What among the records held needs a person: each record once under each rule that it breaks. */
export function needsAttention(held: Held, question: AttentionQuestion, today: string): Attention {
  const jobs = jobsOrders(held);
  const rules = rulesOf(question);
  const asks = askedFor(question);
  const findings: Finding[] = [];
  const unknown = new Map<AttentionRule, number>();
  let unplaced = 0;
  for (const subject of subjects(held, jobs)) {
    const isAsked = asks(subject);
    if (!question.kinds.includes(subject.kind) || isAsked === false) continue;
    const breaks = broken(subject, { ...question, jobs }, today).filter(
      ([rule, since]) => since !== null && rules.includes(rule),
    );
    if (breaks.length > 0 && isAsked === 'unknown') {
      unplaced += 1;
      continue;
    }
    for (const [rule, since] of breaks) {
      if (since === null) continue;
      if (since === 'unknown') unknown.set(rule, (unknown.get(rule) ?? 0) + 1);
      else findings.push({ ...subject, rule, since, days: Math.max(0, daysBetween(since, today)) });
    }
  }
  findings.sort(mostPressing);
  return { findings, unknown, unplaced };
}

/** Whether a record is of the client and the rep; `unknown` where its job would tell, and is not known. */
function askedFor({ client, rep }: AttentionQuestion): (subject: Subject) => boolean | 'unknown' {
  const ofClient = partyTest(client);
  const ofRep = personTest(rep);
  return (subject) => {
    const isJobless = subject.job === undefined;
    const hasClient = subject.kind !== 'purchase_orders' || !isJobless;
    if (hasClient && ofClient?.(clientOf(subject)) === false) return false;
    if (isJobless && (ofRep !== undefined || (ofClient !== undefined && !hasClient))) return 'unknown';
    return ofRep?.(subject.job) !== false;
  };
}

function* subjects(held: Held, jobs: JobsOrders): Iterable<Subject> {
  for (const record of held.jobs.values()) yield { kind: 'jobs', record, job: record };
  for (const record of held.purchaseOrders.values()) yield { kind: 'purchase_orders', record, job: jobs.jobOf(record) };
  for (const record of held.salesOrders.values()) yield { kind: 'sales_orders', record, job: jobs.jobOf(record) };
}

/** A purchase order is for the client of its job. */
function clientOf({ kind, record, job }: Subject): ClientRef | null {
  return kind === 'purchase_orders' ? (job?.client ?? null) : record.client;
}

function broken(
  subject: Subject,
  history: JobHistory & Pick<AttentionQuestion, 'from'>,
  today: string,
): [rule: AttentionRule, since: Broken][] {
  switch (subject.kind) {
    case 'jobs':
      return [
        ['job_late', jobLate(subject.record, today)],
        ['stale', stale(subject.record, history, today)],
      ];
    case 'purchase_orders':
      return [
        ['po_late', purchaseOrderLate(subject.record, today)],
        ['po_after_job', purchaseOrderAfterJob(subject.record, subject.job)],
      ];
    case 'sales_orders': {
      const { record } = subject;
      if (record.date !== null && record.date < history.from) return [['unpaid', unpaid(record, today)]];
      return [
        ['no_po', withoutPurchaseOrder(record, history.jobs, today, history.wholeFrom)],
        ['unpaid', unpaid(record, today)],
        ['no_cost', withoutCost(record)],
      ];
    }
  }
}

function mostPressing(a: Finding, b: Finding): number {
  if (a.rule !== b.rule) return ATTENTION_RULES.indexOf(a.rule) - ATTENTION_RULES.indexOf(b.rule);
  if (a.since !== b.since) return a.since < b.since ? -1 : 1;
  return a.record.id - b.record.id;
}
