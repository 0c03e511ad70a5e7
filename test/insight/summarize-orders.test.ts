import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/v4';
import type { SandboxData } from '../../src/sandbox/handler.js';
import type { RawAccount } from '../support/account-data.js';
import { ERAS } from '../support/connect.js';
import { dayOf, daysAgo, daysBefore, firstDayOfWindow, today } from '../support/days.js';
import type { Row } from '../support/expected-rows.js';
import { type Expected, expectedSums, type Question } from '../support/expected-sums.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob } from '../support/plants.js';
import { orderOf, RECENT, summaryOf, summaryShape } from './summaries.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
});
afterAll(() => desk[Symbol.asyncDispose]());

/** The account as the test's own sums take it: days without times, and the statuses and names as Syncore has them. */
function account(data: SandboxData): RawAccount {
  return {
    jobs: data.jobs,
    salesOrders: data.salesOrders.map((order) => ({
      ...order,
      date: dayOf(order.date),
      invoice_date: dayOf(order.invoice_date),
    })),
    // Lists give them brief.
    purchaseOrders: data.purchaseOrders.map(({ line_items: _, ...order }) => ({ ...order, date: dayOf(order.date) })),
    contacts: data.contacts,
  };
}

function question(args: Row): Question {
  const group = z.array(z.string()).parse(args.group_by);
  const { record, date_field, date_from, date_to, compare_to, status, supplier, rep } = z
    .looseObject({
      record: z.enum(['sales_orders', 'purchase_orders']),
      date_field: z.enum(['date', 'invoice_date']).default('date'),
      date_from: z.string(),
      date_to: z.string(),
      compare_to: z.enum(['previous_period', 'previous_year']).optional(),
      status: z.string().optional(),
      supplier: z.string().optional(),
      rep: z.string().optional(),
    })
    .parse(args);
  return {
    record,
    groupBy: group,
    dateField: date_field,
    span: { from: date_from, to: date_to },
    compareTo: compare_to,
    status,
    client: undefined,
    rep,
    supplier: supplier?.toLowerCase(),
  };
}

const value = (cents: bigint | null) => (cents === null ? null : Number(cents) / 100);

function expectedRow(expected: Expected, { record, groupBy, supplier }: Question): Row {
  const ofSales = record === 'sales_orders';
  const byLines = groupBy.includes('sku') || (ofSales && (groupBy.includes('supplier') || supplier !== undefined));
  return {
    count: expected.count,
    ...(groupBy.includes('sku') ? { quantity: Number(expected.quantity) / 100 } : {}),
    orders_without_cost: ofSales ? expected.withoutCost : null,
    sub_total_value: value(expected.subTotal),
    tax_value: byLines ? null : value(expected.tax),
    total_value: byLines ? null : value(expected.total),
    cost_value: value(expected.cost),
    gross_profit_value: value(expected.profit),
    margin_percent: expected.margin,
    first_date: expected.first,
    last_date: expected.last,
  };
}

function expectedBefore({ count, subTotal, profit }: Expected): Row {
  return { count, sub_total_value: value(subTotal), gross_profit_value: value(profit) };
}

/** Keys without regard to letter case: their spelling is told elsewhere. */
const lower = (key: Record<string, string | null>) =>
  JSON.stringify(Object.values(key).map((part) => (part === null ? null : part.toLowerCase())));

describe.each(ERAS)('in %s', (era) => {
  it('sums are those of the records in Syncore, by whatever they are grouped', async () => {
    await using own = await openLookup({ era, sandbox: { jobs: 120 } });
    const groupings = [
      ...['client', 'client_group', 'supplier', 'sku', 'rep', 'csr', 'status', 'class', 'month', 'week'].map(
        (field) => [field],
      ),
      ['client', 'month'],
      ['supplier', 'sku'],
      ['rep', 'class'],
    ];
    for (const group_by of groupings) {
      for (const record of ['sales_orders', 'purchase_orders']) {
        if (record === 'purchase_orders' && group_by.includes('sku')) continue;
        const args = { ...RECENT, record, group_by, compare_to: 'previous_period' };
        const asked = question(args);
        const wanted = expectedSums(account(own.data), asked);
        const given = await summaryOf(own, args);
        const rows = given.groups.map(({ key, client_name: _, commission_splits: __, ...row }) => [lower(key), row]);
        const expected = [...wanted.groups].map(([key, { now, before }]) => [
          key.toLowerCase(),
          { ...expectedRow(now, asked), previous: expectedBefore(before) },
        ]);
        expect(Object.fromEntries(rows), `${record} by ${group_by}`).toEqual(Object.fromEntries(expected));
        expect(given.totals).toEqual({
          ...expectedRow(wanted.totals.now, asked),
          previous: expectedBefore(wanted.totals.before),
        });
        expect(given).toMatchObject({ other: null, complete: true });
        expect(wanted.groups.size).toBeGreaterThan(1);
        const { count, withoutCost } = wanted.totals.before;
        const likewise = `Likewise in the period compared to: ${withoutCost} of ${count} orders.`;
        expect(withoutCost > 0).toBe(record === 'sales_orders');
        expect(String(given.notes).includes(likewise)).toBe(withoutCost > 0);
      }
    }
  });
});

it('purchase orders by SKU are those of their lines, which each order is read for', async () => {
  await using own = await openLookup({ sandbox: { jobs: 60 } });
  const args = { record: 'purchase_orders', group_by: ['sku'], ...RECENT };
  const given = await summaryOf(own, args);
  const asked = question(args);
  const whole = own.data.purchaseOrders.map((order) => ({ ...order, date: dayOf(order.date) }));
  const wanted = expectedSums({ ...account(own.data), purchaseOrders: whole }, asked);
  expect(given.groups.map(({ key, ...row }) => [lower(key), row]).sort()).toEqual(
    [...wanted.groups].map(([key, { now }]) => [key.toLowerCase(), expectedRow(now, asked)]).sort(),
  );
  expect(given).toMatchObject({ complete: true, totals: expectedRow(wanted.totals.now, asked) });
  expect(wanted.groups.size).toBeGreaterThan(5);
});

describe('filters', () => {
  it.each([
    ['status', { status: 'paid' }, { status: 'Paid' }],
    ['rep', { rep: 'priya raman' }, { rep: 'Priya Raman' }],
    ['supplier', { supplier: 'Cascade Apparel Supply' }, {}],
    ['invoice date', { date_field: 'invoice_date' }, {}],
  ])('by %s leave only what fits, and the definition names them', async (_, args, known) => {
    const all = { record: 'sales_orders', group_by: ['month'], ...RECENT, ...args };
    const asked = question({ ...all, ...known });
    const given = await summaryOf(desk, all);
    const wanted = expectedSums(account(desk.data), asked).totals.now;
    expect(given.totals).toEqual(expectedRow(wanted, asked));
    expect(wanted.count).toBeGreaterThan(3);
    for (const word of Object.values(args)) {
      expect(given.definition.toLowerCase()).toContain(word.toLowerCase().replace('_', ' '));
    }
  });

  it('by client take a name, an id, or a client group, as the lists do', async () => {
    const client = desk.data.jobs.find(({ id }) => id === 32_255)?.client;
    const name = client?.business_name ?? '';
    const orders = desk.data.salesOrders.filter(
      (order) => dayOf(order.date) >= RECENT.date_from && order.client.business_name === name,
    );
    const args = { record: 'sales_orders', group_by: ['client'], ...RECENT };
    const given = await summaryOf(desk, { ...args, client: name.toUpperCase() });
    expect(given.groups.map(({ key, count }) => [key.client, count])).toEqual([[name.toLowerCase(), orders.length]]);
    const byId = await summaryOf(desk, { ...args, client: String(client?.id) });
    expect(byId.totals.count).toBe(orders.filter((order) => order.client.id === client?.id).length);
    expect(byId.totals.count).toBeGreaterThan(0);
  });

  it('are refused where they fit nobody, with the nearest there are', async () => {
    const args = { record: 'sales_orders', group_by: ['client'], ...RECENT };
    for (const [field, wrong] of [
      ['client', 'Acme Manufacturer'],
      ['supplier', 'Cascade Aparel'],
      ['rep', 'Priya Rahman'],
      ['status', 'Payd'],
      ['status', 'Shipped'],
    ] as const) {
      const refused = await desk.refused('summarize_orders', { ...args, [field]: wrong });
      expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field }] });
    }
    const me = await desk.refused('summarize_orders', { ...args, rep: 'me' });
    expect(me.message).toContain('SYNCORE_REP');
  });

  it('take me for the rep, or the CSR, of the settings', async () => {
    await using own = await openLookup({ env: { SYNCORE_REP: 'Priya Raman' }, sandbox: { jobs: 60 } });
    plantJob(own.data, { primary_rep: null, secondary_rep: null, customer_service_rep_name: 'Priya Raman' });
    const isMine = new Set(
      own.data.jobs
        .filter((job) =>
          [job.primary_rep?.name, job.secondary_rep?.name, job.customer_service_rep_name].includes('Priya Raman'),
        )
        .map(({ id }) => id),
    );
    const orders = own.data.salesOrders.filter(
      (order) => dayOf(order.date) >= RECENT.date_from && isMine.has(order.job_number),
    );
    const given = await summaryOf(own, { record: 'sales_orders', group_by: ['rep'], ...RECENT, rep: 'me' });
    expect(given.totals.count).toBe(orders.length);
  });
});

describe('periods', () => {
  const args = { record: 'sales_orders', group_by: ['client'], top: 5 };

  it('wholly older than what Syncore gives are refused', async () => {
    const first = firstDayOfWindow();
    const old = { date_from: daysBefore(first, 60), date_to: daysBefore(first, 1) };
    expect(await desk.refused('summarize_orders', { ...args, ...old })).toMatchObject({ code: 'out_of_window' });
  });

  it('partly older are answered for the part that is known, and say from when', async () => {
    const first = firstDayOfWindow();
    const given = await summaryOf(desk, { ...args, date_from: daysBefore(first, 10), date_to: daysBefore(first, -40) });
    expect(given.complete).toBe(false);
    expect(given.notes.join(' ')).toContain(first);
    const orders = desk.data.salesOrders.filter(
      ({ date }) => dayOf(date) >= first && dayOf(date) <= daysBefore(first, -40),
    );
    expect(given.totals.count).toBe(orders.length);
  });

  it('have nothing to compare with where that is older, wholly or partly, and the sums stand', async () => {
    const first = firstDayOfWindow();
    for (const date_from of [daysBefore(first, -300), daysBefore(first, -30)]) {
      const span = { date_from, date_to: daysBefore(date_from, -60) };
      const alone = await summaryOf(desk, { ...args, ...span });
      const given = await summaryOf(desk, { ...args, ...span, compare_to: 'previous_year' });
      expect(given.complete).toBe(false);
      expect(given.notes.join(' ')).toContain(first);
      expect(given.groups).toEqual(alone.groups.map((group) => ({ ...group, previous: null })));
      expect(given.totals).toEqual({ ...alone.totals, previous: null });
      expect(alone.complete).toBe(true);
    }
  });

  it('that end before they begin, and an invoice date of purchase orders, are refused', async () => {
    const backwards = { ...args, date_from: today(), date_to: daysAgo(3) };
    expect(await desk.refused('summarize_orders', backwards)).toMatchObject({ fields: [{ field: 'date_from' }] });
    const invoiced = { ...args, ...RECENT, record: 'purchase_orders', date_field: 'invoice_date' };
    expect(await desk.refused('summarize_orders', invoiced)).toMatchObject({ fields: [{ field: 'date_field' }] });
  });
});

describe('an answer', () => {
  it('shows the largest groups, and what the others come to', async () => {
    const args = { record: 'sales_orders', group_by: ['client'], ...RECENT };
    const all = await summaryOf(desk, args);
    const few = await summaryOf(desk, { ...args, top: 3 });
    expect(few.groups).toEqual(all.groups.slice(0, 3));
    expect(few.totals).toEqual(all.totals);
    const rest = all.groups.slice(3);
    expect(few.other).toMatchObject({ groups: rest.length, count: rest.reduce((sum, { count }) => sum + count, 0) });
    const amounts = all.groups.map((group) => group.sub_total_value ?? 0);
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  });

  it('by client, the top 20 against last year, stays below 8 KB', async () => {
    await using own = await openLookup();
    const given = await own.server.call('summarize_orders', {
      ...{ record: 'sales_orders', group_by: ['client'], compare_to: 'previous_year', top: 20 },
      ...{ date_from: daysAgo(25), date_to: today() },
    });
    const { groups } = summaryShape.parse(given.structuredContent);
    expect(groups).toHaveLength(20);
    expect(groups.some(({ previous }) => Object(previous).count > 0)).toBe(true);
    expect(Buffer.byteLength(given.text)).toBeLessThan(8_000);
  });

  it('shows how reps share a commission, and does not guess it into the sums', async () => {
    await using own = await openLookup({ sandbox: { jobs: 30 } });
    own.data.salesOrders.length = 0;
    const job = plantJob(own.data, { commission_split: '60/40', primary_rep: { name: 'Rae Cole' } });
    own.data.salesOrders.push(orderOf(job.id, 1), orderOf(job.id, 2));
    const { groups } = await summaryOf(own, { record: 'sales_orders', group_by: ['rep'], ...RECENT });
    expect(groups).toMatchObject([
      { key: { rep: 'Rae Cole' }, count: 2, commission_splits: [{ split: '60/40', orders: 2 }] },
    ]);
  });

  it('says what is not known, and is then not complete', async () => {
    await using own = await openLookup({ sandbox: { jobs: 30 } });
    own.data.salesOrders.length = 0;
    const plain = orderOf(32_255, 1);
    const uncosted = plain.line_items.map(({ cost_value: _, ...line }) => line);
    own.data.salesOrders.push(plain, { ...orderOf(32_255, 2), status: 'Paid', line_items: uncosted });
    const args = { record: 'sales_orders', group_by: ['status'], ...RECENT };
    const costs = await summaryOf(own, args);
    expect(costs.totals).toMatchObject({ count: 2, orders_without_cost: 1 });
    expect(costs.complete).toBe(true);
    expect(costs.notes.join(' ')).toMatch(/no cost.*1 of 2 orders/);
    const none = await summaryOf(own, { ...args, status: 'Paid' });
    expect(none.totals).toMatchObject({ cost_value: null, gross_profit_value: null, margin_percent: null });
    expect(none.notes.join(' ')).toContain('No line has a cost');
  });

  it('is not complete as long as the reading goes on, and says so; the same question is then answered whole', async () => {
    await using own = await openLookup({
      env: { SYNCORE_CALL_BUDGET_MS: '700' },
      sandbox: { jobs: 600, latencyMs: 30 },
    });
    const args = { record: 'sales_orders', group_by: ['month'], date_from: daysAgo(300), date_to: today() };
    const wanted = expectedSums(account(own.data), question(args)).totals.now;
    const first = await summaryOf(own, args);
    expect(first).toMatchObject({ complete: false });
    expect(first.notes.join(' ')).toMatch(/Ask again/);
    expect(first.totals.count).toBeLessThan(wanted.count);
    let last = first;
    for (let asked = 0; !last.complete && asked < 20; asked += 1) last = await summaryOf(own, args);
    expect(last.totals).toEqual(expectedRow(wanted, question(args)));
  });

  it('says when the lines come to something else than the orders', async () => {
    await using own = await openLookup({ sandbox: { jobs: 30 } });
    own.data.salesOrders.length = 0;
    const order = orderOf(32_255, 1);
    own.data.salesOrders.push({ ...order, sub_total_value: order.sub_total_value - 12.5 });
    const { notes } = await summaryOf(own, { record: 'sales_orders', group_by: ['sku'], ...RECENT });
    expect(notes.join(' ')).toContain('12.5 more than');
  });
});
