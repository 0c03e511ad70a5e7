import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as actions from '../../src/client/actions.js';
import { path } from '../../src/client/path.js';
import { ACTIONS, AREAS, areaName, isOpen, permission, permissionRows } from '../../src/client/permissions.js';
import { Failure } from '../../src/failure.js';

/** The vendor's table, typed once more: area, class, then read, create, edit and delete. */
const VENDOR = `
contacts program yes yes yes never
contacts store yes yes yes never
contacts dropship yes soon soon never
jobs program yes yes yes never
jobs store yes yes yes never
jobs dropship yes soon soon never
sales_orders - yes yes soon never
sales_order_line_items - soon yes soon never
sales_order_payments - soon yes no never
purchase_orders - yes soon soon never
purchase_order_line_items - soon soon soon never
purchase_order_payments - soon soon no never
products - no no no never
inventory - no no no never
job_logs - no no no never
quotes - no no no never`;

describe('what is permitted', () => {
  it('is what the vendor says, cell by cell', () => {
    const told = VENDOR.trim()
      .split('\n')
      .flatMap((line) => {
        const [area, jobClass, ...cells] = line.split(' ');
        return cells.map((allowed, at) => `${area} ${jobClass} ${ACTIONS[at]} ${allowed}`);
      });
    expect(permissionRows().map((row) => `${row.area} ${row.class ?? '-'} ${row.action} ${row.allowed}`)).toEqual(told);
  });

  it('lets nothing be deleted, and nothing out that is not a yes for some class', () => {
    for (const area of AREAS) {
      expect(isOpen(area, 'delete')).toBe(false);
      for (const action of ACTIONS) {
        const yes = permissionRows().some((row) => row.area === area && row.action === action && row.allowed === 'yes');
        expect(isOpen(area, action)).toBe(yes);
      }
    }
  });

  it('has every request of ours permitted', () => {
    const { referenceLists, ...single } = actions;
    const all = [...Object.values(single), ...Object.values(referenceLists)].filter(
      (value) => typeof value === 'object',
    );
    const requests = all.flatMap((value) => ('verb' in value && 'area' in value ? [value] : []));
    expect(requests.length).toBeGreaterThan(12);
    for (const { area, verb, method } of requests) {
      expect(isOpen(area, verb)).toBe(true);
      expect(method).toBe({ read: 'GET', create: 'POST', edit: 'PUT' }[verb]);
    }
  });

  it('is judged for a class where one is told, and by the most open one where none is', () => {
    expect(permission('jobs', 'dropship', 'create').allowed).toBe('soon');
    expect(permission('jobs', null, 'create').allowed).toBe('yes');
    expect(permission('sales_orders', 'store', 'create').allowed).toBe('yes');
  });

  it('gives the reason and a way out for whatever is refused, and names no class that nobody spoke of', () => {
    for (const row of permissionRows()) {
      if (row.allowed === 'yes') expect(row.reason).toBe('Permitted.');
      else expect(row.reason).toContain(areaName(row.area));
      if (row.allowed === 'soon') expect(row.reason).toMatch(/coming soon/);
      if (row.allowed !== 'yes')
        expect(row.reason).toMatch(/A person|a person|by hand|get_sales_order|get_purchase_order/);
      if (row.class === null) expect(row.reason).not.toMatch(/program|store|dropship/);
    }
    expect(permission('contacts', null, 'delete').reason).not.toMatch(/program|store|dropship/);
  });
});

describe('a path', () => {
  it('is made of our words and of ids', () => {
    expect(path`/orders/jobs/${32255}/salesorders/${915501}`).toBe('/orders/jobs/32255/salesorders/915501');
    expect(path`/crm/contacts`).toBe('/crm/contacts');
  });

  it.each([0, -3, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('takes no %d', (id) => {
    expect(() => path`/orders/jobs/${id}`).toThrow(Failure);
  });

  it('cannot be made of text: nothing casts its way in', () => {
    const sources = ['actions.ts', 'request.ts'].map((file) => readFileSync(`src/client/${file}`, 'utf8'));
    expect(sources.join('\n')).not.toMatch(/as Path\b/);
  });
});
