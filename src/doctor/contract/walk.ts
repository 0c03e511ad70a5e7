import * as actions from '../../client/actions.js';
import { addDays, todayPacific, windowStart } from '../../records/dates.js';
import { readId } from '../../records/order-name.js';
import type { Ask } from '../ask.js';
import { isObject } from './compare.js';
import {
  BRIEF_PURCHASE_ORDER,
  CONTACT,
  type Fields,
  JOB,
  PURCHASE_ORDER,
  REFERENCE,
  SALES_ORDER,
  SUPPLIER,
} from './expected.js';
import { type EndpointReport, type Finding, type ListProbe, notAsked, probeItem, probeList } from './probe.js';

/** What each kind of question found; assumptions are judged from it. */
export type Findings = {
  jobs: Finding;
  salesOrders: Finding;
  purchaseOrders: Finding;
  contacts: Finding;
  /** The single reads. */
  items: { job: Finding; salesOrder: Finding; purchaseOrder: Finding; contact: Finding };
  salesOrdersOfJob: Finding;
  purchaseOrdersOfJob: Finding;
};

export type WalkOptions = {
  ask: Ask;
  /** Milliseconds since the epoch. */
  now: number;
  pageSize: number;
  /** Of the configured service. */
  origin: string;
  /** Told of each endpoint as soon as it was looked at. */
  told: (report: EndpointReport) => void;
};

const RECENT_DAYS = 90;

/** Reads one page of each kind, a single record of each, and the orders of one job. Nothing that fails ends it. */
export async function walk({ ask, now, pageSize, origin, told }: WalkOptions): Promise<Findings> {
  const today = todayPacific(now);
  const dateTo = `${today}T23:59:59`;
  // An account that was quiet lately still has something to compare.
  const queries = [addDays(today, -RECENT_DAYS), windowStart(now)].map((dateFrom) => ({ dateFrom, dateTo }));

  async function tell(endpoint: string, look: () => Promise<Finding>): Promise<Finding> {
    const finding = await look().catch((error: unknown) => broken(endpoint, error));
    told(finding.report);
    return finding;
  }
  function list<Ids extends number[], R>(probe: ListProbe<Ids, R>): Promise<Finding> {
    return tell(probe.action.endpoint, () => probeList(ask, probe, origin));
  }
  function search<R>(action: actions.ListAction<[], R>, fields: Fields, asked: actions.Query[]): Promise<Finding> {
    return list({ action, ids: [], queries: asked, count: pageSize, kind: 'search', fields });
  }
  function ofJob<R>(action: actions.ListAction<[number], R>, order: OrderIds | null, fields: Fields): Promise<Finding> {
    if (order === null) return tell(action.endpoint, async () => notAsked(action.endpoint, NO_ID));
    // One at a time, so that a job of two orders already shows whether this list pages.
    return list({ action, ids: [order[0]], queries: [{}], count: 1, kind: 'search', fields });
  }
  function one<Ids extends number[], R>(action: actions.ItemAction<Ids, R>, ids: Ids | null, fields: Fields) {
    return tell(action.endpoint, async () =>
      ids === null ? notAsked(action.endpoint, NO_ID) : probeItem(ask, action, ids, fields),
    );
  }

  const jobs = await search(actions.searchJobs, JOB, queries);
  const salesOrders = await search(actions.searchSalesOrders, SALES_ORDER, queries);
  const purchaseOrders = await search(actions.searchPurchaseOrders, BRIEF_PURCHASE_ORDER, queries);
  const contacts = await search(actions.searchContacts, CONTACT, [{}]);
  for (const kind of actions.REFERENCE_KINDS) {
    const fields = kind === 'suppliers' ? SUPPLIER : REFERENCE;
    const action = actions.referenceLists[kind];
    await list({ action, ids: [], queries: [{}], count: pageSize, kind: 'reference', fields });
  }
  const [salesBrief, purchaseBrief] = [briefIds(jobs, 'sales_orders'), briefIds(jobs, 'purchase_orders')];
  const [sale, purchase] = [orderIds(salesOrders) ?? salesBrief, orderIds(purchaseOrders) ?? purchaseBrief];
  const items = {
    job: await one(actions.readOneJob, firstId(jobs), JOB),
    salesOrder: await one(actions.readOneSalesOrder, sale, SALES_ORDER),
    purchaseOrder: await one(actions.readOnePurchaseOrder, purchase, PURCHASE_ORDER),
    contact: await one(actions.readOneContact, firstId(contacts), CONTACT),
  };
  const salesOrdersOfJob = await ofJob(actions.salesOrdersOfJob, salesBrief ?? sale, SALES_ORDER);
  const purchaseOrdersOfJob = await ofJob(actions.purchaseOrdersOfJob, purchaseBrief ?? purchase, PURCHASE_ORDER);
  return { jobs, salesOrders, purchaseOrders, contacts, items, salesOrdersOfJob, purchaseOrdersOfJob };
}

const NO_ID = 'no record was found whose id could be used';

/** An answer that trips the doctor itself, such as one nested thousands deep. Its words are not told: they may quote. */
function broken(endpoint: string, error: unknown): Finding {
  const kind = error instanceof Error ? error.name : typeof error;
  const { report, ...rest } = notAsked(endpoint, '');
  const words = `the doctor itself failed over this answer (${kind})`;
  return { ...rest, report: { ...report, status: 'fail', notes: [], error: words } };
}

function firstId({ records }: Finding): [number] | null {
  for (const record of records) {
    const id = isObject(record) ? readId(record.id) : null;
    if (id !== null) return [id];
  }
  return null;
}

/** Of an order: the job's number, then its own id. */
type OrderIds = [jobId: number, id: number];

/** Those of the first order that has both. */
function orderIds({ records }: Finding): OrderIds | null {
  for (const record of records) {
    const [jobId, id] = isObject(record) ? [readId(record.job_number), readId(record.id)] : [null, null];
    if (jobId !== null && id !== null) return [jobId, id];
  }
  return null;
}

/** The same from the job with the most orders of a kind: its list has pages. */
function briefIds({ records }: Finding, briefs: 'sales_orders' | 'purchase_orders'): OrderIds | null {
  let most = 0;
  let ids: OrderIds | null = null;
  for (const record of records) {
    const jobId = isObject(record) ? readId(record.id) : null;
    const list = isObject(record) ? record[briefs] : undefined;
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    const id = isObject(first) ? readId(first.id) : null;
    if (jobId === null || id === null || !Array.isArray(list) || list.length <= most) continue;
    most = list.length;
    ids = [jobId, id];
  }
  return ids;
}
