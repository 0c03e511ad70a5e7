import { describe, expect, it } from 'vitest';
import type { GroupField } from '../../src/insight/group-keys.js';
import { comparedPeriod } from '../../src/insight/periods.js';
import { type Summary, type SumQuestion, summarize } from '../../src/insight/summarize.js';
import { heldOf, type RawAccount, type RawLine, type RawOrder, type RawPurchase } from '../support/account-data.js';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };

function order(id: number, more: Partial<RawOrder> = {}): RawOrder {
  return {
    id,
    number: 1,
    job_number: 7,
    date: '2026-03-10',
    status: 'Open',
    client: { id: 101, business_name: 'Acme', name: 'Ada Long' },
    sub_total_value: 100,
    tax_value: 5,
    total_value: 105,
    invoice_date: null,
    last_modified_date: '2026-03-11 10:00:00',
    line_items: [line(1, { quantity: 10, price_value: 10, cost_value: 6 })],
    ...more,
  };
}

function purchase(id: number, more: Partial<RawPurchase> = {}): RawPurchase {
  const { client: _, invoice_date: __, line_items: ___, ...rest } = order(id);
  return { ...rest, supplier: { id: 2, name: 'SanMar' }, in_hand_date: null, ...more };
}

function line(id: number, more: Partial<RawLine> = {}): RawLine {
  const heading = { line_id: id, parent_id: 0, type: 'Size', sku: '', supplier: null };
  return { ...heading, quantity: null, price_value: null, cost_value: null, ...more };
}

type Asked = Partial<Omit<SumQuestion, 'groupBy'>> & {
  top?: number;
  compareTo?: 'previous_period' | 'previous_year';
};

function sums(
  account: Partial<RawAccount>,
  groupBy: GroupField | GroupField[],
  { compareTo, top = Number.POSITIVE_INFINITY, ...more }: Asked = {},
): Summary {
  const span = more.span ?? YEAR;
  return summarize(
    heldOf(account),
    {
      record: 'sales_orders',
      groupBy: [groupBy].flat(),
      dateField: 'date',
      span,
      status: undefined,
      client: undefined,
      rep: undefined,
      supplier: undefined,
      ...more,
    },
    top,
    compareTo && comparedPeriod(span, compareTo),
  );
}

/** The groups as one reads them: `acme: 2 orders, 200.00`. */
function read({ groups }: Summary): string[] {
  return groups.map(({ key, figures: { count, subTotalCents } }) => {
    const name = key.map((part) => part?.name ?? 'none').join(' / ');
    return `${name}: ${count} orders, ${subTotalCents === null ? 'not known' : (subTotalCents / 100).toFixed(2)}`;
  });
}

describe('groups by client', () => {
  it('join all contacts of one business, under the spelling that most orders have', () => {
    const named = (id: number, business_name: string | null, contact = 101) =>
      order(id, { client: { id: contact, business_name, name: 'Ada Long' } });
    const orders = [named(1, 'ACME, Inc.'), named(2, 'Acme Inc', 102), named(3, 'Acme Inc', 103), named(4, 'Acme')];
    const summary = sums({ salesOrders: orders }, 'client');
    expect(read(summary)).toEqual(['Acme Inc: 3 orders, 300.00', 'Acme: 1 orders, 100.00']);
    expect(summary.groups[0]?.key[0]?.id).toBe('acme inc');
  });

  it('know a person without a business by their name, and put what has neither in one group', () => {
    const named = (id: number, name: string | null) => order(id, { client: { id, business_name: '', name } });
    const orders = [named(1, 'Bo Reed'), named(2, null), order(3, { client: null })];
    expect(read(sums({ salesOrders: orders }, 'client'))).toEqual([
      'none: 2 orders, 200.00',
      'Bo Reed: 1 orders, 100.00',
    ]);
  });

  it('know the client group by the contact, and put what has none in one group', () => {
    const account = {
      contacts: [
        { id: 101, business_name: 'Acme', client_group: { id: 11, name: 'Acme Group' } },
        { id: 102, business_name: 'Acme Store', client_group: { id: 11, name: 'Acme Group' } },
        { id: 103, business_name: 'Solo', client_group: null },
      ],
      salesOrders: [101, 102, 103, 104].map((contact, index) =>
        order(index + 1, { client: { id: contact, business_name: 'x', name: null } }),
      ),
    };
    const wanted = ['Acme Group: 2 orders, 200.00', 'none: 2 orders, 200.00'];
    expect(read(sums(account, 'client_group'))).toEqual(wanted);
  });
});

describe('groups by people and class', () => {
  const job = (id: number, primary: string | null, csr: string | null, job_class = 'Program') => ({
    id,
    job_class,
    status: 'WIP',
    date: '2026-01-05',
    estimated_delivery_date: null,
    completed_date: null,
    client: { id: 101, business_name: 'Acme', name: null },
    primary_rep: primary === null ? null : { name: primary },
    secondary_rep: { name: 'Uma Second' },
    customer_service_rep_name: csr,
  });
  const account = {
    jobs: [job(7, 'Rae Cole', 'Ben Quill'), job(8, null, null, 'Dropship')],
    salesOrders: [order(1), order(2, { job_number: 8 }), order(3, { job_number: 9 })],
    purchaseOrders: [purchase(4), purchase(5, { job_number: 8 })],
  };

  it('come from the job, the rep being the primary one', () => {
    expect(read(sums(account, 'rep'))).toEqual(['Rae Cole: 1 orders, 100.00', 'none: 2 orders, 200.00'].toReversed());
    expect(read(sums(account, 'csr')).at(-1)).toBe('Ben Quill: 1 orders, 100.00');
    expect(read(sums(account, ['class', 'rep']))).toEqual([
      'dropship / none: 1 orders, 100.00',
      'program / Rae Cole: 1 orders, 100.00',
      'none / none: 1 orders, 100.00',
    ]);
  });

  it('say of how many orders the job is not known', () => {
    expect(sums(account, 'rep').unknown.job).toBe(1);
    expect(sums(account, 'client').unknown.job).toBe(0);
  });

  it('give purchase orders the client of their job', () => {
    const summary = sums(account, 'client', { record: 'purchase_orders' });
    expect(read(summary)).toEqual(['Acme: 2 orders, 200.00']);
  });

  it('take a rep as primary or secondary one, and an order of an unknown job for nobody', () => {
    const rep = (name: string) => ({ name, known: true, roles: ['rep'] as const });
    expect(sums(account, 'month', { rep: rep('uma second') }).totals.figures.count).toBe(2);
    expect(sums(account, 'month', { rep: rep('Rae Cole') }).totals.figures.count).toBe(1);
    expect(sums(account, 'month', { rep: rep('Ben Quill') }).totals.figures.count).toBe(0);
    expect(sums(account, 'month', { rep: rep('Rae Cole') }).unknown.job).toBe(1);
  });
});

describe('groups by supplier and SKU', () => {
  const maker = { id: 1, name: 'Cascade' };
  const decorator = { id: 5, name: 'Ironwood' };
  const shirt = [
    line(1, { type: 'Asi', sku: 'PC61', supplier: maker, quantity: 0 }),
    line(2, { parent_id: 1, type: 'Color' }),
    line(3, { parent_id: 2, quantity: 10, price_value: 12, cost_value: 7 }),
    line(4, { parent_id: 2, sku: 'PC61-2XL', quantity: 5, price_value: 14, cost_value: 8 }),
    line(5, { parent_id: 1, type: 'SetupCharge', quantity: 1, price_value: 65, cost_value: 40 }),
    line(6, { parent_id: 1, type: 'RunCharge', supplier: decorator, quantity: 15, price_value: 2, cost_value: null }),
    line(7, { type: 'Comment' }),
    line(8, { type: 'Asi', sku: 'MUG', quantity: 3, price_value: 4, cost_value: 1 }),
  ];
  // 120 + 70 + 65 + 30 + 12.
  const account = { salesOrders: [order(1, { sub_total_value: 297, line_items: shirt })] };

  it('give a product the money of its sizes and charges, and the quantity of its pieces alone', () => {
    const { groups, totals, byLines } = sums(account, 'sku');
    expect(byLines).toBe(true);
    expect(groups.map(({ key, figures }) => [key[0]?.name, figures])).toEqual([
      [
        'PC61',
        expect.objectContaining({
          subTotalCents: 28_500,
          costCents: 7_000 + 4_000 + 4_000,
          profitCents: 13_500,
          marginPercent: 47.4,
          quantityE4: 150_000,
          ordersWithoutCost: 1,
          count: 1,
        }),
      ],
      ['MUG', expect.objectContaining({ subTotalCents: 1_200, quantityE4: 30_000, ordersWithoutCost: 0 })],
    ]);
    expect(totals.figures).toMatchObject({ count: 1, subTotalCents: 29_700, costCents: 15_300, ordersWithoutCost: 1 });
  });

  it('give a charge to the supplier that it names, else to that of its product; what has none is one group', () => {
    expect(read(sums(account, 'supplier'))).toEqual([
      'Cascade: 1 orders, 255.00',
      'Ironwood: 1 orders, 30.00',
      'none: 1 orders, 12.00',
    ]);
  });

  it('sum the lines of the supplier asked for alone, whatever the groups are', () => {
    const supplier = { ids: new Set([5]), name: null, whole: true };
    const summary = sums(account, 'client', { supplier });
    expect(read(summary)).toEqual(['Acme: 1 orders, 30.00']);
    expect(summary.groups[0]?.figures).toMatchObject({ costCents: null, profitCents: null, ordersWithoutCost: 1 });
    const nobody = sums(account, 'client', { supplier: { ids: new Set([6]), name: 'nobody', whole: true } });
    expect(nobody.groups).toEqual([]);
  });

  it('put an order whose lines are not known, and one without any, in the group of none', () => {
    const { line_items: _, ...unread } = order(1);
    const summary = sums({ salesOrders: [unread, order(2, { line_items: [] })] }, 'sku');
    expect(read(summary)).toEqual(['none: 2 orders, 100.00']);
    expect(summary.totals.figures.missing.lines).toBe(1);
    const supplier = { ids: new Set([5]), name: null, whole: true };
    expect(sums({ salesOrders: [unread] }, 'client', { supplier })).toMatchObject({
      groups: [],
      unknown: { lines: 1 },
    });
  });

  it('of purchase orders are their own supplier, and their lines at what is paid', () => {
    const bought = [
      line(1, { type: 'Asi', sku: 'PC61', supplier: maker }),
      line(2, { parent_id: 1, quantity: 10, cost_value: 7 }),
    ];
    const purchases = { purchaseOrders: [purchase(4, { line_items: bought }), purchase(5)] };
    const record = 'purchase_orders';
    expect(read(sums(purchases, 'supplier', { record }))).toEqual(['SanMar: 2 orders, 200.00']);
    expect(read(sums(purchases, ['sku', 'supplier'], { record }))).toEqual([
      'none / SanMar: 1 orders, 100.00',
      'PC61 / SanMar: 1 orders, 70.00',
    ]);
    const others = sums(purchases, 'month', { record, supplier: { ids: new Set([1]), name: 'cascade', whole: true } });
    expect(others.groups).toEqual([]);
  });
});

describe('cost', () => {
  const costs = (...orders: RawOrder[]) => sums({ salesOrders: orders }, 'status').totals.figures;

  it('is known as far as lines have one; how many orders lack one is said', () => {
    const half = [line(1, { quantity: 5, price_value: 10, cost_value: 6 }), line(2, { quantity: 5, price_value: 10 })];
    expect(costs(order(1), order(2, { line_items: half }))).toMatchObject({
      costCents: 9_000,
      profitCents: 11_000,
      marginPercent: 55,
      ordersWithoutCost: 1,
    });
  });

  it('is not known where no line has one, never 0', () => {
    const free = [line(1, { quantity: 5, price_value: 10 })];
    expect(costs(order(1, { line_items: free }))).toMatchObject({
      costCents: null,
      profitCents: null,
      marginPercent: null,
    });
    const { line_items: _, ...unread } = order(1);
    expect(costs(unread)).toMatchObject({
      costCents: null,
      profitCents: null,
      ordersWithoutCost: 0,
      missing: { lines: 1 },
    });
  });

  it('of 0 is a cost, and a refund takes cost and sales back', () => {
    const given = [line(1, { quantity: 5, price_value: 10, cost_value: 0 })];
    const back = [line(1, { quantity: -10, price_value: 10, cost_value: 6 })];
    expect(costs(order(1, { line_items: given }))).toMatchObject({
      costCents: 0,
      profitCents: 10_000,
      marginPercent: 100,
    });
    const refund = order(2, { sub_total_value: -100, tax_value: -5, total_value: -105, line_items: back });
    expect(costs(order(1), refund)).toMatchObject({
      count: 2,
      subTotalCents: 0,
      taxCents: 0,
      totalCents: 0,
      costCents: 0,
      profitCents: 0,
      marginPercent: null,
    });
  });

  it('of an order without a sub-total makes no loss', () => {
    expect(costs(order(1), order(2, { sub_total_value: null }))).toMatchObject({
      subTotalCents: 10_000,
      costCents: 6_000,
      missing: { subTotal: 1 },
    });
  });
});

describe('time', () => {
  const dated = (...days: string[]) => ({ salesOrders: days.map((date, index) => order(index + 1, { date })) });

  it('counts both ends of the period, and no day beside it', () => {
    const account = dated('2026-06-30', '2026-07-01T00:00:00', '2026-09-30T23:59:59', '2026-10-01');
    const { totals } = sums(account, 'month', { span: { from: '2026-07-01', to: '2026-09-30' } });
    expect(totals.figures).toMatchObject({ count: 2, firstDay: '2026-07-01', lastDay: '2026-09-30' });
  });

  it('counts by the day of the invoice where that was asked; what is not invoiced is in no period', () => {
    const account = {
      salesOrders: [
        order(1, { status: 'Invoiced', invoice_date: '2026-07-15' }),
        order(2, { status: 'Open' }),
        order(3, { status: 'Paid' }),
      ],
    };
    const summary = sums(account, 'month', { dateField: 'invoice_date' });
    expect(read(summary)).toEqual(['2026-07: 1 orders, 100.00']);
    // Paid without a date of its invoice: it may belong here.
    expect(summary.unknown.day).toBe(1);
  });

  it('sets what was before against the group that it would be in now', () => {
    const account = dated('2026-05-31', '2026-04-01', '2026-08-02', '2026-07-09');
    const { groups, totals } = sums(account, 'month', {
      span: { from: '2026-07-01', to: '2026-09-30' },
      compareTo: 'previous_period',
    });
    expect(groups.map(({ key, figures, previous }) => [key[0]?.name, figures.count, previous?.count])).toEqual([
      ['2026-07', 1, 1],
      ['2026-08', 1, 1],
    ]);
    expect(totals.previous).toMatchObject({ count: 2, subTotalCents: 20_000, profitCents: 8_000 });
  });

  it('keeps a client who bought before and does not now, with nothing', () => {
    const lost = order(1, { date: '2025-07-04', client: { id: 5, business_name: 'Lost', name: null } });
    const { groups } = sums({ salesOrders: [lost, order(2, { date: '2026-07-04' })] }, 'client', {
      span: { from: '2026-07-01', to: '2026-07-31' },
      compareTo: 'previous_year',
    });
    expect(groups.map(({ key, figures, previous }) => [key[0]?.name, figures.count, previous?.count])).toEqual([
      ['Acme', 1, 0],
      ['Lost', 0, 1],
    ]);
    expect(groups[1]?.figures).toMatchObject({ subTotalCents: 0, profitCents: null, firstDay: null });
  });

  it('has no previous where nothing is compared', () => {
    const { groups, totals } = sums(dated('2026-05-31'), 'month');
    expect([groups[0]?.previous, totals.previous]).toEqual([null, null]);
  });
});
