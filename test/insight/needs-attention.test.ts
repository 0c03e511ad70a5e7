import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import { findAttention } from '../../src/answers/attention.js';
import type { PartyFit } from '../../src/client/queries.js';
import { systemClock } from '../../src/clock.js';
import { ATTENTION_KINDS, ATTENTION_RULES, type AttentionRule } from '../../src/insight/attention.js';
import type { Want } from '../../src/insight/working-set.js';
import type { Job, PurchaseOrder, SalesOrder } from '../../src/sandbox/data/types.js';
import type { SandboxData } from '../../src/sandbox/handler.js';
import { needsAttention } from '../../src/tools/needs-attention.js';
import { heldOf } from '../support/account-data.js';
import { ERAS } from '../support/connect.js';
import { dayOf, daysAgo, firstDayOfWindow, today } from '../support/days.js';
import type { Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob, plantPurchaseOrder, plantSalesOrder } from '../support/plants.js';

const answer = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      id: z.int(),
      rule: z.string(),
      since: z.string(),
      days: z.int(),
      rep: z.string().nullable(),
    }),
  ),
  returned: z.int(),
  total: z.int(),
  totals: z.record(z.string(), z.number()).nullable(),
  counts: z.record(z.string(), z.int()),
  complete: z.boolean(),
  as_of: z.record(z.string(), z.iso.datetime()),
  notes: z.array(z.string()),
});

async function asked(desk: Pick<Lookup, 'get'>, args: Row = {}) {
  const given = await desk.get('needs_attention', args);
  needsAttention.output().parse(given);
  return answer.parse(given);
}

const daysSince = (day: string) => Math.round((Date.parse(today()) - Date.parse(day)) / 86_400_000);

/** What the rules of insight.md say of an account, worked out record by record: `kind id rule since`. */
function expected({ jobs, salesOrders, purchaseOrders }: SandboxData): string[] {
  const first = firstDayOfWindow();
  const inWindow = ({ date }: { date: string }) => dayOf(date) >= first;
  const jobOf = (order: { job_number: number }) => jobs.find(({ id }) => id === order.job_number);
  const ofJob = <R extends { job_number: number }>(orders: R[], job: Job) =>
    orders.filter(({ job_number }) => job_number === job.id);
  const out: string[] = [];
  const put = (kind: string, id: number, rule: string, since: string) => out.push(`${kind} ${id} ${rule} ${since}`);
  for (const job of jobs.filter(inWindow)) {
    const due = job.estimated_delivery_date;
    if (job.status === 'Closed') continue;
    if (job.completed_date === null && due !== null && due < today()) put('jobs', job.id, 'job_late', due);
    const changes = [...ofJob(salesOrders, job), ...ofJob(purchaseOrders, job)].map(
      (order) => order.last_modified_date,
    );
    const last =
      [job.date, job.completed_date ?? '', ...changes]
        .map((at) => at.slice(0, 10))
        .sort()
        .at(-1) ?? '';
    if (daysSince(last) >= 30) put('jobs', job.id, 'stale', last);
  }
  for (const order of purchaseOrders.filter(inWindow)) {
    const { in_hand_date: inHand, status, id } = order;
    const due = jobOf(order)?.estimated_delivery_date ?? null;
    if (status !== 'Open' || inHand === null) continue;
    if (inHand < today()) put('purchase_orders', id, 'po_late', inHand);
    if (due !== null && inHand > due) put('purchase_orders', id, 'po_after_job', dayOf(order.date));
  }
  for (const order of salesOrders.filter(inWindow)) salesRules(order, purchaseOrders, put);
  return out.sort();
}

function salesRules(
  order: SalesOrder,
  purchases: PurchaseOrder[],
  put: (kind: string, id: number, rule: string, since: string) => void,
): void {
  const { id, status, line_items: lines } = order;
  const day = dayOf(order.date);
  const bought = purchases.some(({ job_number }) => job_number === order.job_number);
  const needs = lines.some(
    ({ quantity, from_stock, type }) => (quantity ?? 0) > 0 && !from_stock && !/(Charge|Comment)$/.test(type),
  );
  if ((status === 'Open' || status === 'Pending') && daysSince(day) >= 3 && needs && !bought) {
    put('sales_orders', id, 'no_po', day);
  }
  const invoiced = dayOf(order.invoice_date);
  if (status === 'Invoiced' && invoiced !== null && daysSince(invoiced) >= 30)
    put('sales_orders', id, 'unpaid', invoiced);
  if (
    lines.some(
      ({ quantity, price_value: price, cost_value: cost }) =>
        (quantity ?? 0) > 0 && (price ?? 0) > 0 && (cost ?? null) === null,
    )
  ) {
    put('sales_orders', id, 'no_cost', day);
  }
}

const texts = (items: { kind: string; id: number; rule: string; since: string }[]) =>
  items.map(({ kind, id, rule, since }) => `${kind} ${id} ${rule} ${since}`).sort();

describe.each(ERAS)('in %s', (era) => {
  it('everything that breaks a rule is found once, and nothing else', async () => {
    await using desk = await openLookup({ era, sandbox: { jobs: 120 } });
    const stock = plantSalesOrder(desk.data, { job_number: plantJob(desk.data).id, status: 'Pending' });
    stock.line_items = stock.line_items.map((line) => ({ ...line, from_stock: true }));
    plantSalesOrder(desk.data, { job_number: plantJob(desk.data).id, status: 'Pending' });
    plantPurchaseOrder(desk.data, { in_hand_date: daysAgo(-300), status: 'Open' });
    const wanted = expected(desk.data);
    const given = await asked(desk, { limit: 100 });
    expect(given).toMatchObject({ total: wanted.length, complete: true });
    expect(given.counts).toEqual(
      Object.fromEntries(
        ['job_late', 'po_late', 'po_after_job', 'no_po', 'unpaid', 'stale', 'no_cost'].map((rule) => [
          rule,
          wanted.filter((text) => text.split(' ')[2] === rule).length,
        ]),
      ),
    );
    const rules = Object.keys(given.counts);
    const all = await Promise.all(rules.map((rule) => asked(desk, { rules: [rule], limit: 100 })));
    expect(texts(all.flatMap(({ items }) => items))).toEqual(wanted);
    for (const { since, days } of given.items) expect(days).toBe(daysSince(since));
    const order = given.items.map(({ rule, since }) => `${rules.indexOf(rule)} ${since}`);
    expect([...order].sort()).toEqual(order);
    for (const count of Object.values(given.counts)) expect(count).toBeGreaterThan(0);
  });
});

describe('what needs attention', () => {
  it('comes in rows that say whose it is, and where to look', async () => {
    await using desk = await openLookup({ sandbox: { jobs: 30 } });
    const { data } = desk;
    const [job] = data.jobs.filter(({ id }) => id === 32_255);
    if (job === undefined) throw new Error('The sandbox has lost its known job.');
    job.description = 'Fall polos';
    data.jobs.splice(0, data.jobs.length, job);
    data.purchaseOrders.splice(
      0,
      data.purchaseOrders.length,
      ...data.purchaseOrders.filter((order) => order.job_number === job.id),
    );
    const late = plantPurchaseOrder(desk.data, { in_hand_date: daysAgo(4), status: 'Open' });
    const { items, ...rest } = await asked(desk, { kinds: ['purchase_orders'] });
    expect(items).toEqual([
      {
        kind: 'purchase_orders',
        id: late.id,
        job_id: 32_255,
        order: `32255-${late.number}`,
        title: `${late.supplier.name} | Fall polos`,
        rule: 'po_late',
        since: daysAgo(4),
        days: 4,
        client: { id: job.client.id, name: job.client.business_name },
        rep: job.primary_rep?.name,
      },
    ]);
    expect(rest).toMatchObject({ returned: 1, total: 1, counts: { po_late: 1, po_after_job: 0 } });
    expect(Object.keys(rest.counts)).toEqual(['po_late', 'po_after_job']);
  });

  it('names what unpaid orders come to', async () => {
    await using desk = await openLookup({ sandbox: { jobs: 60 } });
    const unpaid = await asked(desk, { rules: ['unpaid'], limit: 100 });
    const ids = new Set(unpaid.items.map(({ id }) => id));
    const orders = desk.data.salesOrders.filter(({ id }) => ids.has(id));
    for (const { id, total_value: total } of orders) {
      expect(unpaid.items.find((item) => item.id === id)).toMatchObject({ total_value: total });
    }
    const cents = orders.reduce((sum, { total_value: total }) => sum + Math.round(total * 100), 0);
    expect(unpaid).toMatchObject({ counts: { unpaid: orders.length }, totals: { unpaid_total_value: cents / 100 } });
    expect(Object.keys(unpaid.counts)).toEqual(['unpaid']);
    expect(unpaid.total).toBeGreaterThan(1);
    expect((await asked(desk, { rules: ['job_late'] })).totals).toBeNull();
  });

  it('is asked for a rep or a client, and cut by limit with counts of all', async () => {
    await using desk = await openLookup({ env: { SYNCORE_REP: 'Priya Raman' }, sandbox: { jobs: 240 } });
    const all = await asked(desk, { limit: 100 });
    const few = await asked(desk, { limit: 3 });
    const broken = Object.entries(all.counts).flatMap(([rule, count]) => (count > 0 ? [rule] : []));
    expect(few.items.map(({ rule }) => rule)).toEqual(broken.slice(0, 3));
    for (const item of few.items) expect(item).toEqual(all.items.find(({ rule }) => rule === item.rule));
    expect(few).toMatchObject({ returned: 3, total: all.total, counts: all.counts });
    expect(few.notes.join(' ')).toContain('counts are of all');
    const isHers = (job: Job | undefined) =>
      [job?.primary_rep?.name, job?.secondary_rep?.name, job?.customer_service_rep_name].includes('Priya Raman');
    const mine = await asked(desk, { rep: 'me', limit: 100 });
    const jobs = new Map(desk.data.jobs.map((job) => [job.id, job]));
    const hers = expected(desk.data).filter((text) => {
      const [kind, id] = text.split(' ');
      const orders = kind === 'sales_orders' ? desk.data.salesOrders : desk.data.purchaseOrders;
      const jobId = kind === 'jobs' ? Number(id) : orders.find((order) => order.id === Number(id))?.job_number;
      return isHers(jobs.get(jobId ?? 0));
    });
    expect(mine.total).toBe(hers.length);
    expect(hers.length).toBeGreaterThan(3);
    expect((await desk.refused('needs_attention', { rep: 'Priya Rahman' })).code).toBe('invalid_input');
    const client = await asked(desk, { client: 'Acme Manufacturing', limit: 100 });
    for (const { client: whose } of client.items) expect(Object(whose).name).toBe('Acme Manufacturing');
  });
});

const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY, progress: async () => {} };
const question = { kinds: ATTENTION_KINDS, rules: ATTENTION_RULES, client: undefined, rep: undefined };
const asOf = { jobs: null, sales_orders: null, purchase_orders: null, contacts: null };
const noticed = () => new Map();

it('looks for unpaid orders by their invoices as well: an old order may have been invoiced since', async () => {
  const amounts = { sub_total_value: 90, tax_value: 10, total_value: 100, line_items: [] };
  const old = { id: 5, number: 1, job_number: 1, date: daysAgo(420), status: 'Invoiced', client: null, ...amounts };
  const orders = [{ ...old, invoice_date: daysAgo(45), last_modified_date: `${daysAgo(45)} 10:00:00` }];
  const axes: string[] = [];
  const view = async (want: Want) => {
    axes.push(`${want.by ?? 'date'} ${want.kinds.join()}`);
    const held = axes.some((axis) => axis.startsWith('invoice_date')) ? heldOf({ salesOrders: orders }) : heldOf({});
    return { held, asOf, complete: true, firstDay: want.from, notes: [] };
  };
  const ask = (more: { rules?: readonly AttentionRule[] }) =>
    findAttention({ ...question, ...more }, 20, { view, noticed }, systemClock, call);
  expect(await ask({})).toMatchObject({
    items: [{ rule: 'unpaid', since: daysAgo(45), total_value: 100 }],
    totals: { unpaid_total_value: 100 },
  });
  expect(axes).toContain('invoice_date sales_orders');
  axes.length = 0;
  expect(await ask({ rules: ['no_cost'] })).toMatchObject({ items: [], totals: null });
  expect(axes.join()).not.toContain('invoice_date');
});

it('is not complete where lines, records or names could not all be read, and says why', async () => {
  const ask = (lines: string[], rest: string[], more: { client?: PartyFit } = {}) => {
    const view = async (want: Want) => {
      const notes = want.lines ? lines : rest;
      return { held: heldOf({}), asOf, complete: notes.length === 0, firstDay: want.from, notes };
    };
    return findAttention({ ...question, ...more }, 20, { view, noticed }, systemClock, call);
  };
  expect(await ask([], [])).toMatchObject({ complete: true, notes: [] });
  expect(await ask(['No lines.'], [])).toMatchObject({ complete: false, notes: ['No lines.'] });
  expect(await ask([], ['Ask again.'])).toMatchObject({ complete: false, notes: ['Ask again.'] });
  const client = { ids: new Set<number>(), name: 'acme', whole: false };
  expect(await ask([], [], { client })).toMatchObject({ complete: false, notes: [expect.stringContaining('names')] });
});
