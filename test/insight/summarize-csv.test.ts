import { describe, expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import type { Row } from '../support/expected-rows.js';
import { openLookup } from '../support/lookup.js';
import { plantContact, plantSalesOrder } from '../support/plants.js';
import { orderOf, RECENT, summaryOf } from './summaries.js';

const ROW_FIELDS = [
  ...['count', 'orders_without_cost', 'sub_total_value', 'tax_value', 'total_value', 'cost_value'],
  ...['gross_profit_value', 'margin_percent', 'first_date', 'last_date'],
];

describe('sums as CSV', () => {
  it('are the same, cell by cell', async () => {
    await using desk = await openLookup({ sandbox: { jobs: 240 } });
    const args = { record: 'sales_orders', group_by: ['client', 'month'], compare_to: 'previous_period', ...RECENT };
    const json = await summaryOf(desk, { ...args, top: 15 });
    const given = await summaryOf(desk, { ...args, top: 15, format: 'csv' });
    expect({ ...given, csv: undefined, as_of: json.as_of }).toEqual({ ...json, csv: undefined });
    const [head = [], ...rows] = readCsv(given.csv ?? '');
    const before = ['previous_count', 'previous_sub_total_value', 'previous_gross_profit_value'];
    expect(head).toEqual(['row', 'client', 'client_name', 'month', ...ROW_FIELDS, ...before]);
    const cells = (row: Row) => [...ROW_FIELDS.map((field) => row[field]), ...Object.values(Object(row.previous))];
    const texts = (row: Row) => cells(row).map((cell) => (cell === null ? '' : String(cell)));
    expect(rows.map((row) => row.slice(4))).toEqual([...json.groups, json.other ?? {}, json.totals].map(texts));
    expect(rows.map(([kind]) => kind)).toEqual([...json.groups.map(() => 'group'), 'other', 'total']);
    expect(rows.slice(0, -2).map((row) => [row[1], row[3]])).toEqual(
      json.groups.map(({ key }) => [key.client ?? '', key.month ?? '']),
    );
  });

  it('are cut at whole rows where there are too many, which is said, and still add up', async () => {
    await using own = await openLookup({ sandbox: { jobs: 30 } });
    own.data.salesOrders.length = 0;
    for (let index = 0; index < 900; index += 1) {
      const client = { id: 10_000 + index, business_name: `Client, Inc. number ${index}`, name: null, email: null };
      own.data.salesOrders.push({
        ...orderOf(32_255, index + 1),
        client,
        line_items: [],
        sub_total_value: 900 - index,
      });
    }
    const args = { record: 'sales_orders', group_by: ['client'], ...RECENT };
    const given = await summaryOf(own, { ...args, format: 'csv' });
    expect(given.csv?.length).toBeLessThanOrEqual(60_000);
    expect(given.csv?.length).toBeGreaterThan(55_000);
    const [head = [], ...rows] = readCsv(given.csv ?? '');
    const amount = (row: string[]) => Number(row[head.indexOf('sub_total_value')]);
    const groups = rows.filter(([kind]) => kind === 'group');
    const [other = [], total = []] = rows.slice(-2);
    expect([other[0], total[0]]).toEqual(['other', 'total']);
    expect(groups.reduce((sum, row) => sum + amount(row), 0) + amount(other)).toBe(amount(total));
    expect(amount(total)).toBe((900 * 901) / 2);
    expect(given.notes.join(' ')).toContain(`Of 900 groups ${groups.length} fit`);
    expect(given.groups.length).toBe(20);
    // Without a spreadsheet too: what does not fit is in the others.
    const json = await summaryOf(own, args);
    expect(JSON.stringify(json).length).toBeLessThan(64_000);
    expect(json.groups.length + (json.other?.groups ?? 0)).toBe(900);
    expect(json.notes.join(' ')).toContain(`Of 900 groups ${json.groups.length} fit`);
  });

  it('hold no cell that a spreadsheet runs', async () => {
    await using own = await openLookup({ sandbox: { jobs: 30 } });
    const texts = ['=a()', '+b', '-c', '@d', '\t=e', '\u200B=f', '"=g', 'x;=h'];
    for (const [index, text] of texts.entries()) {
      const contact = plantContact(own.data, { business_name: text, id: 9_000 + index });
      plantSalesOrder(own.data, { client: { id: contact.id, business_name: text, name: null, email: null } });
    }
    const given = await summaryOf(own, { record: 'sales_orders', group_by: ['client'], ...RECENT, format: 'csv' });
    const names = readCsv(given.csv ?? '').flatMap((row) => row[2] ?? []);
    expect(names.filter((name) => /^\s*"?[=+\-@]|;[=+\-@]/.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["'=a()", "'+b", "'-c", "'@d", "'=e", "'=f", '\'"=g', "x;'=h"]));
  });
});
