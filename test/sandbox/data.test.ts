import { expect, it } from 'vitest';
import type { LineItem, SandboxData } from '../../src/sandbox/data/types.js';
import { createSandbox } from '../../src/sandbox/handler.js';
import { monday } from './open.js';

function account(seed = 1, jobs = 600): SandboxData {
  return createSandbox({ seed, jobs, now: () => monday }).data;
}

/** Cents of quantity × value without floating point: an independent sum by whole ten-thousandths. */
function cents(quantity: number, value: number): number {
  const exact = BigInt(quantity) * BigInt(value.toFixed(4).replace('.', ''));
  return Number((exact + 50n) / 100n);
}

const sum = (lines: LineItem[]) =>
  lines.reduce((total, line) => total + cents(line.quantity ?? 0, line.price_value ?? 0), 0);

const plain = (data: SandboxData): unknown => JSON.parse(JSON.stringify(data));

it('makes the same account of the same seed, and another of another', () => {
  expect(plain(account(7))).toEqual(plain(account(7)));
  expect(plain(account(7))).not.toEqual(plain(account(8)));
});

it('shares nothing between two sandboxes', () => {
  const changed = account();
  for (const supplier of changed.suppliers) supplier.name = 'changed';
  for (const order of changed.salesOrders) {
    for (const line of order.line_items) if (line.supplier !== null) line.supplier.name = 'changed';
  }
  for (const contact of changed.contacts) contact.business_name = 'changed';
  for (const order of changed.purchaseOrders) order.supplier.name = 'changed';
  expect(JSON.stringify(account())).not.toContain('changed');
});

it.each([1, 2, 3])('adds up: lines, sub-total, tax and total of every sales order (seed %i)', (seed) => {
  for (const order of account(seed).salesOrders) {
    for (const line of order.line_items) {
      if (line.quantity === null || line.price_value === null) continue;
      expect(Math.round((line.line_total_value ?? 0) * 100)).toBe(cents(line.quantity, line.price_value));
    }
    expect(Math.round(order.sub_total_value * 100)).toBe(sum(order.line_items));
    const total = Math.round(order.sub_total_value * 100) + Math.round(order.tax_value * 100);
    expect(Math.round(order.total_value * 100)).toBe(total);
  }
});

it('adds up: lines at cost, freight, artwork and total of every purchase order', () => {
  for (const order of account().purchaseOrders) {
    const lines = order.line_items.map((line) => cents(line.quantity ?? 0, line.cost_value ?? 0));
    const goods = lines.reduce((total, line) => total + line, 0);
    expect(goods).toBeGreaterThan(0);
    expect(Math.round(order.sub_total_value * 100)).toBe(goods);
    const extras = Math.round((order.freight_value + order.artwork_value + order.tax_value) * 100);
    expect(Math.round(order.total_value * 100)).toBe(goods + extras);
  }
});

it('earns between a quarter and half of what it sells', () => {
  let withoutCost = 0;
  for (const order of account().salesOrders) {
    const priced = order.line_items.filter((line) => (line.quantity ?? 0) > 0 && (line.price_value ?? 0) > 0);
    if (priced.some((line) => line.cost_value == null)) {
      withoutCost += 1;
      continue;
    }
    const cost = priced.reduce((total, line) => total + (line.quantity ?? 0) * (line.cost_value ?? 0), 0);
    const margin = 1 - cost / order.sub_total_value;
    expect(margin).toBeGreaterThan(0.25);
    expect(margin).toBeLessThan(0.5);
  }
  expect(withoutCost).toBeGreaterThan(10);
});

it('hangs every line under one that came before it in the same order', () => {
  const data = account();
  const all = new Set<number>();
  const orders = [...data.salesOrders, ...data.purchaseOrders];
  for (const order of orders) {
    const seen = new Set([0]);
    for (const line of order.line_items) {
      expect(seen).toContain(line.parent_id);
      seen.add(line.line_id);
      all.add(line.line_id);
    }
  }
  expect(all.size).toBe(orders.reduce((count, order) => count + order.line_items.length, 0));
});

it('holds the forms that real orders have', () => {
  const data = account();
  const lines = data.salesOrders.flatMap((order) => order.line_items);
  const typeOf = new Map(lines.map((line) => [line.line_id, line.type]));
  const types = new Set(lines.map((line) => line.type));
  for (const type of ['Asi', 'Color', 'Size', 'Pricing', 'SetupCharge', 'RunCharge', 'StitchCount', 'Comment']) {
    expect(types).toContain(type);
  }
  expect(lines.some((line) => line.type === 'Size' && typeOf.get(line.parent_id) === 'Comment')).toBe(true);
  expect(lines.some((line) => line.type === 'Size' && line.sku.endsWith('-2XL'))).toBe(true);
  expect(lines.some((line) => line.type === 'Size' && line.sku === '' && line.product_id === 0)).toBe(true);
  expect(lines.some((line) => line.price_value !== null && (line.price_value * 100) % 1 !== 0)).toBe(true);
  expect(lines.some((line) => line.visible === 'true')).toBe(true);
  expect(lines.some((line) => line.cost_value === undefined)).toBe(true);
  expect(data.salesOrders.some((order) => order.tax_value > 0)).toBe(true);
  expect(data.salesOrders.some((order) => order.tax_value === 0)).toBe(true);
  expect(new Set(data.salesOrders.map((order) => order.status))).toEqual(
    new Set(['Pending', 'Open', 'Invoiced', 'Paid']),
  );
  expect(new Set(data.purchaseOrders.map((order) => order.status))).toEqual(
    new Set(['Open', 'Approved', 'Posted Manually', 'Posted @ease AP']),
  );
});

it('gives every job a client of its class and orders that count from one', () => {
  const data = account();
  expect(data.jobs).toHaveLength(600);
  const contacts = new Map(data.contacts.map((contact) => [contact.id, contact]));
  for (const job of data.jobs) {
    const contact = contacts.get(job.client.id);
    expect(contact?.contact_class).toBe(job.job_class);
    expect(contact?.email).toBe(job.client.email);
    expect(job.store !== null).toBe(job.job_class === 'Store');
    expect(job.completed_date !== null || job.status !== 'Closed').toBe(true);
    for (const orders of [data.salesOrders, data.purchaseOrders]) {
      const numbers = orders.filter((order) => order.job_number === job.id).map((order) => order.number);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  }
});

it('numbers jobs in the order of their dates, and nothing lies in the future', () => {
  const data = account();
  const dates = data.jobs.map((job) => job.date);
  expect(dates).toEqual([...dates].sort());
  expect(dates.at(-1)).toBe('2026-11-23');
  expect(dates[0]?.slice(0, 7)).toBe('2025-08');
  const now = '2026-11-23T10:00:00';
  for (const order of [...data.salesOrders, ...data.purchaseOrders]) {
    expect(order.date <= now).toBe(true);
    const modified = order.last_modified_date.replace(' ', 'T');
    expect(modified <= now && modified >= order.date).toBe(true);
  }
  for (const order of data.salesOrders) expect((order.invoice_date ?? '') <= now).toBe(true);
  for (const order of data.purchaseOrders) {
    const { approval_date, posting_date } = order.invoice_details;
    expect(`${approval_date ?? ''}` <= now && `${posting_date ?? ''}` <= now).toBe(true);
  }
});

it('leaves something late, something open and something forgotten', () => {
  const data = account();
  const late = data.jobs.filter((job) => job.status === 'WIP' && (job.estimated_delivery_date ?? '9') < '2026-11-23');
  expect(late.length).toBeGreaterThan(5);
  const overdue = data.purchaseOrders.filter((po) => po.status === 'Open' && (po.in_hand_date ?? '9') < '2026-11-23');
  expect(overdue.length).toBeGreaterThan(5);
  const closed = new Set(data.jobs.filter((job) => job.status === 'Closed').map((job) => job.id));
  expect(data.salesOrders.some((order) => order.status === 'Open' && closed.has(order.job_number))).toBe(true);
});

it('knows only people and hosts that cannot exist', () => {
  const { contacts } = account();
  expect(contacts.length).toBeGreaterThan(180);
  for (const contact of contacts) {
    expect(contact.email).toMatch(/^[a-z.]+@[a-z0-9-]+\.example$/);
    expect(contact.phone).toMatch(/^\(\d{3}\) 555-01\d\d$/);
  }
  expect(new Set(contacts.map((contact) => contact.email)).size).toBe(contacts.length);
  const acme = contacts.filter((contact) => contact.business_name === 'Acme Manufacturing');
  expect(new Set(acme.map((contact) => contact.contact_class))).toEqual(new Set(['Program', 'Store', 'Dropship']));
  expect(contacts.some((contact) => contact.business_name === 'Acme Tool & Die')).toBe(true);
});

it.each([0, 1, 2, 40, 3000])('can be as small or large as is asked: %i jobs', (jobs) => {
  const data = account(1, jobs);
  expect(data.jobs).toHaveLength(Math.max(1, jobs));
  expect(data.jobs.some((job) => job.id === 32255)).toBe(true);
  expect(new Set(data.jobs.map((job) => job.id)).size).toBe(data.jobs.length);
  expect(new Set(data.salesOrders.map((order) => order.id)).size).toBe(data.salesOrders.length);
});

it('spreads what changed today over the day so far: nothing piles up at the moment that it is looked at', () => {
  const { salesOrders, purchaseOrders } = account(1, 2_000);
  const changed = [...salesOrders, ...purchaseOrders].map(({ last_modified_date }) => last_modified_date);
  const ofToday = changed.filter((moment) => moment.startsWith('2026-11-23'));
  expect(ofToday.length).toBeGreaterThan(50);
  // The Monday stands at 10:00.
  expect(ofToday.filter((moment) => moment > '2026-11-23 10:00:00')).toEqual([]);
  expect(ofToday.filter((moment) => moment >= '2026-11-23 09:58:00').length).toBeLessThan(ofToday.length / 20);
});
